"""The plan at two times as one document: words added and taken out, rows, drivers, and the numbers between."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from pages._render.change_html import thing_html
from pages._render.number_changes import period_words, stated_words
from pages._render.restore_html import difference_name, inside_html
from pages._render.since_words import then
from pages._render.words import count, text
from plan_store.change_names import NUMBERS, PROGRAMME, TEXT, Names, RowName
from plan_store.numbers_between import NumberChange
from plan_store.observation_rows import Observation, stated
from plan_store.plan_differences import ORDER, Difference
from plan_store.sections import SECTIONS, Box, Section, Table

Times = tuple[datetime, datetime]
NO_CHANGE = '<p class="not-filled">No change</p>'
KEY = (
    '<p class="secondary changes-key">How to read it: <ins>words added</ins>, <del>words taken out</del>. '
    "Everything else is as it was.</p>"
)


def comparison_html(
    found: Sequence[Difference], numbers: Sequence[NumberChange], names: Names, times: Times, now: datetime
) -> str:
    """In the plan's order; what did not change is named, so that nothing seems to be missing."""
    drivers = [one for one in found if one.thing == PROGRAMME]
    old, new = (f"<b>{then(at, now)}</b>" for at in times)
    said = f"From the plan as it was {old} to the plan as it was {new}: {_summary(found, numbers)}"
    head = f'<p class="lead">{said}</p>{KEY}'
    front = f'<h2 class="tab-name">Drivers and aim</h2>{_things(drivers, names) or NO_CHANGE}'
    parts = "".join(_section(section, found, numbers, names) for section in SECTIONS)
    return f'<div class="card paper comparison">{head}{front}{parts}</div>'


def _summary(found: Sequence[Difference], numbers: Sequence[NumberChange]) -> str:
    if not found and not numbers:
        return "nothing changed."
    parts = [count(len(found), "part changed", "parts changed")] if found else []
    parts += [count(len(numbers), "number entered or changed", "numbers entered or changed")] if numbers else []
    return f"{' and '.join(parts)}."


def _section(section: Section, found: Sequence[Difference], numbers: Sequence[NumberChange], names: Names) -> str:
    inside = ""
    for number, part in enumerate(section.parts, start=1):
        inside += _box(part, number, found, names) if isinstance(part, Box) else _rows(part, found, names)
    if section.charts:
        charts = [one for one in found if one.thing == NUMBERS]
        inside += f'<h3 class="part">Charts</h3>{_things(charts, names) or NO_CHANGE}'
        inside += f'<h3 class="part">Numbers</h3>{_numbers(numbers) or NO_CHANGE}'
    return f'<h2 class="tab-name">{text(section.title)}</h2>{inside}'


def _box(box: Box, number: int, found: Sequence[Difference], names: Names) -> str:
    mine = next((one for one in found if (one.thing, one.key) == (TEXT, box.key)), None)
    inside = thing_html(TEXT, mine.key, mine.before, mine.after, names, whole=True) if mine else NO_CHANGE
    return f'<h3 class="part">{number}&ensp;{text(box.title)}</h3>{inside}'


def _rows(table: Table, found: Sequence[Difference], names: Names) -> str:
    name = table.row.__name__
    mine = [one for one in found if one.thing == name or (one.thing, one.key) == (ORDER, name)]
    return f'<h3 class="part">{text(table.title)}</h3>{_things(mine, names) or NO_CHANGE}'


def _things(found: Sequence[Difference], names: Names) -> str:
    return "".join(f'<div class="compared">{_heading(one, names)}{inside_html(one, names)}</div>' for one in found)


def _heading(one: Difference, names: Names) -> str:
    if one.thing == PROGRAMME:
        return ""
    state = "added" if one.before is None else "taken out" if one.after is None else "changed"
    return f'<h4>{text(difference_name(one, names))} <span class="tag">{state.capitalize()}</span></h4>'


def _numbers(numbers: Sequence[NumberChange]) -> str:
    return "".join(_measure(list(found)) for _id, found in groupby(numbers, key=lambda one: one.measure.id))


def _measure(found: Sequence[NumberChange]) -> str:
    measure = found[0].measure
    name = RowName(measure.name, measure.unit, measure.frequency)
    rows = "".join(
        f'<tr><th scope="row">{text(period_words(name, one.period.isoformat()))}</th>'
        f"<td>{_said(one.before, name)}</td><td>{_said(one.after, name)}</td></tr>"
        for one in found
    )
    heads = "".join(f'<th scope="col">{words}</th>' for words in ("Period", "Was", "Is"))
    return (
        f'<div class="compared"><h4>{text(measure.name)}</h4><table class="rows numbers-between"><thead><tr>{heads}'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _said(row: Observation | None, name: RowName) -> str:
    if row is None:
        return '<span class="secondary">nothing yet</span>'
    note = " (provisional)" if row.status == "provisional" else ""
    return f"{text(stated_words(stated(row), name.unit))}{note}"
