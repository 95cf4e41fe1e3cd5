"""The rows of a file as they came; where it was rejected, the cells that are wrong outlined, with the short word."""

from collections.abc import Mapping, Set

from charts.series import Note, SeriesFile
from pages._render.series_rows import column_index
from pages._render.series_words import says_its_row, where
from pages._render.words import count, text

BEFORE = 2  # rows shown above the first faulty one
MOST_ROWS = 40
MOST_COLUMNS = 8
SAMPLE = 4
FIRST_LINES = 8


def faults(series: SeriesFile) -> list[tuple[str, str]]:
    """Every problem as (where, what and what to do), in the file's order."""
    ordered = sorted(series.problems, key=lambda note: note.row or 0)
    return [(_place(series, note), note.text) for note in ordered]


def _place(series: SeriesFile, note: Note) -> str:
    if says_its_row(note):
        return ""
    return ", ".join(part for part in (where(series, note), note.column) if part)


def fault_heading(series: SeriesFile) -> str:
    places = {where(series, note) for note in series.problems if note.row is not None}
    noun = "cell" if series.across else "row"
    return f"There is a problem with {count(len(places), noun) if places else 'this file'}"


def fault_rows_html(series: SeriesFile) -> str:
    """The faulty rows as they are in the file, under the file's own titles; empty where no row is at fault."""
    wrong = _by_row(series)
    if not wrong or not series.rows:
        return ""
    numbers = [number for number, _ in series.rows if number != series.header_row]
    first = numbers.index(min(wrong)) if min(wrong) in numbers else 0
    shown: set[int | None] = {*numbers[max(0, first - BEFORE) : first], *sorted(wrong)[:MOST_ROWS]}
    return _table(series, shown, wrong)


def sample_html(series: SeriesFile) -> str:
    """The first rows of a file, for somebody who has to say what its columns are; on a phone a line for each column."""
    rows = [(number, cells) for number, cells in series.rows if number > (series.header_row or 0) and any(cells)]
    rows, columns = rows[:SAMPLE], _columns(series, {number for number, _ in rows[:SAMPLE]}, {})
    turned = "".join(
        f'<tr><th scope="row">{text(_title(series, place))}</th>'
        f"<td>{text(', '.join(cells[place] for _, cells in rows if place < len(cells) and cells[place]))}</td></tr>"
        for place in columns
    )
    return (
        f'<div class="wide-only">{_table(series, {number for number, _ in rows}, {})}</div>'
        f'<div class="phone-only"><table class="facts paper"><tbody>{turned}</tbody></table></div>'
    )


def first_lines_html(series: SeriesFile) -> str:
    """How the file begins, under the letters of its columns, where no single row is at fault; empty for no rows."""
    lines = [(number, cells) for number, cells in series.rows if any(cells)][:FIRST_LINES]
    if not lines or any(note.row for note in series.problems):
        return ""
    width = min(max(len(cells) for _, cells in lines), MOST_COLUMNS)
    heads = "".join(f'<th scope="col">{letter_of(place)}</th>' for place in range(width))
    body = "".join(
        f'<tr><td class="number secondary">{number}</td>'
        + "".join(f"<td>{text(cells[place] if place < len(cells) else '')}</td>" for place in range(width))
        + "</tr>"
        for number, cells in lines
    )
    return (
        '<div class="file-rows" tabindex="0" role="region" aria-label="The first lines of the file">'
        f'<table class="rows paper"><thead><tr><th scope="col" class="number">Row</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def letter_of(place: int) -> str:
    """0 is A, as a spreadsheet has it; no more than MOST_COLUMNS are shown."""
    return chr(ord("A") + place)


def _table(series: SeriesFile, shown: Set[int | None], wrong: dict[int, dict[int | None, str]]) -> str:
    columns = _columns(series, shown, wrong)
    right = {place for place in columns if _is_number(series, place)}
    asked = {place for cells in wrong.values() for place in cells}
    read = {column_index(role.letter) for role in series.roles.values()} | asked
    kinds = {
        place: _class(number=place in right, extra=bool(wrong) and place not in read) for place in columns
    }  # a phone has no room for what was not read
    body = "".join(
        _row(number, cells, kinds, wrong.get(number, {})) for number, cells in series.rows if number in shown
    )
    heads = "".join(f'<th scope="col" class="{kinds[place]}">{text(_title(series, place))}</th>' for place in columns)
    return (
        '<div class="file-rows" tabindex="0" role="region" aria-label="Rows of the file"><table class="rows paper">'
        f'<thead><tr><th scope="col" class="number">Row</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
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


def _columns(series: SeriesFile, shown: Set[int | None], wrong: dict[int, dict[int | None, str]]) -> list[int]:
    """The first columns of the file, those that were read, and any further one that is at fault."""
    width = max((len(cells) for number, cells in series.rows if number in shown), default=0)
    width = max(width, len(series.columns))
    asked = {place for cells in wrong.values() for place in cells if place is not None}
    used = {place for role in series.roles.values() if (place := column_index(role.letter)) is not None}
    return sorted({*range(min(width, MOST_COLUMNS)), *asked, *used} & set(range(width)))


def _title(series: SeriesFile, place: int) -> str:
    return series.columns[place] if place < len(series.columns) else ""


def _is_number(series: SeriesFile, place: int) -> bool:
    """Numbers stand to the right: the columns of counts and values."""
    title = _title(series, place)
    if series.across:
        return place > 0
    parts = {role.title for name, role in series.roles.items() if name != "date"}
    return title in series.number_columns or title in parts


def _row(number: int, cells: tuple[str, ...], kinds: Mapping[int, str], wrong: Mapping[int | None, str]) -> str:
    said = {place: cells[place] if place < len(cells) else "" for place in kinds}
    drawn = "".join(_cell(said[place], kind, wrong.get(place, "")) for place, kind in kinds.items())
    return f'<tr><td class="number secondary">{number}{_word(wrong.get(None, ""))}</td>{drawn}</tr>'


def _cell(said: str, kind: str, fault: str) -> str:
    shown = text(said) or ("(empty)" if fault else "")
    return f'<td class="{f"fault {kind}".strip() if fault else kind}">{shown}{_word(fault)}</td>'


def _class(**kinds: bool) -> str:
    return " ".join(name for name, is_so in kinds.items() if is_so)


def _word(fault: str) -> str:
    return f'<b class="short">{text(fault)}</b>' if fault else ""
