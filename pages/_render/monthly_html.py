"""Monthly data as HTML: what is due, one measure's fields, everything typed to check, and what was saved."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import urlencode

from pages._render.due_words import by_words, period_noun, period_words, short_day, short_period
from pages._render.icons import icon
from pages._render.measure_rows import data_page
from pages._render.monthly_words import counts_words, observation_words, value_words
from pages._render.words import HERE, count, text
from plan_store.observation_rows import Observation
from plan_store.plan_rows import Measure
from plan_store.rounds import Item

PAGE = "monthly_data"


def address(programme: str, item: Item | None = None, **more: str) -> str:
    """A page of the round; programme is the one that it is kept to, if any."""
    one = {"measure": item.measure.id, "period": f"{item.period:%Y-%m}"} if item else {}
    query = ({"programme": programme} if programme else {}) | one | more
    return f"{PAGE}?{urlencode(query)}" if query else PAGE


def _link(words: str, to: str, hidden: str = "") -> str:
    more = f'<span class="sr-only"> {text(hidden)}</span>' if hidden else ""
    return f'<a href="{text(to)}" data-go>{text(words)}{more}</a>'


# What is due


def due_html(items: Sequence[Item], programme: str, may_write: bool) -> str:
    """What is due, a table for each programme."""
    parts = []
    for _, group in groupby(items, key=lambda item: item.asked.programme.id):
        held = list(group)
        rows = "".join(_due_row(item, programme, may_write) for item in held)
        parts.append(
            f'<div class="card paper due-card"><h2>{text(held[0].asked.programme.title)}</h2>'
            '<table class="rows blocks due-list"><thead><tr><th scope="col">Measure</th><th scope="col">For</th>'
            f'<th scope="col">When</th><th scope="col">So far</th></tr></thead><tbody>{rows}</tbody></table></div>'
        )
    return "".join(parts)


def _due_row(item: Item, programme: str, may_write: bool) -> str:
    name = _link(item.measure.name, address(programme, item)) if may_write else text(item.measure.name)
    return (
        f'<tr><td class="name">{name}</td><td>{text(period_words(item.measure, item.period))}</td>'
        f"<td>{by_words(item.asked)}</td><td>{_so_far(item)}</td></tr>"
    )


def _so_far(item: Item) -> str:
    if item.theirs:
        return f'<span class="tag look">{icon("warning", 16)} {text(item.theirs.user_name)} entered it meanwhile</span>'
    if item.typed.not_yet:
        return '<span class="tag">You do not have it yet</span>'
    if item.typed.says_something:
        said = "Suppressed" if item.withheld else value_words(item.measure, item.numbers)
        return f'<span class="tag">{text(f"{said}, not submitted" if said else "Begun, not submitted")}</span>'
    if item.asked.awaited and item.present:
        said = short_day(item.present.at.astimezone(HERE).date())
        return f'<span class="secondary">Said not available yet on {said}</span>'
    return ""


def gaps_html(items: Sequence[Item], programme: str, may_write: bool) -> str:
    """Earlier months without a number, folded away; each may still be entered."""
    named = [(item, period_words(item.measure, item.period)) for item in items]
    lines = "".join(
        f"<li>{text(item.measure.name)}: {_link(when, address(programme, item)) if may_write else text(when)}</li>"
        for item, when in named
    )
    heading = f"{count(len(items), f'earlier {period_noun(item.measure for item in items)}')} without a number"
    return f'<details class="card paper gap-list"><summary>{heading}</summary><ul>{lines}</ul></details>'


# One measure


def place_html(walk: Sequence[Item], item: Item, back: str) -> str:
    """Back, how far one is, and for which month."""
    keys, when = [one.key for one in walk], period_words(item.measure, item.period)
    said, share = when, 0.0
    if item.key in keys:
        place = keys.index(item.key) + 1
        said, share = f"Measure {place} of {len(keys)} · {when}", place / len(keys)
    bar = f'<span class="bar walk"><i style="width:{share:.0%}"></i></span>'
    back_link = f'<a href="{text(back)}" data-go>{icon("back", 16)} Back</a>'
    return f'<div class="paper"><div class="top-line walk-line">{back_link}<span>{text(said)}</span></div>{bar}</div>'


def field_html(words: str, under: str, problem: str) -> str:
    """What stands over a field: its name, its hint, what is wrong with it."""
    hint = f'<span class="hint">{text(under)}</span>' if under else ""
    said = f'<span class="cell-problem waits" role="alert">{text(problem)}</span>' if problem else ""
    return f'<div class="field-label"><b>{text(words)}</b>{hint}{said}</div>'


def value_html(measure: Measure, numbers: Mapping[str, float | None], withheld: bool) -> str:
    """= 9.6%, and 25 of 261 under it; Suppressed."""
    value, counts = value_words(measure, numbers), counts_words(numbers)
    said = f"<b>= {text(value)}</b>" if value and counts else "<b>Suppressed</b>" if withheld else ""
    return f'<div class="made paper" role="status">{said}<span class="secondary">{text(counts)}</span></div>'


def meanwhile_html(measure: Measure, theirs: Observation, numbers: Mapping[str, float | None], not_yet: bool) -> str:
    """Somebody else's number beside the writer's own."""
    counts, value = counts_words(numbers), value_words(measure, numbers)
    mine = "you do not have it yet" if not_yet else f"{value} ({counts})" if counts else value or "not a number yet"
    who = text(theirs.user_name or "Somebody")
    return (
        f'<div class="clash" role="alert"><b>{who} entered this number meanwhile.</b><br>'
        f"Theirs: <b>{text(observation_words(measure, theirs))}</b>. Yours: <b>{text(mine)}</b>. Choose which to keep."
        "</div>"
    )


# Check and saved


def check_html(items: Sequence[Item], findings: Mapping[str, str], programme: str) -> str:
    """Everything that was typed; findings by the item's key, as safe words."""
    rows = "".join(_check_row(item, findings.get(item.key, ""), programme) for item in items)
    names = ("Measure", "For", "Number", "What it says", '<span class="sr-only">Change</span>')
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        '<div class="card paper table-card"><table class="rows blocks check-list"><thead><tr>'
        f"{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _check_row(item: Item, finding: str, programme: str) -> str:
    change = _link("Change", address(programme, item, **{"from": "check"}), item.measure.name)
    return (
        f'<tr><td class="name">{text(item.measure.name)}</td>'
        f"<td>{text(period_words(item.measure, item.period))}</td><td>{_number(item)}</td>"
        f'<td>{_says(item, finding)}</td><td class="actions">{change}</td></tr>'
    )


def _number(item: Item) -> str:
    if item.typed.not_yet:
        return "Not available yet"
    if item.withheld:
        return "<b>Suppressed</b>"
    numbers = item.numbers
    under = counts_words(numbers) + (", may still change" if item.typed.provisional else "")
    value = value_words(item.measure, numbers)
    return f'<b>{text(value)}</b><span class="second">{text(under.removeprefix(", "))}</span>'


def _says(item: Item, finding: str) -> str:
    if item.theirs:
        words = (
            f"{item.theirs.user_name or 'Somebody'} entered {observation_words(item.measure, item.theirs)} meanwhile."
        )
        return f'<span class="cell-problem">{text(words)} Choose which to keep: press Change.</span>'
    if item.problems:
        return "".join(f'<span class="cell-problem">{text(said)}</span>' for said in item.problems.values())
    note = {"yes": f"Note: {item.typed.note}", "not sure": "Not sure whether anything was unusual"}
    under = note.get(item.typed.unusual, "")
    return f"{text(finding)}{f'<span class=second>{text(under)}</span>' if under else ''}"


def left_out_html(items: Sequence[Item], programme: str) -> str:
    """What is due and was not typed, by name."""
    lines = "".join(
        f"<li>{text(item.measure.name)}, {text(short_period(item.measure, item.period))} "
        f"{_link('Enter it', address(programme, item, **{'from': 'check'}), item.measure.name)}</li>"
        for item in items
    )
    return f'<div class="paper left-out"><b>Not entered, and still due:</b><ul>{lines}</ul></div>'


def saved_html(lines: Sequence[tuple[Measure, str, str]]) -> str:
    """What was saved: measure, what of it, and what its chart says now."""
    return f'<div class="card paper saved-list"><ul>{"".join(_saved(*line) for line in lines)}</ul></div>'


def _saved(measure: Measure, said: str, finding: str) -> str:
    chart = _link("Open the chart", data_page(measure), f"of {measure.name}")
    return f'<li><b>{text(finding)}.</b><span class="second">{text(said)} {chart}</span></li>'
