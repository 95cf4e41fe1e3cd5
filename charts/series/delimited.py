"""Text files: which mark parts the columns, then rows."""

import csv
import io
import re

from charts.series.decoding import decode
from charts.series.gaps import gap_status
from charts.series.grid import Grid, GridRow, trimmed
from charts.series.numbers import read_number
from charts.series.periods import names_period, read_period
from charts.series.refusals import MAX_COLUMNS, MAX_ROWS, SAVE_AS, FileRefused, too_many_columns, too_many_rows
from charts.series.seriesfile import Note

DELIMITERS = (",", ";", "\t", "|")
DECLARED = re.compile(r'"?sep=(.)"?,*[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
SAMPLE = 16_000
LINES_IN_A_CELL = 30
KEPT_AS_TEXT = ('="', "'")
LINE_END = re.compile(r"[\r\n]")
LONG_CELL = 30_000
LAST_LINE = "\x04"  # put behind a text: a quotation mark that is still open takes it into its cell


def read_text(content: bytes) -> Grid:
    """The rows of a text file, whatever its encoding and delimiter."""
    text, damaged = decode(content)
    declared = DECLARED.match(text)
    delimiter = declared[1] if declared else detect(text[:SAMPLE])
    if declared:
        text = "\n" + text[declared.end() :]
    notes = (
        (Note(1, "", declared[0].strip(), "Row 1 says how columns are parted; we left it out.", "Left out"),)
        if declared
        else ()
    )
    return Grid(tuple(parsed(text, delimiter)), delimiter, left_out=notes, warnings=(bad_bytes(),) if damaged else ())


def bad_bytes() -> Note:
    """Said once: some characters were lost before the file came here."""
    return Note(
        None,
        "",
        "�",
        "Some characters in the file could not be read and are shown as �. Check the titles and notes.",
        "Characters lost",
    )


def detect(sample: str) -> str:
    """The delimiter under which most cells are dates, numbers or gaps; the comma where none is better."""
    lines = sample.splitlines()
    whole = "\n".join(lines[: max(1, len(lines) - 1)][:80])
    return max(DELIMITERS, key=lambda delimiter: sense(whole, delimiter))


def sense(sample: str, delimiter: str) -> int:
    """How many cells in a sample can be read under a delimiter, and a little for columns at all."""
    try:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return 0
    cells = [" ".join(cell.split()) for row in rows if len(row) > 1 for cell in row]
    return sum(4 * readable(cell) for cell in cells) + min(len(cells), 3)


def readable(cell: str) -> bool:
    """A cell that means something by itself."""
    return bool(cell) and bool(read_number(cell) or read_number(cell, "comma") or read_period(cell) or gap_status(cell))


def parsed(text: str, delimiter: str) -> list[GridRow]:
    """The rows with their numbers as Excel shows them; refuses what is too large or never closes a quotation mark."""
    rows: list[GridRow] = []
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    reader = csv.reader(io.StringIO(f"{ended}{LAST_LINE}", newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if cells and cells[-1].endswith(LAST_LINE):
                rows += last_row(number, cells, delimiter)
                break
            if number > MAX_ROWS:
                raise too_many_rows()
            rows.append((number, checked(number, cells, delimiter)))
    except csv.Error:
        raise never_closed(number + 1) from None
    return rows


def last_row(number: int, cells: list[str], delimiter: str) -> list[GridRow]:
    """The row whose quotation mark is never closed, where it is the file's last; refused where it took in others."""
    *whole, last = cells
    if any(delimiter in line for line in last.splitlines()[1:]):
        raise never_closed(number)
    left = last.removesuffix(LAST_LINE)
    return [(number, checked(number, [*whole, left], delimiter))] if whole or left else []


def checked(number: int, cells: list[str], delimiter: str) -> tuple[str, ...]:
    """One row, trimmed, unless it cannot be a row of a table."""
    row = trimmed([unwrapped(cell) if cell.startswith(KEPT_AS_TEXT) else cell for cell in cells])
    if len(row) > MAX_COLUMNS:
        raise too_many_columns()
    longest = max(map(len, row), default=0)
    if longest > LONG_CELL or (longest > 400 and any(cell.count("\n") > LINES_IN_A_CELL for cell in cells)):
        raise never_closed(number)
    if any(holds_rows(cell, delimiter) for cell in cells if delimiter in cell and LINE_END.search(cell)):
        raise never_closed(number)
    return row


def holds_rows(cell: str, delimiter: str) -> bool:
    """Whether a line of a cell, below its first, is a row of the table: a quotation mark was closed too late."""
    for line in cell.splitlines()[1:]:
        parts = [" ".join(part.split()) for part in line.split(delimiter)]
        numbers = sum(bool(read_number(part) or read_number(part, "comma")) for part in parts)
        if numbers > 2 or (numbers and any(names_period(part) for part in parts)):
            return True
    return False


def unwrapped(cell: str) -> str:
    """="Apr-19" or 'Apr-19, which programmes write so that Excel keeps a text as it is: the text. Formulas stay."""
    if cell[0] == "'":
        return cell if "'" in cell[1:] else cell[1:]
    inner = cell[2:-1]
    return inner if len(cell) > 2 and cell.endswith('"') and '"' not in inner else cell


def never_closed(row: int) -> FileRefused:
    """A cell that swallows the rest of the file."""
    return FileRefused(
        f"A cell in row {row} never ends: most likely a quotation mark is not closed. {SAVE_AS}",
        "Quotation mark not closed",
    )
