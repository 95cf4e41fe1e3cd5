"""Which measure the months belong to: one of the plan's, or a new one that starts from what the file says."""

import re
from pathlib import PurePath
from typing import Any

import streamlit as st

from charts.series import SeriesFile
from pages._parts.plan import Plan
from pages._parts.stay import stay
from plan_store.observations import save_observations
from plan_store.plan_rows import LINE, Better, Measure, Unit
from plan_store.rows import add_row
from plan_store.store import writing

NEW = "new"
BETTER = {Better.HIGHER: "Higher", Better.LOWER: "Lower", Better.NEITHER: "Neither"}
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
        name=held.get("name") or default_name(series),
        better=held.get("better", Better.NEITHER),
        numerator=_words_of(roles["numerator"]) if counts else "",
        denominator=_words_of(roles["denominator"]) if counts else "",
        unit=Unit.PERCENT if counts or series.unit == "%" else Unit.COUNT,
        programme_id="",
    )


def default_name(series: SeriesFile) -> str:
    """What the file calls itself: its title row, else its value's column, else its name."""
    value = series.roles["value"].title if "value" in series.roles else ""
    named = next(iter(_titles(series)), "") or (value if value.lower() not in ("value", "%", "") else "")
    return _words_of(named or PurePath(series.filename).stem) or "New measure"


def _words_of(title: str) -> str:
    """A column's or a file's name as one would say it, short enough for a measure."""
    words = title.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"[:LINE]


def new_measure_fields(series: SeriesFile) -> None:
    """Name, and which way is better, since colours and verdicts depend on it; the rest can wait."""
    held: dict[str, Any] = stay().setdefault("measure", {})
    held["name"] = st.text_input("Name of the new measure", held.get("name") or default_name(series), max_chars=200)
    held["better"] = st.segmented_control(
        "Which way is better?",
        list(BETTER),
        default=held.get("better", Better.NEITHER),
        required=True,
        format_func=BETTER.__getitem__,
    )


def keep(plan: Plan, measure_id: str, series: SeriesFile, content: bytes) -> str:
    """Save the months, to a new measure where one was asked for; the measure's id."""
    with writing() as session:
        if measure_id == NEW:
            fields = ("name", "better", "numerator", "denominator", "unit")
            values = new_measure(series).model_dump(include=set(fields))
            measure_id = add_row(session, plan.actor, plan.id, Measure, values).row.id
        stored = save_observations(session, plan.actor, measure_id, series, content)
    total, parts = len(series.observations), []
    if stored.replaced:
        parts.append(f"{stored.replaced} in place of other values, which are kept in the history")
    if stored.added and stored.replaced:
        parts.insert(0, f"{stored.added} new")
    stay()["saved"] = f"{total} months are saved" + (f": {', '.join(parts)}." if parts else ".")
    return measure_id
