"""A table whose months run across the file, turned so that they run down; every cell keeps its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from charts.series.gaps import gap_status
from charts.series.grid import Grid, GridRow, column_letter
from charts.series.header import unique_titles
from charts.series.headings import Headings, find_headings
from charts.series.leftovers import REMARK, TOTAL, looks_counted, note
from charts.series.marks import Marks
from charts.series.numbers import read_number
from charts.series.periods import MON
from charts.series.seriesfile import Note
from charts.series.table import Table
from charts.series.turned import Cell, turned
from charts.series.years import Year, joined_month, read_month, read_year

TRIED = re.compile(
    rf"[0-9]{{1,4}}[-/. ][0-9]{{1,2}}(?:[-/. ][0-9]{{2,4}})?|[0-9]{{0,2}}[-/ ]?{MON}[-/ '’]*[0-9]{{0,4}}"
)
BARE_TOTAL = re.compile(
    r"(?:grand |sub-? ?|overall |annual |yearly |running |year |quarter |trust )?totals?[ :]*(?:\(?all .*)?"
    r"|ytd.*|year[- ]to[- ]date.*|averages?|mean|median|sum|overall|cumulative|all months|rolling .*"
    r"|(?:targets?|threshold|benchmark|trajectory|[ul][cp]l|(?:upper|lower) .*limit)\b.*"
)


@dataclass
class Melt:
    """The cells of a table with months across, one after another."""

    grid: Grid
    marks: Marks
    labels: list[int] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    left_out: list[Note] = field(default_factory=list)
    problems: list[Note] = field(default_factory=list)


def find_across(grid: Grid, marks: Marks) -> tuple[Table | None, list[Note]]:
    """The table with its months down the side, or nothing where they do not run across; and what stops it."""
    blocks = find_headings(grid.rows)
    if not blocks:
        return None, []
    without = next((block for block in blocks if block.yearless), None)
    if without is not None:
        return None, [no_year(grid.rows[without.top][0], without.yearless)]
    melt = Melt(grid, marks)
    melt.left_out += [note(number, cells, "title") for number, cells in grid.rows[: blocks[0].top] if titled(cells)]
    melt.labels = label_columns(grid.rows, blocks)
    headed = heading_columns(grid.rows, blocks, melt.labels)
    for block, end in zip(blocks, [*(block.top for block in blocks[1:]), len(grid.rows)], strict=True):
        melt.left_out += outside(melt, block, end)
        read_block(melt, block, end, headed)
    titles = label_titles(grid.rows, blocks[0], melt.labels)
    left_out = (*grid.left_out, *sorted(melt.left_out, key=lambda item: item.row or 0))
    table = turned(melt.cells, (*(["Group"] if headed else []), *titles), grid.rows[blocks[0].top][0], grid.delimiter)
    return replace(table, left_out=left_out), melt.problems


def label_titles(rows: Sequence[GridRow], block: Headings, labels: Sequence[int]) -> list[str]:
    """The titles of the label columns, in the row of the months or in the one under it."""
    above = [rows[block.top][1], *([rows[block.first - 1][1]] if block.first - 1 > block.top else [])]
    said = tuple(
        next((row[column] for row in above if column < len(row) and row[column]), "")
        for column in range(max(labels, default=-1) + 1)
    )
    named = unique_titles(said, len(said))
    return [named[column] for column in labels]


def no_year(row: int, text: str) -> Note:
    """Months across without a year anywhere."""
    said = f"“{text}” has no year. Write every month with its year in one cell, such as Sep-25."
    return Note(row, "Month", text, said, "No year")


def titled(cells: Sequence[str]) -> bool:
    """A row above that says more than the years of the months."""
    return any(cell and read_year(cell) is None for cell in cells)


def label_columns(rows: Sequence[GridRow], blocks: Sequence[Headings]) -> list[int]:
    """The columns left of the months that hold words."""
    left, first = min(blocks[0].columns), blocks[0].first
    found = []
    for column in range(left):
        cells = [cells[column] for _, cells in rows[first:] if column < len(cells) and cells[column]]
        numbers = sum(read_number(cell) is not None for cell in cells)
        if cells and numbers * 2 < len(cells) and column != blocks[0].beside:
            found.append(column)
    return found


def heading_columns(rows: Sequence[GridRow], blocks: Sequence[Headings], labels: Sequence[int]) -> bool:
    """Whether rows with nothing but words part the table into groups (Smoking, then its numerator and denominator)."""
    return any(
        is_heading(rows, at, block, labels)
        for block, end in zip(blocks, [*(block.top for block in blocks[1:]), len(rows)], strict=True)
        for at in range(block.first, end)
    )


def is_heading(rows: Sequence[GridRow], at: int, block: Headings, labels: Sequence[int]) -> bool:
    """A row that names the group of the rows right below it."""
    cells = rows[at][1]
    words = [cell for cell in cells if cell]
    if len(words) != 1 or not any(column < len(cells) and cells[column] for column in labels[:1]):
        return False
    if REMARK.match(words[0].lower() + " ") or words[0].endswith("."):
        return False
    following = next((below for _, below in rows[at + 1 :] if any(below)), ())
    return holds_cells(following, block) and not BARE_TOTAL.fullmatch(first_label(following, labels).lower())


def first_label(cells: Sequence[str], labels: Sequence[int]) -> str:
    """The first word at the left of a row."""
    return next((cells[column] for column in labels if column < len(cells) and cells[column]), "")


def holds_cells(cells: Sequence[str], block: Headings) -> bool:
    """Whether a row has anything counted under the months."""
    return any(column < len(cells) and cells[column] and looks_like_cell(cells[column]) for column in block.columns)


def looks_like_cell(cell: str) -> bool:
    """A number, what tries to be one, or a word for a gap."""
    return looks_counted(cell) or gap_status(cell) is not None or any(character.isdigit() for character in cell)


def outside(melt: Melt, block: Headings, end: int) -> Iterator[Note]:
    """Columns beside the months that are not read; a heading that tries to be a month is a problem."""
    rows, labels = melt.grid.rows, melt.labels
    number, cells = rows[block.top]
    below = rows[block.first : end]
    width = max((len(found) for _, found in (rows[block.top], *below)), default=0)
    for column in range(width):
        said = cells[column] if column < len(cells) else ""
        if column in block.columns or column in labels or column == block.beside:
            continue
        filled = any(column < len(found) and found[column] for _, found in below)
        if filled and TRIED.fullmatch(said.lower()):
            melt.problems.append(not_a_heading(number, said, column_letter(column)))
        elif filled:
            named = f" “{said}”" if said else ""
            text = f"Column {column_letter(column)}{named} left out: it is no month."
            kind = "Total" if TOTAL.match(said.lower()) else "Column"
            yield Note(None, "", said, text, kind, column_letter(column))


def read_block(melt: Melt, block: Headings, end: int, headed: bool) -> None:
    """Every cell under the months of one block."""
    rows, labels = melt.grid.rows, melt.labels
    group, held, half = "", [""] * len(labels), None
    for at in range(block.first, end):
        number, cells = rows[at]
        if not any(cells):
            continue
        if headed and is_heading(rows, at, block, labels):
            group = first_label(cells, labels)
            continue
        words = [cells[column] if column < len(cells) else "" for column in labels]
        what = left_out_as(cells, words, block)
        half = half_of(cells, block) or (half if block.beside is not None and not beside_text(cells, block) else None)
        if not what and block.beside is not None and half is None:
            melt.problems.append(no_half(number, beside_text(cells, block), block))
            continue
        if what:
            melt.left_out.append(note(number, cells, what))
            continue
        held = filled_down(words, held)
        said = (group, *held) if headed else tuple(held)
        melt.cells.extend(block_cells(melt, block, number, cells, said, half))


def left_out_as(cells: Sequence[str], words: Sequence[str], block: Headings) -> str:
    """Why a row is not one of the measure's, or nothing."""
    first = beside_text(cells, block) or next((word for word in words if word), "")
    if BARE_TOTAL.fullmatch(first.lower()):
        return "total"
    return "" if holds_cells(cells, block) else "note"


def beside_text(cells: Sequence[str], block: Headings) -> str:
    """What the row says of its months."""
    return cells[block.beside] if block.beside is not None and block.beside < len(cells) else ""


def half_of(cells: Sequence[str], block: Headings) -> int | Year | None:
    """The year of a row whose months are above it, or the month of a row whose years are."""
    text = beside_text(cells, block)
    return read_year(text) or read_month(text) if text else None


def not_a_heading(number: int, text: str, letter: str) -> Note:
    """A heading among the months that is none."""
    said = f"“{text}” is not a month. Use a form such as Sep-25 or 01/09/2025."
    return Note(number, "Month", text, said, "Not a month", letter)


def no_half(number: int, text: str, block: Headings) -> Note:
    """A row that does not say its year or month."""
    letter = column_letter(block.beside or 0)
    if not text:
        return Note(
            number,
            "Month",
            "",
            "The row has numbers but no month. Write its month, such as Sep-25.",
            "No month",
            letter,
        )
    return Note(
        number,
        "Month",
        text,
        f"“{text}” is not a month. Use a form such as Sep-25 or 01/09/2025.",
        "Not a month",
        letter,
    )


def filled_down(words: Sequence[str], held: Sequence[str]) -> list[str]:
    """The labels of a row; one that is merged over several rows stands only in the first of them."""
    last = max((index for index, word in enumerate(words) if word), default=-1)
    return [
        word or (above if index < last else "") for index, (word, above) in enumerate(zip(words, held, strict=True))
    ]


def block_cells(
    melt: Melt, block: Headings, number: int, cells: Sequence[str], said: tuple[str, ...], half: int | Year | None
) -> Iterator[Cell]:
    """One row's cells, each with its month."""
    top = melt.grid.rows[block.top][0]
    for column in block.columns:
        when = block.dates.get(column) or whole_month(block.halves[column], half)
        text = cells[column] if column < len(cells) else ""
        mark = melt.marks.get((top, column)) or melt.marks.get((number, column))
        yield Cell(said, when, block.subs.get(column, ""), text, (number, column), mark)


def whole_month(one: int | Year, other: int | Year | None) -> str:
    """The month that a column and a row name together."""
    if isinstance(one, Year) and isinstance(other, int):
        return joined_month(other, one)
    return joined_month(one, other) if isinstance(one, int) and isinstance(other, Year) else ""
