"""Names that stand once over their rows, as merged cells and pivot tables write them: the rows below say the same."""

from collections.abc import Mapping, Sequence

from charts.series.grid import GridRow
from charts.series.seriesfile import Note
from charts.series.splits import candidates
from charts.series.table import Column, Table

Filled = Mapping[tuple[int, int], str]  # row number and column index -> the name that holds there


def filled_down(rows: tuple[GridRow, ...], table: Table) -> tuple[tuple[GridRow, ...], list[Note]]:
    """The rows with such names in each of them, and what to say; the rows as they were where there are none."""
    dates = [cells[table.dated] for _, cells in table.rows]
    if table.header.date_column is None or table.across or len(set(dates)) == len(dates):
        return rows, []
    filled: dict[tuple[int, int], str] = {}
    notes: list[Note] = []
    keys: list[tuple[str, ...]] = [(date,) for date in dates]
    named = sorted(candidates(table, called_only=False), key=lambda column: -column.index)
    for at, column in enumerate(named):
        held = held_names(table, column, keys, named[at + 1 :])
        filled |= {(row, column.index): name for row, name in held.items()}
        notes += [said(column)] if held else []
        names = [held.get(row, cells[column.index]) for row, cells in table.rows]
        keys = [(*key, name) for key, name in zip(keys, names, strict=True)]
    if not filled or len(set(keys)) < len(keys):
        return rows, []
    return tuple((row, with_names(row, cells, filled)) for row, cells in rows), notes


def held_names(
    table: Table, column: Column, keys: Sequence[tuple[str, ...]], before: Sequence[Column]
) -> dict[int, str]:
    """The blank rows with the name above them; none where a name would hold twice for one month.

    None either where a name in a column before this one begins and this one is blank: nobody says what holds there.
    """
    outer = [left.index for left in before if any(not cells[left.index] for _, cells in table.rows)]
    held: dict[int, str] = {}
    name, seen = "", set[tuple[str, ...]]()
    for (row, cells), key in zip(table.rows, keys, strict=True):
        if cells[column.index]:
            name, seen = cells[column.index], {key}
        elif not name or key in seen or any(cells[index] for index in outer):
            return {}
        else:
            seen.add(key)
            held[row] = name
    return held


def with_names(row: int, cells: tuple[str, ...], filled: Filled) -> tuple[str, ...]:
    """One row with its names."""
    return tuple(filled.get((row, index), cell) for index, cell in enumerate(cells))


def said(column: Column) -> Note:
    """How the blank cells were read."""
    text = f"“{column.title}” has blank cells below its names. We read each as the name above it."
    return Note(None, column.title, "", text, "Name above", column.letter)
