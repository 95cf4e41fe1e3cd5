"""The months that were read, as a table: the first, those to look at, the last; the others folded."""

from typing import Any

import pandas as pd

from charts.numbers import plain_number
from charts.series import SeriesFile
from charts.spec import ChartSpec
from pages._render.icons import icon
from pages._render.series_words import look_places, period_name
from pages._render.words import count, text

FIRST = 3  # rows shown before the first fold
PROVISIONAL = '<span class="second">Provisional</span>'
FOLD = 3  # fewer rows than this are not worth folding
Row = dict[Any, Any]  # one row of a SeriesFile's observations


def rows_html(series: SeriesFile, spec: ChartSpec, all_rows: bool = False) -> str:
    """The months as they were read, in the file's order: the first, those to look at, the last; the others folded."""
    held: list[Row] = series.observations.to_dict("records")
    looked = _looked(series, held)
    shown = _shown(looked, all_rows)
    lines, place = [], 0
    while place < len(held):
        until = place
        while until < len(held) and not shown[until]:
            until += 1
        if until > place:
            lines.append(_folded(series, held[place:until], len(_titles(series, spec)) + 2))
            place = until
        else:
            lines.append(_row(series, held[place], spec, looked[place]))
            place += 1
    heads = "".join(f'<th scope="col" class="number">{text(title)}</th>' for title in _titles(series, spec).values())
    return (
        '<div class="read-rows" tabindex="0" role="region" aria-label="The months that were read">'
        '<table class="rows paper"><thead><tr><th scope="col" class="number">'
        f"{'Cell' if series.across else 'Row'}</th>"
        f'<th scope="col">{text(period_name(series.observations).noun.capitalize())}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _looked(series: SeriesFile, held: list[Row]) -> list[bool]:
    """Which months a warning is about: by its month, and by its row where every row is one month."""
    notes = [note for notes in look_places(series) for note in notes]
    dates = {note.date for note in notes if note.date is not None}
    rows = set() if series.across else {note.row for note in notes if note.row is not None}
    return [row["date"].date() in dates or row["row"] in rows for row in held]


def _shown(looked: list[bool], all_rows: bool) -> list[bool]:
    """Which rows are shown: a fold hides at least FOLD of them."""
    many = len(looked)
    keep = [
        all_rows or place < FIRST or place == many - 1 or here or (place + 1 < many and looked[place + 1])
        for place, here in enumerate(looked)
    ]
    start = 0
    while start < many:
        end = start
        while end < many and not keep[end]:
            end += 1
        if 0 < end - start < FOLD:
            keep[start:end] = [True] * (end - start)
        start = max(end, start + 1)
    return keep


def _titles(series: SeriesFile, spec: ChartSpec) -> dict[str, str]:
    """The columns after the month, by role."""
    parts = [name for name in ("numerator", "denominator") if name in series.roles]
    value = f"Value ({spec.unit})" if spec.unit else "Value"
    return {**{name: series.roles[name].title for name in parts}, "value": value}


def _folded(series: SeriesFile, rows: list[Row], columns: int) -> str:
    first, last, noun = rows[0]["row"], rows[-1]["row"], period_name(series.observations).noun
    together = (
        not series.across and last - first == len(rows) - 1
    )  # not where the file has other rows between, nor for months it lacks
    where = f", rows {first:.0f} to {last:.0f}" if together else ""
    return (
        f'<tr class="folded"><td colspan="{columns}"><button class="plain" data-action="unfold" data-id="rows">'
        f"{count(len(rows), f'more {noun}', f'more {noun}s')}{where}</button></td></tr>"
    )


def _row(series: SeriesFile, row: Row, spec: ChartSpec, looked: bool) -> str:
    name = period_name(series.observations).name(row["date"])
    sign = f'{icon("warning", 18)} <span class="sr-only">Look at this row:</span> ' if looked else ""
    cells = "".join(
        f'<td class="number">{_number(series, row, part)}</td>' for part in _titles(series, spec) if part != "value"
    )
    value = '<span class="secondary">gap</span>' if pd.isna(row["value"]) else f"<b>{text(_value(row, spec))}</b>"
    return (
        f'<tr{" class=look" if looked else ""}><td class="number secondary">{_place(series, row)}</td>'
        f"<td>{sign}{text(name)}{PROVISIONAL if row['status'] == 'provisional' else ''}</td>{cells}"
        f'<td class="number">{value}</td></tr>'
    )


def _place(series: SeriesFile, row: Row) -> str:
    """The file's row of a month, or its cell where the months run across; empty for a month that the file lacks."""
    if pd.isna(row["row"]):
        return ""
    part = "value" if "value" in series.roles else "numerator"
    number, letter = series.cells.get((row["date"].date(), part), (row["row"], ""))
    return f"{letter}{number}" if series.across else f"{row['row']:.0f}"


def _value(row: Row, spec: ChartSpec) -> str:
    """As the measure counts it; one decimal for a percentage, so that a check against the file is a check."""
    counted = row["numerator"] / row["denominator"] * spec.multiplier if row["denominator"] else row["value"]
    value = row["value"] if pd.isna(counted) else counted
    return f"{value:.1f}" if spec.unit == "%" else plain_number(value, spec)


def _number(series: SeriesFile, row: Row, part: str) -> str:
    """A count as it was read; where there is none, what the file says in that cell."""
    value = row[part]
    return f"{value:,.10g}" if pd.notna(value) else text(_cell(series, row, part))


def _cell(series: SeriesFile, row: Row, part: str) -> str:
    place, letter = series.cells.get((row["date"].date(), part), (row["row"], series.roles[part].letter))
    found = next((cells for number, cells in series.rows if number == place), ())
    index = column_index(letter)
    return found[index] if index is not None and index < len(found) else ""


def column_index(letter: str) -> int | None:
    """A is 0, AA is 26; nothing for what is not a column."""
    if not letter.isalpha():
        return None
    index = 0
    for character in letter.upper():
        index = index * 26 + ord(character) - 64
    return index - 1
