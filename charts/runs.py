"""The Anhoej tests of a series against its centre line: an unusually long run, or unusually few crossings."""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from charts.segments import Floats


@dataclass(frozen=True)
class Runs:
    """One segment's runs (Anhoej and Olesen, 2014). `useful` leaves out gaps and points on the line."""

    useful: int
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int
    tested: bool = True  # false of moving ranges and of points in no order, where neither test holds

    @property
    def too_long(self) -> bool:
        return self.longest > self.longest_allowed

    @property
    def too_few(self) -> bool:
        return self.crossings < self.crossings_needed

    @property
    def signal(self) -> bool:
        return self.tested and self.useful > 0 and (self.too_long or self.too_few)


def count_runs(value: Floats, centre: Floats, tested: bool = True) -> Runs:
    """Runs and crossings of one segment; points on the line and gaps are left out."""
    side = np.sign(value - centre)
    above = side[(side == 1) | (side == -1)] > 0
    n = int(above.size)
    if not n:
        return Runs(0, 0, 0, 0, 0, tested)
    starts = np.flatnonzero(np.concatenate(([True], above[1:] != above[:-1])))
    longest = int(np.diff(starts, append=n).max())
    return Runs(n, longest, round(math.log2(n)) + 3, starts.size - 1, fewest_crossings(n - 1), tested)


@cache
def fewest_crossings(chances: int) -> int:
    """The 5% quantile of Binomial(chances, 0.5)."""
    total, log_half = 0.0, chances * math.log(0.5)
    first = max(0, int(chances / 2 - 6 * math.sqrt(chances)))  # below it lies less than one in a billion
    for k in range(first, chances + 1):
        total += math.exp(math.lgamma(chances + 1) - math.lgamma(k + 1) - math.lgamma(chances - k + 1) + log_half)
        if total >= 0.05 * (1 - 1e-12):
            return k
    return chances
