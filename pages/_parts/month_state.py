"""What an open dialog of one period holds: what it started from, what is typed, and what was left there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from charts.numbers import Period
from charts.spec import ChartSpec
from pages._parts.holding import differing, hold, hold_form
from pages._parts.stay import stay
from plan_store import drafts
from plan_store.months import Month
from plan_store.observation_rows import Observation
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import reading

FINAL, PROVISIONAL = "Final", "Provisional"


@dataclass(frozen=True)
class MeasureData:
    """What the dialog is about: the measure, how its numbers are said, and every period that it has."""

    measure: Measure
    spec: ChartSpec
    name: Period
    parts: tuple[str, ...]
    months: Sequence[Month]
    open: Sequence[date]

    def month(self, period: date) -> Month | None:
        return next((month for month in self.months if month.period == period), None)


def begin(form: dict[str, Any], typed: dict[str, Any]) -> None:
    number = st.session_state["forms_opened"] = st.session_state.get("forms_opened", 0) + 1
    stay()["month"] = {"problems": {}, "theirs": None, "put_back": "", **form, "number": number}
    fill(typed)


def month_key(data: MeasureData, period: date | None) -> str:
    """A period's draft; without one, that of a period which is added."""
    return f"month/{data.measure.programme_id}/{data.measure.id}/{period or drafts.NEW}"


def begun_month(data: MeasureData, period: date | None, held: dict[str, Any]) -> dict[str, Any]:
    """What was typed for a period, as its fields can still take it."""
    typed = {name: held[name] for name in (*data.parts, "reason") if isinstance(held.get(name), str)}
    if held.get("status") in (FINAL, PROVISIONAL):
        typed["status"] = held["status"]
    if period is None and "period" in held:
        typed["period"] = _still_open(data, held["period"])
    return differing(typed, start_of(data, period))


def _still_open(data: MeasureData, period: Any) -> date | None:
    """The period that the words were for; none where it has a number by now, so that it is chosen again."""
    try:
        when = date.fromisoformat(period)
    except (TypeError, ValueError):
        return None
    return when if when in data.open or not data.open else None


def list_begun(actor: Actor, data: MeasureData) -> list[date | None]:
    """The periods that have words waiting; None is one that was being added."""
    every = month_key(data, None).removesuffix(drafts.NEW)
    with reading() as session:
        held = drafts.read_drafts(session, actor, every)
    periods: list[date | None] = [None, *(month.period for month in data.months)]
    return [when for when in periods if begun_month(data, when, held.get(str(when or drafts.NEW), {}))]


def start_of(data: MeasureData, period: date | None) -> dict[str, Any]:
    """The fields as they are before anybody types; of a period that is added, the one after the newest."""
    month = data.month(period) if period else None
    start = typed_as(data.parts, month.present.observation if month and month.present else None) | {"reason": ""}
    if period is None:
        newest = max((m.period for m in data.months), default=None)
        after = [when for when in data.open if newest is None or when > newest]
        start["period"] = after[-1] if after else next(iter(data.open), None)
    return start


def leave() -> None:
    """Closed by Esc, by the cross or beside the dialog: what was typed is held, and offered under the table."""
    if "month" in stay() and hold_form(stay()["month"], typed_now()):
        stay().pop("month")


def close() -> None:
    """Saved, taken out or given up: nothing waits any more."""
    if form := stay().pop("month", None):
        hold(form["key"], {})


def typed_as(parts: tuple[str, ...], row: Observation | None) -> dict[str, Any]:
    """An observation as the fields hold it."""
    numbers = {part: getattr(row, part) if row else None for part in parts}
    none = "*" if row and row.status == "suppressed" else ""
    texts = {part: none if number is None else repr(number).removesuffix(".0") for part, number in numbers.items()}
    return {**texts, "status": PROVISIONAL if row and row.status == "provisional" else FINAL}


def typed_now() -> dict[str, Any]:
    return {name: st.session_state.get(key_of(name)) for name in stay()["month"]["start"]}


def fill(typed: dict[str, Any]) -> None:
    for name, value in typed.items():
        st.session_state[key_of(name)] = value


def key_of(name: str) -> str:
    return f"month{stay()['month']['number']}_{name}"
