"""The shape of a file: what two monthly editions of the same return have in common."""

import hashlib
import re
from collections.abc import Iterable

from charts.series.periods import MON
from charts.series.table import Table

YEARS = r"\b(?:19|20)?[0-9]{2}\b(?: ?[/–-] ?[0-9]{2,4})?|\b(?:19|20)[0-9]{2,6}\b"
MONTH = re.compile(rf"\b{MON.replace('?P<mon>', '?:')}(?![a-z])|{YEARS}")
LETTERED = re.compile(r" \(column [a-z]+\)$|^column [a-z]+$")


def shape_of(sheet: str | None, titles: Iterable[str], table: Table) -> str:
    """A short fingerprint of a table's sheet and titles; empty where there is no table."""
    if table.header.date_column is None:
        return ""
    said = [*titles, "across"] if table.across else [*titles]
    words = [plain for title in said if (plain := without_months(title))]
    return _fingerprint([without_months(sheet or ""), *words])


def shape_of_sheets(sheets: Iterable[str]) -> str:
    """The same of a workbook of several sheets, before one of them is chosen."""
    return _fingerprint(["sheets", *map(without_months, sheets)])


def _fingerprint(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def without_months(title: str) -> str:
    """A title in lower case, without the months, years and letters that change from edition to edition."""
    plain = LETTERED.sub("", title.lower().replace("_", " "))
    return " ".join(re.findall(r"[a-z%]+", MONTH.sub(" ", plain)))
