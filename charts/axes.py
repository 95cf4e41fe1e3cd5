"""Both axes: months below however long the series, round numbers at the side."""

import math

import numpy as np
import numpy.typing as npt

from charts.elements import Axis, Tick
from charts.layouts import Layout
from charts.numbers import MONTH_NAMES, MONTHS, Period, label_number
from charts.result import SpcResult
from charts.shown import spec_of, targets
from charts.spec import ChartSpec

APART = 44  # pixels between labels of the date axis
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
DAY_STEPS = (1, 2, 7, 14, 28)
MINOR_APART = 2.5  # pixels between bare ticks
AIR = 0.06
FLAT = 1e-9  # of the values: a span below it is drawn as none
LARGEST = 1e100  # beyond it a number is drawn at the edge
GAP_FOOT = 18  # pixels below the data for the words of gaps


def days(dates: npt.NDArray[np.datetime64]) -> npt.NDArray[np.float64]:
    """Days since 1970."""
    return dates.astype("datetime64[s]").astype(np.int64) / 86400


def date_axis(dates: npt.NDArray[np.datetime64], period: Period, pixels: float) -> Axis:
    """Half a period beyond both ends; a label every 1, 2, 3, 6 or 12 months, the closest that leaves them apart."""
    at = days(dates)
    low, high = at[0] - period.days / 2, at[-1] + period.days / 2
    per_day = pixels / (high - low)
    firsts = _month_firsts(low, high)
    if len(firsts) < 3 and period.days < MONTHS.days:
        return Axis(
            low, high, _day_ticks(at, per_day), tuple(at.tolist()) if period.days * per_day >= MINOR_APART else ()
        )
    step = next((s for s in MONTH_STEPS if s * 30.4 * per_day >= APART), MONTH_STEPS[-1])
    labelled = [first for first in firsts if _month_index(first) % step == 0]
    if len(labelled) < 2:
        labelled = firsts[:: max(1, math.ceil(APART / (30.4 * per_day)))]
    minor = tuple(float(first.astype(int)) for first in firsts) if 30.4 * per_day >= MINOR_APART else ()
    return Axis(low, high, _month_ticks(labelled), minor)


def _month_firsts(low: float, high: float) -> list[np.datetime64]:
    months = np.arange(np.datetime64(math.ceil(low), "D").astype("datetime64[M]"), np.datetime64(int(high), "D") + 1)
    firsts = np.unique(months.astype("datetime64[M]")).astype("datetime64[D]")
    return [first for first in firsts if low <= first.astype(int) <= high]


def _month_index(first: np.datetime64) -> int:
    return int(first.astype("datetime64[M]").astype(int))


def _month_ticks(firsts: list[np.datetime64]) -> tuple[Tick, ...]:
    """The year under the first label and under the first label of each year."""
    ticks, year = [], None
    for first in firsts:
        index = _month_index(first)
        this = 1970 + index // 12
        ticks.append(Tick(float(first.astype(int)), MONTH_NAMES[index % 12][:3], "" if this == year else str(this)))
        year = this
    return tuple(ticks)


def _day_ticks(at: npt.NDArray[np.float64], per_day: float) -> tuple[Tick, ...]:
    step = next((s for s in DAY_STEPS if s * per_day >= APART), DAY_STEPS[-1])
    ticks, month = [], None
    for number in np.arange(at[0], at[-1] + 0.5, step).tolist():
        when = np.datetime64(int(number), "D").astype(object)
        name = f"{MONTH_NAMES[when.month - 1][:3]} {when.year}"
        ticks.append(Tick(float(int(number)), str(when.day), "" if name == month else name))
        month = name
    return tuple(ticks)


def value_axis(result: SpcResult, layout: Layout, has_gaps: bool) -> Axis:
    """Round steps with air beyond data, limits and target; from zero only where the air would cross it."""
    low, high = _extent(result)
    flat = high - low <= max(abs(low), abs(high)) * FLAT
    air = (abs(high) * 0.1 if flat else (high - low) * AIR) or 1.0
    bottom = 0.0 if low >= 0 > low - air else low - air
    top = high + air
    if has_gaps:
        bottom -= (top - bottom) * GAP_FOOT / (layout.plot_height - GAP_FOOT)
    step = round_step(top - bottom, layout.most_ticks)
    first = math.ceil(max(bottom, 0.0 if low >= 0 else bottom) / step)
    values = [n * step for n in range(first, math.floor(top / step + 1e-9) + 1)]
    return Axis(bottom, top, tuple(Tick(value, tick_label(value, step, spec_of(result))) for value in values))


def _extent(result: SpcResult) -> tuple[float, float]:
    lines = [result.column(name) for name in ("value", "centre", "lpl", "upl")]
    shown = np.concatenate([*lines, targets(result)])
    shown = np.clip(shown[np.isfinite(shown)], -LARGEST, LARGEST)
    shown[np.abs(shown) < 1 / LARGEST] = 0
    if not shown.size:
        return 0.0, 1.0
    return float(shown.min()), float(shown.max())


def round_step(span: float, most: int) -> float:
    power = 10.0 ** math.floor(math.log10(span / most))
    return next(step * power for step in (1, 2, 5, 10, 20) if span / (step * power) <= most)


def tick_label(value: float, step: float, spec: ChartSpec) -> str:
    """As many decimals as the steps need."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return label_number(value, spec.model_copy(update={"decimals": decimals, "unit": "%" if spec.unit == "%" else ""}))
