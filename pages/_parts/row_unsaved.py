"""What somebody typed in a row and could not or did not save: held for them, so that a reload does not lose it."""

import streamlit as st

from pages._parts.holding import hold
from pages._parts.plan import Plan
from plan_store import drafts
from plan_store.store import reading

UNSAVED = "unsaved_cells"  # programme id -> row id -> field -> what was typed and what is wrong with it
Cells = dict[str, dict[str, str]]


def unsaved_cells(plan: Plan) -> dict[str, Cells]:
    """By row, what was not saved of it, until the field is saved or the row deleted."""
    held = st.session_state.setdefault(UNSAVED, {})
    if plan.id not in held:
        with reading() as session:
            held[plan.id] = drafts.read_draft(session, plan.actor, f"cells/{plan.id}") or {}
    return held[plan.id]


def note_unsaved(plan: Plan, row_id: str, cells: Cells) -> None:
    """In place of what was noted of this row."""
    held = unsaved_cells(plan)
    if held.get(row_id, {}) == cells:
        return
    held.pop(row_id, None)
    if cells:
        held[row_id] = cells
    hold(f"cells/{plan.id}", held)
