"""The one table of a file: titles, rows of months, and what each column holds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from charts.series.gaps import gap_status
from charts.series.grid import Grid, GridRow, column_letter
from charts.series.header import Header, find_header, sample_size
from charts.series.leftovers import sort_rows
from charts.series.marks import Marks, Standing, is_status, standing
from charts.series.numbers import DecimalMark, decimal_mark, is_infinite, read_number, suggestion, two_numbers
from charts.series.periods import names_period
from charts.series.seconds import first_of_two
from charts.series.seriesfile import Note

Place = tuple[int, int]  # the file's own row number, and the index of the column


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
    """The rows that are months, all of one width, under their titles.

    places     of a table that was turned: by row, where in the file each of its cells stands; else None
    across     whether the months run across the file
    lead       of a table that was turned: the column whose cell stands for its row
    part       the column whose words say which part of the measure a row holds, where that column parts no series
    standings  rows that are marked provisional or final
    status     the column that says so
    warnings   what to look at in the table as a whole
    pivoted    whether the parts of a measure already have a column each
    """

    header: Header
    header_row: int | None
    rows: tuple[GridRow, ...]
    columns: tuple[Column, ...]
    mark: DecimalMark
    left_out: tuple[Note, ...]
    warnings: tuple[Note, ...] = ()
    places: Mapping[int, tuple[Place, ...]] | None = None
    across: bool = False
    lead: int = 0
    part: int | None = None
    standings: Mapping[int, Standing] = field(default_factory=dict)
    status: int | None = None
    pivoted: bool = False

    @property
    def dated(self) -> int:
        """The index of the column of dates."""
        return self.header.date_column or 0

    def column(self, title: str | None) -> Column | None:
        """The column of that title."""
        return next((column for column in self.columns if column.title == title), None)

    def narrowed(self, rows: Sequence[GridRow]) -> "Table":
        """The same table with some of its rows, its columns counted again."""
        return replace(self, rows=tuple(rows), columns=profile(rows, self.header.titles, self.mark))


def find_table(grid: Grid, date_title: str | None = None, marks: Marks | None = None) -> Table:
    """Find the table, leave out what is round it, and count what its columns hold."""
    header = find_header(grid.rows, date_title)
    first, warnings = first_of_two(grid.rows, header)
    if warnings:
        header = find_header(first, date_title)
    rows, left_out = sort_rows(first, header)
    texts = (
        cell
        for _, row in rows[: sample_size(rows)]
        for index, cell in enumerate(row)
        if cell and index != header.date_column
    )
    mark = decimal_mark(texts, grid.delimiter)
    table = Table(
        header,
        grid.rows[header.index][0] if header.index is not None else None,
        tuple(rows),
        profile(rows, header.titles, mark),
        mark,
        (*grid.left_out, *left_out),
        warnings=tuple(warnings),
        standings={row: said for (row, column), said in (marks or {}).items() if column == header.date_column},
    )
    return with_standings(table)


def with_standings(table: Table) -> Table:
    """What a column of Provisional and Final says about its rows."""
    for column in table.columns:
        if column.is_number or column.index == table.header.date_column or not column.texts + column.gaps:
            continue
        if is_status(column.title, list({cells[column.index] for _, cells in table.rows})):
            said = {row: found for row, cells in table.rows if (found := standing(cells[column.index]))}
            return replace(table, standings={**table.standings, **said}, status=column.index)
    return table


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
    for cell, many in Counter(cells).items():
        for kind in kinds_of(cell, mark) if cell else ():
            counts[kind] += many
    return Column(index, title, **counts)


@lru_cache(maxsize=50_000)
def kinds_of(cell: str, mark: DecimalMark) -> tuple[str, ...]:
    """What a cell counts as."""
    number = read_number(cell, mark)
    if number is None:
        return (kind_of_text(cell),)
    dated = len(cell) == 6 and names_period(cell)
    return ("numbers", *(("percents",) if number.percent else ()), *(("dates",) if dated else ()))


def kind_of_text(cell: str) -> str:
    """What a cell is that is not a number."""
    if gap_status(cell):
        return "gaps"
    if cell.startswith("=") or is_infinite(cell) or two_numbers(cell):
        return "tries"
    return "slips" if suggestion(cell) else "texts"
