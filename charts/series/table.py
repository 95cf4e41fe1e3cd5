"""The one table of a file: titles, rows of months, and what each column holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts.series.gaps import gap_status
from charts.series.grid import Grid, GridRow, column_letter
from charts.series.header import Header, find_header
from charts.series.leftovers import sort_rows
from charts.series.numbers import DecimalMark, decimal_mark, read_number
from charts.series.periods import read_period
from charts.series.seriesfile import Note

SAMPLE = 3_000


@dataclass(frozen=True)
class Column:
    """What the cells of a column are, counted. Blank cells are in none of the counts."""

    index: int
    title: str
    numbers: int = 0
    gaps: int = 0
    texts: int = 0
    dates: int = 0
    percents: int = 0

    @property
    def letter(self) -> str:
        """As Excel names it."""
        return column_letter(self.index)

    @property
    def is_number(self) -> bool:
        """More numbers and gaps than other text, and not a column of dates."""
        return (
            self.numbers + self.gaps > 0 and self.texts <= self.numbers + self.gaps and self.dates * 2 <= self.numbers
        )


@dataclass(frozen=True)
class Table:
    """The rows that are months, all of one width, under their titles."""

    header: Header
    header_row: int | None
    rows: tuple[GridRow, ...]
    columns: tuple[Column, ...]
    mark: DecimalMark
    left_out: tuple[Note, ...]

    def column(self, title: str | None) -> Column | None:
        """The column of that title."""
        return next((column for column in self.columns if column.title == title), None)

    def narrowed(self, rows: Sequence[GridRow]) -> "Table":
        """The same table with some of its rows, its columns counted again."""
        return replace(self, rows=tuple(rows), columns=profile(rows, self.header.titles, self.mark))


def find_table(grid: Grid, date_title: str | None = None) -> Table:
    """Find the table, leave out what is round it, and count what its columns hold."""
    header = find_header(grid.rows, date_title)
    rows, left_out = sort_rows(grid.rows, header)
    texts = (cell for _, row in rows[:SAMPLE] for index, cell in enumerate(row) if cell and index != header.date_column)
    mark = decimal_mark(texts, grid.delimiter)
    return Table(
        header,
        grid.rows[header.index][0] if header.index is not None else None,
        tuple(rows),
        profile(rows, header.titles, mark),
        mark,
        (*grid.left_out, *left_out),
    )


def profile(rows: Sequence[GridRow], titles: tuple[str, ...], mark: DecimalMark) -> tuple[Column, ...]:
    """Count what each column holds, in a sample of the rows."""
    sample = [cells for _, cells in rows[:SAMPLE]]
    lenient: DecimalMark = "point" if mark == "unclear" else mark
    return tuple(
        counted(index, title, [cells[index] for cells in sample], lenient) for index, title in enumerate(titles)
    )


def counted(index: int, title: str, cells: Sequence[str], mark: DecimalMark) -> Column:
    """What one column holds."""
    numbers = gaps = texts = dates = percents = 0
    for cell in cells:
        if not cell:
            continue
        number = read_number(cell, mark)
        if number is not None:
            numbers += 1
            percents += number.percent
            dates += len(cell) == 6 and read_period(cell) is not None
        elif gap_status(cell):
            gaps += 1
        else:
            texts += 1
    return Column(index, title, numbers, gaps, texts, dates, percents)


def holds_table(rows: tuple[GridRow, ...]) -> bool:
    """Whether a sheet has months and numbers."""
    table = find_table(Grid(rows))
    return table.header.date_column is not None and any(
        column.numbers for column in table.columns if column.index != table.header.date_column
    )
