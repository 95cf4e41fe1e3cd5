"""RULES: what counts as special cause, in order of precedence, on flat arrays (NHS England, Making Data Count)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from charts.limits import Limits
from charts.segments import Bools, Floats, Ints


@dataclass(frozen=True)
class Marked:
    """Flat arrays that the rules read; one entry a point."""

    value: Floats
    limits: Limits
    segment: Ints
    run_length: Ints

    @cached_property
    def side(self) -> Floats:
        """1 above the centre, -1 below, 0 on it, NaN at a gap."""
        return np.sign(self.value - self.limits.centre)

    @cached_property
    def rises(self) -> Floats:
        """1 where a point is higher than the one before in its segment, -1 lower, 0 a tie, NaN where there is none."""
        rises = np.full(self.value.size, np.nan)
        rises[1:] = np.sign(np.diff(self.value))
        rises[1:][np.diff(self.segment) != 0] = np.nan
        return rises

    @cached_property
    def outside(self) -> Bools:
        return (self.value > self.limits.upper) | (self.value < self.limits.lower)

    @cached_property
    def close(self) -> Bools:
        """Beyond the close band and not outside the limits."""
        beyond = (self.value > self.limits.near_upper) | (self.value < self.limits.near_lower)
        return beyond & ~self.outside

    @cached_property
    def shift(self) -> Bools:
        return runs(self.side, self.segment) >= self.run_length

    @cached_property
    def trend(self) -> Bools:
        last_of = runs(self.rises, self.segment) >= self.run_length - 1
        trend = last_of.copy()
        trend[:-1] |= last_of[1:] & (self.segment[:-1] == self.segment[1:])  # the point a run of steps starts from
        return trend

    @cached_property
    def two_in_three(self) -> Bools:
        """Close points within three in a row on one side, at least two of them close."""
        flagged = np.zeros(self.value.size, dtype=bool)
        if flagged.size < 3:
            return flagged
        side, close, segment = self.side, self.close, self.segment
        together = (side[2:] == side[1:-1]) & (side[1:-1] == side[:-2]) & (segment[2:] == segment[:-2])
        fires = together & (close[2:].astype(np.int8) + close[1:-1] + close[:-2] >= 2)
        for shift in range(3):
            flagged[shift : flagged.size - 2 + shift] |= fires
        return flagged & close

    @cached_property
    def slope(self) -> Floats:
        """Which way a trending point goes: to the next point where that trends too, else from the one before."""
        slope = np.where(self.trend, np.nan_to_num(self.rises), 0.0)
        ahead = np.zeros(self.value.size)
        ahead[:-1] = np.where(self.trend[1:], np.nan_to_num(self.rises[1:]), 0.0)
        return np.where(self.trend & (ahead != 0), ahead, slope)


def runs(signs: Floats, segment: Ints) -> Ints:
    """For every point the length of the unbroken run of its sign within its segment; 0 for no sign."""
    if not signs.size:
        return np.zeros(0, dtype=np.intp)
    begins = np.ones(signs.size, dtype=bool)
    begins[1:] = (signs[1:] != signs[:-1]) | (segment[1:] != segment[:-1])
    run = np.cumsum(begins) - 1
    return np.where(np.abs(signs) == 1, np.bincount(run)[run], 0)


@dataclass(frozen=True)
class Rule:
    """A rule, the points it flags, and which way each of those points."""

    key: str
    name: str
    plain: str
    fires: Callable[[Marked], Bools]
    side: Callable[[Marked], Floats]


RULES: tuple[Rule, ...] = (
    Rule(
        "outside",
        "Outside the limits",
        "One point above the upper or below the lower limit (an astronomical point).",
        lambda marked: marked.outside,
        lambda marked: marked.side,
    ),
    Rule(
        "trend",
        "Trend",
        "A run of points each higher, or each lower, than the one before.",
        lambda marked: marked.trend,
        lambda marked: marked.slope,
    ),
    Rule(
        "two_in_three",
        "Two of three close to a limit",
        "Of three points in a row on one side of the mean, at least two in the third next to the limit.",
        lambda marked: marked.two_in_three,
        lambda marked: marked.side,
    ),
    Rule(
        "shift",
        "Shift",
        "A run of points all above, or all below, the mean.",
        lambda marked: marked.shift,
        lambda marked: marked.side,
    ),
)
