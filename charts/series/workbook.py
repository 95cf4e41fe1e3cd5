"""Excel workbooks (.xlsx): which sheets there are, and the rows of the one to read."""

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree

from charts.series.archive import Archive, local, open_archive
from charts.series.caselist import case_list
from charts.series.grid import Grid, GridRow
from charts.series.header import SAMPLE, find_header, is_date_title
from charts.series.hiddenparts import hidden_notes, texts_notes
from charts.series.numberformats import read_styles
from charts.series.patients import personal_titles
from charts.series.periods import read_serial
from charts.series.refusals import FileRefused
from charts.series.seriesfile import Note
from charts.series.sheetcells import Workbook, read_rows, read_texts

MAX_SHEETS = 40
FIRST_ROWS = 200
OLD_MAC = 1_462  # days from 1900 to 1904
STRINGS = "xl/sharedStrings.xml"


def read_workbook(content: bytes, sheet: str | None, holds_table: Callable[[tuple[GridRow, ...]], bool]) -> Grid:
    """The rows of the chosen sheet, else of the first visible one that holds a table of months."""
    archive = open_archive(content)
    private = tuple(hidden_notes(archive))
    try:
        grid = opened_sheet(archive, sheet, holds_table)
        return replace(grid, private=(*private, *grid.private))
    except FileRefused:
        if private:
            raise FileRefused(private[0].text, private[0].short, private[0].found) from None
        raise


def opened_sheet(
    archive: Archive,
    sheet: str | None,
    holds_table: Callable[[tuple[GridRow, ...]], bool],
) -> Grid:
    """The grid of one sheet; raises FileRefused where there is none to read."""
    root = archive.xml("xl/workbook.xml")
    every = tuple(all_sheets(archive, root))
    sheets = {name: part for name, part, visible in every if visible}
    names = tuple(sheets)
    if not sheets:
        raise FileRefused(
            "The workbook has no visible sheet. Show the sheet with the table and choose the file again.", "No sheet"
        )
    if sheet is not None and sheet not in sheets:
        raise FileRefused(f"The workbook has no sheet “{sheet}”. It has {listed(names)}.", "No such sheet", sheet)
    workbook = Workbook(shared_texts(archive), read_styles(archive), first_day(root))
    wanted = [sheet] if sheet is not None else list(names)[:MAX_SHEETS]
    grid = chosen_grid(archive, workbook, {name: sheets[name] for name in wanted}, names, holds_table)
    others = {part: name for name, part, _ in every if part != sheets[grid.sheet or ""]}
    if workbook.first_day.year == 1904:
        grid = replace(grid, rows=from_1904(grid.rows))
    private = (*texts_notes(workbook.texts), *private_sheets(archive, workbook, others))
    return replace(grid, private=private)


def private_sheets(archive: Archive, workbook: Workbook, others: dict[str, str]) -> Iterator[Note]:
    """Lists of single patients on the sheets that are not read, hidden ones too: their first rows show it."""
    for part, name in others.items():
        rows = tuple(read_rows(archive.part(part), workbook, FIRST_ROWS))
        header = find_header(rows)
        for note in (
            *personal_titles(header.titles, None),
            *case_list(header.titles, rows[header.first :], header.date_column, None),
        ):
            yield replace(note, text=f"On the sheet “{name}”: {note.text}", letter="")


def chosen_grid(
    archive: Archive,
    workbook: Workbook,
    wanted: dict[str, str],
    names: tuple[str, ...],
    holds_table: Callable[[tuple[GridRow, ...]], bool],
) -> Grid:
    """The only sheet that holds a table of months; the first of several, which are asked for; else the first of all."""
    first: Grid | None = None
    found: list[Grid] = []
    for name, part in wanted.items():
        rows = tuple(read_rows(archive.part(part), workbook, SAMPLE))
        warnings = (other_sheets(name, names),) if len(names) > 1 and len(wanted) > 1 else ()
        grid = Grid(rows, sheet=name, sheets=names, warnings=warnings)
        first = first or (grid if rows else None)
        if holds_table(rows):
            found.append(grid)
    if first is None:
        raise FileRefused(
            "The workbook is empty. Check that it was saved with its rows and choose it again.", "Empty file"
        )
    grid = found[0] if found else first
    asked = tuple(grid.sheet or "" for grid in found) if len(found) > 1 else ()
    return replace(whole(grid, archive.part(wanted[grid.sheet or ""]), workbook), asked=asked)


def from_1904(rows: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """Plain day numbers under a title such as Month, written as dates: the reader counts them from 1900."""
    dated = {
        at for _, cells in rows[:FIRST_ROWS] for at, cell in enumerate(cells) if len(cell) < 30 and is_date_title(cell)
    }
    return tuple(
        (row, tuple(as_date(cell) if at in dated else cell for at, cell in enumerate(cells))) for row, cells in rows
    )


def as_date(cell: str) -> str:
    """A day number of a workbook that counts from 1904, as a date."""
    found = read_serial(str(int(cell) + OLD_MAC)) if len(cell) == 5 and cell.isdigit() else None
    return f"{found.date:%Y-%m-%d}" if found else cell


def whole(grid: Grid, xml: bytes, workbook: Workbook) -> Grid:
    """The grid with all rows of its sheet, where only the first were read to find it."""
    return grid if len(grid.rows) < SAMPLE else replace(grid, rows=tuple(read_rows(xml, workbook)))


def other_sheets(name: str, names: tuple[str, ...]) -> Note:
    """Said when a sheet was picked among several."""
    return Note(None, "", name, f"The workbook has {len(names)} sheets. We read “{name}”.", "One sheet of several")


def listed(names: tuple[str, ...]) -> str:
    """A few names in quotes."""
    return ", ".join(f"“{name}”" for name in names[:8]) + (" and more" if len(names) > 8 else "")


def all_sheets(archive: Archive, root: ElementTree.Element) -> Iterator[tuple[str, str, bool]]:
    """Name and part of every worksheet, and whether a person can see it."""
    targets = relations(archive)
    for item in root.iter():
        if local(item.tag) != "sheet":
            continue
        reference = next((value for name, value in item.attrib.items() if local(name) == "id"), "")
        part = targets.get(reference, "")
        if part in archive.names and "chartsheet" not in part:
            yield item.get("name", ""), part, item.get("state", "visible") == "visible"


def relations(archive: Archive) -> dict[str, str]:
    """Where each sheet is inside the file."""
    name = "xl/_rels/workbook.xml.rels"
    if name not in archive.names:
        return {}
    targets = {item.get("Id", ""): item.get("Target", "") for item in archive.xml(name)}
    return {key: posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for key, target in targets.items()}


def shared_texts(archive: Archive) -> tuple[str, ...]:
    """The texts that cells refer to by number."""
    if STRINGS not in archive.names:
        return ()
    return read_texts(archive.part(STRINGS))


def first_day(root: ElementTree.Element) -> datetime:
    """The day before day 1: workbooks made on old Macs count from 1904."""
    old_mac = any(local(item.tag) == "workbookPr" and item.get("date1904") in ("1", "true") for item in root)
    return datetime(1904, 1, 1) if old_mac else datetime(1899, 12, 30)
