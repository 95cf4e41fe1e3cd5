"""Every series of a file at once: the table is found once and its rows are parted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from charts.series.grid import GridRow
from charts.series.periods import forget_many
from charts.series.reader import EVERYTHING, SHEET, open_file, read_table
from charts.series.seriesfile import Choice, SeriesFile
from charts.series.splits import series_names
from charts.series.table import Table


@dataclass(frozen=True)
class Every:
    """All that a file holds.

    whole   the file before any choice among its series
    series  by the values of the columns of `whole.series_names`, in that order; a file of one series has the key ()
    """

    whole: SeriesFile
    series: Mapping[tuple[str, ...], SeriesFile] = field(default_factory=dict)


def read_every(content: bytes, filename: str, choice: Choice | None = None) -> Every:
    """Read each series of a file with its own columns; one with problems leaves the others readable."""
    try:
        return all_series(content, filename, choice or EVERYTHING)
    finally:
        forget_many()


def all_series(content: bytes, filename: str, choice: Choice) -> Every:
    """The table once, then each series of it."""
    opened = open_file(content, filename, choice)
    if opened.known.series_names:
        return every_sheet(content, opened.known, choice)
    if opened.table is None:
        return Every(opened.known, {(): opened.known})
    whole = read_table(opened.known, opened.table, choice)
    names = whole.series_names
    if not names:
        return Every(whole, {(): whole})
    parts = dict(parted(opened.table))
    filters = {key: {**opened.known.filters, **dict(zip(names, key, strict=True))} for key in parts}
    found = {key: one(replace(opened.known, filters=filters[key]), opened.table, parts[key], choice) for key in parts}
    return Every(whole, found)


def every_sheet(content: bytes, known: SeriesFile, choice: Choice) -> Every:
    """Each sheet of a workbook of several, and each series of such a sheet."""
    series = {}
    for name in known.series_names[SHEET]:
        of_sheet = all_series(content, known.filename, replace(choice, sheet=name))
        series |= {(name, *key): found for key, found in of_sheet.series.items()}
    return Every(known, series)


def parted(table: Table) -> list[tuple[tuple[str, ...], list[GridRow]]]:
    """The rows of each series, in the file's order."""
    indexes = [column.index for title in series_names(table) if (column := table.column(title))]
    found: dict[tuple[str, ...], list[GridRow]] = {}
    for row in table.rows:
        found.setdefault(tuple([row[1][index] for index in indexes]), []).append(row)
    return list(found.items())


def one(known: SeriesFile, table: Table, rows: list[GridRow], choice: Choice) -> SeriesFile:
    """One series of the file, as if its rows had been chosen."""
    return read_table(known, table.narrowed(rows), choice)
