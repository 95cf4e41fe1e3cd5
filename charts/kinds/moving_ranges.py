"""Charts whose limits come from moving ranges: XmR, I, MR and I', and the run chart that has none."""

import numpy as np

from charts.kinds.lines import Limits, level
from charts.segments import Floats, Segments

XMR = 2.66  # Making Data Count rounds 3 / 1.128
CHART_CONSTANT = 3 / 1.128
RANGE_LIMIT = 3.267  # the upper limit of moving ranges, in mean moving ranges
WEIGHTED_SCREEN = 3.2665


def run(segments: Segments) -> Limits:
    """The median alone."""
    none = np.full(segments.value.size, np.nan)
    return Limits(segments.over(segments.given(segments.median())), none, none, none, none)


def _individuals(segments: Segments, factor: float) -> Limits:
    centre = segments.given(segments.mean(segments.value, segments.used))
    return level(centre, factor * segments.mean_moving_range(segments.value), segments)


def xmr(segments: Segments) -> Limits:
    """Mean and 2.66 mean moving ranges either side, never clipped (NHS England, Making Data Count)."""
    return _individuals(segments, XMR)


def individuals(segments: Segments) -> Limits:
    """As XmR, with the constant not rounded: 3 / 1.128 (Montgomery 6.33)."""
    return _individuals(segments, CHART_CONSTANT)


def ranges_of(segments: Segments) -> Floats:
    """What an MR chart plots: every point's distance to the one before, ghosted or not."""
    ranges = np.empty(segments.value.size)
    ranges[1:] = np.abs(np.diff(segments.value))
    ranges[segments.starts] = np.nan
    return ranges


def moving_range(segments: Segments) -> Limits:
    """Mean of the plotted moving ranges; upper limit 3.267 times that, lower limit 0."""
    centre = segments.given(segments.mean(segments.value, segments.used))
    none = np.zeros(segments.value.size)
    upper, near = (segments.over(factor * centre) for factor in (RANGE_LIMIT, RANGE_LIMIT / 3 * 2))
    return Limits(segments.over(centre), none, upper, none, near)


def weighted(segments: Segments) -> Limits:
    """I': individuals weighted by their denominators (Taylor, 2018).

    Every point of a segment counts towards the spread; fixing and ghosting move only the centre.
    """
    weight, value = _weights(segments), segments.value
    known = segments.used & ~np.isnan(weight)
    centre = segments.weighted_mean(value, weight, known)
    spread = np.full(value.size, np.nan)
    spread[1:] = np.abs(np.diff(value)) / np.sqrt(1 / weight[:-1] + 1 / weight[1:])
    spread[segments.starts] = np.nan
    mean = segments.mean_range(np.sqrt(np.pi / 2) * spread, WEIGHTED_SCREEN)
    sigma = segments.over(mean) * np.sqrt(1 / weight)
    middle = segments.over(segments.given(centre))
    return Limits(middle, middle - 3 * sigma, middle + 3 * sigma, middle - 2 * sigma, middle + 2 * sigma)


def _weights(segments: Segments) -> Floats:
    """Denominators above 0; in a segment without any, how many values each point has."""
    size = np.ones(segments.value.size) if segments.groups is None else segments.groups.size
    size = np.where(np.isnan(segments.value) | (size <= 0), np.nan, size)
    if segments.denominator is None:
        return size
    none = segments.over(segments.count(~np.isnan(segments.denominator)) == 0)
    return np.where(none, size, np.where(segments.denominator > 0, segments.denominator, np.nan))
