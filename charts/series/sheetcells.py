"""The cells of one worksheet as the text a person would have typed: 45.2%, 2019-04-01, #DIV/0!"""

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from xml.etree import ElementTree

from charts.series.archive import local
from charts.series.grid import GridRow, trimmed
from charts.series.numberformats import Styles, number
from charts.series.refusals import MAX_COLUMNS, MAX_ROWS, damaged, too_many_columns, too_many_rows

LAST_DAY = 2_958_465
NUMERIC = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True)
class Workbook:
    """What the cells of every sheet refer to: shared texts, styles, and the day that dates count from."""

    texts: tuple[str, ...]
    styles: Styles
    first_day: datetime

    def text(self, cell: ElementTree.Element) -> str:
        """What the cell says."""
        parts = {local(part.tag): part for part in cell}
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return rich_text(parts["is"]) if "is" in parts else ""
        value = (parts["v"].text or "").strip() if "v" in parts else ""
        if not value:
            return formula(parts["f"]) if "f" in parts and kind != "str" else ""
        if kind == "s":
            return self.texts[int(value)] if value.isdigit() and int(value) < len(self.texts) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self.numeric(value, number(cell, "s")) if kind == "n" else value

    def numeric(self, text: str, style: int) -> str:
        """A number as its format shows it."""
        if not NUMERIC.fullmatch(text) or not math.isfinite(float(text)):
            return text
        value = float(text)
        if style in self.styles.percent:
            return f"{plain(round(value * 100, 10))}%"
        if style in self.styles.date and 1 <= value <= LAST_DAY:
            return self.dated(value)
        return plain(value)

    def dated(self, value: float) -> str:
        """An Excel day number as an ISO date, with its time where it has one."""
        moment = self.first_day + timedelta(days=int(value), seconds=round((value % 1) * 86_400))
        return moment.strftime("%Y-%m-%d") if moment.hour == moment.minute == 0 else moment.strftime("%Y-%m-%d %H:%M")


def plain(value: float) -> str:
    """A number without .0 and without an exponent where that can be."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def formula(part: ElementTree.Element) -> str:
    """A formula whose result was never calculated."""
    return f"={part.text or ''}"


def rich_text(item: ElementTree.Element) -> str:
    """All the text of a shared or inline string, without pronunciation marks."""
    marks = {part for mark in item.iter() if local(mark.tag) == "rPh" for part in mark.iter()}
    return "".join(part.text or "" for part in item.iter() if local(part.tag) == "t" and part not in marks)


def column_index(reference: str, default: int) -> int:
    """B7 is column 1; a cell without a reference follows the one before."""
    letters = reference.rstrip("0123456789")
    return letters_index(letters) if letters else default


@lru_cache(maxsize=2_048)
def letters_index(letters: str) -> int:
    """A is 0, AA is 26; what no column is called is far beyond the last."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        return MAX_COLUMNS
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def read_rows(xml: bytes, workbook: Workbook, most: int = MAX_ROWS + 1) -> list[GridRow]:
    """The rows that say anything, with their own numbers; `most` of them are enough."""
    rows: list[GridRow] = []
    try:
        for row_number, element in row_elements(xml):
            row = row_cells(element, workbook)
            if row:
                rows.append((row_number, row))
            if len(rows) > MAX_ROWS:
                raise too_many_rows()
            if len(rows) >= most:
                break
    except (ElementTree.ParseError, ValueError, LookupError):
        raise damaged() from None
    return sorted(rows)


def row_elements(xml: bytes) -> Iterator[tuple[int, ElementTree.Element]]:
    """Each row element with its number, letting go of its cells afterwards so that memory stays level."""
    row_number = 0
    for _, element in ElementTree.iterparse(io.BytesIO(xml), events=("end",)):
        if local(element.tag) == "row":
            row_number = number(element, "r") or row_number + 1
            yield row_number, element
            element.clear()


def row_cells(element: ElementTree.Element, workbook: Workbook) -> tuple[str, ...]:
    """The texts of a row, each in its own column."""
    found: dict[int, str] = {}
    index = -1
    for cell in element:
        index = column_index(cell.get("r", ""), index + 1)
        if len(cell) and (text := workbook.text(cell).replace("\u00a0", " ").strip()):
            found[index] = text
    if not found:
        return ()
    if max(found) >= MAX_COLUMNS:
        raise too_many_columns()
    return trimmed([found.get(column, "") for column in range(max(found) + 1)])
