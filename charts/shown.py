"""What a chart type plots, in words: its values' name, its line's name, their unit, and whether a target fits them."""

from dataclasses import dataclass

import numpy as np

from charts.numbers import share
from charts.result import SpcResult
from charts.segments import Bools, Floats
from charts.spec import ChartSpec

LINES = {"Centre": "Centre line"}
SHORT_LINES = {"Mean moving range": "Mean", "Mean standard deviation": "Mean"}
POINTS = "percentage points"


@dataclass(frozen=True)
class Plotted:
    """heading: of the data table. about: put after a measure's name, where what is plotted is not the measure."""

    heading: str = "Value"
    about: str = ""
    shares: bool = True  # whether numerator over denominator is what is plotted
    between: str = "of"


PLOTTED = {
    "mr": Plotted("Moving range", ": the change from one {noun} to the next", shares=False),
    "s": Plotted("Standard deviation", ": the spread within a {noun}", shares=False),
    "xbar": Plotted("Average"),
    "c": Plotted("Count", shares=False),
    "u": Plotted("Rate", between="in"),
    "up": Plotted("Rate", between="in"),
    "g": Plotted("Cases between", ": the number between events"),
    "t": Plotted("Time between", ": the time between events"),
}
VALUES = Plotted()


def plotted(result: SpcResult) -> Plotted:
    """The words of the result's chart type."""
    return PLOTTED.get(result.chart_type, VALUES)


def subject(result: SpcResult, measure: str) -> str:
    """The measure, and what of it is plotted; a measure that counts between events already says so."""
    if result.chart_type in ("g", "t") and any(word in measure.lower() for word in ("between", "since")):
        return measure
    return measure + plotted(result).about.format(noun=result.period.noun)


def value_heading(result: SpcResult) -> str:
    """Over the column of values: Days between, Per 1,000 bookings, Count."""
    unit, kind = result.spec.unit, plotted(result)
    if result.chart_type in ("g", "t") and unit.isalpha():
        return f"{unit.capitalize()} between"
    if result.chart_type in ("u", "up") and unit.lower().startswith("per "):
        return unit[:1].upper() + unit[1:]
    return kind.heading


def _counts_of_share(result: SpcResult) -> bool:
    """Whether a c chart plots the numerators of a measure that is a share."""
    return result.chart_type == "c" and bool(np.isfinite(result.column("numerator")).any())


def spec_of(result: SpcResult) -> ChartSpec:
    """The spec with the unit of what is plotted: counts have none, and percentages differ by percentage points."""
    unit = result.spec.unit
    if _counts_of_share(result):
        return result.spec.model_copy(update={"unit": ""})
    if result.chart_type == "mr" and unit == "%":
        return result.spec.model_copy(update={"unit": POINTS})
    return result.spec


def line_name(result: SpcResult, short: bool = False) -> str:
    """Mean, Median, Centre line; short for the edge of a chart."""
    name = result.kind.centre_name
    return SHORT_LINES.get(name, name) if short else LINES.get(name, name)


def parts(result: SpcResult, at: int) -> str:
    """57 of 80, or 3 in 1,200 where one case may count more than once; empty where that is not what is plotted."""
    if not plotted(result).shares:
        return ""
    said = share(result.column("numerator")[at], result.column("denominator")[at])
    return said.replace("of", plotted(result).between)


def fits_target(result: SpcResult) -> bool:
    """Whether the measure's target says something about what is plotted."""
    return result.kind.judges_target and not _counts_of_share(result)


def targets(result: SpcResult) -> Floats:
    """The target at every point, NaN for none."""
    found = result.column("target")
    return found if fits_target(result) else np.full(found.size, np.nan)


def target_of(result: SpcResult) -> float | None:
    """The target at the last value, None for none."""
    return result.target if fits_target(result) else None


def assurance_of(result: SpcResult) -> str | None:
    """pass, fail, hit_or_miss, or None where the target says nothing about what is plotted."""
    return result.assurance if fits_target(result) and drawable(result) else None


def variation_of(result: SpcResult) -> str | None:
    """The variation, None where there are no limits to judge it by."""
    return result.variation if drawable(result) else None


def drawable(result: SpcResult) -> bool:
    """Whether there is a line at the last value."""
    return result.last is not None and bool(np.isfinite(result.column("centre")[result.last]))


def gap_mask(result: SpcResult) -> Bools:
    """Dates without a value; the point that has no moving range because it has none before it is no gap."""
    none = np.isnan(result.column("value"))
    if result.chart_type != "mr":
        return none
    status = result.column("status")
    return none & ((status == "suppressed") | (status == "missing"))


def steps(result: SpcResult) -> bool:
    """Whether the limits differ from point to point within a segment."""
    upper = result.column("upl")
    found = [upper[part][np.isfinite(upper[part])] for part in result.segments]
    return any(bool(part.size) and float(np.ptp(part)) > 0 for part in found)
