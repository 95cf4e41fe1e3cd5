"""The rows of a rejected file, with the cells that are wrong outlined and the short word under each."""

from charts.series import Note, SeriesFile
from pages._render.series_html import column_index
from pages._render.words import text

BEFORE = 2  # rows shown above the first faulty one
MOST_ROWS = 40
MOST_COLUMNS = 8


def faults(series: SeriesFile) -> list[tuple[str, str]]:
    """Every problem as (where, what and what to do), in the file's order."""
    ordered = sorted(series.problems, key=lambda note: note.row or 0)
    return [(_where(note), note.text) for note in ordered]


def _where(note: Note) -> str:
    return ", ".join(part for part in (f"Row {note.row}" if note.row else "", note.column) if part)


def fault_heading(series: SeriesFile) -> str:
    rows = {note.row for note in series.problems if note.row is not None}
    if not rows:
        return "There is a problem with this file"
    return f"There is a problem with {len(rows)} rows" if len(rows) > 1 else "There is a problem with 1 row"


def fault_rows_html(series: SeriesFile) -> str:
    """The faulty rows as they are in the file, under the file's own titles; empty where no row is at fault."""
    wrong = _by_row(series)
    if not wrong or not series.rows:
        return ""
    columns = _columns(series, wrong)
    numbers = [number for number, _ in series.rows if number != series.header_row]
    first = numbers.index(min(wrong)) if min(wrong) in numbers else 0
    shown = {*numbers[max(0, first - BEFORE) : first], *sorted(wrong)[:MOST_ROWS]} - {series.header_row}
    body = "".join(
        _row(number, cells, columns, wrong.get(number, {})) for number, cells in series.rows if number in shown
    )
    heads = "".join(f'<th scope="col"{_align(series, place)}>{text(_title(series, place))}</th>' for place in columns)
    return (
        '<div class="fault-rows"><table class="rows paper"><thead><tr><th scope="col" class="number">Row</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _by_row(series: SeriesFile) -> dict[int, dict[int | None, str]]:
    """Row -> column -> the short word; a fault of the whole row has no column."""
    wrong: dict[int, dict[int | None, str]] = {}
    for note in series.problems:
        if note.row is not None:
            place = column_index(note.letter)
            cells = wrong.setdefault(note.row, {})
            cells[place] = f"{cells[place]}. {note.short}" if place in cells else note.short
    return wrong


def _columns(series: SeriesFile, wrong: dict[int, dict[int | None, str]]) -> list[int]:
    """The first columns of the file, and any further one that is at fault."""
    width = max((len(cells) for number, cells in series.rows if number in wrong), default=0)
    width = max(width, len(series.columns))
    asked = {place for cells in wrong.values() for place in cells if place is not None and place < width}
    used = {place for role in series.roles.values() if (place := column_index(role.letter)) is not None}
    return sorted({*range(min(width, MOST_COLUMNS)), *asked, *used} & set(range(width)))


def _title(series: SeriesFile, place: int) -> str:
    return series.columns[place] if place < len(series.columns) else ""


def _align(series: SeriesFile, place: int) -> str:
    return ' class="number"' if _is_number(series, place) else ""


def _is_number(series: SeriesFile, place: int) -> bool:
    """Numbers stand to the right: the columns of counts and values."""
    title = _title(series, place)
    parts = {role.title for name, role in series.roles.items() if name != "date"}
    return title in series.number_columns or title in parts


def _row(number: int, cells: tuple[str, ...], columns: list[int], wrong: dict[int | None, str]) -> str:
    return f'<tr><td class="number secondary">{number}{_word(wrong.get(None, ""))}</td>' + "".join(
        _cell(cells[place] if place < len(cells) else "", wrong.get(place)) for place in columns
    ) + "</tr>"


def _cell(said: str, fault: str | None) -> str:
    right = ' number' if said[:1].isdigit() else ""
    if fault is None:
        return f'<td class="{right.strip()}">{text(said)}</td>'
    return f'<td class="fault{right}">{text(said) or "(empty)"}{_word(fault)}</td>'


def _word(fault: str) -> str:
    return f'<b class="short">{text(fault)}</b>' if fault else ""
