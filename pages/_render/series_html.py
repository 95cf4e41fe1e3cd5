"""A file as it was read, as HTML: what was understood, what to look at, and what a good file looks like."""

from collections.abc import Mapping

import pandas as pd

from charts.series import Note, Role, SeriesFile
from pages._render.icons import icon
from pages._render.series_words import gaps, left_out, look_heading, look_places, period_name, provisional, span, where
from pages._render.words import text

SHOWN = 6  # rows to look at, before the others are folded
EXAMPLE = (
    ("Month", "Smokers", "Status known"),
    ("Apr-25", "35", "258"),
    ("May-25", "33", "263"),
    ("Jun-25", "*", "249"),
)


def facts_html(series: SeriesFile, filters: Mapping[str, str], unit: str = "%") -> str:
    """How the file was understood; what can be understood otherwise has a Change button."""
    roles, date = series.roles, series.roles.get("date")
    rows = [("File", _second(text(series.filename), left_out(series)), "")]
    if len(series.sheets) > 1:
        rows.append(("Sheet", f"“{text(series.sheet)}”", "sheet"))
    rows += [(name, text(value), name) for name, value in filters.items()]
    if date:
        place = _column(date) if date.letter else "Across the top"
        rows.append(("Month", f"{place}, like {text(date.example)}", "" if series.across else "month"))
    rows.append(("Dates", text(span(series.observations)), ""))
    if "numerator" in roles and "denominator" in roles:
        shown = f" ({text(unit)})" if unit else ""
        rows += [(name.capitalize(), _column(roles[name]), name) for name in ("numerator", "denominator")]
        rows.append(("Value", f"Numerator ÷ denominator{shown}", "value"))
    elif "value" in roles:
        rows.append(("Value", _column(roles["value"]), "value"))
    if said := provisional(series.observations):
        rows.append(("Provisional", text(said), ""))
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
    items = [_look(series, notes) for notes in look_places(series)]
    more = items[SHOWN:] if len(items) > SHOWN + 1 else []
    folded = (
        f'<details class="chart-data"><summary>Show {len(more)} more</summary><ul>{"".join(more)}</ul></details>'
        if more
        else ""
    )
    shown = "".join(items[: len(items) - len(more)])
    them = "both" if len(look_places(series)) == 2 else "them" if len(look_places(series)) > 2 else "it"
    return (
        f'<div class="look-list paper"><h2>{icon("warning", 24)} {text(look_heading(series))}</h2>'
        f"<ul>{shown}</ul>{folded}"
        f'<p class="secondary">You can carry on with {them}. To correct '
        f"{'it' if them == 'it' else 'them'}, change the file and choose it again.</p></div>"
    )


def _look(series: SeriesFile, notes: list[Note]) -> str:
    first = notes[0]
    month = period_name(series.observations).name(pd.Timestamp(first.date)) if first.date else ""
    place = ", ".join(part for part in (where(series, first), month) if part) or first.column or first.short
    said = " ".join(note.text for note in notes)
    return f"<li><b>{text(place)}</b><br>{text(said)}</li>"


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
