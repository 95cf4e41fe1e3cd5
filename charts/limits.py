"""LIMITS: every chart type we know, with its centre line, its limits and the words that offer it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from charts.segments import Floats, Segments

NEEDED = 13  # points below which limits are on trial
XMR = 2.66  # Making Data Count rounds 3 / 1.128
CHART_CONSTANT = 3 / 1.128


@dataclass(frozen=True)
class Limits:
    """One entry a point, NaN where a chart has none."""

    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats


@dataclass(frozen=True)
class ChartType:
    """A chart people can choose. `offered` is false for one that exists to agree with another tool."""

    name: str
    centre_name: str
    plain_name: str
    when: str
    compute: Callable[[Segments], Limits]
    has_limits: bool = True
    needs_denominator: bool = False
    uses_moving_ranges: bool = False
    offered: bool = True


def about(centre: Floats, three_sigma: Floats, segments: Segments) -> Limits:
    """Limits either side of the centre, the close band from two thirds of the way."""
    close = 2 * (three_sigma / 3)
    lines = (centre, centre - three_sigma, centre + three_sigma, centre - close, centre + close)
    return Limits(*(line[segments.segment] for line in lines))


def _moving_range_limits(segments: Segments, factor: float) -> Limits:
    centre = segments.mean(segments.value, segments.baseline)
    return about(centre, factor * segments.mean_moving_range(), segments)


def xmr(segments: Segments) -> Limits:
    """Mean and 2.66 mean moving ranges either side, never clipped (NHS England, Making Data Count)."""
    return _moving_range_limits(segments, XMR)


def individuals(segments: Segments) -> Limits:
    """As XmR, with the constant not rounded (qicharts2)."""
    return _moving_range_limits(segments, CHART_CONSTANT)


def run(segments: Segments) -> Limits:
    """The median alone."""
    none = np.full(segments.value.size, np.nan)
    return Limits(segments.median()[segments.segment], none, none, none, none)


LIMITS: dict[str, ChartType] = {
    "xmr": ChartType(
        name="XmR chart",
        centre_name="Mean",
        plain_name="XmR chart: one value a month with limits",
        when="The usual choice: one value a month, of any kind, and at least 13 months.",
        compute=xmr,
        uses_moving_ranges=True,
    ),
    "run": ChartType(
        name="Run chart",
        centre_name="Median",
        plain_name="Run chart: the values and their median",
        when="While there are fewer than 13 points, or when limits would say more than the data can bear.",
        compute=run,
        has_limits=False,
    ),
    "i": ChartType(
        name="I chart",
        centre_name="Mean",
        plain_name="I chart: XmR with the constant not rounded",
        when="To agree with tools that use 3 / 1.128 in place of 2.66.",
        compute=individuals,
        uses_moving_ranges=True,
        offered=False,
    ),
}
