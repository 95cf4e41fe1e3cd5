"""The Anhoej tests of a series against its centre line: an unusually long run, or unusually few crossings."""

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from charts.segments import Floats


@dataclass(frozen=True)
class Runs:
    """One segment's runs (Anhoej and Olesen, 2014). `useful` leaves out gaps and points on the line."""

    useful: int
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int

    @property
    def too_long(self) -> bool:
        return self.longest > self.longest_allowed

    @property
    def too_few(self) -> bool:
        return self.crossings < self.crossings_needed

    @property
    def signal(self) -> bool:
        return self.useful > 0 and (self.too_long or self.too_few)


def count_runs(value: Floats, centre: Floats) -> Runs:
    """Runs and crossings of one segment; points on the line and gaps are left out."""
    signs = [above > 0 for above in (value - centre).tolist() if above > 0 or above < 0]
    n = len(signs)
    if not n:
        return Runs(0, 0, 0, 0, 0)
    longest = current = 1
    crossings = 0
    for before, now in pairwise(signs):
        current = current + 1 if now == before else 1
        longest = max(longest, current)
        crossings += now != before
    return Runs(n, longest, round(math.log2(n)) + 3, crossings, fewest_crossings(n - 1))


@cache
def fewest_crossings(chances: int) -> int:
    """The 5% quantile of Binomial(chances, 0.5)."""
    total, log_half = 0.0, chances * math.log(0.5)
    for k in range(chances + 1):
        total += math.exp(math.lgamma(chances + 1) - math.lgamma(k + 1) - math.lgamma(chances - k + 1) + log_half)
        if total >= 0.05 * (1 - 1e-12):
            return k
    return chances
