"""The numbers behind a chart, written for people: a row a date."""

import numpy as np
import pandas as pd

from charts.findings import period
from charts.happened import ghost_reasons
from charts.meanings import meaning_title
from charts.narrative import rule_names
from charts.numbers import listed, number, start_lower, target_number
from charts.result import SpcResult
from charts.shown import gap_mask, line_name, spec_of, targets, value_heading
from charts.spec import ChartSpec


def data_table(result: SpcResult) -> pd.DataFrame:
    """Strings: month, value, numerator, denominator, mean, limits, target where it changes, finding; none all empty."""
    spec = spec_of(result)
    texts = {
        {"month": "Month", "quarter": "Quarter", "year": "Year"}.get(period(result).noun, "Date"): [
            period(result).name(date) for date in result.column("date")
        ],
        value_heading(result): [_value(result, at) for at in range(result.column("value").size)],
        "Numerator": [_count(value) for value in result.column("numerator")],
        "Denominator": [_count(value) for value in result.column("denominator")],
        line_name(result): [_line(value, spec) for value in result.column("centre")],
        "Lower limit": [_line(value, spec) for value in result.column("lpl")],
        "Upper limit": [_line(value, spec) for value in result.column("upl")],
        "Target": _targets(result),
        "Finding": [_finding(result, at) for at in range(result.column("value").size)],
    }
    return pd.DataFrame({name: column for name, column in texts.items() if any(column)}, dtype=str)


def _value(result: SpcResult, at: int) -> str:
    value = result.column("value")[at]
    if np.isnan(value) and not gap_mask(result)[at]:
        return ""
    if np.isnan(value):
        return "Suppressed" if result.column("status")[at] == "suppressed" else "No data"
    return number(value, spec_of(result))


def _count(value: float) -> str:
    return "" if np.isnan(value) else f"{value:,.10g}"


def _line(value: float, spec: ChartSpec) -> str:
    return number(value, spec) if np.isfinite(value) else ""


def _targets(result: SpcResult) -> list[str]:
    """Only where the target changes: one that stays is said with the chart."""
    if not result.spec.targets:
        return []
    return [target_number(result.spec, target=value) if np.isfinite(value) else "" for value in targets(result)]


def _finding(result: SpcResult, at: int) -> str:
    if result.column("ghosted")[at]:
        return f"Left out: {ghost_reasons(result)[at]}"
    meaning = result.column("meaning")[at]
    if meaning in ("", "common"):
        judged = meaning and result.kind.has_limits and np.isfinite(result.column("centre")[at])
        return "Common cause" if judged else ""
    return f"{meaning_title(result, at)}: {start_lower(listed(rule_names(result, at)))}"
