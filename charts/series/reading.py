"""The rows of one series, cell by cell: a number, a gap with its status, or a problem that says what was found."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from charts.series.dates import Order, decide_order, not_a_month, read_date
from charts.series.doubts import Quarters
from charts.series.gaps import GapStatus, gap_status, may_be_zero
from charts.series.header import CALENDAR_YEAR, Header
from charts.series.marks import Standing
from charts.series.numbers import EITHER, DecimalMark, Number, is_infinite, read_number, suggestion, two_numbers
from charts.series.periods import Period
from charts.series.places import spot
from charts.series.roles import Roles
from charts.series.seriesfile import Note
from charts.series.table import Column, Table
from charts.series.words import joined, number_words

LABELS = {"numerator": "Numerator", "denominator": "Denominator", "value": "Value"}


@dataclass(frozen=True)
class Reading:
    """One row as it was read. A cell that is a gap or a problem has no number."""

    row: int
    period: Period
    numbers: dict[str, Number]
    gaps: dict[str, GapStatus]
    texts: dict[str, str]
    own: str = ""
    faulty: bool = False
    spot: str = ""
    standing: Standing | None = None

    @property
    def status(self) -> str:
        """A number that was withheld outweighs one that never was; a gap outweighs a provisional number."""
        if not self.gaps:
            return self.standing or "final"
        return "suppressed" if "suppressed" in self.gaps.values() else "missing"


@dataclass
class Readings:
    """All rows of a series with everything there is to say about them."""

    rows: list[Reading] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)


def role_columns(roles: Roles) -> dict[str, Column]:
    """The columns that numbers are read from."""
    named = {"numerator": roles.numerator, "denominator": roles.denominator, "value": roles.value}
    return {role: column for role, column in named.items() if column is not None}


def read_rows(table: Table, roles: Roles, quarters: Quarters = "") -> Readings:
    """Read every row; nothing stops at the first problem."""
    dated = table.header.date_column or 0
    order = decide_order([cells[dated] for _, cells in table.rows], quarters)
    letter = table.columns[dated].letter
    readings = Readings()
    readings.warnings += [order.warning] if order.warning else []
    readings.problems += [order.problem] if order.problem else []
    periods = [read_when(cells[dated], order, table.header) for _, cells in table.rows]
    longer = stray_kinds(periods)
    readings.problems += mixed_lengths(periods, longer, letter)
    months = {(period.date.year, period.date.month) for period in periods if period and period.kind not in longer}
    for (number, cells), period in zip(table.rows, periods, strict=True):
        if period and period.kind in longer and not covered(period, months):
            readings.problems.append(uncovered(number, cells[dated], letter))
        if period and period.kind in longer:
            readings.left_out.append(longer_period(number, cells[dated], spot(table, number)))
            continue
        if period is None:
            readings.problems.append(not_a_month(number, cells[dated], order, letter))
        readings.rows.extend(
            replace(row, spot=spot(table, number), standing=table.standings.get(number))
            for row in read_row(number, cells, period, roles, table.mark, readings)
        )
    return readings


def read_when(text: str, order: Order, header: Header) -> Period | None:
    """One cell of the date column; 2019 is a year where the column is one of years."""
    if header.years and CALENDAR_YEAR.fullmatch(text):
        return Period(date(int(text), 1, 1), "year")
    return read_date(text, order, header.serials)


def stray_kinds(periods: list[Period | None]) -> set[str]:
    """Quarters and years among months, and years among quarters, are subtotals."""
    kinds = Counter(period.kind for period in periods if period)
    longer = kinds["quarter"] + kinds["year"]
    if longer * 2 < kinds.total():
        return {"quarter", "year"}
    return {"year"} if longer == kinds.total() and kinds["year"] < kinds["quarter"] else set()


def mixed_lengths(periods: list[Period | None], longer: set[str], letter: str) -> Iterator[Note]:
    """Months and quarters (or years) in one column, none of them plainly the subtotals of the others."""
    kinds = dict.fromkeys(period.kind for period in periods if period and period.kind not in longer)
    long = [kind for kind in kinds if kind in ("quarter", "year")]
    if long and len(kinds) > 1:
        said = joined([f"{kind}s" for kind in kinds if kind != "day" or "month" not in kinds])
        text = f"The file has {said} in one column. Keep rows of one length, best months."
        yield Note(None, "Month", said, text, "Different lengths", letter)


def covered(period: Period, months: set[tuple[int, int]]) -> bool:
    """Whether any month of a quarter or a year has a row of its own, so that it is a subtotal."""
    first = period.date.year * 12 + period.date.month - 1
    length = 3 if period.kind == "quarter" else 12
    return any((number // 12, number % 12 + 1) in months for number in range(first, first + length))


def uncovered(row: int, text: str, letter: str) -> Note:
    """A quarter or a year among months that stands for months the file does not have."""
    said = (
        f"“{text}” is longer than a month, and none of its months is in the file. Give its months, or take the row out."
    )
    return Note(row, "Month", text, said, "Longer than a month", letter)


def longer_period(row: int, text: str, where: str) -> Note:
    """A quarter's or a year's row in a table of months."""
    return Note(row, "Month", text, f"“{text}” ({where}) is longer than a month, so we left it out.", "Left out")


def read_row(
    number: int, cells: tuple[str, ...], period: Period | None, roles: Roles, mark: DecimalMark, readings: Readings
) -> Iterator[Reading]:
    """One row's numbers and gaps. A row without a month yields nothing; its cells are checked all the same."""
    numbers: dict[str, Number] = {}
    gaps: dict[str, GapStatus] = {}
    texts = {role: cells[column.index] for role, column in role_columns(roles).items()}
    faults = 0
    for role, column in role_columns(roles).items():
        text = texts[role]
        if found := read_number(text, mark):
            numbers[role] = found
            readings.warnings += [note_left_out(number, LABELS[role], text, found, column.letter)] if found.note else []
        elif status := gap_status(text):
            gaps[role] = status
        else:
            readings.problems.append(not_a_number(number, LABELS[role], text, column.letter))
            faults += 1
    readings.warnings.extend(gap_notes(number, texts, gaps, role_columns(roles)))
    if period is not None:
        own = cells[roles.own.index] if roles.own else ""
        yield Reading(number, period, numbers, gaps, texts, own, faults > 0)


def gap_notes(
    row: int, texts: dict[str, str], gaps: dict[str, GapStatus], columns: dict[str, Column]
) -> Iterator[Note]:
    """One sentence for all gaps of a row that are written alike."""
    for text in dict.fromkeys(texts[role] for role in gaps):
        alike = [role for role in gaps if texts[role] == text]
        who = joined([f"the {role}" for role in alike])
        verb = "is" if len(alike) == 1 else "are"
        status = gaps[alike[0]]
        said = f"{verb} “{text}”. We read it as {status} and left a gap." if text else f"{verb} blank. We left a gap."
        said += " If it means 0, write 0." if may_be_zero(text) else ""
        sentence = f"{who[0].upper()}{who[1:]} {said}"
        yield Note(row, LABELS[alike[0]], text, sentence, status.capitalize(), columns[alike[0]].letter)


def note_left_out(row: int, label: str, text: str, number: Number, letter: str) -> Note:
    """A number with a mark after it, which is no part of it."""
    value = f"{number_words(number.value, number.decimals)}{'%' if number.percent else ''}"
    sentence = f"“{text}” has a mark, “{number.note}”. We read {value} and left the mark out."
    return Note(row, label, text, sentence, "Mark left out", letter)


def not_a_number(row: int, label: str, text: str, letter: str) -> Note:
    """Why a cell is not a number, and what to do."""
    if is_infinite(text):
        sentence = f"“{text}” is infinite. Write the number, or leave the cell blank where there is none."
        return Note(row, label, text, sentence, "Not a number", letter)
    if text.startswith("="):
        sentence = (
            f"“{text}” is a formula without its result. Open the file in Excel, save it there and choose it again."
        )
        return Note(row, label, text, sentence, "Formula without a result", letter)
    if EITHER.fullmatch(text):
        whole, decimal = text.replace(",", "").replace(".", ""), text.replace(",", ".")
        sentence = f"“{text}” can be {whole} or {decimal}. Write thousands without a mark, such as 1234."
        return Note(row, label, text, sentence, "Two ways to read", letter)
    if advice := two_numbers(text):
        return Note(row, label, text, f"“{text}” holds two numbers. {advice}", "Two numbers in one cell", letter)
    meant = suggestion(text)
    advice = f"Did you mean {meant}?" if meant else "Write a number, or leave the cell blank where there is none."
    return Note(row, label, text, f"“{text}” is not a number. {advice}", "Not a number", letter)
