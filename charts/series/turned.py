"""Cells that stand for a month each, put into the rows of a table; every cell keeps its place in the file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from charts.series.grid import GridRow
from charts.series.header import Header, unique_titles
from charts.series.marks import Standing
from charts.series.numbers import decimal_mark
from charts.series.periods import read_period
from charts.series.table import Place, Table, profile

MONTH, VALUE = "Month", "Value"
EMPTY = ("", "#div/0!", "#n/a")


class Cell(NamedTuple):
    """What stands under one month: its labels at the left, its month, its part (Num, Den), its text and its place."""

    labels: tuple[str, ...]
    when: str
    part: str
    text: str
    place: Place
    mark: Standing | None


def turned(cells: Sequence[Cell], labels: Sequence[str], header_row: int, delimiter: str) -> Table:
    """A table with a row for each month of each label, and a column for each part."""
    parts = list(dict.fromkeys(cell.part for cell in cells)) or [""]
    values = [part or VALUE for part in parts]
    titles = unique_titles((MONTH, *labels, *values), 1 + len(labels) + len(values))
    made = Turned(1 + len(labels), {part: at for at, part in enumerate(parts)}, len(titles))
    made.add(without_future(cells))
    rows = tuple(made.rows())
    mark = decimal_mark((cell.text for cell in cells), delimiter)
    return Table(
        Header(0, 1, titles, 0),
        header_row,
        rows,
        profile(rows, titles, mark),
        mark,
        (),
        places={at: tuple(places) for at, places in enumerate(made.places, 1)},
        across=True,
        lead=made.first,
        standings=made.standings,
    )


def without_future(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells up to the last month in which any of them holds something."""
    found = {cell.when: read_period(cell.when) for cell in cells}
    full = [period.date for cell in cells if cell.text.lower() not in EMPTY and (period := found[cell.when])]
    for cell in cells:
        period = found[cell.when]
        if period is None or (full and period.date <= max(full)):
            yield cell


@dataclass
class Turned:
    """Rows in the making: labels and month on the left, a column for each part."""

    first: int
    parts: Mapping[str, int]
    width: int
    texts: list[list[str]] = field(default_factory=list)
    places: list[list[Place]] = field(default_factory=list)
    standings: dict[int, Standing] = field(default_factory=dict)
    held: dict[tuple[object, ...], int] = field(default_factory=dict)

    def add(self, cells: Iterator[Cell]) -> None:
        """Put every cell in the row of its month; one that comes twice gets a row of its own."""
        for said, when, sub, text, place, mark in cells:
            again = 0
            while (said, when, sub, again) in self.held:
                again += 1
            at = self.held.get((said, when, again))
            if at is None:
                at = self.held[said, when, again] = len(self.texts)
                self.texts.append([when, *said, *[""] * (self.width - self.first)])
                self.places.append([place] * self.width)
            self.held[said, when, sub, again] = at
            self.texts[at][self.first + self.parts[sub]] = text
            self.places[at][self.first + self.parts[sub]] = place
            if mark:
                self.standings[at + 1] = mark

    def rows(self) -> Iterator[GridRow]:
        """The rows with numbers of their own."""
        return ((at, tuple(texts)) for at, texts in enumerate(self.texts, 1))
