"""A file as it was read, as HTML: what was understood, what to look at, its rows, and the cells that are wrong."""

from typing import Any

import pandas as pd

from charts.numbers import plain_number
from charts.series import Note, Role, SeriesFile
from charts.spec import ChartSpec
from pages._render.icons import icon
from pages._render.series_words import gaps, left_out, look_heading, look_places, period_name, span
from pages._render.words import count, text

FIRST = 3  # rows shown before the first fold
Row = dict[Any, Any]  # one row of a SeriesFile's observations
FOLD = 3  # fewer rows than this are not worth folding
EXAMPLE = (
    ("Month", "Smokers", "Status known"),
    ("Apr-25", "35", "258"),
    ("May-25", "33", "263"),
    ("Jun-25", "*", "249"),
)


def facts_html(series: SeriesFile, filters: dict[str, str]) -> str:
    """How the file was understood; what can be understood otherwise has a Change button."""
    roles, date = series.roles, series.roles.get("date")
    rows = [("File", _second(text(series.filename), left_out(series)), "")]
    if len(series.sheets) > 1:
        rows.append(("Sheet", f"“{text(series.sheet)}”", "sheet"))
    rows += [(name, text(value), name) for name, value in filters.items()]
    if date:
        rows.append(("Month", f"{_column(date)}, like {text(date.example)}", "month"))
    rows.append(("Dates", text(span(series.observations)), ""))
    if "numerator" in roles and "denominator" in roles:
        percent = f" ({text(series.unit)})" if series.unit else ""
        rows += [(name.capitalize(), _column(roles[name]), name) for name in ("numerator", "denominator")]
        rows.append(("Value", f"Numerator ÷ denominator{percent}", "value"))
    elif "value" in roles:
        rows.append(("Value", _column(roles["value"]), "value"))
    rows.append(("Gaps", text(gaps(series.observations)), ""))
    return f'<table class="facts paper"><tbody>{"".join(_fact(*row) for row in rows)}</tbody></table>'


def _fact(name: str, said: str, change: str) -> str:
    button = (
        f'<button class="plain" data-action="change" data-id="{text(change)}">Change'
        f'<span class="sr-only"> {text(name.lower())}</span></button>'
        if change
        else ""
    )
    return f'<tr><th scope="row">{text(name)}</th><td>{said}</td><td class="change">{button}</td></tr>'


def _column(role: Role) -> str:
    return f"Column {text(role.letter)} “{text(role.title)}”" if role.letter else f"“{text(role.title)}”"


def _second(first: str, second: str) -> str:
    return f'{first}<span class="second">{text(second)}</span>' if second else first


def look_html(series: SeriesFile) -> str:
    """The rows to look at, each with what was found and what was made of it."""
    months = _months(series.observations)
    items = "".join(_look(row, notes, months) for row, notes in look_places(series))
    them = "both" if len(look_places(series)) == 2 else "them" if len(look_places(series)) > 2 else "it"
    return (
        f'<div class="look-list paper"><h2>{icon("warning", 24)} {text(look_heading(series))}</h2><ul>{items}</ul>'
        f'<p class="secondary">You can carry on with {them}. To correct '
        f"{'it' if them == 'it' else 'them'}, change the file and choose it again.</p></div>"
    )


def _look(row: int | None, notes: list[Note], months: dict[int, str]) -> str:
    where = f"Row {row}" + (f", {months[row]}" if row in months else "") if row else notes[0].column or notes[0].short
    said = " ".join(note.text for note in notes)
    return f"<li><b>{text(where)}</b><br>{text(said)}</li>"


def _months(observations: pd.DataFrame) -> dict[int, str]:
    """The month of each of the file's own rows."""
    name = period_name(observations).name
    numbered = observations[observations["row"].notna()]
    return {int(row): name(date) for row, date in zip(numbered["row"], numbered["date"], strict=True)}


def rows_html(series: SeriesFile, spec: ChartSpec, all_rows: bool = False) -> str:
    """The months as they were read, in the file's order: the first, those to look at, the last; the others folded."""
    looked = {row for row, _ in look_places(series) if row is not None}
    held: list[Row] = series.observations.to_dict("records")
    shown = _shown([row["row"] in looked for row in held], all_rows)
    lines, place = [], 0
    while place < len(held):
        until = place
        while until < len(held) and not shown[until]:
            until += 1
        if until > place:
            lines.append(_folded(held[place:until], period_name(series.observations).noun, len(_titles(series)) + 2))
            place = until
        else:
            lines.append(_row(series, held[place], spec, held[place]["row"] in looked))
            place += 1
    heads = "".join(f'<th scope="col" class="number">{text(title)}</th>' for title in _titles(series).values())
    return (
        '<div class="read-rows"><table class="rows paper"><thead><tr><th scope="col" class="number">Row</th>'
        f'<th scope="col">{text(period_name(series.observations).noun.capitalize())}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


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


def _titles(series: SeriesFile) -> dict[str, str]:
    """The columns after the month, by role."""
    parts = [name for name in ("numerator", "denominator") if name in series.roles]
    value = f"Value ({series.unit})" if series.unit else "Value"
    return {**{name: series.roles[name].title for name in parts}, "value": value}


def _folded(rows: list[Row], noun: str, columns: int) -> str:
    first, last = rows[0]["row"], rows[-1]["row"]
    where = f", rows {first:.0f} to {last:.0f}" if pd.notna(first) and pd.notna(last) else ""
    return (
        f'<tr class="folded"><td colspan="{columns}"><button class="plain" data-action="unfold" data-id="rows">'
        f"{count(len(rows), f'more {noun}', f'more {noun}s')}{where}</button></td></tr>"
    )


def _row(series: SeriesFile, row: Row, spec: ChartSpec, looked: bool) -> str:
    name = period_name(series.observations).name(row["date"])
    sign = f'{icon("warning", 18)} <span class="sr-only">Look at this row:</span> ' if looked else ""
    cells = "".join(
        f'<td class="number">{_number(series, row, part)}</td>' for part in _titles(series) if part != "value"
    )
    value = (
        '<span class="secondary">gap</span>' if pd.isna(row["value"]) else f"<b>{text(_plain(row['value'], spec))}</b>"
    )
    number = "" if pd.isna(row["row"]) else f"{row['row']:.0f}"
    return (
        f'<tr{" class=look" if looked else ""}><td class="number secondary">{number}</td><td>{sign}{text(name)}</td>'
        f'{cells}<td class="number">{value}</td></tr>'
    )


def _plain(value: float, spec: ChartSpec) -> str:
    """One decimal for a percentage, so that a check against the file is a check."""
    return f"{value:.1f}" if spec.unit == "%" else plain_number(value, spec)


def _number(series: SeriesFile, row: Row, part: str) -> str:
    """A count as it was read; where there is none, what the file says in that cell."""
    value = row[part]
    return f"{value:,.10g}" if pd.notna(value) else text(_cell(series, row["row"], series.roles[part].letter))


def _cell(series: SeriesFile, row: float, letter: str) -> str:
    found = next((cells for number, cells in series.rows if number == row), ())
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


def example_html() -> str:
    """A small file that is right."""
    head, *body = EXAMPLE
    heads = "".join(
        f'<th scope="col"{" class=number" if place else ""}>{title}</th>' for place, title in enumerate(head)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{' class=number' if place else ''}>{cell}</td>" for place, cell in enumerate(row))
        + "</tr>"
        for row in body
    )
    return f'<table class="rows paper example"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
