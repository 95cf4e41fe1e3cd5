"""RULES: what counts as special cause, in order of precedence, on flat arrays (NHS England, Making Data Count)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from charts.kinds.lines import Limits
from charts.segments import Bools, Floats, Ints, Signs


@dataclass(frozen=True)
class Marked:
    """Flat arrays that the rules read; one entry a point. `run_length` may be one number for all."""

    value: Floats
    limits: Limits
    begins: Bools  # the first point of its segment
    run_length: Ints | int

    @cached_property
    def side(self) -> Signs:
        """1 above the centre, -1 below, 0 on it and at a gap."""
        return _signs(self.value > self.limits.centre, self.value < self.limits.centre)

    @cached_property
    def rises(self) -> Signs:
        """1 where a point is higher than the one before in its segment, -1 lower, 0 at a tie or without one."""
        rises = np.zeros(self.value.size, dtype=np.int8)
        before, value = self.value[:-1], self.value[1:]
        rises[1:] = _signs(value > before, value < before)
        rises[self.begins] = 0
        return rises

    @cached_property
    def beyond(self) -> Signs:
        """1 above the upper limit, -1 below the lower limit."""
        return _signs(self.value > self.limits.upper, self.value < self.limits.lower)

    @cached_property
    def outside(self) -> Bools:
        return self.beyond.astype(bool)

    @cached_property
    def close(self) -> Bools:
        """Beyond the close band and not outside the limits."""
        beyond = (self.value > self.limits.near_upper) | (self.value < self.limits.near_lower)
        return beyond & ~self.outside

    @cached_property
    def shift(self) -> Bools:
        return self._long_runs(_goes_on(self.side) & ~self.begins, 1)

    @cached_property
    def trend(self) -> Bools:
        return self._long_runs(_goes_on(self.rises), 2)  # a segment's first point is no step

    def _long_runs(self, goes_on: Bools, shorter: int) -> Bools:
        """The points of runs of `run_length`: that many less `shorter` points in a row go on from the one before."""
        if isinstance(self.run_length, int):
            return _runs(goes_on, self.run_length - shorter, self.run_length)
        flagged = np.zeros(goes_on.size, dtype=bool)
        for length in np.unique(self.run_length).tolist():
            flagged |= _runs(goes_on, length - shorter, length) & (self.run_length == length)
        return flagged

    @cached_property
    def two_in_three(self) -> Bools:
        """Close points within three in a row on one side, at least two of them close."""
        side, close = self.side, self.close
        flagged = np.zeros(close.size, dtype=bool)
        if np.count_nonzero(close) < 2:
            return flagged
        same = (side[1:] == side[:-1]) & ~self.begins[1:]
        together = same[1:] & same[:-1]
        one, two, three = close[:-2], close[1:-1], close[2:]
        fires = together & ((one & two) | (one & three) | (two & three))
        for shift in range(3):
            flagged[shift : flagged.size - 2 + shift] |= fires
        return flagged & close

    @cached_property
    def slope(self) -> Signs:
        """Which way a trending point goes: to the next point where that trends too, else from the one before."""
        steps = self.rises * self.trend
        if not steps.any():
            return steps
        ahead = np.zeros_like(steps)
        ahead[:-1] = steps[1:]
        return np.where(self.trend & (ahead != 0), ahead, steps)


def _signs(above: Bools, below: Bools) -> Signs:
    return above.view(np.int8) - below.view(np.int8)


def _goes_on(signs: Signs) -> Bools:
    """Where a point has the sign of the one before; 0 is no sign."""
    goes_on = np.zeros(signs.size, dtype=bool)
    goes_on[1:] = (signs[1:] == signs[:-1]) & (signs[1:] != 0)
    return goes_on


def _runs(goes_on: Bools, needed: int, length: int) -> Bools:
    """The `length` points up to every point that ends `needed` true ones in a row; windows double at each step."""
    ends, done = goes_on.copy(), 1
    while done < needed:
        step = min(done, needed - done)
        ends[step:] &= ends[:-step]
        done += step
    done = 1 if ends.any() else length
    while done < length:
        step = min(done, length - done)
        ends[:-step] |= ends[step:]
        done += step
    return ends


@dataclass(frozen=True)
class Rule:
    """A rule, the points it flags, and which way each of those points."""

    key: str
    name: str
    plain: str
    fires: Callable[[Marked], Bools]
    side: Callable[[Marked], Signs]


RULES: tuple[Rule, ...] = (
    Rule(
        "outside",
        "Outside the limits",
        "One point above the upper or below the lower limit (an astronomical point).",
        lambda marked: marked.outside,
        lambda marked: marked.beyond,
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
