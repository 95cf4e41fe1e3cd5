"""Alembic's entry: migrates over the connection that plan_store.store hands it."""

from typing import Any, Literal

from alembic import context

from plan_store import (  # noqa: F401  (the tables)
    comments,
    drafts,
    observations,
    people,
    plan_rows,
    presence,
    programmes,
    read_choices,
    sign_in,
    texts,
    throttle,
)
from plan_store.base import Base, UtcDateTime


def render_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write plain types, so that an old migration needs none of today's code."""
    if kind == "type" and type(thing).__name__ == "AutoString":
        return "sa.String()"
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_type,
)
with context.begin_transaction():
    context.run_migrations()
