"""Where in the file a cell of a reshaped table stands: its own row and column, whatever the table was turned into."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from charts.series.grid import column_letter
from charts.series.seriesfile import Note
from charts.series.table import Place, Table


def place_of(table: Table, row: int, column: int) -> Place:
    """The file's row and column of a cell."""
    return (row, column) if table.places is None else table.places[row][column]


def spot(table: Table, row: int) -> str:
    """How a sentence names where one month stands: row 4, or cell D4 where the months run across."""
    if not table.across:
        return f"row {place_of(table, row, table.dated)[0]}"
    number, column = place_of(table, row, table.lead)
    return f"cell {column_letter(column)}{number}"


def both(one: str, other: str) -> str:
    """rows 3 and 4; cells D4 and E4."""
    noun, first = one.split(" ", 1)
    return f"{noun}s {first} and {other.split(' ', 1)[1]}"


def in_file(notes: Iterable[Note], table: Table, dates: Mapping[int, date]) -> list[Note]:
    """The notes with the file's own rows and columns, and the month that each is about."""
    return [note if note.row is None else own(note, table, dates.get(note.row)) for note in notes]


def own(note: Note, table: Table, when: date | None) -> Note:
    """One note about one row of the table."""
    if note.row is None or table.places is None or note.row not in table.places:
        return replace(note, date=when)
    index = next((column.index for column in table.columns if column.letter == note.letter), table.lead)
    number, column = place_of(table, note.row, index)
    return replace(note, row=number, letter=column_letter(column), date=when)
