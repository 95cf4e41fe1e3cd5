"""The rows of a form, where a blank row says nothing and each row has its own counts or its own value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from charts.series.entry_form import COUNTS, VALUE, Cells, Rows, filled
from charts.series.grid import column_letter
from charts.series.seriesfile import Note, SeriesFile, no_observations

LONGEST_NOTE = 200
BOTH = "The row has counts and a value. We use the numerator and the denominator."
LONG = f"The note is longer than {LONGEST_NOTE} characters. Make it shorter."


def merged(counts: SeriesFile, value: SeriesFile, rows: Rows) -> SeriesFile:
    """One series from its two readings: by counts where a row has any, else by its value."""
    counted = {number for number, cells in rows.items() if filled(cells, COUNTS)}
    valued = {number for number, cells in rows.items() if filled(cells, VALUE)}
    parts = [(counts, counted), (value, valued - counted)]
    said = [(file, mine) for file, mine in parts if mine]
    problems = _once([note for file, mine in said for note in _problems(file, mine)] + list(_long_notes(rows)))
    warnings = _once([note for file, mine in said for note in _of(file.warnings, mine)])
    told = {note.row for note in warnings}
    both = [Note(n, "Value", rows[n]["value"], BOTH, "Counts and a value") for n in sorted(counted & valued - told)]
    base = said[0][0] if said else counts
    frames = [file.observations[file.observations["row"].isin(mine)] for file, mine in said]
    frame = pd.concat(frames).sort_values("date").reset_index(drop=True) if frames else no_observations()
    return replace(
        base,
        observations=no_observations() if problems else frame,
        warnings=(*warnings, *both),
        problems=problems,
        choose_from=(),
        series_names={},
    )


def _problems(file: SeriesFile, mine: set[int]) -> tuple[Note, ...]:
    """Those of the rows that count; all, where one of another row kept the whole from being read."""
    return _of(file.problems, mine) or file.problems


def _of(notes: Iterable[Note], mine: set[int]) -> tuple[Note, ...]:
    """What is said of these rows, and of the file; a month that has no row is nothing to remark on."""
    return tuple(note for note in notes if note.row in mine or (note.row is None and note.short != "Missing"))


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    ordered = sorted(notes, key=lambda note: note.row or 0)
    return tuple({(note.row, note.text): note for note in ordered}.values())


def _long_notes(rows: Rows) -> Iterable[Note]:
    for number, cells in rows.items():
        if len(cells.get("note", "")) > LONGEST_NOTE:
            yield Note(number, "Note", cells["note"][:40], LONG, "Too long")


def form_notes(series: SeriesFile, rows: Rows) -> Mapping[date, str]:
    """What was written beside the months, by month; series has a date for each of its rows."""
    dates = dict(zip(series.observations["row"], series.observations["date"], strict=True))
    return {
        dates[number].date(): " ".join(cells["note"].split())
        for number, cells in rows.items()
        if cells.get("note", "").strip() and number in dates
    }


def is_blank(rows: Iterable[Cells]) -> bool:
    """Whether nobody filled in a number in any of these rows."""
    return not any(filled(cells) for cells in rows)


def without_blanks(series: SeriesFile) -> SeriesFile:
    """The series without the months that have no number and no mark at all, and without those the file does not have.

    A month's cells stand in its row, under the letters of the roles, or where `cells` says.
    """
    frame = series.observations
    bare = frame[frame["row"].notna() & frame[["value", "numerator", "denominator"]].isna().all(axis=1)]
    rows = dict(series.rows) if len(bare) else {}
    blank = {}
    for when, row in zip(bare["date"], bare["row"], strict=True):
        spots = [
            series.cells.get((when.date(), name), (int(row), role.letter))
            for name, role in series.roles.items()
            if name != "date"
        ]
        if not any(_cell(rows, *spot) for spot in spots):
            blank[when] = spots
    gone = {spot for spots in blank.values() for spot in spots}
    kept = frame["row"].notna() & ~frame["date"].isin(blank)
    told = (note for note in series.warnings if (note.row, note.letter) not in gone and note.short != "Missing")
    return replace(series, observations=frame[kept].reset_index(drop=True), warnings=tuple(told))


def _cell(rows: Mapping[int, Sequence[str]], number: int, letter: str) -> str:
    return next((cell for place, cell in enumerate(rows[number]) if column_letter(place) == letter), "")
