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
MEASURES = re.compile(r"\b(?:measure|indicator|metric|dimension|series)\b")
CODES = re.compile(r"\b(?:code|id|ods|no|number)\b|^org$")
NAME = re.compile(
    r"\bname\b|\b(?:organisation|organization|provider|trust|site|hospital|ward|unit|measure|indicator|metric)\b"
)
FAMILY = re.compile(r"\b(?:family|group|level|category|domain|type|region|icb|lmns|area|theme|section)\b")
REMARKS = re.compile(r"\b(?:comments?|notes?|remarks?|narrative|commentary|actions?)\b")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
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
    start = first_keys(table)
    different = len(set(start))
    found = list(candidates(table, different > len(start) * (1 - REPEATED)))
    chosen: list[Column] = []
    keys = start
    for column in found:
        if different == len(keys) and table.part is None:
            break
        finer = refined(table, keys, column)
        if len(set(finer)) > different:
            keys, different = finer, len(set(finer))
            chosen.append(column)
    kept = [best_name(table, column, found) for column in fewest(table, start, chosen, different)]
    return {column.title: values(table, column) for column in sorted(kept, key=telling)}


def first_keys(table: Table) -> list[int]:
    """A number for each row: the same for rows of one month and one standing."""
    dated = table.dated
    numbers: dict[object, int] = {}
    return [numbers.setdefault((cells[dated], table.standings.get(row)), len(numbers)) for row, cells in table.rows]


def refined(table: Table, keys: Sequence[int], column: Column) -> list[int]:
    """The numbers of the rows, told apart by one more column."""
    numbers: dict[tuple[int, str], int] = {}
    index = column.index
    return [
        numbers.setdefault((key, cells[index]), len(numbers)) for key, (_, cells) in zip(keys, table.rows, strict=True)
    ]


def fewest(table: Table, start: Sequence[int], chosen: Sequence[Column], different: int) -> list[Column]:
    """The columns without those that the others make needless: a family beside its indicators."""
    kept = list(chosen)
    for column in sorted(chosen, key=lambda column: len(values(table, column))):
        others = [other for other in kept if other is not column]
        keys = list(start)
        for other in others:
            keys = refined(table, keys, other)
        if others and len(set(keys)) == different:
            kept = others
    return kept


def best_name(table: Table, column: Column, found: Sequence[Column]) -> Column:
    """The most telling of the columns that say the same: a name beside its code, a measure beside its family."""
    alike = [column, *(other for other in found if other is not column and says_the_same(table, column, other))]
    return min(alike, key=lambda other: vagueness(other.title))


def says_the_same(table: Table, one: Column, other: Column) -> bool:
    """Whether every value of one column goes with one value of the other, and the other way round."""
    pairs = {(cells[one.index], cells[other.index]) for _, cells in table.rows}
    ours, theirs = {our for our, _ in pairs}, {their for _, their in pairs}
    return len(ours) == len(theirs) == len(pairs) and "" not in theirs


def vagueness(title: str) -> int:
    """0 for the name of a measure or an organisation, more for its code, most for what it belongs to."""
    plain = plain_title(title)
    if FAMILY.search(plain):
        return 3
    return 1 if CODES.search(plain) else 0 if NAME.search(plain) else 2


def telling(column: Column) -> int:
    """Measures first, then organisations, then the rest."""
    title = plain_title(column.title)
    return 0 if MEASURES.search(title) else 1 if NAMES.search(title) else 2


def plain_title(title: str) -> str:
    """A title to look for words in: OrgCodeProvider and Org_Code are three words and two."""
    return CAMEL.sub(" ", title).lower().replace("_", " ").strip()


def candidates(table: Table, called_only: bool) -> Iterator[Column]:
    """Columns of names or codes: those that are called so first, then any whose words come again and again.

    Where few months come twice, a remark may differ by chance, so only those called so part the file.
    """
    never = (table.header.date_column, table.status, table.part)
    others = [
        column
        for column in table.columns
        if column.index not in never and not REMARKS.search(plain_title(column.title))
    ]
    called = [column for column in others if PARTS.search(plain_title(column.title)) and not column.percents]
    yield from called
    if called_only:
        return
    for column in others:
        if column not in called and not column.is_number and len(values(table, column)) * 2 <= len(table.rows):
            yield column


def joined_series(table: Table) -> Iterator[Note]:
    """A warning where one series runs on under several names: a new site, or a trust that was renamed."""
    for column in table.columns:
        names = values(table, column) if NAMES.search(plain_title(column.title)) else ()
        if 1 < len(names) < len(table.rows) and not column.is_number:
            text = f"“{column.title}” has {joined([f'“{name}”' for name in names], 3)}. We read all rows as one series."
            yield Note(None, column.title, names[0], text, "Several names in one series", column.letter)


def values(table: Table, column: Column) -> tuple[str, ...]:
    """The different values of a column, in alphabetical order, blanks left out."""
    return tuple(sorted({cells[column.index] for _, cells in table.rows} - {""}, key=str.casefold))
