"""From bytes to a clean series, or every problem with its row."""

from collections.abc import Mapping
from dataclasses import replace

from charts.series.caselist import case_list
from charts.series.checks import (
    count_problems,
    far_years,
    missing_months,
    own_percentages,
    percent_scale,
    repeated_months,
    zero_denominators,
)
from charts.series.dates import frequency
from charts.series.delimited import read_text
from charts.series.doubts import Quarters, asks_quarters, quarters_of
from charts.series.filekind import identify
from charts.series.grid import Grid
from charts.series.layout import shape_problems
from charts.series.observations import build, left_out_months, normalised
from charts.series.patients import holds_nhs_number, masked, name_note, patient_notes, personal_titles
from charts.series.periods import forget_many
from charts.series.reading import read_rows, role_columns
from charts.series.refusals import FileRefused
from charts.series.roles import Roles, find_roles, is_percent, number_columns
from charts.series.seriesfile import Choice, Note, Role, SeriesFile
from charts.series.slips import far_months, other_years
from charts.series.splits import chosen_rows, joined_series, series_names
from charts.series.table import Table, find_table, holds_table
from charts.series.words import month_words
from charts.series.workbook import read_workbook

EVERYTHING = Choice()
SHEET = "Sheet"  # stands in series_names where several sheets hold tables; Choice.sheet answers it
MOST_NOTES = 300


def read_series(content: bytes, filename: str, choice: Choice | None = None) -> SeriesFile:
    """Read a file of months. Never raises: what cannot be read is a problem with its row and what to do."""
    try:
        return read_content(content, filename, choice or EVERYTHING)
    finally:
        forget_many()


def read_content(content: bytes, filename: str, choice: Choice) -> SeriesFile:
    """Refuse what cannot be read or identifies a patient, then find the table."""
    if holds_nhs_number(filename):
        return SeriesFile(masked(filename), problems=(name_note(),))
    try:
        grid = read_grid(content, choice)
    except FileRefused as refused:
        return SeriesFile(filename, problems=(refused.note,))
    personal = in_order(list(patient_notes(grid.rows))) or grid.private
    if grid.asked and not personal:
        return SeriesFile(filename, rows=grid.rows, sheets=grid.sheets, series_names={SHEET: grid.asked})
    if personal:
        return SeriesFile(filename, problems=personal)
    return read_table(SeriesFile(filename, rows=grid.rows, sheet=grid.sheet, sheets=grid.sheets), grid, choice)


def read_grid(content: bytes, choice: Choice) -> Grid:
    """The file as rows of text; raises FileRefused."""
    if identify(content) == "workbook":
        return read_workbook(content, choice.sheet, holds_table)
    return read_text(content)


def read_table(known: SeriesFile, grid: Grid, choice: Choice) -> SeriesFile:
    """Find the table and the series in it, or say what has to be chosen."""
    table = find_table(grid, choice.date)
    known = replace(
        known, columns=table.header.titles, header_row=table.header_row, left_out=table.left_out, warnings=grid.warnings
    )
    personal = personal_columns(table)
    if personal:
        return replace(known, rows=(), problems=personal, left_out=())
    table, problems = chosen_rows(table, choice.filters)
    if not problems:
        problems += unusable(grid, table, choice)
    if problems:
        return replace(known, problems=tuple(problems))
    names = series_names(table)
    numeric = [column for column in number_columns(table) if column.title not in {*choice.filters, *names}]
    titles = tuple(column.title for column in numeric)
    roles = find_roles(table, choice, numeric)
    known = replace(known, number_columns=titles)
    quarters, asks = which_quarters(known, table, choice)
    if names or roles.asked or asks:
        asked = titles if roles.asked else ()
        return replace(known, series_names=names, choose_from=asked, ask_quarters=asks, roles=described(table, roles))
    return read_months(known, table, roles, quarters)


def which_quarters(known: SeriesFile, table: Table, choice: Choice) -> tuple[Quarters, bool]:
    """Whether Q1 2019 is a calendar or a financial quarter: as chosen, as the file says; and whether to ask."""
    dates = [cells[table.header.date_column or 0] for _, cells in table.rows]
    if not asks_quarters(dates):
        return "", False
    above = [cell for row, cells in known.rows if row <= (table.header_row or 0) for cell in cells]
    found = choice.quarters or quarters_of(dates, [known.filename, known.sheet or "", *above])
    return found, not found


def personal_columns(table: Table) -> tuple[Note, ...]:
    """Columns of single patients, by their titles or by what the rows are."""
    titles, row = table.header.titles, table.header_row
    return tuple(personal_titles(titles, row)) or tuple(case_list(titles, table.rows, table.header.date_column, row))


def unusable(grid: Grid, table: Table, choice: Choice) -> list[Note]:
    """What makes the whole table unusable."""
    problems = [
        Note(None, title, title, f"The file has no column “{title}”. Choose the column again.", "No such column")
        for title in (choice.date, choice.value, choice.numerator, choice.denominator)
        if title is not None and table.column(title) is None
    ]
    problems += shape_problems(grid, table)
    if not number_columns(table):
        text = (
            "We found no column of numbers. Add a column with the value, or two with the numerator and the denominator."
        )
        problems.append(Note(None, "Value", "", text, "No numbers"))
    return problems


def read_months(known: SeriesFile, table: Table, roles: Roles, quarters: Quarters) -> SeriesFile:
    """Read the rows of one series and check them; observations only where there is no problem."""
    readings = read_rows(table, roles, quarters)
    letter = table.columns[table.header.date_column or 0].letter
    unit = "%" if roles.counts or (roles.value and is_percent(roles.value)) else ""
    every = frequency([row.period for row in readings.rows])
    rows = normalised(readings.rows, every)
    scale_warnings, scale_problems = percent_scale(rows, roles)
    problems = [
        *readings.problems,
        *count_problems(rows, roles),
        *repeated_months(rows, every, letter, unit),
        *(far := list(far_years(rows, letter))),
        *far_months(rows, letter, far),
        *scale_problems,
    ]
    filled = left_out_months(rows, every) if not problems else []
    warnings = [
        *readings.warnings,
        *other_years(rows, every, letter),
        *joined_series(table),
        *zero_denominators(rows),
        *own_percentages(rows, roles, table.mark),
        *scale_warnings,
        *missing_months([row.period for row in rows], [month_words(when) for when in filled]),
    ]
    known = replace(
        known,
        roles=described(table, roles),
        unit=unit,
        left_out=in_order([*known.left_out, *readings.left_out]),
        warnings=(*known.warnings, *in_order(warnings)),
        problems=in_order(problems),
    )
    return replace(known, observations=build(rows, filled)) if not problems else known


def in_order(notes: list[Note]) -> tuple[Note, ...]:
    """By row, those about the whole file first; a very long list is cut, and says so."""
    ordered = sorted(notes, key=lambda note: note.row or 0)
    more = len(ordered) - MOST_NOTES
    if more <= 0:
        return tuple(ordered)
    return (*ordered[:MOST_NOTES], Note(None, "", "", f"There are {more:,} more like these.", "And more"))


def described(table: Table, roles: Roles) -> Mapping[str, Role]:
    """The columns with a role, as the check page names them."""
    columns = {"date": table.columns[table.header.date_column or 0], **role_columns(roles)}
    return {
        role: Role(
            column.letter,
            column.title,
            next((cells[column.index] for _, cells in table.rows if cells[column.index]), ""),
        )
        for role, column in columns.items()
    }
