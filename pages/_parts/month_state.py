"""What an open dialog of one period holds: what it started from, what is typed, and what it was when it was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from charts.numbers import Period
from charts.spec import ChartSpec
from pages._parts.stay import stay
from plan_store.months import Month
from plan_store.observation_rows import Observation
from plan_store.plan_rows import Measure

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


def resume_month() -> None:
    """The form again as it was when it was closed without saving."""
    if draft := stay().pop("month_draft", None):
        begin(draft["form"], draft["typed"])


def keep_draft() -> None:
    """Closed by Esc, by the cross or beside the dialog: what was typed is offered under the table."""
    if "month" not in stay():
        return
    typed, form = typed_now(), stay().pop("month")
    if any((typed[name] or "") != (value or "") for name, value in form["start"].items()):
        stay()["month_draft"] = {"form": form, "typed": typed}


def close() -> None:
    stay().pop("month", None)


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
