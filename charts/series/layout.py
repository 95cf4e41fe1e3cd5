"""What has to be put right in a file: no months, months without years, cells out of line."""

import re
from collections.abc import Iterator, Sequence

from charts.series.grid import Grid, GridRow
from charts.series.header import sample_size
from charts.series.numbers import read_number
from charts.series.periods import MON
from charts.series.seriesfile import Note
from charts.series.table import Table
from charts.series.words import joined

YEARLESS = re.compile(rf"(?:[0-9]{{1,2}}[-/ ])?{MON}(?:[-/ ][0-9]{{1,2}})?")
TOP = 60
FEW = 8  # a column with a number in fewer than every eighth row is none of numbers


def shape_problems(grid: Grid, table: Table) -> Iterator[Note]:
    """What has to be put right in the file before its cells mean anything."""
    if table.header.date_column is None:
        yield no_months(grid.rows)
    if grid.delimiter == "," and table.places is None:
        yield from out_of_line(table)


def no_months(rows: Sequence[GridRow]) -> Note:
    """No column of dates; where there are months without a year, that is why."""
    for number, cells in rows[:TOP]:
        for cell in cells:
            if YEARLESS.fullmatch(cell.lower()):
                text = f"“{cell}” has no year. Write every month with its year in one cell, such as Sep-25."
                return Note(number, "Month", cell, text, "No year")
    text = "We found no column of months. Give each row its month, in a form such as Sep-25 or 01/09/2025."
    return Note(None, "Month", "", text, "No months")


def out_of_line(table: Table) -> Iterator[Note]:
    """Commas inside numbers or titles that part them into two cells."""
    titled = max(
        (index + 1 for index, title in enumerate(table.header.titles) if not title.startswith("Column ")), default=0
    )
    if table.header_row is None or not table.rows:
        return
    yield from shifted(table)
    for number, cells in table.rows:
        extra = [cell for cell in cells[titled:] if cell]
        if extra and read_number(extra[-1]):
            text = (
                f"The row has {titled + len(extra)} cells under {titled} titles ({joined([c for c in cells if c])}). "
                "Write numbers without a comma inside, such as 1234."
            )
            yield Note(number, "", joined(extra), text, "Cells out of line")
    broken = next((title for title in table.header.titles if title.count("(") != title.count(")")), None)
    if broken and not any(cells[titled - 1] for _, cells in table.rows):
        text = f"The titles and the rows do not line up: the title “{broken}” has a comma inside. Take the comma away."
        yield Note(table.header_row, "", broken, text, "Titles out of line")


def shifted(table: Table) -> Iterator[Note]:
    """Rows where a comma inside a number pushed the last number into a column of words or into an empty one."""
    most = len(table.rows[: sample_size(table.rows)]) / FEW
    spare = [column.index for column in table.columns if 0 < column.numbers <= most]
    for number, cells in table.rows if spare else ():
        pair = next((index for index in range(len(cells) - 1) if parts_a_number(cells[index], cells[index + 1])), None)
        pushed = [index for index in spare if read_number(cells[index])]
        if pair is not None and any(index > pair for index in pushed):
            whole = cells[pair] + cells[pair + 1]
            found = f"{cells[pair]},{cells[pair + 1]}"
            text = f"“{found}” looks like one number that was parted by its comma. Write it as {whole}."
            yield Note(number, "", found, text, "Cells out of line")


def parts_a_number(one: str, other: str) -> bool:
    """Two cells that are one number with a comma between its thousands."""
    return one.isdecimal() and other.isdecimal() and len(one) <= 3 == len(other) and not one.startswith("0")
