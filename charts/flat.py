"""Many series as flat arrays: read from a DataFrame, in order of series and date, each point with its segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from charts.limits import NEEDED
from charts.segments import Bools, Floats, Ints
from charts.spec import AUTO, ChartSpec

GAPS = ("suppressed", "missing")
DEFAULT = ChartSpec()


@dataclass(frozen=True)
class Flat:
    """All points of all series. `starts` has one entry a series and one more; the rest one a point."""

    specs: Sequence[ChartSpec]
    chart_types: Sequence[str]
    starts: Ints
    series: Ints
    date: npt.NDArray[np.datetime64]
    value: Floats
    numerator: Floats
    denominator: Floats
    status: npt.NDArray[Any]
    segment: Ints
    segment_count: int
    first_of_segment: Ints
    baseline: Bools
    counts: Ints  # points with a value, one a series

    def by_series(self, values: Sequence[Any]) -> npt.NDArray[Any]:
        """One setting a series, spread over its points."""
        return np.asarray(values)[self.series]


def flatten(
    observations: pd.DataFrame, keys: Mapping[str, ChartSpec] | None = None, spec: ChartSpec = DEFAULT
) -> tuple[list[str], Flat]:
    """Series names and their flat arrays. Without `keys` the frame is one series with that `spec`."""
    date = _dates(observations["date"])
    names, codes, specs = _names(observations, keys, spec)
    rank = np.where(np.isnat(date) | (codes < 0), np.iinfo(np.int64).min, date.astype(np.int64))
    order = np.lexsort((rank, codes))
    order = order[rank[order] != np.iinfo(np.int64).min]
    series, date = codes[order], date[order]
    numbers = {name: _numbers(observations, name)[order] for name in ("value", "numerator", "denominator")}
    status = _status(observations)[order]
    value = _values(numbers, status, np.array([s.multiplier for s in specs])[series])
    starts = np.concatenate(([0], np.cumsum(np.bincount(series, minlength=len(names)))))
    segment, first = _segments(date, series, starts, specs)
    present = ~np.isnan(value)
    counts = np.bincount(series, present, len(names)).astype(np.intp)
    fixed = np.array([s.fix_first or np.iinfo(np.int64).max for s in specs], dtype=np.int64)
    types = [_chart_type(s, n) for s, n in zip(specs, counts.tolist(), strict=True)]
    return names, Flat(
        specs=specs,
        chart_types=types,
        starts=starts,
        series=series,
        date=date,
        value=value,
        numerator=numbers["numerator"],
        denominator=numbers["denominator"],
        status=status,
        segment=segment,
        segment_count=int(segment[-1]) + 1 if segment.size else 0,
        first_of_segment=first,
        baseline=present & (np.arange(value.size) - first < fixed[series]),
        counts=counts,
    )


def _names(
    observations: pd.DataFrame, keys: Mapping[str, ChartSpec] | None, spec: ChartSpec
) -> tuple[list[str], Ints, list[ChartSpec]]:
    if keys is None:
        return [""], np.zeros(len(observations), dtype=np.intp), [spec]
    codes, found = pd.factorize(observations["series"])
    names = [*found.tolist()]
    names += [key for key in keys if key not in set(names)]
    return names, codes, [keys.get(name, DEFAULT) for name in names]


def _dates(column: pd.Series) -> npt.NDArray[np.datetime64]:
    """To the second, NaT where there is none."""
    dates = column if column.dtype.kind == "M" else pd.to_datetime(column)
    return dates.to_numpy().astype("datetime64[s]")


def _numbers(observations: pd.DataFrame, name: str) -> Floats:
    """A column of numbers, NaN where it is absent, empty or infinite."""
    if name not in observations:
        return np.full(len(observations), np.nan)
    column = observations[name]
    plain = column.dtype == np.float64  # the usual case, several times quicker than the general one
    numbers = column.to_numpy() if plain else column.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _status(observations: pd.DataFrame) -> npt.NDArray[Any]:
    if "status" in observations:
        return observations["status"].to_numpy(dtype=object)
    return np.full(len(observations), "final", dtype=object)


def _values(numbers: dict[str, Floats], status: npt.NDArray[Any], multiplier: Floats) -> Floats:
    """Share times multiplier where both parts are there; suppressed, missing and shares of nothing are gaps."""
    numerator, denominator = numbers["numerator"], numbers["denominator"]
    both = ~(np.isnan(numerator) | np.isnan(denominator))
    share = numerator / np.where(denominator == 0, np.nan, denominator) * multiplier
    value = np.where(both, share, numbers["value"])
    gap = (status == GAPS[0]) | (status == GAPS[1]) | ~np.isfinite(value)
    return np.where(gap, np.nan, value)


def _segments(
    date: npt.NDArray[np.datetime64], series: Ints, starts: Ints, specs: Sequence[ChartSpec]
) -> tuple[Ints, Ints]:
    """Segment ids, rising over the whole array, and for every point where its segment begins."""
    begins = np.zeros(date.size, dtype=bool)
    begins[starts[:-1][np.diff(starts) > 0]] = True
    for number, spec in enumerate(specs):
        if spec.rebases:
            low, high = starts[number], starts[number + 1]
            dates = np.array([rebase.date for rebase in spec.rebases], dtype="datetime64[s]")
            at = low + np.searchsorted(date[low:high], dates)
            begins[at[at < high]] = True
    segment = np.cumsum(begins) - 1
    return segment, np.flatnonzero(begins)[segment]


def _chart_type(spec: ChartSpec, points: int) -> str:
    if spec.chart_type != AUTO:
        return spec.chart_type
    return "xmr" if points >= NEEDED else "run"
