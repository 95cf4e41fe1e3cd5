"""The numbers behind a chart for another program: a row a date, numbers as numbers, the rest in words."""

import numpy as np
import pandas as pd

from charts.happened import ghost_reasons
from charts.meanings import meaning_title
from charts.narrative import rule_names
from charts.result import SpcResult
from charts.segments import Floats
from charts.shown import line_name, value_heading
from charts.spc import analyse
from charts.spec import ChartSpec

PARTS = ("numerator", "denominator")


def point_table(observations: pd.DataFrame, spec: ChartSpec) -> pd.DataFrame:
    """Date, counts, value, status, lines, target, rules by name, meaning, why left out; NaN or empty for none.

    observations: a row a date, in order. The value is the measure's own; where the chart plots something else of it,
    that stands in a column after it.
    """
    result = analyse(observations, spec)
    at = range(len(observations))
    value, shown, ghosts = _values(observations, spec), result.column("value"), ghost_reasons(result)
    same = np.allclose(value, shown, equal_nan=True)
    return pd.DataFrame(
        {
            "Date": result.column("date"),
            **{part.capitalize(): observations[part].to_numpy() for part in PARTS if observations[part].notna().any()},
            f"Value{' (%)' if spec.unit == '%' else ''}": value,
            **({} if same else {f"On the chart: {value_heading(result).lower()}": shown}),
            "Status": observations["status"].to_numpy(),
            line_name(result): _finite(result.column("centre")),
            "Lower process limit": _finite(result.column("lpl")),
            "Upper process limit": _finite(result.column("upl")),
            "Target": result.column("target"),
            "Special cause rules": ["; ".join(rule_names(result, one)) for one in at],
            "Special cause": [_meaning(result, one) for one in at],
            "Left out of the limits": [ghosts[one] or "Yes" if one in ghosts else "" for one in at],
        }
    )


def _values(observations: pd.DataFrame, spec: ChartSpec) -> Floats:
    """Numerator over denominator as the measure counts it, else the value."""
    top, bottom, value = (observations[part].to_numpy(dtype=float) for part in (*PARTS, "value"))
    with np.errstate(divide="ignore", invalid="ignore"):
        counted = top / bottom * spec.multiplier
    return np.where(np.isfinite(counted), counted, value)


def _finite(line: Floats) -> Floats:
    return np.where(np.isfinite(line), line, np.nan)


def _meaning(result: SpcResult, at: int) -> str:
    meaning = result.column("meaning")[at]
    if not meaning or not result.kind.has_limits or result.column("ghosted")[at]:
        return ""
    return "Common cause" if meaning == "common" else meaning_title(result, at)
