"""Charts of several values a date: their means (Xbar) and their standard deviations (S)."""

import math
from functools import cache

import numpy as np

from charts.kinds.lines import Limits
from charts.segments import Floats, Groups, Segments


def means(segments: Segments) -> Limits:
    """Xbar: weighted mean of the means and exact A3 limits (Montgomery 6.28 to 6.31)."""
    groups = groups_of(segments)
    used = segments.used & (groups.size > 0)
    centre = segments.given(segments.weighted_mean(groups.mean, groups.size, used))
    middle, sigma = segments.over(centre), segments.over(_spread(segments, groups)) * _a1(groups.size)
    return Limits(middle, middle - 3 * sigma, middle + 3 * sigma, middle - 2 * sigma, middle + 2 * sigma)


def means_of(segments: Segments) -> Floats:
    """What an Xbar chart plots."""
    return groups_of(segments).mean


def deviations_of(segments: Segments) -> Floats:
    """What an S chart plots."""
    return groups_of(segments).spread


def deviations(segments: Segments) -> Limits:
    """S: mean standard deviation and exact B3 and B4 limits (Montgomery 6.27 and 6.31)."""
    groups = groups_of(segments)
    middle = segments.over(segments.given(_spread(segments, groups)))
    factor = np.sqrt(1 - c4(groups.size) ** 2) / c4(groups.size)
    lower, near = (np.maximum(1 - k * factor, 0.0) * middle for k in (3, 2))
    return Limits(middle, lower, (1 + 3 * factor) * middle, near, (1 + 2 * factor) * middle)


def groups_of(segments: Segments) -> Groups:
    """The subgroups, or every value as a subgroup of one."""
    if segments.groups is not None:
        return segments.groups
    value = segments.value
    return Groups(np.where(np.isnan(value), 0.0, 1.0), value, value, np.full(value.size, np.nan))


def _spread(segments: Segments, groups: Groups) -> Floats:
    """Mean standard deviation a segment; pooled where the sizes of its subgroups differ."""
    used = segments.within(groups.size > 1)
    mean = segments.mean(groups.spread, used)
    free = groups.size - 1
    pooled = np.sqrt(segments.sum_of(free * groups.spread**2, used) / segments.sum_of(free, used))
    largest = np.maximum.reduceat(groups.size, segments.starts)
    smallest = np.minimum.reduceat(np.where(groups.size > 0, groups.size, np.inf), segments.starts)
    return np.where(largest == smallest, mean, pooled)


def _a1(size: Floats) -> Floats:
    """One standard deviation of a subgroup's mean, in mean standard deviations: a third of A3."""
    return 1 / (c4(size) * np.sqrt(size))


def c4(size: Floats) -> Floats:
    """The expected standard deviation of a normal sample of this size, in its own; NaN below two."""
    sizes, where = np.unique(size, return_inverse=True)
    return np.array([_c4(n) for n in sizes.tolist()])[where]


@cache
def _c4(n: float) -> float:
    if not 1 < n < math.inf:
        return math.nan
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))
