"""A measure's data as CSV: what was observed, its limits and flags, where each number came from."""

import csv
import io
import math
from datetime import date
from typing import Any

import pandas as pd

from charts import ChartSpec, analyse
from charts.export import point_table
from charts.limits import LIMITS
from charts.rules import RULES
from charts.series.template import guarded
from pages._render.month_words import on_day, source_words
from plan_store.months import Month
from plan_store.plan_rows import Measure

BOM = b"\xef\xbb\xbf"  # so that Excel reads the letters right
GAPS = {"suppressed": "*"}  # in the number's place, as every reader of such files knows it


def data_csv(measure: Measure, spec: ChartSpec, observations: pd.DataFrame, months: list[Month]) -> bytes:
    """One heading row and a row a date; what is the same for all rows stands in the last columns of each."""
    table = point_table(observations, spec)
    dates = [stamp.date() for stamp in observations["date"]]
    table["Annotation"] = _notes(spec, dates)
    sources = {month.period: _source(month) for month in months}
    table["Source"] = [sources.get(when, "") for when in dates]
    for title, said in _about(measure, spec, observations).items():
        table[title] = said
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(title) for title in table.columns])
    for row in table.to_dict("records"):
        writer.writerow([_cell(title, value, row) for title, value in row.items()])
    return BOM + out.getvalue().encode("utf-8")


def _about(measure: Measure, spec: ChartSpec, observations: pd.DataFrame) -> dict[str, str]:
    kind = LIMITS[analyse(observations, spec).chart_type]
    rules = [rule.name for rule in RULES if rule.key in kind.rules]
    length = f" (shift and trend: {spec.run_length} points)" if rules else ""
    return {
        "What is measured": measure.name,
        "Chart": kind.name,
        "Rules in use": "; ".join(rules) + length,
        "Unit": spec.unit or "count",
    }


def _cell(title: Any, value: Any, row: dict[Any, Any]) -> str:
    """A number stays a number, also a negative one; a text can be no formula."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        if math.isnan(value):
            hidden = str(title).startswith(("Numerator", "Value"))
            return GAPS.get(str(row["Status"]), "") if hidden else ""
        return repr(value).removesuffix(".0")
    words = str(value)
    return guarded(words.capitalize() if title == "Status" else words)


def _notes(spec: ChartSpec, dates: list[date]) -> list[str]:
    """What is marked on the chart, at the period in which it falls."""
    said: dict[date, list[str]] = {}
    marks = [(mark.date, mark.text) for mark in spec.annotations]
    marks += [(mark.date, f"Limits start again: {mark.reason}") for mark in spec.rebases]
    for when, words in sorted(marks):
        place = max((one for one in dates if one <= when), default=dates[0] if dates else when)
        said.setdefault(place, []).append(words)
    return ["; ".join(said.get(when, ())) for when in dates]


def _source(month: Month) -> str:
    if month.present is None:
        return ""
    row = month.present.observation
    why = f": {row.reason}" if row.reason else ""
    return f"{source_words(month.present)}, {on_day(row.at)}{why}"
