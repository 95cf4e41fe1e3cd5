"""What the analysis found: numbers, flags and icons of one series; everything drawn or said is read from here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from charts.flat import Flat
from charts.limits import LIMITS, NEEDED, ChartType, Limits
from charts.numbers import Period, period_of
from charts.rules import RULES, Marked
from charts.runs import Runs, count_runs
from charts.segments import Bools, Ints
from charts.spec import ChartSpec

LABELS = np.array([*(rule.key for rule in RULES), ""], dtype=object)
MEANINGS = np.array(["common", "improvement", "concern", "neutral", ""], dtype=object)


@dataclass(frozen=True)
class Analysis:
    """The flat arrays of all series analysed together; one entry a point, but `last`: one a series, -1 for none."""

    flat: Flat
    limits: Limits
    marked: Marked
    flags: dict[str, Bools]
    label: Ints  # index into LABELS
    side: Ints
    meaning: Ints  # index into MEANINGS
    last: Ints
    assurance: Sequence[str | None]


@dataclass(frozen=True)
class SpcResult:
    """One series, analysed: `points` has a row a date; icons are None below 13 points and where they say nothing."""

    analysis: Analysis
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
        """Points that have a value."""
        return int(self.analysis.flat.counts[self.position])

    @property
    def trial(self) -> bool:
        return self.n < NEEDED

    @property
    def last(self) -> int | None:
        """Position of the last point that has a value."""
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
        return None if self.trial else self.analysis.assurance[self.position]

    def column(self, name: str) -> npt.NDArray[Any]:
        """One column of `points` as an array, without building the frame."""
        if name not in self._columns:
            starts = self.analysis.flat.starts
            rows = slice(starts[self.position], starts[self.position + 1])
            self._columns[name] = _COLUMNS[name](self.analysis, rows, self.position)
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
        segment = self.column("segment")
        edges = np.flatnonzero(np.diff(segment)) + 1
        bounds = [0, *edges.tolist(), segment.size] if segment.size else []
        return tuple(slice(low, high) for low, high in pairwise(bounds))

    @cached_property
    def runs(self) -> tuple[Runs, ...]:
        """The Anhoej tests of every segment."""
        value, centre = self.column("value"), self.column("centre")
        return tuple(count_runs(value[part], centre[part]) for part in self.segments)


def _segment(analysis: Analysis, rows: slice, _: int) -> npt.NDArray[Any]:
    segment = analysis.flat.segment[rows]
    return segment - segment[0] if segment.size else segment


def _target(analysis: Analysis, rows: slice, position: int) -> npt.NDArray[Any]:
    target = analysis.flat.specs[position].target
    return np.full(analysis.flat.date[rows].size, np.nan if target is None else target)


_COLUMNS: dict[str, Callable[[Analysis, slice, int], npt.NDArray[Any]]] = {
    "date": lambda analysis, rows, _: analysis.flat.date[rows],
    "value": lambda analysis, rows, _: analysis.flat.value[rows],
    "numerator": lambda analysis, rows, _: analysis.flat.numerator[rows],
    "denominator": lambda analysis, rows, _: analysis.flat.denominator[rows],
    "status": lambda analysis, rows, _: analysis.flat.status[rows],
    "segment": _segment,
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
    "side": lambda analysis, rows, _: analysis.side[rows],
    "slope": lambda analysis, rows, _: analysis.marked.slope[rows].astype(int),
    "meaning": lambda analysis, rows, _: MEANINGS[analysis.meaning[rows]],
    "target": _target,
}
