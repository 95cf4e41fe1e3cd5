"""A second table beside or under the first: the first is read, and what was left out is said."""

from collections.abc import Sequence

from charts.series.grid import GridRow, column_letter
from charts.series.header import DATE_TITLE, Header, differs
from charts.series.numbers import read_number
from charts.series.periods import names_period
from charts.series.seriesfile import Note
from charts.series.words import joined

ADVICE = "We read the first; save the other in a file of its own."


def first_of_two(rows: Sequence[GridRow], header: Header) -> tuple[tuple[GridRow, ...], list[Note]]:
    """The rows of the first table, cut where another one begins."""
    kept, notes = tuple(rows), []
    right = second_beside(kept, header)
    if right is not None:
        kept = tuple((number, cells[:right]) for number, cells in kept)
        letter = column_letter(right)
        text = f"A second table begins in column {letter}. {ADVICE}"
        notes.append(Note(None, "Columns", letter, text, "Second table", letter))
    below = second_below(kept, header)
    if below is not None:
        number, cells = kept[below]
        said = joined([f"“{cell}”" for cell in cells if cell], 4)
        text = f"A second table begins in row {number}: {said}. {ADVICE}"
        notes.append(Note(None, "Rows", said, text, "Second table"))
        kept = kept[:below]
    return kept, notes


def second_beside(rows: Sequence[GridRow], header: Header) -> int | None:
    """The column where the months begin again under the same title, and are not the same months."""
    if header.index is None or header.date_column is None:
        return None
    titles, first = rows[header.index][1], header.date_column
    for column in range(first + 1, len(titles)):
        if titles[column] and titles[column] == titles[first] and differs(rows[header.first :], first, column):
            return column
    return None


def second_below(rows: Sequence[GridRow], header: Header) -> int | None:
    """The row of other titles, with months under it, below the first table."""
    if header.index is None or header.date_column is None:
        return None
    titles, column = rows[header.index][1], header.date_column
    for position in range(header.first + 1, len(rows)):
        cells = rows[position][1]
        label = cells[column] if column < len(cells) else ""
        if not label or cells == titles or names_period(label) or not is_titles(label, cells):
            continue
        following = next((below for _, below in rows[position + 1 : position + 4] if any(below)), ())
        if column < len(following) and names_period(following[column]):
            return position
    return None


def is_titles(label: str, cells: Sequence[str]) -> bool:
    """A row of words that begins with one for months."""
    words = [cell for cell in cells if cell]
    return len(words) > 1 and bool(DATE_TITLE.search(label.lower())) and not any(read_number(cell) for cell in words)
