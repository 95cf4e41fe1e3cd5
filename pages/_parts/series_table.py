"""Many series at once: where each goes, what that changes, and the one button that keeps them all."""

from collections.abc import Callable, Sequence

import streamlit as st

from charts import analyse
from charts.series import ReadFile
from charts.spec import ChartSpec
from pages._parts.frame import problem_box, problem_in_tab
from pages._parts.measure_choice import BETTER, NAME, NEW, WAY
from pages._parts.plain import spoken
from pages._parts.series_check import after_saving
from pages._parts.series_keeping import keep_every
from pages._parts.series_saving import CHECK, OTHER_UNIT, unit_clash
from pages._parts.series_state import MOST, OUT, Into, Row, held, matches, read_rows, shown_places
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import forget_file
from pages._render.series_table_html import HEADS, details_html, details_title, folded, found_html, verdict_html
from pages._render.words import count, identity, text
from plan_store.data_files import notes_of
from plan_store.document import chart_block
from plan_store.observations import measure_spec
from plan_store.plan_rows import Measure

REASON = "Why do these numbers change?"
MEANWHILE = "Somebody saved some of these numbers while you were looking. Look at the table again, then save."
ASK_REASON = "Say why the numbers change: the old ones stay in the history."


def series_table(
    into: Into, read: ReadFile, content: bytes, *, new_first: bool = False, back: Callable[[], None] | None = None
) -> None:
    """The table, and under it the button. back: the way to one series alone."""
    if len([one for one in read.each if not one.blank]) > MOST:
        _choose_some(into, read)
    rows = read_rows(into, read, new_first)
    problems, lead = st.container(), st.container()
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
            spec = measure_spec(row.measure) if row.measure else ChartSpec()
            changes = None if row.problems else row.changes
            there = notes_of(row.measure) if row.measure else {}
            gone = [there[when] for when in sorted(row.notes) if when in there]
            show(found_html(row.one, changes, row.problems, spec, len(row.notes), gone))
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
        corrections = row.changes.corrections if folded(row.changes) else ()
        if clash := unit_clash(row.changes.series, row.measure):
            show(f'<div class="paper replaced">{text(OTHER_UNIT.format(clash))}</div>')
        if warnings or corrections:
            with st.expander(details_title(warnings, corrections)):
                show(details_html(warnings, corrections, block.spec))


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
    reason = _reason() if asks else ""
    words = button_words(saved)
    if rows and all(row.quiet for row in rows):
        show('<div class="paper"><b>Nothing in this file is new.</b> The same numbers are there already.</div>')
    with st.container(horizontal=True, vertical_alignment="center"):
        if words and st.button(words, type="primary", key="save_every"):
            stay().update(unanswered=True, meanwhile=_meanwhile(saved))
            if stay()["meanwhile"] or _open(saved, asks, reason):
                st.rerun()
            else:
                keep_every(into, saved, content, read.whole.filename, reason)
        if back is not None:
            st.button("Choose one series", type="tertiary", on_click=back)
        st.button("Choose a different file", type="tertiary", on_click=forget_file)
    wrong = [MEANWHILE] if stay().pop("meanwhile", False) else []
    stay()["seen"] = _counts(saved)
    return wrong + (_open(saved, asks, reason) if stay().get("unanswered") else [])


def _reason() -> str:
    """One reason for all numbers that change."""
    with st.container(horizontal=True):
        reason = st.text_input(REASON, key=held("reason", 0), max_chars=200).strip()
    show(identity())
    if stay().get("unanswered") and not reason:
        show(f'<p class="cell-problem" role="alert">{ASK_REASON}</p>')
    return reason


def _counts(saved: Sequence[Row]) -> dict[str, int]:
    """How many numbers each series brings to its measure."""
    return {f"{row.place} {row.target}": row.changes.total for row in saved if row.changes}


def _meanwhile(saved: Sequence[Row]) -> bool:
    """Whether the same choice would now do something else than the page that was pressed said."""
    seen = stay().get("seen", {})
    return any(seen.get(key, many) != many for key, many in _counts(saved).items())


def _open(saved: Sequence[Row], asks: bool, reason: str) -> list[str]:
    """What is still to be answered."""
    said = [f"{row.one.label}: {words}" for row in saved for words in row.unanswered]
    return said + ([ASK_REASON] if asks and not reason else [])


def button_words(saved: Sequence[Row]) -> str:
    """Save 14 numbers of 5 measures; empty where there is nothing to save."""
    numbers = sum(row.changes.total for row in saved if row.changes)
    if not numbers:
        notes = sum(len(row.notes) for row in saved)
        return f"Save {count(notes, 'note')}" if notes else ""
    measures = count(sum(bool(row.changes and row.changes.total) for row in saved), "measure")
    return f"Save {count(numbers, 'number')} of {measures}"
