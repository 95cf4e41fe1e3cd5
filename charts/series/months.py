"""The months of one series: read, checked, and every note with its place in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from charts.series.checks import (
    count_problems,
    far_years,
    missing_months,
    own_percentages,
    percent_scale,
    repeated_months,
    without_provisional,
    zero_denominators,
)
from charts.series.dates import frequency
from charts.series.doubts import Quarters
from charts.series.grid import column_letter
from charts.series.observations import build, left_out_months, normalised
from charts.series.places import in_file, place_of
from charts.series.reading import Reading, read_rows, role_columns
from charts.series.roles import Roles, is_percent
from charts.series.seriesfile import Note, Role, SeriesFile
from charts.series.slips import far_months, old_years, other_years
from charts.series.spans import ends_too_soon, overlapping
from charts.series.splits import joined_series
from charts.series.table import Column, Table
from charts.series.words import month_words

MOST_NOTES = 300


@dataclass(frozen=True)
class Said:
    """What there is to say about the rows, and the months that none of them is about."""

    left_out: Sequence[Note]
    warnings: Sequence[Note]
    problems: Sequence[Note]
    filled: Sequence[date]


def read_months(known: SeriesFile, table: Table, roles: Roles, quarters: Quarters = "") -> SeriesFile:
    """Read the rows of one series and check them; observations only where there is no problem."""
    unit = "%" if roles.counts or (roles.value and is_percent(roles.value)) else ""
    rows, said = checked(table, roles, unit, quarters)
    dates = {row.row: row.period.date for row in rows}
    problems, warnings, left_out = (
        in_file(notes, table, dates) for notes in (said.problems, said.warnings, said.left_out)
    )
    known = replace(
        known,
        roles=described(table, roles),
        unit=unit,
        left_out=in_order([*known.left_out, *left_out]),
        warnings=(*known.warnings, *in_order(warnings)),
        problems=in_order(problems),
    )
    if problems:
        return known
    lead = roles.value or roles.numerator
    own = [replace(row, row=place_of(table, row.row, lead.index)[0] if lead else row.row) for row in rows]
    return replace(known, observations=build(own, said.filled), cells=cells_of(table, roles, rows))


def checked(table: Table, roles: Roles, unit: str, quarters: Quarters) -> tuple[list[Reading], Said]:
    """The rows that count, and what a careful analyst would say of them."""
    readings = read_rows(table, roles, quarters)
    letter = table.columns[table.dated].letter
    every = frequency([row.period for row in readings.rows], table.columns[table.dated].title)
    rows, provisional = without_provisional(normalised(readings.rows, every), every, letter)
    scale_warnings, scale_problems = percent_scale(rows, roles)
    problems = [
        *readings.problems,
        *count_problems(rows, roles),
        *repeated_months(rows, every, letter, unit),
        *(far := list(far_years(rows, letter))),
        *far_months(rows, letter, far),
        *scale_problems,
        *ends_too_soon(table, readings.rows),
    ]
    filled = left_out_months(rows, every) if not problems else []
    warnings = [
        *readings.warnings,
        *other_years(rows, every, letter),
        *old_years(rows, letter),
        *overlapping(table, readings.rows, letter),
        *joined_series(table),
        *zero_denominators(rows, roles.denominator.letter if roles.denominator else ""),
        *own_percentages(rows, roles, table.mark),
        *scale_warnings,
        *missing_months([row.period for row in rows], [month_words(when) for when in filled]),
    ]
    return rows, Said([*readings.left_out, *provisional], warnings, problems, filled)


def cells_of(table: Table, roles: Roles, rows: Sequence[Reading]) -> dict[tuple[date, str], tuple[int, str]]:
    """Where in the file each month's cells stand, for a table that was turned."""
    if table.places is None:
        return {}
    found = {}
    for row in rows:
        for role, column in role_columns(roles).items():
            number, index = place_of(table, row.row, column.index)
            found[row.period.date, role] = (number, column_letter(index))
    return found


def in_order(notes: Sequence[Note]) -> tuple[Note, ...]:
    """By row, those about the whole file first; a very long list is cut, and says so."""
    ordered = sorted(notes, key=lambda note: note.row or 0)
    more = len(ordered) - MOST_NOTES
    if more <= 0:
        return tuple(ordered)
    return (*ordered[:MOST_NOTES], Note(None, "", "", f"There are {more:,} more like these.", "And more"))


def described(table: Table, roles: Roles) -> Mapping[str, Role]:
    """The columns with a role, as the check page names them."""
    columns = {"date": table.columns[table.dated], **role_columns(roles)}
    return {
        role: Role(
            own_letter(table, column),
            column.title,
            next((cells[column.index] for _, cells in table.rows if cells[column.index]), ""),
        )
        for role, column in columns.items()
    }


def own_letter(table: Table, column: Column) -> str:
    """The letter of the file's own column; none where the months run across, so that a part is a row."""
    if table.across:
        return ""
    return column_letter(place_of(table, table.rows[0][0], column.index)[1]) if table.rows else column.letter
