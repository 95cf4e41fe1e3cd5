"""What a file would change in a measure: which months are new, which say something else, which are there already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from charts.series import Note, SeriesFile
from charts.series.seriesfile import no_observations
from plan_store.observation_rows import NUMBERS, STATED

Row = dict[Any, Any]
Seen = Mapping[str, Sequence[Any]]  # by period, what a page showed of it: see seen_numbers


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
    """series has only what is new or changed; new, same and gaps count months.

    stays: final numbers that stand, where the file has another one that is provisional.
    """

    series: SeriesFile
    new: int
    same: int
    gaps: int
    corrections: tuple[Correction, ...]
    stays: tuple[Correction, ...] = ()

    @property
    def total(self) -> int:
        return self.new + len(self.corrections)

    @property
    def asks_reason(self) -> bool:
        return any(correction.asks_reason for correction in self.corrections)


def compare(series: SeriesFile, present: pd.DataFrame, *, form: bool = False) -> Changes:
    """present: the measure's observations as observations_of gives them.

    form: the file is that of entry_csv, which cannot say that a number is final: a provisional one stays so.
    """
    there: dict[Any, Row] = {row["date"]: row for row in present.to_dict("records")}
    kept, new, same, corrections, stays = [], 0, 0, [], []
    for place, row in enumerate(series.observations.to_dict("records")):
        before = there.get(row["date"])
        if before is None:
            new += 1
            kept.append(place)
        elif pd.isna(row["row"]) or _says_the_same(row, before, form):
            same += int(pd.notna(row["row"]))  # a month that the file does not have says nothing
        elif gives_way(row["status"], before["status"]):
            stays.append(Correction(row["date"].date(), before, row))
        else:
            corrections.append(Correction(row["date"].date(), before, row))
            kept.append(place)
    fresh = series.observations.iloc[kept].reset_index(drop=True)
    gaps = int(fresh["value"].isna().sum())
    return Changes(replace(series, observations=fresh), new, same, gaps, tuple(corrections), tuple(stays))


def gives_way(status: str, before: str) -> bool:
    """Whether a file's number is left out: a provisional one never takes the place of a final one."""
    return status == "provisional" and before == "final"


def _says_the_same(row: Row, before: Row, form: bool) -> bool:
    """The same numbers, and nothing new of how sure they are."""
    alike = all(row[name] == before[name] or (pd.isna(row[name]) and pd.isna(before[name])) for name in NUMBERS)
    same = row["status"] == before["status"] or gives_way(row["status"], before["status"])
    return alike and (same or (form and before["status"] == "provisional"))


def seen_numbers(present: pd.DataFrame) -> dict[str, list[Any]]:
    """What counts for each period, as plain values: a page keeps what it showed, and saving compares."""
    return {
        f"{row['date']:%Y-%m-%d}": [None if pd.isna(row[name]) else row[name] for name in STATED]
        for row in present.to_dict("records")
    }


def until(series: SeriesFile, today: date) -> SeriesFile:
    """The series without the months to come, which a team's own sheet has blank; a problem for each with a number."""
    frame = series.observations
    to_come = frame["date"] > pd.Timestamp(today)
    if not to_come.any():
        return series
    if problems := tuple(not_begun(series, today)):
        return replace(series, observations=no_observations(), problems=(*series.problems, *problems))
    warnings = tuple(note for note in series.warnings if note.date is None or note.date <= today)
    return replace(series, observations=frame[~to_come].reset_index(drop=True), warnings=warnings)


def not_begun(series: SeriesFile, today: date) -> Iterator[Note]:
    """A problem for each month that has a number and is still to come."""
    rows = series.observations.to_dict("records")
    monthly = all(row["date"].day == 1 for row in rows)
    part = "value" if "value" in series.roles else "numerator"
    column = series.roles["date"].letter if "date" in series.roles else ""
    for row in rows:
        when = row["date"].date()
        if when > today and pd.notna(row["row"]) and pd.notna(row["value"]):
            name = f"{when:%B %Y}" if monthly else f"{when.day} {when:%B %Y}"
            number, letter = series.cells.get((when, part), (int(row["row"]), column))
            yield Note(number, "Month", name, f"{name} has not begun yet. Check the month.", "Not begun yet", letter)
