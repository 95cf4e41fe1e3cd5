"""Many series as flat arrays: in order of series and date, one point a date, each with its segment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from charts.dates import begins_of, ghosts_of
from charts.frames import Observed, gaps
from charts.gathering import finite, gather
from charts.limits import LIMITS, NEEDED
from charts.segments import Bools, Choices, Floats, Groups, Ints, Segments, lengths_of
from charts.settings import WHOLE, Settings, settings
from charts.spec import AUTO, ChartSpec

AUTO_TYPES = np.array(["run", "xmr"], dtype=object)


@dataclass(frozen=True)
class Flat:
    """All points of all series; arrays have one entry a point unless said otherwise."""

    specs: Sequence[ChartSpec]
    chart_types: Sequence[str]
    settings: Settings
    starts: Ints  # one entry a series and one more
    lengths: Ints  # points, one a series
    date: npt.NDArray[np.datetime64]
    value: Floats
    numerator: Floats | None
    denominator: Floats | None
    status: npt.NDArray[Any] | None
    groups: Groups | None
    ghosted: Bools | None  # shown but left out; None where no point is
    window: Bools | None  # may count towards limits; None where all may
    begins: Bools  # the first point of its segment

    def by_series(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """One setting a series, spread over its points."""
        return values.repeat(self.lengths)

    @cached_property
    def segment_starts(self) -> Ints:
        """One entry a segment."""
        return self.begins.nonzero()[0]

    @cached_property
    def segment_lengths(self) -> Ints:
        return lengths_of(self.segment_starts, self.date.size)

    @cached_property
    def segment_series(self) -> Ints:
        """Which series each segment belongs to."""
        return np.searchsorted(self.starts, self.segment_starts, side="right") - 1

    @cached_property
    def segment(self) -> Ints:
        """Which segment each point belongs to: 0, 1, 2 ... over the whole array."""
        return np.repeat(np.arange(self.segment_starts.size), self.segment_lengths)

    def segments(self, chosen: Bools | None = None) -> Segments:
        """What limits are made from; only the segments chosen, one entry a segment."""
        asked, series, lengths = self.settings, self.segment_series, self.segment_lengths
        points: Bools | slice = slice(None)
        if chosen is not None:
            points, series, lengths = chosen.repeat(lengths), series[chosen], lengths[chosen]
        kept = None if self.ghosted is None else ~self.ghosted
        parts = (self.value, self.numerator, self.denominator)
        value, numerator, denominator = (None if part is None else part[points] for part in parts)
        return Segments(
            value=self.value[points] if value is None else value,
            numerator=numerator,
            denominator=denominator,
            groups=None if self.groups is None else self.groups.at(points),
            window=None if self.window is None else self.window[points],
            kept=None if kept is None else kept[points],
            starts=np.cumsum(lengths) - lengths,
            lengths=lengths,
            choices=Choices(
                asked.screening[series], asked.multiplier[series], asked.centre[series], asked.in_order[series]
            ),
        )


def flatten(rows: Observed) -> Flat:
    """In order of series and date; rows without a date or a series are left out, several of one date become one."""
    asked, groups = settings(rows.specs), None
    rows, repeated = in_order(rows)
    if repeated:
        rows, groups = gather(rows)
    lengths = _lengths(rows)
    starts = np.zeros(lengths.size + 1, dtype=np.intp)
    np.cumsum(lengths, out=starts[1:])
    gap = gaps(rows.status)
    value = values_of(rows, asked.multiplier, lengths, gap)
    begins = begins_of(rows.date, starts, rows.specs, asked.dated)
    ghosted = ghosts_of(rows.date, starts, rows.specs, asked.dated)
    return Flat(
        specs=rows.specs,
        chart_types=_chart_types(asked, value, ghosted, starts),
        settings=asked,
        starts=starts,
        lengths=lengths,
        date=rows.date,
        value=value,
        numerator=rows.numerator,
        denominator=rows.denominator,
        status=rows.status,
        groups=groups,
        ghosted=ghosted,
        window=_window(begins, asked.fix_first, lengths, ghosted, gap),
        begins=begins,
    )


def in_order(rows: Observed) -> tuple[Observed, bool]:
    """By series, then date, without rows that have neither; and whether a date of a series comes twice.

    Rows in order already are not copied.
    """
    left_out = np.isnat(rows.date)
    if rows.series is not None:
        left_out |= rows.series < 0
    if left_out.any():
        rows = rows.rows(~left_out)
    if _steps(rows).all():
        return rows, False
    rank = rows.date.view(np.int64)
    order = np.argsort(rank, kind="stable") if rows.series is None else np.lexsort((rank, rows.series))
    rows = rows.rows(order)
    return rows, not _steps(rows).all()


def _steps(rows: Observed) -> Bools:
    """Where a row comes after the one before: a later date, or a later series."""
    later = rows.date[1:] > rows.date[:-1]
    if rows.series is None:
        return later
    before, after = rows.series[:-1], rows.series[1:]
    return (after > before) | ((after == before) & later)


def _lengths(rows: Observed) -> Ints:
    """How many rows each series has."""
    if rows.series is None:
        return np.array([rows.date.size], dtype=np.intp)
    return np.diff(np.searchsorted(rows.series, np.arange(len(rows.specs) + 1)))


def values_of(rows: Observed, multiplier: Floats, lengths: Ints, gap: Bools | None) -> Floats:
    """Share times multiplier where both parts are there; suppressed, missing and shares of nothing are gaps."""
    value = rows.value
    if rows.numerator is not None and rows.denominator is not None:
        both = ~(np.isnan(rows.numerator) | np.isnan(rows.denominator))
        share = rows.numerator / np.where(rows.denominator == 0, np.nan, rows.denominator)
        share *= multiplier.repeat(lengths)
        value = np.where(both, finite(share), value)
    return value if gap is None else np.where(gap, np.nan, value)


def _window(begins: Bools, fix_first: Ints, lengths: Ints, ghosted: Bools | None, gap: Bools | None) -> Bools | None:
    """Which points may count towards limits: the first of each segment where fixed, no ghosts, no gaps."""
    window = None
    if fix_first.size and fix_first.min() < WHOLE:
        starts = begins.nonzero()[0]
        first = starts.repeat(lengths_of(starts, begins.size))
        window = np.arange(begins.size) - first < fix_first.repeat(lengths)
    for left_out in (ghosted, gap):
        if left_out is not None:
            window = ~left_out if window is None else window & ~left_out
    return window


def counts_of(there: Bools, starts: Ints) -> Ints:
    """How many are true, one a series; a series may have no points."""
    if there.all():
        return starts[1:] - starts[:-1]
    so_far = np.concatenate(([0], np.cumsum(there)))
    return so_far[starts[1:]] - so_far[starts[:-1]]


def _chart_types(asked: Settings, value: Floats, ghosted: Bools | None, starts: Ints) -> list[str]:
    """What was asked for, or a run chart while there are too few points for limits."""
    types = asked.chart_types
    if asked.auto:
        there = ~np.isnan(value) if ghosted is None else ~np.isnan(value) & ~ghosted
        auto = AUTO_TYPES[(counts_of(there, starts) >= NEEDED).view(np.int8)]
        types = np.where(types == AUTO, auto, types)
    return types.tolist()


def plotted(flat: Flat, kinds: dict[str, Bools]) -> Flat:
    """What the charts show in place of the value: moving ranges, counts, standard deviations.

    kinds: for each chart type used, which segments have it.
    """
    other = {key: chosen for key, chosen in kinds.items() if LIMITS[key].plotted}
    if not other:
        return flat
    value = flat.value.copy()
    for key, chosen in other.items():
        show = LIMITS[key].plotted
        if show is not None:
            value[chosen.repeat(flat.segment_lengths)] = finite(show(flat.segments(chosen)))
    return replace(flat, value=value)
