"""A plan's table on its tab: heading, counts, buttons, the rows, and what was just deleted or left unsaved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages._parts.clicks import Action, pressed
from pages._parts.dialog_keys import dialog_keys
from pages._parts.plan import Plan
from pages._parts.refused import permitted, say_refused
from pages._parts.row_begun import list_begun
from pages._parts.row_comments import answer_row_comments, show_row_comments
from pages._parts.row_form import Suggestions, open_form, show_form
from pages._parts.row_unsaved import unsaved_cells
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.thread import answer_comments
from pages._render.icons import icon
from pages._render.rows import Column, deleted_rows, notice, rows_table
from pages._render.words import text
from plan_store.comments import ROW
from plan_store.plan_rows import PlanRow
from plan_store.rows import list_deleted, undo_delete
from plan_store.sections import Table, table_of
from plan_store.store import reading, writing

UNDO = f"{icon('undo', 18)} Undo"


@dataclass(frozen=True)
class RowTable:
    """What a tab shows of its table; counts is safe HTML, more_buttons draws what stands beside the green button."""

    kind: type[PlanRow]
    rows: Sequence[PlanRow]
    columns: Sequence[Column]
    counts: str
    suggestions: Suggestions
    more_buttons: Callable[[], Any] | None = None

    @property
    def table(self) -> Table:
        return table_of(self.kind)


def answer_click(plan: Plan, kind: type[PlanRow]) -> None:
    """Do what the page's own HTML was asked for; before the rows are read, so that they show it."""
    if plan.may_read:
        answer_comments(plan)
        answer_row_comments(plan, kind)
    action = pressed()
    if action and plan.may_write:
        with permitted(stay()):
            _answer(plan, kind, action)


def _answer(plan: Plan, kind: type[PlanRow], action: Action) -> None:
    if action.name in ("edit", "resume"):
        open_form(plan, kind, action.id)
    elif action.name == "add":
        open_form(plan, kind, given={"secondary_driver": action.id})
    elif action.name == "undo":
        with writing() as session:
            undo_delete(session, plan.actor, kind, action.id)
        stay().pop("deleted", None)


def show_table(plan: Plan, shown: RowTable) -> None:
    with st.container(
        key="table_head", horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        counts = f'<p class="counts">{shown.counts}</p>' if shown.rows else ""
        show(f'<div class="paper"><h2>{text(shown.table.title)}</h2>{counts}</div>')
        if shown.rows:
            _buttons(plan, shown)
    if shown.rows:
        cells = unsaved_cells(plan)
        problems = {row: {name: cell["sentence"] for name, cell in held.items()} for row, held in cells.items()}
        marks = {row: number for (place, row), number in plan.open_comments.items() if place == ROW}
        html = rows_table(shown.table.title, shown.columns, shown.rows, problems, plan.may_write, marks)
        show(f'<div class="paper card table-card {shown.table.key}">{html}</div>')
    else:
        with st.container(key="card_empty"):
            show(f'<p class="lead">{text(shown.table.empty)}</p>')
            _buttons(plan, shown)
    _notices(plan, shown)
    if plan.may_write:
        with reading() as session:
            gone = list_deleted(session, plan.actor, plan.id, shown.kind)
        if gone:
            show(deleted_rows(shown.kind, gone))
    dialog_keys()
    show_form(plan, shown.kind, shown.suggestions)
    show_row_comments(plan)


def _buttons(plan: Plan, shown: RowTable) -> None:
    if not plan.may_write:
        return
    with st.container(key="table_buttons", horizontal=True, width="content"):
        if shown.more_buttons:
            shown.more_buttons()
        words = f"\\+ Add {shown.kind.singular}"  # a bare + would start a list
        st.button(words, type="primary", key="add_row", on_click=open_form, args=(plan, shown.kind))


def _notices(plan: Plan, shown: RowTable) -> None:
    deleted, open_row = stay().get("deleted"), stay().get("form", {}).get("row")
    if deleted:
        said = (
            "Somebody deleted {} while you were writing; what you wrote is kept."
            if deleted["meanwhile"]
            else "You deleted {}."
        )
        show(notice(said.format(f"“{text(deleted['title'])}”"), "undo", deleted["row"], UNDO))
    for row_id, title in list_begun(plan, shown.kind) if plan.may_write else []:
        if row_id != open_row:
            what = f"“{text(title)}”" if row_id else f"a new {shown.kind.singular}"
            show(notice(f"You left {what} without saving.", "resume", row_id, "Go on writing"))
    say_refused(stay(), "undo-line")
