"""Builds the observations from the rows that were read, with a gap for every month the file leaves out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from charts.series.dates import Frequency
from charts.series.reading import Reading
from charts.series.seriesfile import COLUMNS

NAN = float("nan")
MOST_FILLED = 240
COUNTED = ("final", "provisional")


def normalised(rows: Sequence[Reading], every: Frequency) -> list[Reading]:
    """Months by their first day, whatever day the file names them by; days and weeks as they are."""
    if every == "short":
        return list(rows)
    return [replace(row, period=replace(row.period, date=row.period.date.replace(day=1))) for row in rows]


def left_out_months(rows: Sequence[Reading], every: Frequency) -> list[date]:
    """The months between the first and the last that no row is about."""
    if every != "month" or not rows:
        return []
    there = {row.period.date for row in rows}
    numbers = range(month_index(min(there)), month_index(max(there)) + 1)
    return [when for number in numbers if (when := date(number // 12, number % 12 + 1, 1)) not in there][:MOST_FILLED]


def month_index(when: date) -> int:
    """Months since year 0."""
    return when.year * 12 + when.month - 1


def build(rows: Sequence[Reading], filled: Sequence[date]) -> pd.DataFrame:
    """date, value, numerator, denominator, status, row; sorted by date."""
    records = [record(row) for row in rows]
    records += [(when, NAN, NAN, NAN, "missing", NAN) for when in filled]
    frame = pd.DataFrame(sorted(records, key=lambda item: item[0]), columns=list(COLUMNS))
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[ns]")
    return frame.astype(dict.fromkeys(("value", "numerator", "denominator", "row"), float))


def record(row: Reading) -> tuple[date, float, float, float, str, float]:
    """One row of the frame."""
    numbers = {role: number.value for role, number in row.numbers.items()}
    top, bottom = numbers.get("numerator", NAN), numbers.get("denominator", NAN)
    value = numbers.get("value", NAN)
    status = row.status
    if "numerator" in row.texts and "value" not in row.texts:
        value = 100 * top / bottom if bottom else NAN
        status = "missing" if status in COUNTED and not bottom else status
    return row.period.date, value if status in COUNTED else NAN, top, bottom, status, float(row.row)
