"""The log of every change: append-only, written in the same transaction as the change itself."""

import json
from datetime import datetime
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Index, bindparam, insert
from sqlmodel import Field, Session, col, func, select

from plan_store.base import Base, UtcDateTime, new_id, now, table
from plan_store.permissions import Actor
from plan_store.prepared import Prepared


def written(value: Any) -> str:
    """JSON, in a third of the time of Python's own."""
    return to_json(value, fallback=str).decode()


class Change(Base, table=True):
    """Who changed what, when, from what, to what. Nothing alters or deletes one: the database refuses."""

    __table_args__ = (
        Index("ix_change_thing", "thing", "thing_id", "revision"),
        Index("ix_change_organisation", "organisation", "at"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime, index=True)
    organisation: str
    programme_id: str = Field(index=True)
    user_id: str
    user_name: str
    action: str
    thing: str
    thing_id: str
    revision: int
    before: str = "null"
    after: str = "null"

    @property
    def brought_in(self) -> bool:
        """From the file of a programme that was brought in: who did it, and when, is what that file says."""
        return not self.user_id


def log(
    session: Session,
    actor: Actor,
    *,
    organisation: str,
    programme_id: str,
    action: str,
    thing: str,
    thing_id: str,
    revision: int,
    before: Any = None,
    after: Any = None,
) -> None:
    """Write a Change; before and after are anything JSON can hold."""
    change = {
        "id": new_id(),
        "at": now(),
        "organisation": organisation,
        "programme_id": programme_id,
        "user_id": actor.user_id,
        "user_name": actor.name,
        "action": action,
        "thing": thing,
        "thing_id": thing_id,
        "revision": revision,
        "before": written(before),
        "after": written(after),
    }
    WRITE.run(session, **change)
    session.info.setdefault("changes", []).append((action, thing, programme_id, actor.user_id))


LOG = table(Change)
WRITE = Prepared(insert(LOG))
AFTER = Prepared(
    select(LOG.c.after)
    .where(*(LOG.c[name] == bindparam(name) for name in ("thing", "thing_id", "revision")))
    .order_by(LOG.c.at.desc(), LOG.c.id.desc())
    .limit(1)
)


def as_of(session: Session, thing: str, thing_id: str, revision: int) -> Any:
    """What a thing was at a revision that somebody saw; None before its first."""
    found = AFTER.rows(session, thing=thing, thing_id=thing_id, revision=revision)
    return json.loads(found[0][0]) if found else None


def last_changes(session: Session, programme_ids: list[str]) -> dict[str, Change]:
    """The newest change of each programme."""
    newest = (
        select(Change.programme_id, func.max(Change.id).label("id"))
        .where(col(Change.programme_id).in_(programme_ids))
        .group_by(Change.programme_id)
        .subquery()
    )
    found = session.exec(select(Change).join(newest, col(Change.id) == newest.c.id))
    return {change.programme_id: change for change in found}
