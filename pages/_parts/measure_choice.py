"""Which measure the months belong to: one of the plan's, or a new one that starts from what the file says."""

import re
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.series import SeriesFile
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.replacing_words import saved_words
from pages._render.series_words import how_often, period_name
from pages._render.words import identity, text
from plan_store.observations import save_observations
from plan_store.plan_rows import LINE, Better, Measure, Unit
from plan_store.read_choices import remember_choice
from plan_store.rows import add_row
from plan_store.store import writing

NEW = "new"
NEW_FIELDS = {"name", "better", "numerator", "denominator", "unit", "frequency"}  # what a file says of a measure
BETTER = {Better.HIGHER: "Higher", Better.LOWER: "Lower", Better.NEITHER: "Neither"}
NAME, WAY = "Name of the new measure", "Which way is better?"
ASKED = {NAME: "Enter a name for the new measure.", WAY: "Choose which way is better."}
# A column's title that does not say what of, and the words of our own template before anybody changed them.
NAMELESS = {"value", "values", "rate", "percentage", "percent", "numerator", "denominator"}
NAMELESS |= {"number", "counted", "count", "out", "of", "n", "d", "num", "den", "denom"}
PART = re.compile(r"^\s*(?:numerator|denominator)\s*[:(–-]\s*", re.IGNORECASE)
SMALL_WORDS = {"the", "and", "for", "per", "with", "data", "csv", "xlsx", "monthly", "return", "month"}


def measure_field(measures: list[Measure], asked: str, series: SeriesFile) -> str:
    """The selectbox; it starts with the measure that was asked for, else the one whose words are in the file."""
    names = {measure.id: measure.name for measure in measures} | {NEW: "A new measure"}
    start = next((key for key in (stay().get("measure_id"), asked) if key in names), likely(measures, series))
    stay()["measure_id"] = st.selectbox(
        "Save these months to the measure",
        list(names),
        index=list(names).index(start),
        format_func=names.__getitem__,
    )
    return stay()["measure_id"]


def likely(measures: list[Measure], series: SeriesFile) -> str:
    """The measure that shares most words with the file; a new one where none does."""
    said = _words(" ".join([series.filename, *(role.title for role in series.roles.values()), *_titles(series)]))
    scores = {m.id: len(said & _words(f"{m.name} {m.numerator} {m.denominator}")) for m in measures}
    best = max(scores, key=scores.__getitem__, default=NEW)
    return best if scores.get(best, 0) > 1 else NEW


def _titles(series: SeriesFile) -> list[str]:
    return [note.found for note in series.left_out if note.row is not None and note.row < (series.header_row or 0)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", text.lower())) - SMALL_WORDS


def new_measure(series: SeriesFile) -> Measure:
    """The new measure as its fields say it now; the fields themselves are drawn by new_measure_fields."""
    held: dict[str, Any] = stay().setdefault("measure", {})
    roles = {name: role.title for name, role in series.roles.items()}
    counts = "numerator" in roles and "denominator" in roles
    return Measure(
        name=_held_name(series),
        better=held.get("better") or Better.NEITHER,
        numerator=counted_words(roles["numerator"]) if counts else "",
        denominator=counted_words(roles["denominator"]) if counts else "",
        unit=Unit.PERCENT if counts or series.unit == "%" else Unit.COUNT,
        frequency=how_often(series.observations),
        programme_id="",
    )


def default_name(series: SeriesFile) -> str:
    """What the file itself says is measured: its title row, else its columns; empty where it does not say."""
    roles = {name: role.title for name, role in series.roles.items()}
    if titles := _titles(series):
        return _words_of(titles[0])
    if "numerator" in roles and "denominator" in roles:
        top, bottom = counted_words(roles["numerator"]), counted_words(roles["denominator"])
        return f"{top} of {inside(bottom)}"[:LINE] if top and bottom else ""
    return counted_words(roles.get("value", ""))


def counted_words(title: str) -> str:
    """What a column says is counted; empty for a title such as Numerator, which does not say."""
    words = PART.sub("", title.replace("_", " ")).rstrip(")") if PART.match(title) else title
    return _words_of(words) if set(re.findall(r"[a-z]+", words.lower().replace("_", " "))) - NAMELESS else ""


def inside(title: str) -> str:
    """A title as it goes on inside a sentence: "Women booked" in lower case, "NHS trusts" as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _words_of(title: str) -> str:
    """A column's or a file's name as one would say it, short enough for a measure."""
    words = title.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"[:LINE]


def _held_name(series: SeriesFile) -> str:
    """What was typed, an emptied field too; else what the file says, which other columns change."""
    held = stay().setdefault("measure", {})
    return held["name"] if held.get("name") is not None else default_name(series)


def new_measure_fields(series: SeriesFile) -> dict[str, DeltaGenerator]:
    """Name, and which way is better, since colours and verdicts depend on it; a place for words beside each."""
    held: dict[str, Any] = stay().setdefault("measure", {})
    suggested, places = default_name(series), {}
    left, right = st.columns([3, 2], gap="small", vertical_alignment="bottom")
    with left:
        places[NAME] = st.container()
        key = f"measure_name_{suggested}"  # another suggestion is another field
        st.session_state.setdefault(key, _held_name(series))
        typed = st.text_input(NAME, key=key, max_chars=200)
        held["name"] = None if typed == suggested else typed
        show(identity())
    with right:
        places[WAY] = st.container()
        st.session_state.setdefault("measure_better", held.get("better"))
        held["better"] = st.segmented_control(
            WAY, list(BETTER), key="measure_better", required=True, format_func=BETTER.__getitem__
        )
    return places


def unanswered(series: SeriesFile) -> list[str]:
    """The fields of a new measure that only the user can answer and that are still empty."""
    answers = {NAME: _held_name(series).strip(), WAY: stay()["measure"].get("better")}
    return [label for label, answer in answers.items() if not answer]


def ask_beside(places: dict[str, DeltaGenerator], labels: list[str]) -> None:
    """Beside each field that is still empty, what to do."""
    for label in labels:
        with places[label]:
            show(f'<p class="cell-problem" role="alert">{text(ASKED[label])}</p>')


def keep(plan: Plan, measure_id: str, series: SeriesFile, content: bytes, reason: str) -> str:
    """Save the months, to a new measure where one was asked for; the measure's id. Raises as save_observations does."""
    seen = stay()["seen"].get(measure_id, {})
    with writing() as session:
        if measure_id == NEW:
            values = new_measure(series).model_dump(include=NEW_FIELDS)
            measure_id = add_row(session, plan.actor, plan.id, Measure, values).row.id
        stored = save_observations(session, plan.actor, measure_id, series, content, reason=reason, seen=seen)
        if stay().get("chose"):
            remember_choice(session, plan.actor, plan.programme.organisation, stay()["shape"], stay()["picked"])
    stay()["saved"] = saved_words(stored.added, stored.replaced, period_name(series.observations).noun)
    return measure_id
