"""What the analysis found: numbers, flags and icons of one series; everything drawn or said is read from here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from charts.dates import targets_of
from charts.demands import problem
from charts.flat import Flat
from charts.frames import FINAL
from charts.limits import LIMITS, NEEDED, ChartType, Limits
from charts.numbers import Period, period_of
from charts.rules import RULES
from charts.runs import Runs, count_runs
from charts.segments import Bools, Floats, Ints, Signs
from charts.spec import ChartSpec

LABELS = np.array([*(rule.key for rule in RULES), ""], dtype=object)
NO_LABEL = len(RULES)
MEANINGS = np.array(["common", "improvement", "concern", "neutral", ""], dtype=object)
COMMON, IMPROVEMENT, CONCERN, NEUTRAL, GAP = range(len(MEANINGS))
ASSURANCES = (None, "pass", "fail", "hit_or_miss")


@dataclass(frozen=True)
class FlatResult:
    """All series analysed together. One entry a point: limits, flags, slope, label, side, meaning; else one a series.

    `flat.starts` says where each series lies, in the order of the specs; `flat` has dates and plotted values too.
    """

    flat: Flat
    limits: Limits
    flags: dict[str, Bools]  # by the keys of RULES
    slope: Signs  # of trending points
    label: Signs  # index into LABELS
    side: Signs  # 1 high, -1 low, 0 where nothing fires
    meaning: Signs  # index into MEANINGS
    counts: Ints  # points with a value, ghosts apart
    last: Ints  # where the last of those is, -1 for none

    @cached_property
    def target(self) -> Floats:
        """The target at each series' last value, NaN for none."""
        target = self.flat.settings.target.copy()
        for number in self.flat.settings.dated:
            if self.flat.specs[number].targets and self.last[number] >= 0:
                at = self.flat.date[self.last[number] : self.last[number] + 1]
                target[number] = targets_of(at, self.flat.specs[number])[0]
        return target

    @cached_property
    def assurance(self) -> Ints:
        """Index into ASSURANCES: the target against the limits at the last value; none without direction or limits."""
        sign, target, at = self.flat.settings.sign, self.target, np.maximum(self.last, 0)
        judged = np.array([LIMITS[key].judges_target for key in self.flat.chart_types], dtype=bool)
        if not self.flat.value.size:
            return np.zeros(sign.size, dtype=np.intp)
        lower, upper = self.limits.lower[at], self.limits.upper[at]
        with np.errstate(invalid="ignore"):
            none = ~judged | (self.last < 0) | (sign == 0) | np.isnan(target + lower)
            better, worse = np.where(sign > 0, lower, -upper), np.where(sign > 0, upper, -lower)
            wanted = target * sign
            passes = (wanted < better) | ((lower == upper) & (wanted == better))
            return np.select([none, passes, wanted > worse], [0, 1, 2], 3)


@dataclass(frozen=True)
class SpcResult:
    """One series, analysed: `points` has a row a date; icons are None below 13 points and where they say nothing."""

    analysis: FlatResult
    position: int

    @property
    def spec(self) -> ChartSpec:
        return self.analysis.flat.specs[self.position]

    @property
    def chart_type(self) -> str:
        return self.analysis.flat.chart_types[self.position]

    @property
    def kind(self) -> ChartType:
        return LIMITS[self.chart_type]

    @property
    def n(self) -> int:
        """Points that have a value and are not ghosted."""
        return int(self.analysis.counts[self.position])

    @property
    def trial(self) -> bool:
        return self.n < NEEDED

    @property
    def last(self) -> int | None:
        """Position of the last point that has a value and is not ghosted."""
        last = int(self.analysis.last[self.position])
        return None if last < 0 else last - int(self.analysis.flat.starts[self.position])

    @property
    def variation(self) -> str | None:
        if self.trial or self.last is None or not self.kind.has_limits:
            return None
        meaning, side = self.column("meaning")[self.last], self.column("side")[self.last]
        return "common_cause" if meaning == "common" else f"{meaning}_{'high' if side > 0 else 'low'}"

    @property
    def assurance(self) -> str | None:
        return None if self.trial else ASSURANCES[self.analysis.assurance[self.position]]

    @property
    def target(self) -> float | None:
        """The target at the last value."""
        target = float(self.analysis.target[self.position])
        return None if np.isnan(target) else target

    @property
    def problem(self) -> str:
        """Why this chart type cannot be drawn from these data, in a sentence; empty where it can."""
        size = self.analysis.flat.groups
        rows = self._rows
        return problem(
            self.chart_type,
            self.column("value"),
            self.column("numerator"),
            self.column("denominator"),
            None if size is None else size.size[rows],
        )

    @property
    def _rows(self) -> slice:
        starts = self.analysis.flat.starts
        return slice(starts[self.position], starts[self.position + 1])

    def column(self, name: str) -> npt.NDArray[Any]:
        """One column of `points` as an array, without building the frame."""
        if name not in self._columns:
            self._columns[name] = _COLUMNS[name](self.analysis, self._rows, self.position)
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, npt.NDArray[Any]]:
        return {}

    @cached_property
    def period(self) -> Period:
        """How often the series has a point."""
        return period_of(self.column("date"))

    @cached_property
    def points(self) -> pd.DataFrame:
        """A row a date, in order; the columns are those of `_COLUMNS`."""
        return pd.DataFrame({name: self.column(name) for name in _COLUMNS})

    @cached_property
    def segments(self) -> tuple[slice, ...]:
        """Where each segment lies in `points`."""
        begins = np.flatnonzero(self.analysis.flat.begins[self._rows]).tolist()
        bounds = [*begins, self.column("date").size] if begins else []
        return tuple(slice(low, high) for low, high in pairwise(bounds))

    @cached_property
    def runs(self) -> tuple[Runs, ...]:
        """The Anhoej tests of every segment, ghosts apart; not a signal on an MR chart or of points in no order."""
        value, centre = self.column("value"), self.column("centre")
        value = np.where(self.column("ghosted"), np.nan, value)
        tested = self.spec.in_order and self.chart_type != "mr"
        return tuple(count_runs(value[part], centre[part], tested) for part in self.segments)


class Results(Mapping[Any, SpcResult]):
    """The results of many series by name, in the order of the data; each is put together when it is asked for."""

    def __init__(self, names: Sequence[Any], analysis: FlatResult) -> None:
        self.analysis = analysis
        self._places = dict(zip(names, range(len(names)), strict=True))
        self._made: dict[Any, SpcResult] = {}

    def __getitem__(self, name: Any) -> SpcResult:
        if name not in self._made:
            self._made[name] = SpcResult(self.analysis, self._places[name])
        return self._made[name]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


Column = Callable[[FlatResult, slice, int], npt.NDArray[Any]]


def _of_flat(name: str, empty: Any) -> Column:
    """A column that is None in the flat arrays where no series has it."""

    def column(analysis: FlatResult, rows: slice, _: int) -> npt.NDArray[Any]:
        held = getattr(analysis.flat, name)
        if held is not None:
            return held[rows]
        return np.full(rows.stop - rows.start, empty, dtype=object if isinstance(empty, str) else None)

    return column


def _segment(analysis: FlatResult, rows: slice, _: int) -> npt.NDArray[Any]:
    return np.cumsum(analysis.flat.begins[rows]) - 1


def _trial(analysis: FlatResult, rows: slice, _: int) -> npt.NDArray[Any]:
    """Whether a segment has fewer points than limits need."""
    begins = np.flatnonzero(analysis.flat.begins[rows])
    there = ~np.isnan(analysis.flat.value[rows])
    if analysis.flat.ghosted is not None:
        there &= ~analysis.flat.ghosted[rows]
    counts = np.add.reduceat(there, begins, dtype=np.intp) if begins.size else begins
    return np.repeat(counts < NEEDED, np.diff(begins, append=there.size))


def _targets(analysis: FlatResult, rows: slice, position: int) -> npt.NDArray[Any]:
    return targets_of(analysis.flat.date[rows], analysis.flat.specs[position])


_COLUMNS: dict[str, Column] = {
    "date": lambda analysis, rows, _: analysis.flat.date[rows],
    "value": lambda analysis, rows, _: analysis.flat.value[rows],
    "numerator": _of_flat("numerator", np.nan),
    "denominator": _of_flat("denominator", np.nan),
    "status": _of_flat("status", FINAL),
    "ghosted": _of_flat("ghosted", False),
    "segment": _segment,
    "trial": _trial,
    "centre": lambda analysis, rows, _: analysis.limits.centre[rows],
    "lpl": lambda analysis, rows, _: analysis.limits.lower[rows],
    "upl": lambda analysis, rows, _: analysis.limits.upper[rows],
    "near_lower": lambda analysis, rows, _: analysis.limits.near_lower[rows],
    "near_upper": lambda analysis, rows, _: analysis.limits.near_upper[rows],
    "outside": lambda analysis, rows, _: analysis.flags["outside"][rows],
    "shift": lambda analysis, rows, _: analysis.flags["shift"][rows],
    "trend": lambda analysis, rows, _: analysis.flags["trend"][rows],
    "two_in_three": lambda analysis, rows, _: analysis.flags["two_in_three"][rows],
    "label": lambda analysis, rows, _: LABELS[analysis.label[rows]],
    "side": lambda analysis, rows, _: analysis.side[rows].astype(int),
    "slope": lambda analysis, rows, _: analysis.slope[rows].astype(int),
    "meaning": lambda analysis, rows, _: MEANINGS[analysis.meaning[rows]],
    "target": _targets,
}
