"""Finds where a table begins: the column with the dates, the row with the titles."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from charts.series.gaps import gap_status
from charts.series.grid import GridRow, column_letter
from charts.series.numbers import read_number
from charts.series.periods import names_period, read_period, read_serial

SAMPLE = 3_000
CALENDAR_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
YEAR_TITLE = re.compile(r"(?:calendar )?(?:year|yr)s?")
SAMPLE_CELLS = 150_000
DATE_TITLE = re.compile(
    r"\b(?:month|months|date|period|week|day|quarter|year|mth|mmm|time|start|commencing|beginning)\b|startdate"
)
OTHER_DATE = re.compile(
    r"\b(?:end|ending|publish|published|publication|extract|extracted|created|updated|submitted|due)\b|enddate"
)


@dataclass(frozen=True)
class Header:
    """Where the table is: positions in the list of rows, not the file's row numbers. `index` is None without titles.

    serials  whether the dates may be Excel's day numbers
    years    whether they are calendar years
    rivals   other columns that could as well be the months, and are not the same months
    """

    index: int | None
    first: int
    titles: tuple[str, ...]
    date_column: int | None
    serials: bool = False
    years: bool = False
    rivals: tuple[int, ...] = ()


def find_header(rows: Sequence[GridRow], date_title: str | None = None) -> Header:
    """The titles and the date column of the only table in these rows; date_column is None where there is none."""
    hits = date_hits(rows)
    guess = min((column for column in hits if hits[column] == max(hits.values())), default=None)
    first = first_data(rows, guess)
    index = title_row(rows, first, guess)
    width = max((len(cells) for _, cells in rows), default=0)
    titles = unique_titles(rows[index][1] if index is not None else (), width)
    start = first if index is None else index + 1
    if date_title is not None and date_title in titles:
        column = titles.index(date_title)
        return Header(index, start, titles, column, serials=True, years=column == year_column(rows[start:], titles))
    if guess is None:
        column = serial_column(rows[start:], titles)
        years = year_column(rows[start:], titles) if column is None else None
        return Header(
            index,
            start,
            titles,
            years if column is None else column,
            serials=column is not None,
            years=years is not None,
        )
    column, *others = best_dates(hits, titles, {column for column in hits if is_coarse(rows[start:], column)})
    rivals = tuple(other for other in others if differs(rows[start:], column, other))
    return Header(index, start, titles, column, serials=is_date_title(titles[column]), rivals=rivals)


def date_hits(rows: Sequence[GridRow]) -> Counter[int]:
    """How many cells of each column name a date or a month."""
    return Counter(
        column
        for _, cells in rows[: sample_size(rows)]
        for column, cell in enumerate(cells)
        if len(cell) > 4 and names_period(cell)
    )


def best_dates(hits: Counter[int], titles: tuple[str, ...], coarse: set[int]) -> list[int]:
    """Among the columns full of dates, the one that is called so; not the end of a period, nor a year over months."""
    full = [column for column in sorted(hits) if hits[column] >= max(hits.values()) * 0.5]

    def rank(column: int) -> int:
        title = titles[column].lower().replace("_", " ")
        return 4 * (column in coarse) + 2 * bool(OTHER_DATE.search(title)) - bool(DATE_TITLE.search(title))

    best = min(rank(column) for column in full)
    return [column for column in full if rank(column) == best]


def differs(rows: Sequence[GridRow], one: int, other: int) -> bool:
    """Whether two columns of dates name other months somewhere."""
    pairs = {(cells[one], cells[other]) for _, cells in rows[: sample_size(rows)] if len(cells) > max(one, other)}
    dates = [(read_period(first), read_period(second)) for first, second in pairs]
    return any(
        first and second and (first.date.year, first.date.month) != (second.date.year, second.date.month)
        for first, second in dates
    )


def is_coarse(rows: Sequence[GridRow], column: int) -> bool:
    """A column of years or quarters and nothing finer."""
    cells = {row[column] for _, row in rows[: sample_size(rows)] if column < len(row)}
    kinds = {found.kind for cell in cells if (found := read_period(cell))}
    return bool(kinds) and kinds <= {"quarter", "year"}


def sample_size(rows: Sequence[GridRow]) -> int:
    """How many rows to look at: fewer where they are very wide."""
    width = max((len(cells) for _, cells in rows[:SAMPLE]), default=0)
    return max(100, min(SAMPLE, SAMPLE_CELLS // (width + 1)))


def is_date_title(title: str) -> bool:
    """A title that says that the column holds dates."""
    return bool(DATE_TITLE.search(title.lower().replace("_", " ")))


def serial_column(rows: Sequence[GridRow], titles: tuple[str, ...]) -> int | None:
    """A column that is called a date and holds Excel's day numbers."""
    for column, title in enumerate(titles):
        if not is_date_title(title):
            continue
        cells = [row[column] for _, row in rows[:SAMPLE] if column < len(row) and row[column]]
        found = sum(read_serial(cell) is not None for cell in cells)
        if found and found >= len(cells) * 0.5:
            return column
    return None


def year_column(rows: Sequence[GridRow], titles: tuple[str, ...]) -> int | None:
    """A column that is called Year and holds calendar years, in a file that has nothing finer."""
    for column, title in enumerate(titles):
        cells = [row[column] for _, row in rows[:SAMPLE] if column < len(row) and row[column]]
        found = sum(CALENDAR_YEAR.fullmatch(cell) is not None for cell in cells)
        if YEAR_TITLE.fullmatch(title.lower().replace("_", " ")) and found and found >= len(cells) * 0.5:
            return column
    return None


def first_data(rows: Sequence[GridRow], date_column: int | None) -> int:
    """The first row with a date and something to count; without dates, the first below the top with a number."""
    top = rows[: sample_size(rows)]
    for position, (_, cells) in enumerate(top):
        others = [cell for column, cell in enumerate(cells) if cell and column != date_column]
        if not any(read_number(cell) or read_number(cell, "comma") or gap_status(cell) for cell in others):
            continue
        if date_column is None and position:
            return position
        if date_column is not None and date_column < len(cells) and names_period(cells[date_column]):
            return position
    dated = (position for position, (_, cells) in enumerate(top) if any(names_period(cell) for cell in cells))
    return next(dated, min(1, len(rows)))


def title_row(rows: Sequence[GridRow], first: int, date_column: int | None) -> int | None:
    """The nearest row above the data that looks like titles; one that names the date wins over one that does not."""
    likely = [position for position in range(max(0, first - 30), first) if is_title_row(rows[position][1], date_column)]
    if not likely:
        return None
    named = [position for position in likely if any(DATE_TITLE.search(cell.lower()) for cell in rows[position][1])]
    return (named or likely)[-1]


def is_title_row(cells: tuple[str, ...], date_column: int | None) -> bool:
    """Words in more than one cell (or beside the date's column), more of them than numbers, and no date."""
    said = [cell for cell in cells if cell]
    numeric = sum(read_number(cell) is not None for cell in said)
    beside = bool(date_column is not None and said and (len(cells) <= date_column or not cells[date_column]))
    dated = any(names_period(cell) for cell in said)
    return (len(said) >= 2 or beside) and numeric * 2 < len(said) and not dated


def unique_titles(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A title for every column: blank ones by letter, repeated ones with their letter."""
    named = [cells[column] if column < len(cells) else "" for column in range(width)]
    counts = Counter(named)
    return tuple(
        f"Column {column_letter(column)}"
        if not title
        else f"{title} (column {column_letter(column)})"
        if counts[title] > 1
        else title
        for column, title in enumerate(named)
    )
