"""What would change if a version, or the whole plan, were put back: shown before anything is."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pages._render.change_cells import called, cut, described
from pages._render.change_html import change_html, thing_html
from pages._render.change_words import FROM_FILE, GONE, box_words
from pages._render.since_words import then
from pages._render.words import count, text
from plan_store.change_names import NUMBERS, PROGRAMME, TEXT, Names
from plan_store.changes import Change
from plan_store.plan_differences import ORDER, Difference
from plan_store.sections import KINDS

NUMBERS_STAY = "The numbers of your measures and their files stay as they are."


def call_of(change: Change, names: Names) -> str:
    """What the change was about, to begin a sentence with."""
    if change.thing == TEXT:
        return box_words(change.thing_id.rpartition("/")[2])
    if change.thing == PROGRAMME:
        return "The drivers and the aim"
    if change.thing == NUMBERS:
        return _chart(change.thing_id, names)
    held = json.loads(change.after) or {}
    return called(KINDS[change.thing], held)


def _chart(measure_id: str, names: Names) -> str:
    return f"The chart of {cut(names.get(measure_id, GONE).title)}"


def version_preview(change: Change, last: Change, names: Names, now: datetime) -> tuple[str, bool]:
    """Safe HTML, and whether it is so already."""
    new, current = _state(change.after), _state(last.after)
    what = text(call_of(change, names))
    would = "" if new is None and current is None else thing_html(change.thing, change.thing_id, current, new, names)
    now_html = f"<p>{what} is like this already: nothing would change.</p>"
    if would:
        now_html = f"<h2>What would change now</h2>{_gone_note(change, new, current)}{would}"
    told = f'<p class="secondary">{FROM_FILE}.</p>' if change.brought_in else ""
    then_html = change_html(change, names)
    html = (
        f'<section class="card paper version"><p class="lead"><b>{what}</b>, as {text(change.user_name)} left it '
        f"{then(change.at, now)}.</p>{told}{now_html}</section>"
    )
    if then_html:
        html += f'<section class="card paper then-card"><h3>What that change did</h3>{then_html}</section>'
    return html, not would


def _state(held: str) -> dict[str, Any] | None:
    state = json.loads(held)
    return None if state and state.get("deleted") else state


def _gone_note(change: Change, new: Mapping[str, Any] | None, current: Mapping[str, Any] | None) -> str:
    if change.thing not in KINDS:
        return ""
    kind = KINDS[change.thing]
    if current is None and new is not None:
        return f"<p>The {kind.singular} was deleted since; it comes back into the plan.</p>"
    if new is None:
        return f"<p>It was deleted then, so the {kind.singular} would be taken out of the plan.</p>"
    return ""


def measure_link(change: Change) -> str:
    """For numbers, which are put back on their measure's page."""
    to = f"baseline_data?{urlencode({'programme': change.programme_id, 'measure': change.thing_id})}"
    return (
        '<div class="card paper"><p>Numbers and files are put back on the measure’s own page. '
        f'<a href="{text(to)}" data-go>See the measure’s data and files</a></p></div>'
    )


def plan_preview(found: Sequence[Difference], names: Names, at: datetime, now: datetime) -> str:
    """From now to then: the list of what would change, each opening to its words."""
    head = f'<p class="lead">The whole plan as it was <b>{then(at, now)}</b>.</p>'
    if not found:
        return f'<section class="card paper">{head}<p>The plan is like this now: nothing would change.</p></section>'
    items = "".join(
        f'<li><details><summary class="change-line"><span class="said-line">{text(difference_words(one, names))}</span>'
        f'</summary><div class="change">{inside_html(one, names)}</div></details></li>'
        for one in found
    )
    many = f"{count(len(found), 'part')} of the plan would change"
    return (
        f'<section class="card paper version">{head}<h2>{many}</h2><ul class="changes-list without-times">{items}</ul>'
        f'<p class="secondary">{NUMBERS_STAY} Putting it back is a change like any other: Undo takes it back, and '
        "nothing is lost from the history.</p></section>"
    )


def difference_words(one: Difference, names: Names) -> str:
    """Project aims changes; the measure CO test at booking comes back."""
    if one.thing == PROGRAMME:
        return "The drivers and the aim change"
    what = difference_name(one, names)
    if one.before is None:
        return f"{what} comes back"
    return f"{what} is taken out: it was added since" if one.after is None else f"{what} changes"


def difference_name(one: Difference, names: Names) -> str:
    """What is different, to begin a sentence with."""
    if one.thing == TEXT:
        return box_words(one.key)
    if one.thing == NUMBERS:
        return _chart(one.key, names)
    if one.thing == ORDER:
        return f"The order of the {KINDS[one.key].plural}"
    what = described(KINDS[one.thing], one.after or one.before or {})
    return f"{what[:1].upper()}{what[1:]}"


def inside_html(one: Difference, names: Names) -> str:
    return thing_html(one.thing, one.key, one.before, one.after, names)
