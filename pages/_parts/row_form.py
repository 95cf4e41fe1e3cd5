"""One row in a dialog: opened, saved, moved, deleted; what was typed stays until it is saved or given up."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

from pages._parts.frame import PRODUCT
from pages._parts.holding import BEGUN, differing, hold, hold_form, hold_typing
from pages._parts.plan import Plan
from pages._parts.refused import REFUSALS, permitted, refusal_words, say_refused
from pages._parts.row_begun import begun_row, row_key
from pages._parts.row_fields import (
    WRITTEN,
    RowField,
    blank_values,
    field_input,
    field_label,
    fields_of,
    lines_of,
    typed_values,
    typed_words,
)
from pages._parts.row_loss import say_what_goes
from pages._parts.row_unsaved import note_unsaved, unsaved_cells
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.thread import thread, thread_button
from pages._render.rows import row_title
from pages._render.words import PATIENTS, identity, text
from pages._web.identity import require_actor
from plan_store.comments import ROW
from plan_store.plan_rows import PlanRow
from plan_store.rows import RowConflict, RowIncomplete, add_row, delete_row, find_row, list_rows, move_row, save_row
from plan_store.store import reading, writing
from plan_store.unavailable import StoreUnavailable

Suggestions = Mapping[str, Sequence[str]]


def open_form(plan: Plan, kind: type[PlanRow], row_id: str = "", given: Mapping[str, Any] | None = None) -> None:
    """Show a row's form from now on; without a row, a new row's, with what is already known of it."""
    row = None
    if row_id:
        with reading() as session:
            row = find_row(session, plan.actor, kind, row_id)
    present = typed_values(row) if row else blank_values(kind, {})
    unsaved = {name: cell for name, cell in unsaved_cells(plan).get(row_id, {}).items() if name in present}
    typed, seen = begun_row(plan, kind, row_id)
    begun = differing(typed, present)
    if not begun:
        seen = row.revision if row else 0
    _begin(
        {
            "row": row_id,
            "title": row_title(row) if row else "",
            "seen": seen,
            "start": present,
            "key": row_key(plan, kind, row_id),
            "base": {"revision": seen, **(given or {})},
            "held": {**(given or {}), **begun},
            "begun": bool(begun),
            "problems": {name: cell["sentence"] for name, cell in unsaved.items()},
            "theirs": {},
        },
        {**present, **{name: cell["typed"] for name, cell in unsaved.items()}, **(given or {}), **begun},
    )


def _begin(form: dict[str, Any], typed: Mapping[str, Any]) -> None:
    number = st.session_state["forms_opened"] = st.session_state.get("forms_opened", 0) + 1
    for other in ("library", "commented"):  # one dialog at a time
        stay().pop(other, None)
    stay()["form"] = {**form, "number": number}
    for name, value in typed.items():
        st.session_state[_key(name)] = value


def show_form(plan: Plan, kind: type[PlanRow], suggestions: Suggestions) -> None:
    """The dialog, while one is open. It stays open in a full run too, such as after a lost connection."""
    form = stay().get("form")
    if form is None:
        return
    heading = f"{'Edit' if form['row'] else 'Add'} {kind.singular}"
    st.dialog(heading, width="medium", on_dismiss=partial(_leave, kind))(_body)(plan, kind, suggestions)


def _body(plan: Plan, kind: type[PlanRow], suggestions: Suggestions) -> None:
    form = stay().get("form")
    if form is None:  # saved or given up by the button that was just pressed
        st.rerun()
    if form["problems"]:
        st.set_page_config(page_title=f"Error: {kind.singular} - {PRODUCT}")
    hold_form(form, _typed(kind))
    with st.container(key="row_form"):
        say_refused(form)
        if form["begun"]:
            show(f'<div class="clash" role="status">{BEGUN}</div>')
        for line in lines_of(kind):
            places = st.columns(len(line), vertical_alignment="bottom") if len(line) > 1 else [st.container()]
            for field, place in zip(line, places, strict=True):
                with place, st.container(key=f"suggested_{field.name}", gap=None):
                    _field(field, form, suggestions.get(field.name, ()))
        show(identity(PATIENTS))
        written = {_key(field.name): field.name for field in fields_of(kind) if field.kind in WRITTEN}
        hold_typing(form["key"], written, form["base"])
        _buttons(plan, kind, form)
    if form["row"]:
        with st.container(key="row_comments"):
            thread_button(plan, (ROW, form["row"]))
            thread(plan, (ROW, form["row"]))


def _field(field: RowField, form: Mapping[str, Any], suggestions: Sequence[str]) -> None:
    key, problem = _key(field.name), form["problems"].get(field.name, "")
    field_label(field, key, problem, suggestions)
    if field.name in form["theirs"]:
        _clash(field, form["theirs"][field.name])
    field_input(field, key, problem)


def _buttons(plan: Plan, kind: type[PlanRow], form: Mapping[str, Any]) -> None:
    with st.container(key="row_form_foot", horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(f"Save {kind.singular}", type="primary", key="form_save", on_click=_save, args=(plan, kind))
        st.button("Cancel", type="tertiary", key="form_cancel", on_click=_close)
        if form["row"]:
            with (
                suppress(StoreUnavailable),
                st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"),
            ):
                _place_buttons(plan, kind, form["row"])
    with suppress(StoreUnavailable):
        say_what_goes(plan, kind, form["row"])


def _place_buttons(plan: Plan, kind: type[PlanRow], row_id: str) -> None:
    """Move and delete. At its end a row stays: a button that went dead would lose the keyboard's place."""
    with reading() as session:
        order = [row.id for row in list_rows(session, plan.actor, plan.id, kind)]
    if row_id in order and len(order) > 1:
        place = f"{order.index(row_id) + 1} of {len(order)}"
        st.html(f'<span class="secondary" role="status">{place}</span>', width="content")
        _plain_button("Move up", "arrow_upward", _move, kind, -1)
        _plain_button("Move down", "arrow_downward", _move, kind, 1)
    with st.container(key="danger", width="content"):
        _plain_button("Delete", "delete", _delete, plan, kind)


def _plain_button(words: str, icon: str, do: Callable[..., None], *args: Any) -> None:
    st.button(words, type="tertiary", key=f"form_{icon}", icon=f":material/{icon}:", on_click=do, args=args)


def _clash(field: RowField, theirs: Any) -> None:
    shown = typed_words(field, theirs)
    words = f"changed this to “{text(shown)}”" if shown else "emptied this"
    show(f'<div class="clash" role="alert">Somebody {words} while you were writing.</div>')
    with st.container(horizontal=True, gap="small"):
        for label, keep in (("Keep mine", False), ("Keep theirs", True)):
            st.button(label, key=f"form_{field.name}_{keep}", on_click=_choose, args=(field.name, keep))


def _choose(name: str, keep_theirs: bool) -> None:
    value = stay()["form"]["theirs"].pop(name)
    stay()["form"]["problems"].pop(name, None)
    if keep_theirs:  # in a field of its own: what the browser still holds of the other one counts no more
        taken = stay()["form"].setdefault("taken", {})
        taken[name] = taken.get(name, 0) + 1
        st.session_state[_key(name)] = value


def _save(plan: Plan, kind: type[PlanRow]) -> None:
    """Keep what can be kept and close; stay open where nothing could be saved."""
    form, typed = stay()["form"], _typed(kind)
    if form["theirs"]:
        form["problems"] |= dict.fromkeys(form["theirs"], "Choose which to keep.")
        return
    values = {field.name: _value(field, typed[field.name]) for field in fields_of(kind)}
    try:
        with writing() as session:
            if form["row"]:
                saved = save_row(session, require_actor(), kind, form["row"], values, form["seen"])
            else:
                saved = add_row(session, require_actor(), plan.id, kind, values)
    except RowIncomplete as incomplete:
        form["problems"] = incomplete.problems
    except RowConflict as conflict:
        _meet(kind, conflict, typed)
    except REFUSALS as refusal:
        form["refused"] = refusal_words(refusal)
    else:
        cells = {name: {"typed": typed[name], "sentence": said} for name, said in saved.problems.items()}
        note_unsaved(plan, saved.row.id, cells)
        if saved.row.deleted_at:
            stay()["deleted"] = {"row": saved.row.id, "title": row_title(saved.row), "meanwhile": True}
        _close()


def _meet(kind: type[PlanRow], conflict: RowConflict, typed: Mapping[str, Any]) -> None:
    """Take over what others changed and the writer did not; leave the cells that both changed to choose from."""
    form = stay()["form"]
    with reading() as session:
        row = find_row(session, require_actor(), kind, form["row"])
    present = typed_values(row)
    for name, value in present.items():
        if typed[name] == form["start"][name]:
            st.session_state[_key(name)] = value
    form |= {"start": present, "seen": row.revision, "problems": {}}
    form["theirs"] = {name: present[name] for name in conflict.theirs if name in present}


def _move(kind: type[PlanRow], step: int) -> None:
    with permitted(stay()["form"]), writing() as session:
        move_row(session, require_actor(), kind, stay()["form"]["row"], step)


def _delete(plan: Plan, kind: type[PlanRow]) -> None:
    with permitted(stay()["form"]):
        with writing() as session:
            row = delete_row(session, require_actor(), kind, stay()["form"]["row"])
        note_unsaved(plan, row.id, {})
        stay()["deleted"] = {"row": row.id, "title": row_title(row), "meanwhile": False}
        _close()


def _close() -> None:
    """Saved, deleted or given up: nothing waits any more."""
    if form := stay().pop("form", None):
        hold(form["key"], {})


def _leave(kind: type[PlanRow]) -> None:
    """Closed by Esc, by the cross or beside the dialog: what was typed is held, and offered under the table."""
    if "form" in stay() and hold_form(stay()["form"], _typed(kind)):
        stay().pop("form")


def _typed(kind: type[PlanRow]) -> dict[str, Any]:
    return {field.name: st.session_state.get(_key(field.name)) for field in fields_of(kind)}


def _value(field: RowField, typed: Any) -> Any:
    return "" if typed is None and field.kind != "date" else typed


def _key(name: str) -> str:
    form = stay()["form"]
    return f"form{form['number']}_{name}{form.get('taken', {}).get(name, '')}"
