"""The cells of one worksheet as the text a person would have typed: 45.2%, 2019-04-01, 01:30, #DIV/0!"""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from charts.series.decoding import AS_SEEN
from charts.series.grid import GridRow, trimmed
from charts.series.numberformats import Styles, number
from charts.series.refusals import MAX_COLUMNS, MAX_ROWS, too_many_columns, too_many_rows
from charts.series.xmlstream import Enough, stream

LAST_DAY = 2_958_465
NUMERIC = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
TEXTS = frozenset(("v", "f", "t"))
LETTERS = re.compile("[A-Z]{1,3}")


@dataclass(frozen=True)
class Workbook:
    """What the cells of every sheet refer to: shared texts, styles, and the day that dates count from."""

    texts: tuple[str, ...]
    styles: Styles
    first_day: datetime

    def text(self, kind: str, style: str, value: str, formula: str | None) -> str:
        """What a cell says, by its type, its style, its value and its formula."""
        if not value:
            return f"={formula}" if formula is not None and kind != "str" else ""
        if kind == "n":
            return self.numeric(value, number(style))
        if kind == "s":
            return self.texts[int(value)] if value.isdigit() and int(value) < len(self.texts) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return value

    def numeric(self, text: str, style: int) -> str:
        """A number as its format shows it."""
        shown = style in self.styles.percent or style in self.styles.date or style in self.styles.time
        if not shown and text.isdigit() and text[0] != "0" and len(text) < 16:
            return text
        if not NUMERIC.fullmatch(text) or not math.isfinite(float(text)):
            return text
        value = float(text)
        if style in self.styles.percent:
            return f"{plain(round(value * 100, 10))}%"
        if style in self.styles.date and 1 <= value <= LAST_DAY:
            return self.dated(value)
        return clock(value) if style in self.styles.time and value >= 0 else plain(value)

    def dated(self, value: float) -> str:
        """An Excel day number as an ISO date, with its time where it has one. A day that ends at 23:59:59.997 is it."""
        moment = self.first_day + timedelta(days=int(value), milliseconds=round((value % 1) * 86_400_000))
        return moment.strftime("%Y-%m-%d") if moment.hour == moment.minute == 0 else moment.strftime("%Y-%m-%d %H:%M")


def plain(value: float) -> str:
    """A number without .0 and without an exponent where that can be."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def clock(value: float) -> str:
    """A part of a day as hours and minutes, with its seconds where it has any: 0.0625 is 01:30."""
    minutes, seconds = divmod(round(value * 86_400), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")


def column_index(reference: str, default: int) -> int:
    """B7 is column 1; a cell without a reference follows the one before."""
    letters = reference.rstrip("0123456789")
    return letters_index(letters) if letters else default


@lru_cache(maxsize=2_048)
def letters_index(letters: str) -> int:
    """A is 0, AA is 26; what no column is called is far beyond the last."""
    if not LETTERS.fullmatch(letters):
        return MAX_COLUMNS
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


class SheetReader:
    """Gathers rows while the XML of a sheet goes by."""

    def __init__(self, workbook: Workbook, most: int) -> None:
        """Start before the first row."""
        self.workbook, self.most = workbook, most
        self.rows: list[GridRow] = []
        self.row_number = self.column = self.marks = 0
        self.cells: dict[int, str] = {}
        self.kind, self.style, self.value = "n", "0", ""
        self.formula: str | None = None
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell, a row, or marks of pronunciation begin."""
        if name == "c":
            self.inside, self.value, self.formula = True, "", None
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.column = column_index(attributes.get("r", ""), self.column + 1)
        elif name == "row":
            self.row_number = number(attributes.get("r", "0")) or self.row_number + 1
            self.cells, self.column = {}, -1
        elif name == "rPh":
            self.marks += 1

    def end(self, name: str, text: str) -> None:
        """A part of a cell, a cell, a row or the whole table ends."""
        if name == "c":
            self.keep(self.workbook.text(self.kind, self.style, self.value.strip(), self.formula))
            self.inside = False
        elif name == "v":
            self.value = text if self.inside else ""
        elif name == "f":
            self.formula = text
        elif name == "t":
            self.value += "" if self.marks else text
        elif name == "row":
            self.keep_row()
        elif name == "rPh":
            self.marks -= 1
        elif name == "sheetData":
            raise Enough

    def keep(self, text: str) -> None:
        """What a cell says, in its column; spaces of every kind and marks that cannot be seen taken out."""
        text = text if text.isascii() else text.translate(AS_SEEN)
        if text and not text.isspace():
            if self.column >= MAX_COLUMNS:
                raise too_many_columns()
            self.cells[self.column] = text

    def keep_row(self) -> None:
        """A row that says anything."""
        if not self.cells:
            return
        found = self.cells
        self.rows.append((self.row_number, trimmed([found.get(column, "") for column in range(max(found) + 1)])))
        if len(self.rows) > MAX_ROWS:
            raise too_many_rows()
        if len(self.rows) >= self.most:
            raise Enough


def read_rows(xml: bytes, workbook: Workbook, most: int = MAX_ROWS + 1) -> list[GridRow]:
    """The rows that say anything, with their own numbers; `most` of them are enough."""
    reader = SheetReader(workbook, most)
    stream(xml, reader.start, reader.end, TEXTS)
    return sorted(reader.rows)


def read_texts(xml: bytes) -> tuple[str, ...]:
    """The shared texts that cells refer to by number, without marks of pronunciation."""
    texts: list[str] = []
    parts: list[str] = []
    marks = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal marks
        marks += name == "rPh"

    def end(name: str, text: str) -> None:
        nonlocal marks
        if name == "t" and not marks:
            parts.append(text)
        elif name == "si":
            texts.append("".join(parts))
            parts.clear()
        marks -= name == "rPh"

    stream(xml, start, end, frozenset("t"))
    return tuple(texts)
