"""The file that a team fills in for many measures at once: one row for each measure and month."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from charts.series.grid import column_letter
from charts.series.periods import read_period
from charts.series.seriesfile import Note, SeriesFile
from charts.series.template import guarded

TITLES = {
    "programme": "Programme",
    "measure": "Measure",
    "counted": "What is counted",
    "month": "Month",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "value": "Value",
    "note": "Note",
    "code": "Measure code",  # tells measures of one name apart; a spreadsheet takes it for no number and no date
}
COUNTS, VALUE = ("numerator", "denominator"), ("value",)
NUMBERS = (*COUNTS, *VALUE)
NEEDED = ("measure", "month", *NUMBERS)
NOTHING = "The file has no numbers yet. Fill in the numerator and the denominator, or the value, and choose it again."
Cells = Mapping[str, str]  # the form's column -> a row's text in it
Rows = Mapping[int, Cells]  # by the file's own row number


@dataclass(frozen=True)
class EntryRow:
    """One measure in one month, as texts; empty where the team has still to write."""

    measure: str
    month: str
    programme: str = ""
    counted: str = ""
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    note: str = ""
    code: str = ""


def entry_csv(rows: Sequence[EntryRow], with_programme: bool) -> bytes:
    """The file; Excel opens it with the right letters, and runs no cell of it as a formula."""
    names = [name for name in TITLES if with_programme or name != "programme"]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([TITLES[name] for name in names])
    for row in rows:
        writer.writerow([getattr(row, name) if name in NUMBERS else guarded(getattr(row, name)) for name in names])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def form_titles(columns: Sequence[str]) -> dict[str, str]:
    """Which of the form's columns a file has, by the file's own titles."""
    held = {" ".join(title.casefold().split()): title for title in columns}
    return {name: held[title.casefold()] for name, title in TITLES.items() if title.casefold() in held}


def is_form(columns: Sequence[str]) -> bool:
    """Whether a file is this one, filled in."""
    return set(NEEDED) <= set(form_titles(columns))


def form_rows(whole: SeriesFile) -> Rows:
    """The rows below the titles, by those of the form's columns that the file has."""
    places = {name: whole.columns.index(title) for name, title in form_titles(whole.columns).items()}
    return {
        number: {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        for number, cells in whole.rows
        if number > (whole.header_row or 0)
    }


def filled(cells: Cells, names: Sequence[str] = NUMBERS) -> bool:
    """Whether anything stands in these columns."""
    return any(cells[name].strip() for name in names)


def form_problems(whole: SeriesFile) -> tuple[Note, ...]:
    """What makes the form as a whole unusable: nothing filled in, or a month of a measure in two rows."""
    rows = form_rows(whole)
    if rows and not any(filled(cells) or cells.get("note") for cells in rows.values()):
        return (Note(None, "", "", NOTHING, "No numbers"),)
    first: dict[tuple[str, date], int] = {}
    problems, titles = [], form_titles(whole.columns)
    letter = column_letter(whole.columns.index(titles["month"]))
    for number, cells in rows.items():
        period = read_period(cells["month"])
        if period is None:
            continue
        key = (_measure(cells, rows), period.date.replace(day=1))
        earlier = first.setdefault(key, number)
        if earlier != number:
            said = f"{cells['month']} of {cells['measure']} is in rows {earlier} and {number}."
            text = f"{said} Keep one row for each measure and month."
            problems.append(Note(number, "Month", cells["month"], text, f"Same month as row {earlier}", letter))
    return tuple(problems)


def _measure(cells: Cells, rows: Rows) -> str:
    """The measure that a row is about: by its code, which a row added by hand need not have."""
    codes = {cells["code"].casefold()} if cells.get("code") else _codes(rows)[_name(cells)]
    return next(iter(codes)) if len(codes) == 1 else _name(cells)


def _codes(rows: Rows) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for cells in rows.values():
        if cells.get("code"):
            found[_name(cells)].add(cells["code"].casefold())
    return found


def _name(cells: Cells) -> str:
    return f"{cells.get('programme', '')} {cells['measure']}".casefold()
