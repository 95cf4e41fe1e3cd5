"""Sums, means, medians and moving ranges by segment on flat arrays: what every kind of limits is made from."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

SCREEN = 3.267  # moving ranges of this many times their mean, or more, are left out when screened


@contextmanager
def quiet() -> Generator[None]:
    """Gaps are NaN and segments may be empty: neither is worth a warning."""
    with np.errstate(all="ignore"):
        yield


@dataclass(frozen=True)
class Segments:
    """Points of one chart type, in order, each with its segment; all arrays have one entry a point but `screening`."""

    value: Floats
    numerator: Floats
    denominator: Floats
    baseline: Bools  # has a value and counts towards its segment's limits
    segment: Ints  # 0, 1, 2 ... rising
    count: int
    screening: Bools  # one a segment

    def mean(self, values: Floats, counts: Bools) -> Floats:
        """Mean a segment of the values that count, computed twice so that exact decimal ties stay ties."""
        index, used = self.segment[counts], values[counts]
        n = np.bincount(index, minlength=self.count)
        first = np.bincount(index, used, self.count) / n
        return first + np.bincount(index, used - first[index], self.count) / n

    def median(self) -> Floats:
        """Median a segment of its baseline."""
        index, used = self.segment[self.baseline], self.value[self.baseline]
        ordered = used[np.lexsort((used, index))]
        n = np.bincount(index, minlength=self.count)
        start = np.concatenate(([0], np.cumsum(n)[:-1]))
        middle = np.full(self.count, np.nan)
        some = n > 0
        low, high = (start + (n - 1) // 2)[some], (start + n // 2)[some]
        middle[some] = ordered[low] + (ordered[high] - ordered[low]) / 2
        return middle

    def moving_ranges(self) -> Floats:
        """Distance to the point before in the same segment; NaN at a gap and after it."""
        known = np.where(self.baseline, self.value, np.nan)
        ranges = np.full(known.size, np.nan)
        ranges[1:] = np.abs(np.diff(known))
        ranges[1:][np.diff(self.segment) != 0] = np.nan
        return ranges

    def mean_moving_range(self) -> Floats:
        """Mean moving range a segment, screened once where asked for."""
        ranges = self.moving_ranges()
        used = ~np.isnan(ranges)
        average = self.mean(ranges, used)
        if self.screening.any():
            # A constant segment has a mean range of 0: its ranges stay, or it would have no limits.
            keep = (ranges < SCREEN * average[self.segment]) | (average == 0)[self.segment]
            used &= keep | ~self.screening[self.segment]
            average = self.mean(ranges, used)
        return average
