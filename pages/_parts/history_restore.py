"""One version, or the whole plan, put back: first what would change now, then the button, then a line with Undo."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.history_list import time_in
from pages._parts.plan import Plan
from pages._parts.refused import REFUSALS, refusal_words, say_refused
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.icons import icon
from pages._render.restore_html import call_of, measure_link, plan_preview, version_preview
from pages._render.rows import notice
from pages._render.since_words import then
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.change_names import measure_names, names_of
from plan_store.change_shapes import states_of
from plan_store.changes import Change
from plan_store.history import (
    NotReadable,
    NotRestorable,
    find_change,
    last_change,
    restore_plan,
    restore_version,
    state_at,
)
from plan_store.plan_differences import differences
from plan_store.programmes import ChangedMeanwhile
from plan_store.rows import RowIncomplete
from plan_store.store import reading, writing
from plan_store.texts import TextConflict

GONE = '<div class="card paper"><p>This version is not in the history of this programme.</p></div>'
UNREADABLE = '<div class="card paper"><p>This version has a change that this portal cannot read.</p></div>'
UNDO = f"{icon('undo', 18)} Undo"


def version_view(plan: Plan, change_id: str) -> None:
    """A box, a row or the drivers as one change left them, against what they are now."""
    say_refused(stay(), "undo-line")
    try:
        with reading() as session:
            change = find_change(session, plan.actor, change_id)
            last = last_change(session, plan.actor, plan.id, change)
            names = names_of(session, [one for one in (change, last) if one])
    except NotFound:
        show(GONE)
        return
    if not all(states_of(one) for one in (change, last) if one):
        show(UNREADABLE)
        return
    if change.programme_id != plan.id:
        show(GONE)
        return
    if last is None:
        show(measure_link(change))
        return
    html, same = version_preview(change, last, names, datetime.now(UTC))
    show(html)
    if same or not plan.may_write:
        return
    said = f"{call_of(change, names)} is as it was {then(change.at, datetime.now(UTC))}."
    with st.container(horizontal=True, key="restore_buttons"):
        do = partial(_restore_version, plan, change_id, last.id)
        undo = {"version": last.id}
        st.button("Put this version back", type="primary", on_click=_put_back, args=(plan, do, said, undo))
        _leave(plan)


def plan_view(plan: Plan, asked: str) -> None:
    """The whole plan as it was at a time, against what it is now."""
    say_refused(stay(), "undo-line")
    at = time_in(asked)
    try:
        with reading() as session:
            old = state_at(session, plan.actor, plan.id, at) if at else None
            new = state_at(session, plan.actor, plan.id, datetime.now(UTC))
            last = last_change(session, plan.actor, plan.id)
            names = measure_names(session, plan.actor, plan.id)
    except NotReadable:
        show(UNREADABLE)
        return
    if at is None or old is None or old.drivers is None or last is None:
        show('<div class="card paper"><p>The programme was not there yet at this time.</p></div>')
        return
    found = differences(new, old)
    show(plan_preview(found, names, at, datetime.now(UTC)))
    if found and plan.may_write:
        parts = count(len(found), "part")
        said = f"The plan is as it was {then(at, datetime.now(UTC))}: {parts} put back. The numbers stayed."
        do, undo = partial(_restore_plan, plan, at, last.id), {"plan_at": last.at.isoformat()}
        with st.container(horizontal=True, key="restore_buttons"):
            st.button(f"Put {parts} back", type="primary", on_click=_put_back, args=(plan, do, said, undo))
            _leave(plan)


def _restore_version(plan: Plan, change_id: str, seen: str, session: Any) -> None:
    restore_version(session, plan.actor, change_id, seen)


def _restore_plan(plan: Plan, at: datetime, seen: str, session: Any) -> None:
    restore_plan(session, plan.actor, plan.id, at, seen)


def _leave(plan: Plan) -> None:
    show(f'<a class="edged" href="history?programme={plan.id}" data-go>Leave it as it is</a>')


def _put_back(plan: Plan, do: Callable[[Any], None], said: str, undo: dict[str, str]) -> None:
    """Do it, say it where the list is, and remember what Undo puts back."""
    try:
        with writing() as session:
            do(session)
            session.flush()
            last = last_change(session, plan.actor, plan.id, _like(session, plan, undo))
    except (ChangedMeanwhile, TextConflict) as meanwhile:
        who = str(meanwhile) if isinstance(meanwhile, ChangedMeanwhile) else "Somebody is saving in it just now."
        stay()["refused"] = f"{who} Nothing was put back. Below is what would change now."
    except RowIncomplete as incomplete:
        stay()["refused"] = f"Nothing was put back. {' '.join(incomplete.problems.values())}"
    except REFUSALS as refusal:
        stay()["refused"] = refusal_words(refusal)
    except NotRestorable as elsewhere:
        stay()["refused"] = str(elsewhere)
    else:
        stay()["put_back"] = {"said": said, "undo": undo, "seen": last.id if last else ""}
        for name in ("version", "plan_at"):
            st.query_params.pop(name, None)


def _like(session: Any, plan: Plan, undo: dict[str, str]) -> Change | None:
    return find_change(session, plan.actor, undo["version"]) if "version" in undo else None


def answer_undo(plan: Plan) -> None:
    """Undo of what was just put back: the version before it stands again."""
    held = stay().get("put_back")
    if held is None or (action := pressed()) is None or action.name != "undo-put-back" or not plan.may_write:
        return
    undo, seen = held["undo"], held["seen"]
    stay().pop("put_back")
    if "version" in undo:
        do = partial(_restore_version, plan, undo["version"], seen)
    else:
        do = partial(_restore_plan, plan, datetime.fromisoformat(undo["plan_at"]), seen)
    _put_back(plan, do, UNDONE, undo)
    if "put_back" in stay():
        stay()["put_back"] = {"said": UNDONE, "undo": {}, "seen": ""}


UNDONE = "Undone: it is as it was before you put it back."


def said_line(plan: Plan) -> None:
    """What was just put back, with Undo, over the list."""
    say_refused(stay(), "undo-line")
    held = stay().get("put_back")
    if held and held["undo"] and plan.may_write:
        show(notice(f"<b>{text(held['said'])}</b>", "undo-put-back", "", UNDO))
    elif held:
        show(f'<div class="undo-line" role="status">{text(held["said"])}</div>')
