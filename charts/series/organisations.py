"""The rows of the user's own trusts in a file of many organisations."""

import re
from collections.abc import Iterator, Sequence

from charts.series.seriesfile import Choice, Note
from charts.series.splits import plain_title, values
from charts.series.table import Column, Table
from charts.series.words import joined

CODED = re.compile(r"\b(?:org|organisation|organization|provider|trust|site|hospital|ods|code|unit)\b")
TRUST = re.compile(r"[rt][a-z0-9]{2}")
OF_TRUSTS = re.compile(r"\b(?:org|organisation|organization|provider|trust|ods)\b")
OF_SITES = re.compile(r"\b(?:site|hospital|ward|unit)\b")


def own_rows(table: Table, choice: Choice) -> tuple[Table, list[Note]]:
    """Only the rows of the user's own trusts, where the file has them, and a note that says so."""
    codes = {code.strip().casefold() for code in choice.organisations}
    column = code_column(table, codes) if codes else None
    if column is None or column.title in choice.filters:
        return table, []
    every = values(table, column)
    own = [code for code in every if code.casefold() in codes]
    if len(own) == len(every):
        return table, []
    kept = [row for row in table.rows if row[1][column.index].casefold() in codes]
    text = (
        f"“{column.title}” has {len(every):,} organisations. We read only the rows of your own, {joined(own)}; "
        f"{len(table.rows) - len(kept):,} rows are left out."
    )
    return table.narrowed(kept), [Note(None, column.title, joined(own), text, "Other organisations", column.letter)]


def others_only(table: Table, choice: Choice) -> Iterator[Note]:
    """A warning where a column of trusts' codes has none of the user's own."""
    codes = tuple(code.strip().casefold() for code in choice.organisations)
    if not all(map(TRUST.fullmatch, codes)):
        return
    for column in table.columns if codes else ():
        title = plain_title(column.title)
        every = values(table, column) if OF_TRUSTS.search(title) and not OF_SITES.search(title) else ()
        said = [code.casefold() for code in every]
        if any(map(TRUST.fullmatch, said)) and not any(code.startswith(codes) for code in said):
            text = (
                f"“{column.title}” has {joined(every, 3)} and not {joined([code.upper() for code in codes])}. "
                "Check that this file is about your own organisation."
            )
            yield Note(None, column.title, every[0], text, "Other organisations", column.letter)
            return


def code_column(table: Table, codes: set[str]) -> Column | None:
    """The column of organisation codes that has one of these."""
    found = [
        column for column in table.columns if column.index != table.header.date_column and has(table, column, codes)
    ]
    called = [column for column in found if CODED.search(plain_title(column.title))]
    return next(iter(called or found), None)


def has(table: Table, column: Column, codes: Sequence[str] | set[str]) -> bool:
    """Whether a column has one of these codes."""
    return any(cells[column.index].casefold() in codes for _, cells in table.rows)
