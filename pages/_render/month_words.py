"""What was said of one period, in words: its number, its status, who said it and when, and what it was before."""

from datetime import date, datetime

import numpy as np

from charts.numbers import Period, number, period_of, share
from charts.spec import ChartSpec
from pages._render.words import HERE, day
from plan_store.months import Month, Said
from plan_store.observation_rows import REMOVED, Observation, differs

STATUSES = {
    "final": "",
    "provisional": "Provisional",
    "suppressed": "Suppressed",
    "missing": "Missing",
    REMOVED: "Taken out",
}


def rhythm(periods: list[date]) -> Period:
    """How often these come, in any order."""
    return period_of(np.array(sorted(periods), dtype="datetime64[D]"))


def value_words(row: Observation, spec: ChartSpec) -> str:
    """As the measure counts it; one decimal for a percentage, so that a check against the file is a check."""
    counted = row.numerator is not None and row.denominator
    value = (row.numerator or 0) / (row.denominator or 1) * spec.multiplier if counted else row.value
    if value is None:
        return ""
    decimals = 1 if spec.unit == "%" and spec.decimals is None else spec.decimals
    return number(value, spec.model_copy(update={"decimals": decimals}))


def count_words(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def said_words(row: Observation, spec: ChartSpec) -> str:
    """13.2%, 35 of 258; where there is no number, the status."""
    shown = value_words(row, spec)
    if not shown:
        return STATUSES[row.status] or "No number"
    if row.numerator is None or row.denominator is None:
        return shown
    return f"{shown}, {share(row.numerator, row.denominator)}"


def status_words(row: Observation) -> str:
    """Final is silent."""
    return STATUSES.get(row.status, row.status.capitalize())


def source_words(one: Said) -> str:
    """The file's name, or who typed it."""
    row = one.observation
    if one.file_name:
        return one.file_name
    return f"{'Taken out' if row.status == REMOVED else 'Typed'} by {row.user_name}"


def on_day(at: datetime) -> str:
    return day(at.astimezone(HERE).date())


def before(month: Month) -> Observation | None:
    """What counted before what counts now, where that was another number; what was taken back never counted."""
    present = month.present
    if present is None:
        return None
    later = month.said.index(present) + 1
    older = (one.observation for one in month.said[later:] if not one.taken_back)
    return next((row for row in older if row.value is not None and differs(row, present.observation)), None)


def was_words(month: Month, spec: ChartSpec) -> str:
    """was 13.2%; with its counts where both round to the same; empty where the number never changed."""
    old, present = before(month), month.present
    if old is None or present is None:
        return ""
    new = present.observation
    if (old.value, old.numerator, old.denominator) == (new.value, new.numerator, new.denominator):
        return ""  # provisional became final
    shown = value_words(old, spec)
    return f"was {said_words(old, spec) if shown == value_words(new, spec) else shown}"
