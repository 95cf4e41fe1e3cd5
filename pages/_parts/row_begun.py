"""Rows that somebody began to write and did not save: offered under the table, and there again in their form."""

from contextlib import suppress
from datetime import date
from typing import Any

from pages._parts.holding import differing
from pages._parts.plan import Plan
from pages._parts.row_fields import RowField, blank_values, fields_of, typed_values
from pages._render.rows import row_title
from plan_store import drafts
from plan_store.base import NotFound
from plan_store.plan_rows import PlanRow
from plan_store.rows import find_row
from plan_store.store import reading


def row_key(plan: Plan, kind: type[PlanRow], row_id: str) -> str:
    """A row's draft; without a row, a new one's."""
    return f"row/{plan.id}/{kind.__name__}/{row_id or drafts.NEW}"


def begun_row(plan: Plan, kind: type[PlanRow], row_id: str) -> tuple[dict[str, Any], int]:
    """The cells that were typed, as their widgets hold them, and the revision that they grew from."""
    with reading() as session:
        held = drafts.read_draft(session, plan.actor, row_key(plan, kind, row_id)) or {}
    seen = held.get("revision")
    return _typed(kind, held), seen if isinstance(seen, int) else 0


def list_begun(plan: Plan, kind: type[PlanRow]) -> list[tuple[str, str]]:
    """Of each row that has words waiting its id and its name; both empty for a new row."""
    found: list[tuple[str, str]] = []
    every = row_key(plan, kind, "").removesuffix(drafts.NEW)
    with reading() as session:
        for row_id, held in drafts.read_drafts(session, plan.actor, every).items():
            typed, row = _typed(kind, held), None
            with suppress(NotFound):
                row = find_row(session, plan.actor, kind, row_id)
            start = typed_values(row) if row else blank_values(kind, {})
            if (row or row_id == drafts.NEW) and differing(typed, start):
                found.append((row.id, row_title(row)) if row else ("", ""))
    return found


def _typed(kind: type[PlanRow], held: dict[str, Any]) -> dict[str, Any]:
    """What a field can still take: choices come and go with the portal's releases."""
    return {
        field.name: _value(field, held[field.name])
        for field in fields_of(kind)
        if field.name in held and _fits(field, held[field.name])
    }


def _fits(field: RowField, value: Any) -> bool:
    if field.choices:
        return value in list(field.choices)
    if field.kind != "date" or value is None:
        return value is None or isinstance(value, str)
    with suppress(TypeError, ValueError):
        return bool(date.fromisoformat(value))
    return False


def _value(field: RowField, value: Any) -> Any:
    if field.kind == "date":
        return value and date.fromisoformat(value)
    return value or ""
