"""Files with several series: which columns part them, and the rows of the chosen one."""

import re
from collections.abc import Iterator, Mapping, Sequence

from charts.series.grid import GridRow
from charts.series.seriesfile import Note
from charts.series.table import Column, Table
from charts.series.words import joined

PARTS = re.compile(
    r"\b(?:org|organisation|organization|provider|trust|programme|site|hospital|ward|unit|region|icb|lmns|ods|code|type|measure|indicator|metric"
    r"|dimension|category|group|ethnicity|ethnic|team|area|ccg|practice|currency|name|level|band|age|sex|family|series|description)\b"
)
NAMES = re.compile(r"\b(?:org|organisation|provider|trust|site|hospital|ward|unit|ods|measure|indicator|metric)\b")
REPEATED = 0.3


def chosen_rows(table: Table, filters: Mapping[str, str]) -> tuple[Table, list[Note]]:
    """The rows of one series; a problem where a filter names no column or nothing is left."""
    rows: Sequence[GridRow] = table.rows
    problems = []
    for title, value in filters.items():
        column = table.column(title)
        if column is None:
            text = f"The file has no column “{title}”. Choose the column again."
            problems.append(Note(None, title, title, text, "No such column"))
            continue
        rows = [row for row in rows if row[1][column.index].casefold() == value.strip().casefold()]
    if filters and not rows and not problems:
        wanted = joined([f"“{value}” in “{title}”" for title, value in filters.items()])
        problems.append(Note(None, "", wanted, f"No row has {wanted}. Choose again.", "No such rows"))
    return (table.narrowed(rows) if filters else table), problems


def series_names(table: Table) -> dict[str, tuple[str, ...]]:
    """The columns that part the file into series, with their values; empty where it holds only one."""
    if table.header.date_column is None or not table.rows:
        return {}
    keys = [(cells[table.header.date_column],) for _, cells in table.rows]
    seldom = len(set(keys)) > len(keys) * (1 - REPEATED)
    chosen: dict[str, tuple[str, ...]] = {}
    for column in candidates(table, seldom):
        if len(set(keys)) == len(keys):
            break
        finer = [(*key, cells[column.index]) for key, (_, cells) in zip(keys, table.rows, strict=True)]
        if len(set(finer)) == len(set(keys)):
            continue
        keys = finer
        chosen[column.title] = values(table, column)
    return chosen


def candidates(table: Table, called_only: bool) -> Iterator[Column]:
    """Columns of names or codes: those that are called so first, then any whose words come again and again.

    Where few months come twice, a remark may differ by chance, so only those called so part the file.
    """
    others = [column for column in table.columns if column.index != table.header.date_column]
    called = [
        column for column in others if PARTS.search(column.title.lower().replace("_", " ")) and not column.percents
    ]
    yield from called
    if called_only:
        return
    for column in others:
        if column not in called and not column.is_number and len(values(table, column)) * 2 <= len(table.rows):
            yield column


def joined_series(table: Table) -> Iterator[Note]:
    """A warning where one series runs on under several names: a new site, or a trust that was renamed."""
    for column in table.columns:
        names = values(table, column) if NAMES.search(column.title.lower().replace("_", " ")) else ()
        if 1 < len(names) < len(table.rows) and not column.is_number:
            text = f"“{column.title}” has {joined([f'“{name}”' for name in names], 3)}. We read all rows as one series."
            yield Note(None, column.title, names[0], text, "Several names in one series", column.letter)


def values(table: Table, column: Column) -> tuple[str, ...]:
    """The different values of a column, in alphabetical order, blanks left out."""
    return tuple(sorted({cells[column.index] for _, cells in table.rows} - {""}, key=str.casefold))
