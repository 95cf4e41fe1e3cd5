"""The comments on a table's row: its mark in the row, and a dialog of their own for readers and writers."""

import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.plain import spoken
from pages._parts.plan import Plan
from pages._parts.stay import stay
from pages._parts.thread import open_thread, thread
from pages._render.rows import row_title
from plan_store.base import NotFound
from plan_store.comments import ROW
from plan_store.plan_rows import PlanRow
from plan_store.rows import find_row
from plan_store.store import reading


def answer_row_comments(plan: Plan, kind: type[PlanRow]) -> None:
    """A row's mark was pressed, or the address asks for its comments: once, for they can be closed again."""
    action, asked = pressed(), st.query_params.get("comments", "")
    if action and action.name == "comments":
        _open(plan, kind, action.id)
    elif asked and stay().get("asked") != asked:
        stay()["asked"] = asked
        _open(plan, kind, asked)


def _open(plan: Plan, kind: type[PlanRow], row_id: str) -> None:
    try:
        with reading() as session:
            row = find_row(session, plan.actor, kind, row_id)
    except NotFound:
        return
    if row.programme_id == plan.id:
        for other in ("form", "library"):  # one dialog at a time
            stay().pop(other, None)
        stay()["commented"] = {"row": row.id, "title": row_title(row)}
        open_thread(plan, (ROW, row.id))


def show_row_comments(plan: Plan) -> None:
    """The dialog, while it is open."""
    if held := stay().get("commented"):
        st.dialog(spoken(f"Comments on “{held['title']}”"), width="medium", on_dismiss=_close)(_body)(plan, held["row"])


def _body(plan: Plan, row_id: str) -> None:
    with st.container(key="row_comments"):
        thread(plan, (ROW, row_id))


def _close() -> None:
    stay().pop("commented", None)
    stay().pop("thread", None)
