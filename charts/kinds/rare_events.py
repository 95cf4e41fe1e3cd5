"""Charts of rare events: cases between them (g) and time between them (t)."""

import numpy as np

from charts.kinds.lines import Limits, level
from charts.kinds.moving_ranges import CHART_CONSTANT
from charts.segments import Floats, Segments

ROOT = 3.6  # times between events, to the power of 1 / 3.6, are nearly normal (Nelson, 1994)
MEDIAN_OF_MEAN = 0.693  # the median of a geometric distribution, in means (Provost and Murray, 2011)


def cases_between(segments: Segments) -> Limits:
    """g: geometric limits about the mean, of at least 0; the line drawn is the median (Montgomery 7.3)."""
    mean = segments.given(segments.mean(segments.value, segments.used))
    mean = np.where(mean >= 0, mean, np.nan)
    found = level(mean, 3 * np.sqrt(mean * (mean + 1)), segments)
    given = MEDIAN_OF_MEAN * segments.choices.centre
    drawn = np.where(np.isnan(given), segments.median(), given)
    lower, near = np.maximum(found.lower, 0.0), np.maximum(found.near_lower, 0.0)
    return Limits(segments.over(drawn), lower, found.upper, near, found.near_upper)


def time_between(segments: Segments) -> Limits:
    """t: an I chart of value ^ (1 / 3.6), transformed back; no lines in a segment with a time of 0 or less."""
    roots = segments.value ** (1 / ROOT)
    centre = segments.mean(roots, segments.used)
    given = segments.choices.centre
    centre = np.where(np.isnan(given), centre, np.where(given > 0, given, np.nan) ** (1 / ROOT))
    centre = np.where(segments.count(segments.value <= 0) > 0, np.nan, centre)
    found = level(centre, CHART_CONSTANT * segments.mean_moving_range(roots), segments)
    lower = np.where(found.lower < 0, 0.0, _back(found.lower))
    return Limits(_back(found.centre), lower, _back(found.upper), _back(found.near_lower), _back(found.near_upper))


def _back(roots: Floats) -> Floats:
    """NaN below 0."""
    return roots**ROOT
