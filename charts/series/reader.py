"""From bytes to a clean series, or every problem with its row."""

from dataclasses import dataclass, replace

from charts.series.across import find_across
from charts.series.caselist import case_list
from charts.series.delimited import read_text
from charts.series.doubts import Quarters, asks_quarters, quarters_of
from charts.series.filekind import identify
from charts.series.grid import Grid, GridRow
from charts.series.header import unique_titles
from charts.series.layout import shape_problems
from charts.series.marks import without_marks
from charts.series.months import described, in_order, read_months
from charts.series.organisations import others_only, own_rows
from charts.series.outline import filled_down
from charts.series.parts import with_parts
from charts.series.patients import holds_nhs_number, masked, name_note, patient_notes, personal_titles
from charts.series.periods import forget_many
from charts.series.reading import role_columns
from charts.series.refusals import FileRefused
from charts.series.roles import Roles, find_roles, number_columns
from charts.series.seriesfile import Choice, Note, SeriesFile
from charts.series.shape import shape_of, shape_of_sheets
from charts.series.splits import chosen_rows, series_names
from charts.series.table import Table, find_table
from charts.series.twocolumns import with_months
from charts.series.workbook import read_workbook

EVERYTHING = Choice()
SHEET = "Sheet"  # stands in series_names where several sheets hold tables; Choice.sheet answers it


@dataclass(frozen=True)
class Opened:
    """A file whose table was found: what is known of it, and the rows that the choice leaves."""

    known: SeriesFile
    table: Table | None = None


def read_series(content: bytes, filename: str, choice: Choice | None = None) -> SeriesFile:
    """Read a file of months. Never raises: what cannot be read is a problem with its row and what to do."""
    choice = choice or EVERYTHING
    try:
        opened = open_file(content, filename, choice)
        return opened.known if opened.table is None else read_table(opened.known, opened.table, choice)
    finally:
        forget_many()


def open_file(content: bytes, filename: str, choice: Choice) -> Opened:
    """The file's table with the rows of the choice; without a table where there is a problem.

    What cannot be read, or identifies a patient, is refused before any table is looked for.
    """
    if holds_nhs_number(filename):
        return Opened(SeriesFile(masked(filename), problems=(name_note(),)))
    try:
        grid = read_grid(content, choice)
    except FileRefused as refused:
        return Opened(SeriesFile(filename, problems=(refused.note,)))
    personal = in_order(list(patient_notes(grid.rows))) or grid.private
    if grid.asked and not personal:
        several = SeriesFile(filename, rows=grid.rows, sheets=grid.sheets, shape=shape_of_sheets(grid.asked))
        return Opened(replace(several, series_names={SHEET: grid.asked}))
    if personal:
        return Opened(SeriesFile(filename, problems=personal))
    return open_table(SeriesFile(filename, rows=grid.rows, sheet=grid.sheet, sheets=grid.sheets), grid, choice)


def read_grid(content: bytes, choice: Choice) -> Grid:
    """The file as rows of text; raises FileRefused."""
    if identify(content) == "workbook":
        return read_workbook(content, choice.sheet, holds_table)
    return read_text(content)


def open_table(known: SeriesFile, grid: Grid, choice: Choice) -> Opened:
    """Find the table, turn it where its months are not down one column, and keep the rows that are asked for."""
    table, stopped = table_of(grid, choice.date)
    rows, named = filled_down(grid.rows, table)
    if named:
        grid = replace(grid, rows=rows, warnings=(*grid.warnings, *named))
        table, stopped = table_of(grid, choice.date)
    titles = titles_of(grid, table)
    known = replace(
        known,
        rows=grid.rows,
        columns=titles,
        header_row=table.header_row,
        left_out=table.left_out,
        warnings=(*grid.warnings, *table.warnings, *others_only(table, choice)),
        across=table.across,
    )
    personal = personal_columns(titles, table)
    if personal:
        return Opened(replace(known, rows=(), problems=personal, left_out=()))
    table, notes = own_rows(table, choice)
    table, problems = chosen_rows(table, choice.filters)
    table = with_parts(table, choice)
    own = {note.column: note.found for note in notes}
    known = replace(known, left_out=(*known.left_out, *notes), shape=shape_of(grid.sheet, titles, table))
    known = replace(known, filters={**own, **choice.filters})
    problems += stopped or (unusable(grid, table, choice) if not problems else [])
    return Opened(replace(known, problems=in_order(problems))) if problems else Opened(known, table)


def table_of(grid: Grid, date_title: str | None = None) -> tuple[Table, list[Note]]:
    """The table with its months down one column, and what stops it from being read."""
    rows, marks = without_marks(grid.rows)
    grid = replace(grid, rows=rows)
    turned, stopped = find_across(grid, marks)
    if turned is not None or stopped:
        return turned or find_table(grid, date_title, marks), stopped
    rows, stopped = with_months(grid)
    return find_table(replace(grid, rows=rows), date_title, marks), stopped


def holds_table(rows: tuple[GridRow, ...]) -> bool:
    """Whether a sheet has months and numbers."""
    table, _ = table_of(Grid(rows))
    return table.header.date_column is not None and any(
        column.numbers for column in table.columns if column.index != table.header.date_column
    )


def titles_of(grid: Grid, table: Table) -> tuple[str, ...]:
    """The titles as the file has them."""
    if not table.across:
        return table.header.titles
    cells = next((cells for number, cells in grid.rows if number == table.header_row), ())
    return unique_titles(cells, len(cells))


def read_table(known: SeriesFile, table: Table, choice: Choice) -> SeriesFile:
    """Read the one series of these rows, or say what has to be chosen."""
    names = series_names(table)
    if table.across and not names:
        table = with_parts(table, choice)
    numeric = [column for column in number_columns(table) if column.title not in {*choice.filters, *names}]
    titles = tuple(column.title for column in numeric)
    roles = find_roles(table, choice, numeric)
    if roles.value and table.across and len(numeric) > 1 and choice.value is choice.numerator is None:
        roles = Roles(asked=True)
    known = replace(known, number_columns=titles)
    rivals = table.header.rivals if numeric and choice.date is None else ()
    months = [table.dated, *rivals] if rivals else []
    quarters, asks = which_quarters(known, table, choice)
    known = replace(known, quarters=quarters)
    if names or roles.asked or months or asks:
        return replace(
            known,
            series_names=names,
            choose_from=titles if roles.asked or months else (),
            choose_date=tuple(table.header.titles[index] for index in months),
            ask_quarters=asks,
            roles=described(table, roles),
        )
    if not role_columns(roles):
        return replace(known, problems=(no_numbers(),))
    return read_months(known, table, roles, quarters)


def which_quarters(known: SeriesFile, table: Table, choice: Choice) -> tuple[Quarters, bool]:
    """Whether Q1 2019 is a calendar or a financial quarter: as chosen, as the file says; and whether to ask."""
    dates = [cells[table.dated] for _, cells in table.rows]
    if not asks_quarters(dates):
        return "", False
    above = [cell for row, cells in known.rows if row <= (table.header_row or 0) for cell in cells]
    found = choice.quarters or quarters_of(dates, [known.filename, known.sheet or "", *above])
    return found, not found


def personal_columns(titles: tuple[str, ...], table: Table) -> tuple[Note, ...]:
    """Columns of single patients, by their titles or by what the rows are."""
    named = tuple(personal_titles(titles, table.header_row))
    if named or table.places is not None:
        return named
    return tuple(case_list(titles, table.rows, table.header.date_column, table.header_row))


def unusable(grid: Grid, table: Table, choice: Choice) -> list[Note]:
    """What makes the whole table unusable."""
    problems = [
        Note(None, title, title, f"The file has no column “{title}”. Choose the column again.", "No such column")
        for title in (choice.date, choice.value, choice.numerator, choice.denominator)
        if title is not None and table.column(title) is None
    ]
    problems += shape_problems(grid, table)
    return problems if number_columns(table) else [*problems, no_numbers()]


def no_numbers() -> Note:
    """Said where nothing can be a value."""
    text = "We found no column of numbers. Add a column with the value, or two with the numerator and the denominator."
    return Note(None, "Value", "", text, "No numbers")
