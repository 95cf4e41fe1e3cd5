"""Observations as a DataFrame, read into arrays: dates, numbers, statuses and series."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from charts.segments import Bools, Floats, Ints, lengths_of
from charts.spec import ChartSpec

DEFAULT = ChartSpec()
FINAL = "final"
GAPS = ("suppressed", "missing")


@dataclass(frozen=True)
class Observed:
    """Rows of all series as arrays of one entry a row, in any order; NaN and NaT where there is none.

    series: which of `specs` the row belongs to, -1 for none, or None where all rows are one series. date: to the
    second. value: in the units people read. numerator, denominator, status: None where there are none at all.
    """

    specs: Sequence[ChartSpec]
    date: npt.NDArray[np.datetime64]
    value: Floats
    numerator: Floats | None = None
    denominator: Floats | None = None
    status: npt.NDArray[Any] | None = None
    series: Ints | None = None

    def rows(self, at: npt.NDArray[Any]) -> "Observed":
        """Some of the rows, or all in another order."""
        optional = (self.numerator, self.denominator, self.status, self.series)
        return Observed(self.specs, self.date[at], self.value[at], *(_at(part, at) for part in optional))


def _at(part: npt.NDArray[Any] | None, at: npt.NDArray[Any]) -> Any:
    return None if part is None else part[at]


def observed(frame: pd.DataFrame, spec: ChartSpec = DEFAULT) -> Observed:
    """One series. Raises KeyError without a column `date` or `value`."""
    return _read(frame, None, [spec])


def observed_many(frame: pd.DataFrame, specs: Mapping[Any, ChartSpec]) -> tuple[list[Any], Observed]:
    """The names of all series, those of `specs` without a row last, and their rows."""
    names, codes = _series(frame["series"])
    there = set(names)
    names += [name for name in specs if name not in there]
    return names, _read(frame, codes, [specs.get(name, DEFAULT) for name in names])


def _series(column: pd.Series) -> tuple[list[Any], Ints]:
    """Names and, for every row, which of them. Rows that stand together take half the time of pd.factorize."""
    values, new = column.array, np.ones(len(column), dtype=bool)
    if not column.isna().any():
        new[1:] = np.asarray(values[1:] != values[:-1], dtype=bool)
        starts = new.nonzero()[0]
        names = values[starts].tolist()
        if len(set(names)) == len(names):
            return names, np.arange(len(names)).repeat(lengths_of(starts, len(column)))
    codes, found = pd.factorize(column)
    return found.tolist(), codes


def _read(frame: pd.DataFrame, series: Ints | None, specs: Sequence[ChartSpec]) -> Observed:
    columns = frame.columns
    value, numerator, denominator = (
        _numbers(frame[name]) if name in columns else None for name in ("value", "numerator", "denominator")
    )
    return Observed(
        specs=specs,
        date=_dates(frame["date"]),
        value=np.full(len(frame), np.nan) if value is None else value,
        numerator=numerator,
        denominator=denominator,
        status=_statuses(frame["status"]) if "status" in columns else None,
        series=series,
    )


def _dates(column: pd.Series) -> npt.NDArray[np.datetime64]:
    """To the second, NaT where there is none."""
    dates = column if column.dtype.kind == "M" else pd.to_datetime(column)
    if isinstance(dates.dtype, pd.DatetimeTZDtype):
        dates = dates.dt.tz_localize(None)
    return np.asarray(dates.values).astype("datetime64[s]", copy=False)  # to_numpy takes ten times as long


def _numbers(column: pd.Series) -> Floats:
    """NaN where a number is absent or infinite."""
    plain = column.dtype == np.float64  # the usual case, several times quicker than the general one
    numbers = column.to_numpy() if plain else column.to_numpy(dtype=np.float64, na_value=np.nan)
    finite = np.isfinite(numbers)
    return numbers if finite.all() else np.where(finite, numbers, np.nan)


def _statuses(column: pd.Series) -> npt.NDArray[Any] | None:
    """None where all are final."""
    statuses = column.to_numpy(dtype=object)
    return None if (statuses == FINAL).all() else statuses


def gaps(status: npt.NDArray[Any] | None) -> Bools | None:
    """Which rows are suppressed or missing, None where none are."""
    if status is None:
        return None
    found = (status == GAPS[0]) | (status == GAPS[1])
    return found if found.any() else None
