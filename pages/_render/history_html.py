"""The history as a document: day by day, one line a change, which opens to what it did and to what can be put back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from pages._render.change_html import change_html
from pages._render.change_words import FROM_FILE, did
from pages._render.words import HERE, clock, count, day, text
from plan_store.change_lists import Saves
from plan_store.change_names import NUMBERS, Names
from plan_store.change_shapes import states_of
from plan_store.sections import KINDS
from plan_store.states import restorable


def history_html(
    entries: Sequence[Saves], names: Names, now: datetime, may_write: bool, programmes: Mapping[str, str] | None = None
) -> str:
    """programmes: their titles by id, where the list is of a whole trust."""
    today = now.astimezone(HERE).date()
    html = []
    for when, found in groupby(entries, key=lambda entry: entry.change.at.astimezone(HERE).date()):
        lines = "".join(_entry(entry, names, may_write, programmes) for entry in found)
        html.append(
            f'<section class="card paper day-card"><h2>{_day(when, today)}</h2><ul class="changes-list">'
            f"{lines}</ul></section>"
        )
    return "".join(html)


def _day(when: date, today: date) -> str:
    said = {today: "Today, ", today - timedelta(days=1): "Yesterday, "}
    return f"{said.get(when, '')}{day(when)}"


def _entry(entry: Saves, names: Names, may_write: bool, programmes: Mapping[str, str] | None) -> str:
    change = entry.change
    moved = change.action == "moved" and len(entry.heads) > 1
    said = f"changed the order of the {KINDS[change.thing].plural}" if moved else did(change, names)
    where = ""
    if programmes is not None:
        to = f"history?programme={change.programme_id}"
        where = f'<a href="{text(to)}" data-go>{text(programmes.get(change.programme_id, "A programme"))}</a>'
    several = f'<span class="second">{_saves(entry)}</span>' if len(entry.heads) > 1 and not moved else ""
    told = f'<span class="second">{FROM_FILE}</span>' if change.brought_in else ""
    line = (
        f'<span class="time">{clock(change.at)}</span><span class="said-line"><b>{text(change.user_name)}</b> '
        f"{text(said)}{several}{told}</span>"
    )
    inside = f"{change_html(change, names)}{_actions(entry, may_write)}"
    under = f'<div class="of-programme secondary">{where}</div>' if where else ""
    if not inside:
        return f'<li><div class="change-line">{line}</div>{under}</li>'
    opened = f'<summary class="change-line">{line}</summary><div class="change">{inside}</div>'
    return f"<li><details>{opened}</details>{under}</li>"


def _saves(entry: Saves) -> str:
    first, last = clock(entry.heads[-1].at), clock(entry.heads[0].at)
    return f"{count(len(entry.heads), 'save')}{f', {first} to {last}' if first != last else ''}"


def _actions(entry: Saves, may_write: bool) -> str:
    """Where what this change left can be put back; numbers are, on their measure's page."""
    change = entry.change
    if change.thing == NUMBERS and not restorable(change):
        to = f"baseline_data?{urlencode({'programme': change.programme_id, 'measure': change.thing_id})}"
        return f'<p class="change-actions"><a href="{text(to)}" data-go>See the measure’s data and files</a></p>'
    states = states_of(change)
    if not restorable(change) or states is None or states[1] is None:
        return ""
    one = version_link(change.programme_id, change.id, "Put this version back" if may_write else "See this version")
    if change.action == "deleted" and may_write:
        one = put_back_button(f"{change.thing} {change.thing_id}", "Put it back", "link")
    plan = (
        f'<a href="{text(plan_address(change.programme_id, change.at))}" data-go>Put the whole plan back to then</a>'
        if may_write
        else ""
    )
    return f'<p class="change-actions">{one} {plan}</p>{_each(entry)}'


def _each(entry: Saves) -> str:
    if len(entry.heads) < 2 or entry.change.action == "moved":
        return ""
    items = "".join(
        f"<li>{version_link(head.programme_id, head.id, f'Saved at {clock(head.at)}')}</li>" for head in entry.heads
    )
    return f'<details class="saves"><summary>{_saves(entry)}</summary><ul>{items}</ul></details>'


def version_link(programme_id: str, change_id: str, words: str) -> str:
    to = f"history?{urlencode({'programme': programme_id, 'version': change_id})}"
    return f'<a href="{text(to)}" data-go>{text(words)}</a>'


def plan_address(programme_id: str, at: datetime) -> str:
    return f"history?{urlencode({'programme': programme_id, 'plan_at': at.isoformat()})}"


def compare_address(programme_id: str, at: datetime | None = None) -> str:
    since = {"from": at.isoformat()} if at else {}
    return f"history?{urlencode({'programme': programme_id, 'show': 'compare', **since})}"


def put_back_button(thing: str, words: str, look: str = "plain") -> str:
    """For what was deleted: its kind and its id."""
    return f'<button type="button" class="{look}" data-action="put-back-gone" data-id="{text(thing)}">{words}</button>'
