"""Provisional and final: a mark at the month (Mar-25 (P)) or a column that says it."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from charts.series.grid import GridRow
from charts.series.periods import names_period

Standing = Literal["provisional", "final"]
Marks = Mapping[tuple[int, int], Standing]

WORDS: dict[str, Standing] = {
    "p": "provisional", "prov": "provisional", "prov.": "provisional", "provisional": "provisional",
    "provisional data": "provisional", "provisional figure": "provisional", "provisional figures": "provisional",
    "draft": "provisional", "interim": "provisional", "unvalidated": "provisional", "validated": "final",
    "f": "final", "fin": "final", "final": "final", "final data": "final", "finalised": "final", "r": "final",
    "refresh": "final", "refreshed": "final", "revised": "final", "rev": "final", "confirmed": "final",
}  # fmt: skip
SAID = "|".join(sorted((re.escape(word) for word in WORDS), key=len, reverse=True))
MARK = re.compile(
    rf"(?P<when>.*[0-9])(?:[ -]*[\[(] ?(?P<inside>{SAID}) ?[\])]|[ ,:-]*(?P<after>{SAID}))", re.IGNORECASE
)
ANYWHERE = re.compile(rf"[0-9][ ,:-]*[\[(]? ?(?:{SAID}) ?[\])]?(?:\t|$)", re.IGNORECASE)
TITLE = re.compile(
    r"\b(?:status|standing|version|release|provisional|final|submission|data type|publication|stage|p/f)\b"
)


def without_marks(rows: Sequence[GridRow]) -> tuple[tuple[GridRow, ...], Marks]:
    """The rows with their months bare, and which of them were marked, by row number and column."""
    marks: dict[tuple[int, int], Standing] = {}
    return tuple((number, bare(number, cells, marks)) for number, cells in rows), marks


def bare(number: int, cells: tuple[str, ...], marks: dict[tuple[int, int], Standing]) -> tuple[str, ...]:
    """One row without its marks."""
    if not ANYWHERE.search("\t".join(cells)):
        return cells
    said = list(cells)
    for index, cell in enumerate(cells):
        match = MARK.fullmatch(cell) if len(cell) <= 40 else None
        if match and not names_period(cell) and names_period(match["when"].strip()):
            said[index] = match["when"].strip()
            marks[number, index] = WORDS[(match["inside"] or match["after"]).lower()]
    return tuple(said)


def standing(cell: str) -> Standing | None:
    """What a cell of a status column says."""
    return WORDS.get(cell.lower().strip())


def is_status(title: str, values: Sequence[str]) -> bool:
    """A column of nothing but these words; single letters only where its title says so."""
    said = [value for value in values if value]
    if not said or any(standing(value) is None for value in said):
        return False
    return bool(TITLE.search(title.lower().replace("_", " "))) or all(len(value) > 4 for value in said)
