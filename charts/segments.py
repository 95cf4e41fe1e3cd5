"""Sums, means, medians and moving ranges by segment on flat arrays: what every kind of limits is made from."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]
Signs = npt.NDArray[np.int8]

SCREEN = 3.267  # moving ranges of this many times their mean, or more, are left out when screened


@contextmanager
def quiet() -> Generator[None]:
    """Gaps are NaN and limits may be none: neither is worth a warning."""
    with np.errstate(all="ignore"):
        yield


def lengths_of(starts: Ints, size: int) -> Ints:
    """How long each stretch is, the last up to `size`; np.diff(append=) takes ten times as long on a short series."""
    lengths = np.empty_like(starts)
    lengths[:-1] = starts[1:] - starts[:-1]
    lengths[-1:] = size - starts[-1:]
    return lengths


@dataclass(frozen=True)
class Groups:
    """What stands behind each point where a date has several values; arrays of one entry a point."""

    size: Floats  # how many values, 0 at a gap
    total: Floats
    mean: Floats
    spread: Floats  # standard deviation, NaN below two values

    def at(self, points: "slice | Bools") -> "Groups":
        """Those of some points."""
        return Groups(self.size[points], self.total[points], self.mean[points], self.spread[points])


@dataclass(frozen=True)
class Choices:
    """What the specs ask of the limits; arrays of one entry a segment."""

    screening: Bools
    multiplier: Floats
    centre: Floats  # a given centre line, NaN for the data's own
    in_order: Bools


@dataclass(frozen=True)
class Segments:
    """Points of one chart type, in order. Arrays have one entry a point, but `starts` and `lengths`: one a segment."""

    value: Floats
    numerator: Floats | None
    denominator: Floats | None
    groups: Groups | None
    window: Bools | None  # may count towards limits: not fixed before, not ghosted, not suppressed; None for all
    kept: Bools | None  # not ghosted; None for all
    starts: Ints
    lengths: Ints
    choices: Choices

    @cached_property
    def used(self) -> Bools:
        """Has a value and counts towards its segment's limits."""
        return self.within(~np.isnan(self.value))

    def within(self, known: Bools) -> Bools:
        """Those of the known points that count towards limits."""
        return known if self.window is None else known & self.window

    def over(self, each: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """One entry a segment, spread over its points."""
        return each.repeat(self.lengths)

    def count(self, counted: Bools) -> Ints:
        """How many a segment."""
        return np.add.reduceat(counted, self.starts, dtype=np.intp)

    def sum_of(self, values: Floats, counted: Bools) -> Floats:
        """Sum a segment of the values that count."""
        return np.add.reduceat(np.where(counted, values, 0.0), self.starts)

    def mean(self, values: Floats, counted: Bools) -> Floats:
        """Mean a segment of the values that count, computed twice so that exact decimal ties stay ties."""
        n = self.count(counted)
        if (n == self.lengths).all():
            first = np.add.reduceat(values, self.starts) / n
            return first + np.add.reduceat(values - self.over(first), self.starts) / n
        first = self.sum_of(values, counted) / n
        return first + self.sum_of(values - self.over(first), counted) / n

    def weighted_mean(self, values: Floats, weights: Floats, counted: Bools) -> Floats:
        """As `mean`, each value as often as its weight says."""
        all_weights = self.sum_of(weights, counted)
        first = self.sum_of(values * weights, counted) / all_weights
        return first + self.sum_of((values - self.over(first)) * weights, counted) / all_weights

    def given(self, centre: Floats) -> Floats:
        """The centre a segment: the one that was given, or else this."""
        return np.where(np.isnan(self.choices.centre), centre, self.choices.centre)

    def median(self) -> Floats:
        """Median a segment of the values that count; NaN without any."""
        index = self.over(np.arange(self.starts.size))
        values = np.where(self.used, self.value, np.inf)  # the last in their segment
        ordered = values[np.lexsort((values, index))]
        n = self.count(self.used)
        low = ordered[self.starts + np.maximum(n - 1, 0) // 2]
        high = ordered[self.starts + np.where(n > 0, n // 2, 0)]
        return np.where(n > 0, low + (high - low) / 2, np.nan)

    def moving(self, values: Floats) -> Floats:
        """Distance to the point before in the segment; NaN at a gap, after it and at a segment's first point.

        A ghosted point has none and is bridged; a gap is not.
        """
        ranges = np.empty(values.size)
        if self.kept is None:
            np.subtract(values[1:], values[:-1], out=ranges[1:])
            ranges[self.starts] = np.nan
        else:
            before = self._before(self.kept)
            ranges = np.where(self.kept & (before >= 0), values - values[before], np.nan)
        return np.abs(ranges, out=ranges)

    def _before(self, kept: Bools) -> Ints:
        """Where the kept point before each point stands in its segment, -1 for none."""
        places = np.where(kept, np.arange(kept.size), -1)
        before = np.concatenate(([-1], np.maximum.accumulate(places)[:-1]))
        return np.where(before >= self.over(self.starts), before, -1)

    def mean_range(self, ranges: Floats, screen: float = SCREEN) -> Floats:
        """Mean a segment of moving ranges, screened once where asked for (Nelson, 1982)."""
        used = ~np.isnan(ranges)
        average = self.mean(ranges, used)
        if self.choices.screening.any():
            # A constant segment has a mean range of 0: its ranges stay, or it would have no limits.
            kept = self.over((average == 0) | ~self.choices.screening) | (ranges < self.over(screen * average))
            average = self.mean(ranges, used & kept)
        return average

    def mean_moving_range(self, values: Floats) -> Floats:
        """Mean moving range a segment of the values that count towards limits."""
        known = values if self.window is None else np.where(self.window, values, np.nan)
        return self.mean_range(self.moving(known))
