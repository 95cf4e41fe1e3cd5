"""The one table of a file: titles, rows of months, and what each column holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from charts.series.gaps import gap_status
from charts.series.grid import Grid, GridRow, column_letter
from charts.series.header import Header, find_header, sample_size
from charts.series.leftovers import sort_rows
from charts.series.numbers import DecimalMark, decimal_mark, is_infinite, read_number, suggestion, two_numbers
from charts.series.periods import names_period
from charts.series.seriesfile import Note


@dataclass(frozen=True)
class Column:
    """What the cells of a column are, counted; blank cells are not.

    Slips are texts that were nearly a number (25S); tries are formulas without a result and infinities.
    """

    index: int
    title: str
    numbers: int = 0
    gaps: int = 0
    texts: int = 0
    slips: int = 0
    tries: int = 0
    dates: int = 0
    percents: int = 0

    @property
    def letter(self) -> str:
        """As Excel names it."""
        return column_letter(self.index)

    @property
    def is_number(self) -> bool:
        """More numbers and gaps than other text, and not a column of dates. Slips count only beside real numbers."""
        numeric = self.numbers + self.gaps + self.tries + (self.slips if self.numbers else 0)
        other = self.texts + (0 if self.numbers else self.slips)
        return numeric > 0 and other <= numeric and self.dates * 2 <= max(self.numbers, 1)


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
    texts = (
        cell
        for _, row in rows[: sample_size(rows)]
        for index, cell in enumerate(row)
        if cell and index != header.date_column
    )
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
    sample = [cells for _, cells in rows[: sample_size(rows)]]
    lenient: DecimalMark = "point" if mark == "unclear" else mark
    return tuple(
        counted(index, title, [cells[index] for cells in sample], lenient) for index, title in enumerate(titles)
    )


def counted(index: int, title: str, cells: Sequence[str], mark: DecimalMark) -> Column:
    """What one column holds."""
    counts: Counter[str] = Counter()
    for cell in cells:
        if not cell:
            continue
        number = read_number(cell, mark)
        counts["numbers" if number else kind_of_text(cell)] += 1
        if number:
            counts["percents"] += number.percent
            counts["dates"] += len(cell) == 6 and names_period(cell)
    return Column(index, title, **counts)


def kind_of_text(cell: str) -> str:
    """What a cell is that is not a number."""
    if gap_status(cell):
        return "gaps"
    if cell.startswith("=") or is_infinite(cell) or two_numbers(cell):
        return "tries"
    return "slips" if suggestion(cell) else "texts"


def holds_table(rows: tuple[GridRow, ...]) -> bool:
    """Whether a sheet has months and numbers."""
    table = find_table(Grid(rows))
    return table.header.date_column is not None and any(
        column.numbers for column in table.columns if column.index != table.header.date_column
    )
