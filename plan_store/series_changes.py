"""What a file would change in a measure: which months are new, which say something else, which are there already."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from charts.series import Note, SeriesFile
from plan_store.observation_rows import NUMBERS

Row = dict[Any, Any]


@dataclass(frozen=True)
class Correction:
    """A month that has a number already, and what the file says of it."""

    period: date
    before: Row
    after: Row

    @property
    def asks_reason(self) -> bool:
        """A final number changes; a provisional one is there to be replaced."""
        return self.before["status"] == "final"


@dataclass(frozen=True)
class Changes:
    """series has only what is new or changed; new, same and gaps count months."""

    series: SeriesFile
    new: int
    same: int
    gaps: int
    corrections: tuple[Correction, ...]

    @property
    def total(self) -> int:
        return self.new + len(self.corrections)

    @property
    def asks_reason(self) -> bool:
        return any(correction.asks_reason for correction in self.corrections)


def compare(series: SeriesFile, present: pd.DataFrame) -> Changes:
    """present: the measure's observations as observations_of gives them."""
    there: dict[Any, Row] = {row["date"]: row for row in present.to_dict("records")}
    kept, new, same, corrections = [], 0, 0, []
    for place, row in enumerate(series.observations.to_dict("records")):
        before = there.get(row["date"])
        if before is None:
            new += 1
            kept.append(place)
        elif pd.isna(row["row"]) or _says_the_same(row, before):
            same += int(pd.notna(row["row"]))  # a month that the file does not have says nothing
        else:
            corrections.append(Correction(row["date"].date(), before, row))
            kept.append(place)
    fresh = series.observations.iloc[kept].reset_index(drop=True)
    gaps = int(fresh["value"].isna().sum())
    return Changes(replace(series, observations=fresh), new, same, gaps, tuple(corrections))


def _says_the_same(row: Row, before: Row) -> bool:
    """The same numbers; a provisional month is not made final by being said again."""
    alike = all(row[name] == before[name] or (pd.isna(row[name]) and pd.isna(before[name])) for name in NUMBERS)
    return alike and (row["status"] == before["status"] or before["status"] == "provisional")


def not_begun(series: SeriesFile, today: date) -> Iterator[Note]:
    """A problem for each month that has a number and is still to come."""
    for row in series.observations.to_dict("records"):
        when = row["date"].date()
        if when > today and pd.notna(row["row"]):
            text = f"{when:%B %Y} has not begun yet. Check the month."
            yield Note(int(row["row"]), "Month", f"{when:%B %Y}", text, "Not begun yet")
