"""The numbers behind a chart, written for people: a row a date."""

import numpy as np
import pandas as pd

from charts.findings import period
from charts.narrative import meaning_title
from charts.numbers import listed, number, start_lower
from charts.result import SpcResult
from charts.rules import RULES
from charts.spec import ChartSpec


def data_table(result: SpcResult) -> pd.DataFrame:
    """Strings: month, value, numerator, denominator, mean, limits, finding. Columns that are all empty are left out."""
    spec, kind = result.spec, result.kind
    texts = {
        {"month": "Month", "quarter": "Quarter", "year": "Year"}.get(period(result).noun, "Date"): [
            period(result).name(date) for date in result.column("date")
        ],
        "Value": [_value(result, at) for at in range(result.column("value").size)],
        "Numerator": [_count(value) for value in result.column("numerator")],
        "Denominator": [_count(value) for value in result.column("denominator")],
        kind.centre_name: [_line(value, spec) for value in result.column("centre")],
        "Lower limit": [_line(value, spec) for value in result.column("lpl")],
        "Upper limit": [_line(value, spec) for value in result.column("upl")],
        "Finding": [_finding(result, at) for at in range(result.column("value").size)],
    }
    return pd.DataFrame({name: column for name, column in texts.items() if any(column)}, dtype=str)


def _value(result: SpcResult, at: int) -> str:
    value = result.column("value")[at]
    if np.isnan(value):
        return "Suppressed" if result.column("status")[at] == "suppressed" else "No data"
    return number(value, result.spec)


def _count(value: float) -> str:
    return "" if np.isnan(value) else f"{value:,.10g}"


def _line(value: float, spec: ChartSpec) -> str:
    return number(value, spec) if np.isfinite(value) else ""


def _finding(result: SpcResult, at: int) -> str:
    meaning = result.column("meaning")[at]
    if meaning in ("", "common"):
        return "" if not meaning or not result.kind.has_limits else "Common cause"
    fired = [rule.name for rule in RULES if result.column(rule.key)[at]]
    return f"{meaning_title(result, at)}: {start_lower(listed(fired))}"
