"""What was deleted in the last 30 days, each with the button that puts it back."""

from datetime import UTC, datetime

from pages._parts.clicks import pressed
from pages._parts.plan import Plan
from pages._parts.refused import say_refused
from pages._parts.row_form import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.gone_html import gone_html
from pages._render.words import text
from plan_store.comments import delete_comment
from plan_store.gone import COMMENT, FILE, Gone, list_gone
from plan_store.rows import undo_delete
from plan_store.sections import KINDS
from plan_store.store import reading, writing
from plan_store.uploads import undo_delete_upload


def answer_gone(plan: Plan) -> None:
    """Put back what a button asks for; before the list is read, so that it shows it."""
    action = pressed()
    if action is None or action.name != "put-back-gone" or not plan.may_write:
        return
    kind, _, thing_id = action.id.partition(" ")
    with permitted(stay()), writing() as session:
        if kind == FILE:
            what = f"“{undo_delete_upload(session, plan.actor, thing_id).file_name}”"
        elif kind == COMMENT:
            delete_comment(session, plan.actor, thing_id, False)
            what = "Your comment"
        elif kind in KINDS:
            row = undo_delete(session, plan.actor, KINDS[kind], thing_id)
            what = f"“{getattr(row, row.title_field)}”"
        else:
            return
        stay()["gone_said"] = f"{what} is put back."


def read_gone(plan: Plan) -> list[Gone]:
    with reading() as session:
        return list_gone(session, plan.actor, plan.id)


def say_gone() -> None:
    """What was just put back, or why it was not."""
    if said := stay().pop("gone_said", ""):
        show(f'<div class="undo-line" role="status">{text(said)}</div>')
    say_refused(stay(), "undo-line")


def gone_view(plan: Plan, gone: list[Gone]) -> None:
    say_gone()
    show(gone_html(gone, plan.id, datetime.now(UTC), plan.may_write))
