"""What the specs say of dates, found on flat arrays: where segments begin, ghosted points, targets in turn."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from charts.segments import Bools, Floats, Ints
from charts.spec import ChartSpec

Dates = npt.NDArray[np.datetime64]


def begins_of(date: Dates, starts: Ints, specs: Sequence[ChartSpec], dated: Sequence[int]) -> Bools:
    """The first point of every series, and the first on or after each rebase."""
    begins = np.zeros(date.size, dtype=bool)
    begins[starts[:-1][starts[1:] > starts[:-1]]] = True
    for number in dated:
        if specs[number].rebases:
            low, high = starts[number], starts[number + 1]
            at = low + _first_on(date[low:high], [rebase.date for rebase in specs[number].rebases])
            begins[at[at < high]] = True
    return begins


def ghosts_of(date: Dates, starts: Ints, specs: Sequence[ChartSpec], dated: Sequence[int]) -> Bools | None:
    """The points whose day a ghost names; None where there are none."""
    ghosted = np.zeros(date.size if dated else 0, dtype=bool)
    for number in dated:
        if specs[number].ghosts:
            rows = slice(starts[number], starts[number + 1])
            days = np.array([ghost.date for ghost in specs[number].ghosts], dtype="datetime64[D]")
            ghosted[rows] = np.isin(date[rows].astype("datetime64[D]"), days)
    return ghosted if ghosted.any() else None


def targets_of(date: Dates, spec: ChartSpec) -> Floats:
    """The target at every date of one series, NaN for none."""
    values = [spec.target, *(one.value for one in spec.targets)]
    levels = np.array([np.nan if value is None else value for value in values])
    if not spec.targets:
        return np.full(date.size, levels[0])
    since = np.array([one.date for one in spec.targets], dtype="datetime64[s]")
    return levels[np.searchsorted(since, date, side="right")]


def _first_on(date: Dates, wanted: list[Any]) -> Ints:
    return np.searchsorted(date, np.array(wanted, dtype="datetime64[s]"))
