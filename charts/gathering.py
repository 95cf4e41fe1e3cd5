"""Several rows of one date become one point: the mean (or median, sum, standard deviation) of a subgroup."""

import numpy as np
import numpy.typing as npt

from charts.frames import GAPS, Observed
from charts.segments import Bools, Floats, Groups, Ints


def finite(values: Floats) -> Floats:
    """NaN where numbers were too large to add up."""
    return np.where(np.isfinite(values), values, np.nan)


def _new(rows: Observed) -> Bools:
    new = np.ones(rows.date.size, dtype=bool)
    new[1:] = rows.date[1:] != rows.date[:-1]
    if rows.series is not None:
        new[1:] |= rows.series[1:] != rows.series[:-1]
    return new


def gather(rows: Observed) -> tuple[Observed, Groups]:
    """One row a date with what its spec's `summary` asks for, and what stands behind it.

    Numerators and denominators are summed over the rows that have both.
    """
    first = np.flatnonzero(_new(rows))
    groups = _groups(np.where(_gap(rows), np.nan, rows.value), first)
    point = rows.rows(first)
    numerator, denominator = _shares(rows, first)
    return Observed(
        specs=rows.specs,
        date=point.date,
        value=finite(_summary(rows, first, groups)),
        numerator=numerator,
        denominator=denominator,
        status=None if rows.status is None else rows.status[_telling(rows, first)],
        series=point.series,
    ), groups


def _gap(rows: Observed) -> Bools:
    if rows.status is None:
        return np.zeros(rows.date.size, dtype=bool)
    return (rows.status == GAPS[0]) | (rows.status == GAPS[1])


def _groups(value: Floats, first: Ints) -> Groups:
    there = ~np.isnan(value)
    size = np.add.reduceat(there, first, dtype=np.float64)
    total = np.add.reduceat(np.where(there, value, 0.0), first)
    lengths = np.diff(first, append=value.size)
    mean = total / size
    off = np.where(there, value - np.repeat(mean, lengths), 0.0)
    mean = mean + np.add.reduceat(off, first) / size
    off = np.where(there, value - np.repeat(mean, lengths), 0.0)
    spread = np.sqrt(np.add.reduceat(off * off, first) / np.where(size > 1, size - 1, np.nan))
    return Groups(size, np.where(size > 0, total, np.nan), mean, spread)


def _summary(rows: Observed, first: Ints, groups: Groups) -> Floats:
    """The value plotted, by what each series' spec asks."""
    asked = {spec.summary for spec in rows.specs}
    found = {"mean": groups.mean, "sum": groups.total, "sd": groups.spread}
    if "median" in asked:
        found["median"] = _medians(rows, first, groups.size)
    if len(asked) == 1:
        return found[asked.pop()]
    series = np.zeros(first.size, dtype=np.intp) if rows.series is None else rows.series[first]
    names = np.array([spec.summary for spec in rows.specs])[series]
    return np.select([names == name for name in found], list(found.values()), np.nan)


def _medians(rows: Observed, first: Ints, size: Floats) -> Floats:
    index = np.repeat(np.arange(first.size), np.diff(first, append=rows.date.size))
    value = np.where(_gap(rows) | np.isnan(rows.value), np.inf, rows.value)
    ordered, n = value[np.lexsort((value, index))], size.astype(np.intp)
    low, high = ordered[first + np.maximum(n - 1, 0) // 2], ordered[first + np.where(n > 0, n // 2, 0)]
    return np.where(n > 0, low + (high - low) / 2, np.nan)


def _shares(rows: Observed, first: Ints) -> tuple[Floats | None, Floats | None]:
    if rows.numerator is None or rows.denominator is None:
        return None if rows.numerator is None else rows.numerator[first], None
    both = ~(np.isnan(rows.numerator) | np.isnan(rows.denominator) | _gap(rows))
    some = np.add.reduceat(both, first, dtype=np.intp) > 0
    parts = (np.add.reduceat(np.where(both, part, 0.0), first) for part in (rows.numerator, rows.denominator))
    numerator, denominator = (np.where(some, part, np.nan) for part in parts)
    return numerator, denominator


def _telling(rows: Observed, first: Ints) -> npt.NDArray[np.intp]:
    """Of each date the first row that is no gap, or else its first."""
    places = np.where(_gap(rows), rows.date.size, np.arange(rows.date.size))
    found = np.minimum.reduceat(places, first)
    return np.where(found < rows.date.size, found, first)
