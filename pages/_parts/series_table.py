"""Many series at once: where each goes, what that changes, and the one button that keeps them all."""

from collections.abc import Callable, Sequence

import streamlit as st

from charts import analyse
from charts.series import ReadFile
from pages._parts.frame import problem_box, problem_in_tab
from pages._parts.measure_choice import BETTER, NAME, NEW, WAY
from pages._parts.plain import spoken
from pages._parts.reason import ASK_REASON, reason_field
from pages._parts.series_check import after_saving
from pages._parts.series_keeping import keep_every
from pages._parts.series_saving import CHECK, OTHER_UNIT, unit_clash
from pages._parts.series_state import MOST, NO_DATA, OUT, Into, Row, held, matches, put_before, read_rows, shown_places
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import forget_file
from pages._render.again_words import every_again_words, recalled_words
from pages._render.replacing_words import NOTHING_NEW, change_lines, nothing_words
from pages._render.series_table_html import (
    HEADS,
    amount_words,
    details_html,
    details_title,
    folded,
    found_html,
    verdict_html,
)
from pages._render.words import count, text
from plan_store.data_files import notes_of
from plan_store.document import chart_block
from plan_store.observations import measure_spec
from plan_store.plan_rows import Measure
from plan_store.series_changes import seen_numbers
from plan_store.store import reading
from plan_store.uploads import find_same_file


def series_table(
    into: Into, read: ReadFile, content: bytes, *, new_first: bool = False, back: Callable[[], None] | None = None
) -> None:
    """The table, and under it the button. back: the way to one series alone."""
    if len([one for one in read.each if not one.blank]) > MOST:
        _choose_some(into, read)
    rows = read_rows(into, read, new_first)
    problems, lead = st.container(), st.container()
    with lead:
        _before(into, read, rows, content, back is not None)
    if rows or any(one.blank for one in read.each):
        with st.container(key="card_series"):
            _rows(into, rows)
            _nothing_new(read, rows)
        with lead:
            until = "<b>Nothing is saved until you confirm.</b>" if any(row.saves for row in rows) else ""
            show(f'<div class="paper lead">{text(lead_words(read, rows))} {until}</div>')
    with st.container(key="card_save"):
        wrong = _foot(into, rows, read, content, back)
    if wrong:
        problem_in_tab(CHECK)
        with problems, st.container(key="table_problems"):
            show(problem_box("There is a problem", [("", words) for words in wrong]))


def _before(into: Into, read: ReadFile, rows: Sequence[Row], content: bytes, may_choose: bool) -> None:
    """That this very file is here already, and who said before where its series go."""
    found = stay().get("recalled")
    if found and (may_choose or any(put_before(row.one) for row in rows)):
        words = text(recalled_words(read.whole, {}, {**found, "choice": {"every": True}}))
        again = '<button type="button" class="plain" data-action="change" data-id="">Choose again</button>'
        show(f'<div class="undo-line paper"><span>{words}</span>{again if may_choose else ""}</div>')
    with reading() as session:
        earlier = find_same_file(session, into.actor, into.organisation, content)
    if said := every_again_words(earlier, not any(row.saves for row in rows)):
        show(f'<div class="card look paper known"><p>{text(said)}</p></div>')


def _choose_some(into: Into, read: ReadFile) -> None:
    """Of very many series, which."""
    matched = matches(into, read)
    key, places = held("some", 0), [place for place, one in enumerate(read.each) if not one.blank]
    st.session_state.setdefault(key, shown_places(read, matched))
    with st.container(key="card_some"):
        show(
            f'<div class="paper"><h2>{text(read.whole.filename)} holds {len(places)} series</h2>'
            f'<p class="secondary">Choose up to {MOST}. Those that match a measure are chosen already.</p></div>'
        )
        st.multiselect(
            "Which series?",
            places,
            key=key,
            placeholder="Choose",
            format_func=lambda place: read.each[place].label,
            max_selections=MOST,
        )


def lead_words(read: ReadFile, rows: Sequence[Row]) -> str:
    """data.csv: 12 new numbers and 2 that change. 1 series is left out."""
    saved = [row.changes for row in rows if row.saves and row.changes]
    new, changed = sum(one.new for one in saved), sum(len(one.corrections) for one in saved)
    said = [count(new, "new number")] if new else []
    if changed:
        what = f"{changed} that" if new else count(changed, "number")
        said.append(f"{what} {'changes' if changed == 1 else 'change'}")
    out = sum(row.target == OUT for row in rows)
    bad = sum(bool(row.problems) and row.target != OUT for row in rows)
    words = f"{read.whole.filename}: {' and '.join(said) or 'no new number'}."
    words += f" {count(out, 'series', 'series')} {'is' if out == 1 else 'are'} left out." if out else ""
    return words + (f" {count(bad, 'series', 'series')} cannot be saved." if bad else "")


def _rows(into: Into, rows: Sequence[Row]) -> None:
    shown = [row for row in rows if not row.quiet]
    if shown:
        show(HEADS)
    for row in shown:
        _show_row(into, row)


def _show_row(into: Into, row: Row) -> None:
    with st.container(key=f"series_{row.place}"):
        found, goes, verdict = st.columns([4, 4, 4], gap="small", vertical_alignment="top")
        with found:
            lines = _lines(into, row)
            changes = None if row.problems else row.changes
            there = notes_of(row.measure) if row.measure else {}
            gone = [there[when] for when in sorted(row.notes) if when in there]
            show(found_html(row.one, changes, row.problems, lines, row.notes, gone))
        with goes:
            _target(into, row)
        if row.measure is None or row.changes is None or row.problems:
            return
        block = chart_block(row.measure, into.data.get(row.target, row.changes.series.observations))
        after = after_saving(block, row.changes.series.observations)
        with verdict:
            if len(after.observations):
                show(verdict_html(analyse(after.observations, after.spec), row.measure.name or "The new measure"))
        warnings = row.one.series.warnings
        held_back = lines if folded(lines) else []
        if clash := unit_clash(row.changes.series, row.measure):
            show(f'<div class="paper replaced">{text(OTHER_UNIT.format(clash))}</div>')
        if warnings or held_back:
            with st.expander(details_title(warnings, held_back)):
                show(details_html(warnings, held_back))


def _lines(into: Into, row: Row) -> list[str]:
    """What becomes of each number that is there already."""
    if row.measure is None or row.changes is None:
        return []
    return change_lines(row.one.series, row.changes, measure_spec(row.measure), into.typed.get(row.target, {}))


def _target(into: Into, row: Row) -> None:
    """The measure that a series goes to; for a new one its name, and which way is better."""
    names = _names(into)
    name = row.one.label or "the numbers in this file"
    st.selectbox(
        spoken(f"Measure for {name}"),
        list(names),
        key=held("to", row.place),
        format_func=lambda key: names.get(key, key),
        label_visibility="collapsed",
    )
    if row.target == OUT and not row.matched and not row.problems:
        show('<p class="secondary unmatched">No measure of this name. Choose one, or leave it out.</p>')
    if row.target == NEW and not row.problems:
        st.text_input(NAME, key=held("name", row.place), max_chars=200)
        st.segmented_control(WAY, list(BETTER), key=held("better", row.place), format_func=BETTER.__getitem__)
        for words in row.unanswered if stay().get("unanswered") else ():
            show(f'<p class="cell-problem" role="alert">{text(words)}</p>')


def _names(into: Into) -> dict[str, str]:
    names = {measure.id: _name(into, measure) for measure in into.measures}
    return {**names, **({} if into.whole_trust else {NEW: "A new measure"}), OUT: "Leave out"}


def _name(into: Into, measure: Measure) -> str:
    return f"{measure.name} ({into.programmes[measure.programme_id]})" if into.whole_trust else measure.name


def _nothing_new(read: ReadFile, rows: Sequence[Row]) -> None:
    """The series that change nothing, in a line each kind."""
    for words, names in (
        ("The same numbers are there already", [row.one.label for row in rows if row.quiet]),
        ("Not filled in", [one.label for one in read.each if one.blank]),
    ):
        if said := ", ".join(filter(None, names)):
            show(f'<p class="secondary nothing-new">{words}: {text(said)}.</p>')


def _foot(
    into: Into, rows: Sequence[Row], read: ReadFile, content: bytes, back: Callable[[], None] | None
) -> list[str]:
    """The reason, the button; what keeps it from being saved."""
    saved = [row for row in rows if row.saves]
    asks = any(row.changes.asks_reason for row in saved if row.changes)
    reason, wrong = reason_field() if asks else "", []
    words = button_words(saved)
    if rows and not saved and all(row.changes and not row.problems for row in rows):
        why = nothing_words([row.changes for row in rows if row.changes])
        show(f'<div class="paper"><b>{NOTHING_NEW}</b> {why}</div>')
    with st.container(horizontal=True, vertical_alignment="center"):
        if words and st.button(words, type="primary", key="save_every"):
            stay()["unanswered"] = True
            if _open(saved, asks, reason):
                st.rerun()
            wrong = keep_every(into, rows, content, read.whole.filename, reason)
        if back is not None:
            st.button("Choose one series", type="tertiary", on_click=back)
        st.button("Choose a different file", type="tertiary", on_click=forget_file)
    stay()["seen"] = {row.target: seen_numbers(into.data.get(row.target, NO_DATA)) for row in saved}
    return wrong + (_open(saved, asks, reason) if stay().get("unanswered") else [])


def _open(saved: Sequence[Row], asks: bool, reason: str) -> list[str]:
    """What is still to be answered."""
    said = [f"{row.one.label}: {words}" for row in saved for words in row.unanswered]
    return said + ([ASK_REASON] if asks and not reason else [])


def button_words(saved: Sequence[Row]) -> str:
    """Save 14 numbers and 1 note of 5 measures; empty where there is nothing to save."""
    numbers = sum(row.changes.total for row in saved if row.changes)
    said = amount_words(numbers, sum(len(row.notes) for row in saved), len(saved))
    return f"Save {said}" if saved else ""
