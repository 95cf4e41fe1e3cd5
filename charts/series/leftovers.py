"""Which rows round a table are not months: titles above, notes and totals below, headings said again."""

import re
from collections.abc import Sequence

from charts.series.grid import GridRow
from charts.series.header import CALENDAR_YEAR, Header
from charts.series.numbers import read_number
from charts.series.periods import names_period, read_serial
from charts.series.seriesfile import Note

FIRST_CELLS = 40
TOTAL = re.compile(
    r"(?:grand |sub-? ?|overall |annual |yearly |running |year |quarter |trust )?totals?\b|ytd\b|year[- ]to[- ]date"
    r"|average\b|mean\b|median\b|sum\b|overall\b|cumulative\b|all months|targets?\b|rolling\b"
    r"|(?:12|twelve)[- ]months?\b|benchmark\b|subtotal"
)
SUBTOTAL = re.compile(
    r".*\b(?:sub-?)?totals?[ .:]*|.*\b(?:ytd|average|mean)|q(?:uarter|tr)? ?[1-4]|h[12]"
    r"|(?:first|second|third|fourth) quarter"
)
TOTAL_OF = re.compile(r".+ (?:sub-?)?totals?[ :]*")
LINE = re.compile(r"[-=_]{3,}")
REMARK = re.compile(
    r"(?:source|notes?|key|extract(?:ed)?|report(?:ed)?|produced|data|(?:last )?(?:updated|refreshed)|prepared|printed"
    r"|generated|exported|contact|definition|n\.?b\.?)\b[^0-9]|[*†‡] ?\S"
)


def sort_rows(rows: Sequence[GridRow], header: Header) -> tuple[list[GridRow], list[Note]]:
    """The rows that are months (padded to one width), and a note for every row that was left out."""
    width = len(header.titles)
    kept: list[GridRow] = []
    above = rows[: header.first] if header.index is None else rows[: header.index]
    left_out = [note(number, cells, "title") for number, cells in above if any(cells)]
    titles = rows[header.index][1] if header.index is not None else None
    for number, cells in rows[header.first :]:
        if not any(cells):
            continue
        what = kind_of_row(cells, titles, header)
        if what:
            left_out.append(note(number, cells, what))
        else:
            kept.append((number, cells + ("",) * (width - len(cells))))
    return without_sums(kept, left_out, header)


def kind_of_row(cells: tuple[str, ...], titles: tuple[str, ...] | None, header: Header) -> str:
    """Why a row is not a month, or nothing where it is one (or tries to be)."""
    if cells == titles:
        return "repeated titles"
    if all(LINE.fullmatch(cell) for cell in cells if cell):
        return "line"
    label = cells[header.date_column] if header.date_column is not None and header.date_column < len(cells) else ""
    first = label or next((cell for cell in cells[:FIRST_CELLS] if cell and not read_number(cell)), "")
    if TOTAL.match(first.lower()) and not is_dated(label, header):
        return "total"
    if is_dated(label, header):
        return ""
    if SUBTOTAL.fullmatch(label.lower()) or (not label and TOTAL_OF.fullmatch(first.lower())):
        return "total"
    others = [cell for column, cell in enumerate(cells) if cell and column != header.date_column]
    if not others or REMARK.match(first.lower() + " "):
        return "note"
    tried_date = label[:1].isdigit() and len(label) <= 12
    return "" if tried_date or any(looks_counted(cell) for cell in others) else "note"


def looks_counted(cell: str) -> bool:
    """A cell that is, or tries to be, a number."""
    return read_number(cell) is not None or read_number(cell, "comma") is not None or cell[0] in "*<=-0123456789"


def is_dated(cell: str, header: Header) -> bool:
    """A cell that names a period in the way this file does."""
    if header.years and CALENDAR_YEAR.fullmatch(cell):
        return True
    return names_period(cell) or (header.serials and read_serial(cell) is not None)


def note(number: int, cells: tuple[str, ...], what: str) -> Note:
    """Say which row was left out, and as what."""
    found = next((cell for cell in cells if cell), "")
    shown = found if len(found) <= 80 else f"{found[:80]}…"
    return Note(number, "", shown, f"{what.capitalize()} (row {number}) left out: “{shown}”.", what.capitalize())


def without_sums(kept: list[GridRow], left_out: list[Note], header: Header) -> tuple[list[GridRow], list[Note]]:
    """A last row without a month whose numbers are the sums of those above is a total, even if it does not say so."""
    column = header.date_column
    if column is not None and len(kept) > 2 and not kept[-1][1][column] and is_sum(kept[-1][1], kept[:-1]):
        number, cells = kept.pop()
        left_out.append(note(number, cells, "total"))
    return kept, sorted(left_out, key=lambda item: item.row or 0)


def is_sum(cells: tuple[str, ...], above: list[GridRow]) -> bool:
    """Whether any column's number is the sum of that column."""
    for column, cell in enumerate(cells):
        total = read_number(cell)
        if total is None:
            continue
        numbers = [found.value for _, row in above if (found := read_number(row[column]))]
        if len(numbers) > 1 and abs(sum(numbers) - total.value) < 1e-9 * max(1.0, abs(total.value)):
            return True
    return False
