"""The length of the periods that rows are about: ends before their starts, and rows that overlap."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from charts.series.dates import decide_order, read_date
from charts.series.doubts import moved
from charts.series.reading import Reading
from charts.series.seriesfile import Note
from charts.series.table import Column, Table
from charts.series.words import day_words, month_words

END = re.compile(r"\b(?:end|ends|ending|finish|to|until)\b|enddate")
START = re.compile(r"\b(?:start|starts|starting|begin|begins|beginning|from|commencing)\b|startdate")
LENGTHS = {"quarter": 3, "year": 12}


def ends_of(table: Table) -> tuple[Column | None, dict[int, date]]:
    """The column of the periods' ends beside that of their starts, and the end of each row."""
    if not START.search(words(table.columns[table.dated].title)) or table.places is not None:
        return None, {}
    column = next((found for found in table.columns if END.search(words(found.title))), None)
    if column is None:
        return None, {}
    order = decide_order([cells[column.index] for _, cells in table.rows])
    said = {row: read_date(cells[column.index], order, serials=True) for row, cells in table.rows}
    return column, {row: found.date for row, found in said.items() if found and found.kind == "day"}


def words(title: str) -> str:
    """A title to look for words in."""
    return title.lower().replace("_", " ")


def ends_too_soon(table: Table, rows: Sequence[Reading]) -> Iterator[Note]:
    """Periods that end before they start."""
    column, ends = ends_of(table)
    for row in rows if column else ():
        end = ends.get(row.row)
        if column and end and end < row.period.date:
            found = day_words(end)
            text = f"The period ends on {found}, before it starts on {day_words(row.period.date)}. Check both dates."
            yield Note(row.row, "Month", found, text, "Ends before it starts", column.letter)


def overlapping(table: Table, rows: Sequence[Reading], letter: str) -> Iterator[Note]:
    """Rolling quarters and years: rows that share months show a change late, and never as a jump."""
    _, ends = ends_of(table)
    spans = sorted((row.period.date, ends.get(row.row) or last_month(row)) for row in rows)
    for (first, until), (following, _) in pairwise(spans):
        length = months_from(first, until)
        if length > 1 and first < following <= until:
            text = (
                f"Each row is about {length} months, and they overlap: {month_words(first)} and the row after it "
                "have months in common. We put each at its first month. Send single months if you have them."
            )
            yield Note(None, "Month", month_words(first), text, "Rows overlap", letter)
            return


def last_month(row: Reading) -> date:
    """The first day of the last month of a row's period."""
    return moved(row.period.date, LENGTHS.get(row.period.kind, 1) - 1)


def months_from(first: date, last: date) -> int:
    """How many months there are from one to the other, both counted."""
    return 12 * (last.year - first.year) + last.month - first.month + 1
