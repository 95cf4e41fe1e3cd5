"""The plot's own ground: axes turned to pixels once, and what already lies where."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from charts.axes import days
from charts.elements import Axis
from charts.findings import period
from charts.layouts import Layout
from charts.numbers import Period
from charts.result import SpcResult
from charts.segments import Bools, Floats
from charts.shown import gap_mask, targets

EVERY = 4  # pixels between samples of what lies on the plot


@dataclass(frozen=True)
class Plot:
    """A result with the room its plot has; pixels are measured from the plot's top left."""

    result: SpcResult
    layout: Layout
    width: float
    height: float
    figure_width: float
    x: Axis
    y: Axis

    @cached_property
    def day(self) -> Floats:
        return days(self.result.column("date"))

    @cached_property
    def value(self) -> Floats:
        return self.result.column("value")

    @cached_property
    def period(self) -> Period:
        return period(self.result)

    @cached_property
    def present(self) -> Bools:
        return np.isfinite(self.value)

    def across(self, day: npt.ArrayLike) -> Floats:
        return (np.asarray(day, dtype=float) - self.x.low) / (self.x.high - self.x.low) * self.width

    def down(self, value: npt.ArrayLike) -> Floats:
        down = (self.y.high - np.asarray(value, dtype=float)) / (self.y.high - self.y.low)
        return np.clip(down, -1, 2) * self.height  # nothing is sampled far off the plot

    @cached_property
    def boundaries(self) -> tuple[float, ...]:
        """Days where segments meet, halfway between two points, with the axis's ends."""
        starts = [part.start for part in self.result.segments[1:]]
        return (self.x.low, *((self.day[at - 1] + self.day[at]) / 2 for at in starts), self.x.high)

    @cached_property
    def gaps(self) -> Bools:
        return gap_mask(self.result)

    @cached_property
    def stretches(self) -> tuple[npt.NDArray[np.intp], ...]:
        """Positions of unbroken stretches of values; a point left out is passed over, a gap is not."""
        return self._unbroken(self.present & ~self.result.column("ghosted"))

    @cached_property
    def limited(self) -> tuple[npt.NDArray[np.intp], ...]:
        """As `stretches`, points left out among them: they have limits too."""
        return self._unbroken(self.present)

    def _unbroken(self, kept: Bools) -> tuple[npt.NDArray[np.intp], ...]:
        at = np.flatnonzero(kept)
        return tuple(np.split(at, np.flatnonzero(np.diff(np.cumsum(~self.present)[at])) + 1)) if at.size else ()

    @cached_property
    def data_samples(self) -> Floats:
        """Places (x, y) along the data line, points counted more than once."""
        parts = [np.empty((0, 2))]
        for stretch in self.stretches:
            x, y = self.across(self.day[stretch]), self.down(self.value[stretch])
            parts += [np.column_stack((x, y))] * 4
            steps = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
            along = np.arange(0, steps[-1], EVERY)
            parts.append(np.column_stack((np.interp(along, steps, x), np.interp(along, steps, y))))
        left_out = np.flatnonzero(self.present & self.result.column("ghosted"))
        ghosts = np.column_stack((self.across(self.day[left_out]), self.down(self.value[left_out])))
        return np.concatenate([*parts, *[ghosts] * 4])

    @cached_property
    def line_samples(self) -> Floats:
        """Places along limits and target and up the poles of rebases and events."""
        parts = [np.empty((0, 2))]
        across = np.arange(0, self.width, EVERY)
        for part, low, high in zip(self.result.segments, self.boundaries, self.boundaries[1:], strict=False):
            inside = across[(across >= self.across(low)) & (across <= self.across(high))]
            for whole in (self.result.column("lpl"), self.result.column("upl"), targets(self.result)):
                line = whole[part]
                if np.isfinite(line).any():
                    y = self.down(np.interp(inside, self.across(self.day[part]), line))
                    parts.append(np.column_stack((inside, y)))
        up = np.arange(0, self.height, EVERY)
        events = [np.datetime64(event.date, "D").astype(float) for event in self.result.spec.annotations]
        for day in [*self.boundaries[1:-1], *events]:
            parts.append(np.column_stack((np.full(up.size, self.across(day)), up)))
        return np.concatenate(parts)

    def covered(self, left: Floats, top: Floats, width: float, height: float, samples: Floats) -> Floats:
        """For every candidate box how many samples lie in it."""
        x, y = samples[:, 0], samples[:, 1]
        inside = (
            (x >= left[:, None]) & (x <= left[:, None] + width) & (y >= top[:, None]) & (y <= top[:, None] + height)
        )
        return inside.sum(axis=1).astype(float)
