"""Year and month in two columns, put together in the column of the month before the table is looked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from charts.series.grid import Grid, GridRow, column_letter
from charts.series.layout import TOP
from charts.series.periods import names_period, read_period
from charts.series.seriesfile import Note
from charts.series.years import Year, in_one_year, joined_month, read_month, read_year

YEAR_TITLE = re.compile(
    r"(?:financial|fin\.?|fiscal|calendar|cal\.?|reporting|report)? ?(?:year|yr|f\.?y\.?)(?: ?name| ?\(?f\.?y\.?\)?)?"
)
PART_TITLE = re.compile(
    r"(?:calendar|cal\.?|reporting|report)? ?(?P<part>month|mth|mnth|mon|period|quarter|qtr)"
    r"(?: ?(?:name|no\.?|num|number|short|of year))?"
)
QUARTER = re.compile(r"q(?:uarter|tr)? ?[1-4]")
NUMBERED = re.compile(r"0?[1-9]|1[0-2]")


@dataclass(frozen=True)
class Pair:
    """Where the titles are, and the columns of the year and of the month or the quarter."""

    titles: int
    year: int
    part: int


def with_months(grid: Grid) -> tuple[tuple[GridRow, ...], list[Note]]:
    """The rows with whole months where year and month stood apart, others as they were; and what stops it."""
    pair = find_pair(grid.rows)
    if pair is None:
        return grid.rows, []
    below = grid.rows[pair.titles + 1 :]
    numbered = numbers_are_months(below, pair)
    stopped = [] if numbered else list(two_ways(below, pair))
    return (*grid.rows[: pair.titles + 1], *joined_rows(below, pair, numbered)), stopped


def two_ways(rows: Sequence[GridRow], pair: Pair) -> Iterator[Note]:
    """Said at the first month that is a number beside a financial year, and nothing shows where the year begins."""
    for number, cells in rows:
        part, year = text(cells, pair.part), read_year(text(cells, pair.year))
        if year and NUMBERED.fullmatch(part):
            ways = f"“{part}” beside “{text(cells, pair.year)}” can be counted from January or from April."
            said = f"{ways} Write the month by its name, such as Apr."
            yield Note(number, "Month", part, said, "Two ways to read", column_letter(pair.part))
            return


def find_pair(rows: Sequence[GridRow]) -> Pair | None:
    """A row of titles with a year and a month in it, where no other column has the whole date."""
    for position, (_, cells) in enumerate(rows[:TOP]):
        titles = [cell.lower().replace("_", " ") for cell in cells]
        years = [index for index, title in enumerate(titles) if YEAR_TITLE.fullmatch(title)]
        parts = [index for index, title in enumerate(titles) if PART_TITLE.fullmatch(title)]
        below = rows[position + 1 : position + 1 + TOP]
        named = [index for index in parts if filled(below, index, named_part)]
        found = named or [index for index in parts if filled(below, index, numbered_part)]
        year = next((index for index in years if any(read_year(text(row, index)) for _, row in below)), None)
        if year is not None and found and not dated_elsewhere(below, year):
            months = [index for index in found if not QUARTER.fullmatch(first_text(below, index).lower())]
            return Pair(position, year, (months or found)[0])
    return None


def text(cells: tuple[str, ...], index: int) -> str:
    """The cell, blank where the row is too short."""
    return cells[index] if index < len(cells) else ""


def first_text(rows: Sequence[GridRow], index: int) -> str:
    """The first cell of a column that says something."""
    return next((cells[index] for _, cells in rows if text(cells, index)), "")


def named_part(cell: str) -> bool:
    """A month or a quarter by its name."""
    return read_month(cell) is not None or bool(QUARTER.fullmatch(cell.lower()))


def numbered_part(cell: str) -> bool:
    """A month by its number."""
    return bool(NUMBERED.fullmatch(cell))


def filled(rows: Sequence[GridRow], index: int, is_part: Callable[[str], bool]) -> bool:
    """Whether most of a column's cells are months."""
    cells = [cell for _, row in rows if (cell := text(row, index))]
    return bool(cells) and sum(is_part(cell) for cell in cells) * 2 > len(cells)


def dated_elsewhere(rows: Sequence[GridRow], year: int) -> bool:
    """Whether another column holds whole dates."""
    width = max((len(cells) for _, cells in rows), default=0)
    counts = (
        sum(len(cell := text(row, column)) > 4 and names_period(cell) for _, row in rows)
        for column in range(width)
        if column != year
    )
    return max(counts, default=0) * 2 >= max(1, sum(1 for _, row in rows if any(row)))


def numbers_are_months(rows: Sequence[GridRow], pair: Pair) -> bool:
    """Whether month 1 is January: always beside calendar years, and where a financial year goes from 4 to 3."""
    years = [(read_year(text(cells, pair.year)), text(cells, pair.part)) for _, cells in rows]
    if not any(year.financial for year, _ in years if year):
        return True
    order = [int(part) for _, part in years if NUMBERED.fullmatch(part)]
    return any(later == 1 and earlier == 12 for earlier, later in pairwise(order)) and order[0] == 4


def joined_rows(rows: Sequence[GridRow], pair: Pair, numbered: bool) -> list[GridRow]:
    """Every row with its whole month; a year that stands only in the first row of its block holds for those below."""
    held: Year | None = None
    months: list[int] = []
    made: list[GridRow] = []
    for number, cells in rows:
        part, said = text(cells, pair.part), read_year(text(cells, pair.year))
        month = read_month(part) or (int(part) if numbered and NUMBERED.fullmatch(part) else None)
        if said:
            held, months = said, []
        elif text(cells, pair.year) or not part:
            made.append((number, cells))
            continue
        if month:
            months.append(month)
        whole = whole_period(part, month, held) if said or (held and in_one_year(months, held)) else None
        made.append((number, replaced(cells, pair, whole)) if whole else (number, cells))
    return made


def whole_period(part: str, month: int | None, year: Year | None) -> str | None:
    """Apr 2019; Q1 2019/20."""
    if year is None:
        return None
    if month:
        return joined_month(month, year)
    if not QUARTER.fullmatch(part.lower()):
        return None
    said = f"{year.first}/{(year.first + 1) % 100:02d}" if year.financial else f"{year.first}"
    return f"Q{part[-1]} {said}" if read_period(f"Q{part[-1]} {said}") else None


def replaced(cells: tuple[str, ...], pair: Pair, whole: str) -> tuple[str, ...]:
    """The row with the month in its place and nothing in the year's."""
    return tuple(
        whole if index == pair.part else "" if index == pair.year else cell for index, cell in enumerate(cells)
    )
