"""Where everything of a funnel lies: its axes and curves, and the pixels they cover."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from charts.axes import AIR, round_step, tick_label
from charts.elements import Axis, Tick
from charts.funnels.dispersion import Floats
from charts.funnels.result import LIMITS, FunnelResult
from charts.layouts import Layout

LABEL_ROOM = 43  # pixels between numbers under the axis, on a phone; wider elsewhere
FROM_ZERO = 0.25  # of the largest size: an axis that would start below it starts at zero
MOUTH = 0.08  # of the axis: the limits of a unit that far along are inside the picture
EVERY = 4


@dataclass(frozen=True)
class FunnelPlot:
    """A result laid out on a plot of `width` by `height` pixels."""

    result: FunnelResult
    layout: Layout
    width: float
    height: float

    @cached_property
    def x(self) -> Axis:
        """Sizes, from zero unless every unit is large."""
        sizes = self.result.points["denominator"].to_numpy()
        span = float(sizes.max() - sizes.min())
        low, high = float(sizes.min()) - span * 0.05, float(sizes.max()) + (span or float(sizes.max())) * 0.04
        low = low if span and low > high * FROM_ZERO else 0.0
        step = round_step(high - low, max(2, int(self.width / LABEL_ROOM / (1 if self.layout.phone else 1.6))))
        values = [n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
        return Axis(low, high, tuple(Tick(value, f"{value:,.10g}") for value in values), dated=False)

    @cached_property
    def y(self) -> Axis:
        """Round steps with air beyond units and the funnel's mouth; from zero only where the air would cross it."""
        result = self.result
        mouth = max(self.x.low + MOUTH * (self.x.high - self.x.low), float(result.points["denominator"].min()))
        limits = result.limits(np.array([mouth]))[list(LIMITS)].to_numpy()
        shown = np.concatenate((result.points["value"].to_numpy(), limits.ravel(), [result.centre]))
        low, high = float(shown.min()), float(shown.max())
        air = (high - low) * AIR or high * 0.1 or 1.0
        bottom = 0.0 if low - air < 0 else low - air
        top = high + air
        step = round_step(top - bottom, self.layout.most_ticks)
        most = result.spec.multiplier if result.kind == "p" else math.inf
        values = [n * step for n in range(math.ceil(bottom / step), math.floor(top / step + 1e-9) + 1)]
        ticks = [Tick(value, tick_label(value, step, result.spec)) for value in values if value <= most * (1 + 1e-9)]
        return Axis(bottom, top, tuple(ticks))

    def across(self, size: Floats) -> Floats:
        """Pixels from the plot's left."""
        return (np.asarray(size) - self.x.low) / (self.x.high - self.x.low) * self.width

    def down(self, value: Floats) -> Floats:
        """Pixels from the plot's top."""
        return (self.y.high - np.asarray(value)) / (self.y.high - self.y.low) * self.height

    @cached_property
    def curves(self) -> dict[str, tuple[Floats, Floats]]:
        """Each limit's sizes and values as far as they lie in the picture and are possible."""
        table = self.result.curves(max(self.x.low, self.x.high / 2000), self.x.high)
        most = self.result.spec.multiplier if self.result.kind == "p" else math.inf
        low, high = max(self.y.low, 0.0), min(self.y.high, most)
        sizes = table["denominator"].to_numpy()
        return {column: _within(sizes, table[column].to_numpy(), low, high) for column in LIMITS}

    @cached_property
    def line_samples(self) -> Floats:
        """Places (x, y) along limits and centre, in pixels."""
        along = np.arange(0, self.width, EVERY)
        level = float(self.down(np.array(self.result.centre)))
        parts = [np.column_stack((along, np.full(along.size, level)))]
        for sizes, values in self.curves.values():
            if sizes.size:
                x = self.across(sizes)
                steps = np.arange(x[0], x[-1], EVERY)
                parts.append(np.column_stack((steps, np.interp(steps, x, self.down(values)))))
        return np.concatenate(parts)

    @cached_property
    def units(self) -> Floats:
        """Each unit's place (x, y) in pixels."""
        points = self.result.points
        return np.column_stack((self.across(points["denominator"].to_numpy()), self.down(points["value"].to_numpy())))


def _within(sizes: Floats, values: Floats, low: float, high: float) -> tuple[Floats, Floats]:
    """From where a limit enters the picture; limits only ever draw nearer to the centre."""
    inside = np.flatnonzero((values > low) & (values < high))
    if not inside.size:
        return sizes[:0], values[:0]
    first = int(inside[0])
    if first == 0:
        return sizes, values
    edge = high if values[first - 1] >= high else low
    before, after = values[first - 1], values[first]
    part = (edge - before) / (after - before)
    start = sizes[first - 1] + part * (sizes[first] - sizes[first - 1])
    return np.concatenate(([start], sizes[first:])), np.concatenate(([edge], values[first:]))
