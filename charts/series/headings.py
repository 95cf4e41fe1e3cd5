"""The headings of a table whose months run across: which column is which month, and what stands under one month."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from charts.series.gaps import gap_status
from charts.series.grid import GridRow
from charts.series.numbers import read_number
from charts.series.periods import Period, names_period, read_period, read_serial
from charts.series.years import Year, in_one_year, joined_month, read_month, read_year

TOP = 60
ABOVE = 3


Said = TypeVar("Said")


@dataclass(frozen=True)
class Headings:
    """One block of columns of months.

    dates     by column, its month as text
    halves    by column, what it says of its months where the rows say the rest: month 4, or the year 2019/20
    subs      by column, what stands under (or over) its month: Num, Den, %
    beside    the column at the left whose rows say the rest
    yearless  a heading that has no year anywhere
    """

    top: int
    first: int
    dates: Mapping[int, str] = field(default_factory=dict)
    subs: Mapping[int, str] = field(default_factory=dict)
    halves: Mapping[int, int | Year] = field(default_factory=dict)
    beside: int | None = None
    yearless: str = ""

    @property
    def columns(self) -> list[int]:
        """All columns of months."""
        return sorted({*self.dates, *self.halves})


def find_headings(rows: Sequence[GridRow]) -> list[Headings]:
    """Every block of months across the file, where there is one at its top."""
    try:
        return blocks(rows)
    finally:
        anchored.cache_clear()  # nothing of a file stays behind


def blocks(rows: Sequence[GridRow]) -> list[Headings]:
    """The first row that names months, and those like it."""
    first = next((at for at in range(min(TOP, len(rows))) if is_anchor(rows, at)), None)
    if first is None:
        return years_across(rows)
    width = len(anchored(rows[first][1]))
    anchors = [
        at
        for at in range(first, len(rows))
        if at == first or (len(anchored(rows[at][1])) * 2 > width and is_anchor(rows, at))
    ]
    return [headings_at(rows, at) for at in anchors]


@lru_cache(maxsize=256)  # a row is looked at once for itself, and with each of the rows round it
def anchored(cells: tuple[str, ...]) -> Mapping[int, Period | int | Year]:
    """The cells of a row that name a month, with its year or without."""
    found: dict[int, Period | int | Year] = {**serial_months(cells)}
    if found:
        return found
    for column, cell in enumerate(cells):
        said = (read_period(cell) if len(cell) > 3 else None) or read_month(cell)
        if said is not None and not (isinstance(said, Period) and read_year(cell)):
            found[column] = said
    return found


def serial_months(cells: Sequence[str]) -> dict[int, Period]:
    """A row of Excel's day numbers, each a month after the one before."""
    found = {column: said for column, cell in enumerate(cells) if (said := read_serial(cell))}
    if len(found) < 3:
        return {}
    steps = [(later.date - earlier.date).days for earlier, later in pairwise(found.values())]
    numbers = sum(read_number(cell) is not None for cell in cells)
    return found if len(found) == numbers and all(28 <= step <= 31 for step in steps) else {}


def is_anchor(rows: Sequence[GridRow], at: int) -> bool:
    """A row with more months than any column has, and numbers under them."""
    found = anchored(rows[at][1])
    whole = {said.date for said in found.values() if isinstance(said, Period)}
    names = {said for said in found.values() if isinstance(said, int)}
    numbers = [cell for column, cell in enumerate(rows[at][1]) if column not in found and read_number(cell)]
    if len(whole) + len(names) < 2 or (not whole and len(names) < 3) or len(numbers) >= len(found):
        return False
    if len(whole) == 2 and not names and any(said.kind == "day" for said in found.values() if isinstance(said, Period)):
        return False
    distinct = len(whole) if whole else len(names)
    return distinct > most_in_a_column(rows[max(0, at - 2) : at + TOP]) and numbers_below(rows[at + 1 :], list(found))


def numbers_below(rows: Sequence[GridRow], columns: Sequence[int]) -> bool:
    """Whether there is anything counted under the months."""
    return any(column < len(cells) and read_number(cells[column]) for _, cells in rows[:TOP] for column in columns)


def most_in_a_column(rows: Sequence[GridRow]) -> int:
    """The largest number of different months in one column."""
    columns: dict[int, set[object]] = {}
    for _, cells in rows:
        for column, said in anchored(cells).items():
            columns.setdefault(column, set()).add(said.date if isinstance(said, Period) else said)
    return max((len(found) for found in columns.values()), default=0)


def headings_at(rows: Sequence[GridRow], at: int) -> Headings:
    """The months of one anchor row, with the years above them and the parts under them."""
    cells = rows[at][1]
    found = anchored(cells)
    months = {column: said for column, said in found.items() if isinstance(said, int)}
    if months:
        return yearless_at(rows, at, months)
    first, dates, subs = spread(rows, at, as_texts(cells, found))
    return Headings(at, first, dates, subs)


def as_texts(cells: Sequence[str], found: Mapping[int, object]) -> dict[int, str]:
    """The months as the file writes them; Excel's day numbers as dates."""
    serials = serial_months(cells)
    return {column: serials[column].date.isoformat() if column in serials else cells[column] for column in found}


def yearless_at(rows: Sequence[GridRow], at: int, months: dict[int, int]) -> Headings:
    """Months without a year: the year stands above or under them, or at the left of each row; else it is nowhere."""
    cells = rows[at][1]
    if dates := dated_from_below(rows, at, months):
        return Headings(at, at + 2, dates)
    first, under, subs = spread(rows, at, months)
    if len(months) == len(anchored(cells)):
        if dates := dated_from_above(rows, at, under):
            return Headings(at, first, dates, subs)
        beside = most_filled(rows[first:], min(months), lambda cell: read_year(cell) is not None)
        if beside is not None:
            return Headings(at, first, {}, subs, under, beside)
    return Headings(at, first, yearless=next(cells[column] for column in months))


def years_across(rows: Sequence[GridRow]) -> list[Headings]:
    """Years across the top: with the months down the side, or each year a column of its own."""
    for at, (_, cells) in enumerate(rows[:TOP]):
        years = {column: year for column, cell in enumerate(cells) if (year := read_year(cell))}
        others = [cell for column, cell in enumerate(cells) if cell and column not in years]
        if (
            len(years) < 2
            or any(read_number(cell) for cell in others)
            or not numbers_below(rows[at + 1 :], list(years))
        ):
            continue
        beside = most_filled(rows[at + 1 :], min(years), lambda cell: read_month(cell) is not None, 3)
        if beside is not None:
            return [Headings(at, at + 1, halves=years, beside=beside)]
        down = most_filled(rows[at + 1 :], max(years), lambda cell: len(cell) > 4 and names_period(cell), 2)
        if all(year.financial for year in years.values()) and down is None:
            return [Headings(at, at + 1, {column: cells[column] for column in years})]
    return []


def dated_from_above(rows: Sequence[GridRow], at: int, months: Mapping[int, int]) -> dict[int, str]:
    """The months with the years of the nearest row of years above; nothing where one cannot be told."""
    for position in range(at - 1, max(-1, at - 1 - ABOVE), -1):
        years = {column: year for column, cell in enumerate(rows[position][1]) if (year := read_year(cell))}
        if not years:
            continue
        under = {column: max((c for c in years if c <= column), default=None) for column in months}
        if any(over is None for over in under.values()):
            return {}
        groups = {over: [months[c] for c in months if under[c] == over] for over in years}
        if not all(in_one_year(group, years[over]) for over, group in groups.items()):
            return {}
        return {c: joined_month(month, years[over]) for c, month in months.items() if (over := under[c]) is not None}
    return {}


def dated_from_below(rows: Sequence[GridRow], at: int, months: Mapping[int, int]) -> dict[int, str]:
    """The months with the years right under them, where those make them follow one another."""
    under = rows[at + 1][1] if at + 1 < len(rows) else ()
    years = {column: read_year(under[column]) if column < len(under) else None for column in months}
    dated = [(12 * year.of(months[column]) + months[column], column, year) for column, year in years.items() if year]
    if len(dated) < len(months) or any(later[0] - earlier[0] != 1 for earlier, later in pairwise(dated)):
        return {}
    return {column: joined_month(months[column], year) for _, column, year in dated}


def most_filled(rows: Sequence[GridRow], left: int, says: Callable[[str], bool], least: int = 1) -> int | None:
    """The label column that says it most often."""
    counts = [sum(column < len(cells) and says(cells[column]) for _, cells in rows) for column in range(left)]
    return counts.index(max(counts)) if counts and max(counts) >= least else None


def spread(rows: Sequence[GridRow], top: int, said: Mapping[int, Said]) -> tuple[int, dict[int, Said], dict[int, str]]:
    """The first row of the table, each column's month, and its part (Num, Den, %) where the row under names it."""
    under = rows[top + 1][1] if top + 1 < len(rows) else ()
    wide = dict(spans(rows[top][1], said, max(len(under), max(said) + 1)))
    parts = {column: under[column] for column in wide if column < len(under) and under[column]}
    enough = len(parts) >= 2 and len(parts) * 2 > len(said)
    if enough and not any(is_cell(part) for part in parts.values()):
        return top + 2, {column: wide[column] for column in parts}, parts
    return top + 1, dict(said), over(rows, top, said)


def spans(cells: Sequence[str], said: Mapping[int, Said], width: int) -> Iterator[tuple[int, Said]]:
    """Each column with the month of the heading that is merged over it."""
    held: Said | None = None
    for column in range(min(said), width):
        if column < len(cells) and cells[column]:
            held = said.get(column)
        if held is not None:
            yield column, held


def over(rows: Sequence[GridRow], top: int, months: Mapping[int, object]) -> dict[int, str]:
    """Where every month comes again, the words above that tell the columns apart."""
    if len(set(months.values())) == len(months):
        return {}
    for position in range(top - 1, max(-1, top - 1 - ABOVE), -1):
        cells = rows[position][1]
        words = {column: cell for column, cell in enumerate(cells) if cell and not read_year(cell)}
        if sum(column >= min(months) for column in words) >= 2:
            above = {column: max((c for c in words if c <= column), default=None) for column in months}
            return {column: words[place] for column, place in above.items() if place is not None}
    return {}


def is_cell(text: str) -> bool:
    """A cell of the table and not a heading."""
    return read_number(text) is not None or names_period(text) or (gap_status(text) is not None and text != "%")
