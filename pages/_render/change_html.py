"""What a change did, readable: words added and taken out of a text, cells and drivers before and after."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages._render.change_cells import cells, differing, field_title
from pages._render.chart_changes import chart_fields
from pages._render.number_changes import stated_words
from pages._render.text_changes import plain_changes, text_changes
from pages._render.words import text
from plan_store.change_names import CHART, COMMENT, NUMBERS, PROGRAMME, TEXT, Names, RowName
from plan_store.change_shapes import states_of
from plan_store.changes import Change
from plan_store.plan_differences import ORDER
from plan_store.plan_rows import PlanRow
from plan_store.sections import KINDS

State = Mapping[str, Any] | None
LONG = 40
STATUSES = {"final": "Final", "provisional": "Provisional", "suppressed": "Suppressed", "missing": "Missing"}
DRIVERS = {
    "title": "Title",
    "primary_driver": "Primary driver",
    "aim": "Overarching aim",
    "secondary": "Secondary drivers",
}
ARROW = '<span class="arrow" aria-hidden="true"> → </span>'
ENTRIES = ("entered", "corrected", "taken out")


def change_html(change: Change, names: Names) -> str:
    """Safe HTML; empty where the sentence has said all of it."""
    states = states_of(change)
    if states is None:
        return ""
    before, after = states
    if change.thing == NUMBERS and change.action != CHART:
        name = names.get(change.thing_id, RowName(""))
        return _numbers(before, after, name.unit) if change.action in ENTRIES else ""
    if change.thing == COMMENT:
        return f'<blockquote class="comment-words">{_lines((after or {}).get("text", ""))}</blockquote>'
    if change.action in ("moved", "archived", "restored") and change.thing != TEXT:
        return ""
    return thing_html(change.thing, change.thing_id, before, _there(after), names)


def thing_html(thing: str, key: str, before: State, after: State, names: Names, whole: bool = False) -> str:
    """A box, a row, a chart, an order or the drivers, from before to after; None where it was not in the plan."""
    if thing == NUMBERS:
        return fields_html(chart_fields(before or {}, after or {}, names.get(key, RowName(""))))
    if thing == ORDER:
        old, new = (", ".join((state or {})["rows"]) for state in (before, after))
        return _table([("Order", _marked("del", old) + ARROW + _marked("ins", new))])
    if thing == TEXT:
        return _text(before or {}, after or {}, names, whole)
    if thing in KINDS:
        return _row(KINDS[thing], before, after)
    return _drivers(before or {}, after or {}) if thing == PROGRAMME else ""


def _there(state: State) -> State:
    """A deleted row is not in the plan."""
    return None if state and state.get("deleted") else state


def _text(before: Mapping[str, Any], after: Mapping[str, Any], names: Names, whole: bool) -> str:
    charts = {key: name.title for key, name in names.items()}
    words = text_changes(before.get("html", ""), after.get("html", ""), charts, whole)
    done, was = bool(after.get("completed")), bool(before.get("completed"))
    said = "Marked as completed" if done else "No longer marked as completed"
    return words + (f'<p class="secondary">{said}</p>' if done != was else "")


def _row(kind: type[PlanRow], before: State, after: State) -> str:
    if before is None or after is None:
        held = cells(kind, after or before or {})  # that it came or went is said above: marking every word says no more
        return _table([(field_title(kind, name), _lines(words)) for name, words in held.items() if words])
    return fields_html([(field_title(kind, name), old, new) for name, old, new in differing(kind, before, after)])


def _drivers(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    held = [(words, _driver(before, key), _driver(after, key)) for key, words in DRIVERS.items()]
    return fields_html([one for one in held if one[1] != one[2]])


def _driver(state: Mapping[str, Any], key: str) -> str:
    value = state.get(key, "")
    return value if isinstance(value, str) else "; ".join(str(driver["title"]) for driver in value)


def _numbers(before: State, after: State, unit: str) -> str:
    """Each with what it was; why stands under it."""
    old = stated_words(before, unit) if before else ""
    new = stated_words(after or {}, unit)
    was, now = (STATUSES.get((held or {}).get("status", ""), "") for held in (before, after))
    held = (("Number", old, new), ("Status", was, now))
    lines = [(title, _change(one, other)) for title, one, other in held if one != other]
    why = str((after or {}).get("reason") or "")
    return _table([*lines, *([("Why", _lines(why))] if why else [])])


def fields_html(fields: Sequence[tuple[str, str, str]]) -> str:
    """A field, what it was, what it is; long words as one text with its changes."""
    return _table([(title, _change(old, new)) for title, old, new in fields])


def _change(old: str, new: str) -> str:
    if old and new and max(len(old), len(new)) > LONG:
        return plain_changes(old, new)
    return f"{_marked('del', old)}{ARROW if old and new else ''}{_marked('ins', new)}"


def _marked(op: str, words: str) -> str:
    said = "now: " if op == "ins" else "was: "
    return f'<{op}><span class="sr-only">{said}</span>{_lines(words)}</{op}> ' if words else ""


def _lines(words: str) -> str:
    return text(words).replace("\n", "<br>")


def _table(rows: Sequence[tuple[str, str]]) -> str:
    body = "".join(f'<tr><th scope="row">{text(title)}</th><td>{cell}</td></tr>' for title, cell in rows)
    return f'<table class="facts fields">{body}</table>' if body else ""
