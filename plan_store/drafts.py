"""What somebody has begun and not yet saved: theirs alone, and there again after a reload.

A draft is not logged as a Change: nothing in a plan has changed, and nobody else may read it.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, delete, update
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, UtcDateTime, add_first, now
from plan_store.patients import without_nhs_numbers
from plan_store.permissions import Actor, May, require
from plan_store.programmes import require_programme

MAX_CHARACTERS = 50_000
NEW = "new"  # in a key, of what has no id yet


class Draft(Base, table=True):
    user_id: str = Field(primary_key=True, foreign_key="user.id")
    key: str = Field(primary_key=True)
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    changed_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def keep_draft(session: Session, actor: Actor, key: str, data: dict[str, Any]) -> None:
    """Keep plain JSON in place of what was there; what is longer than MAX_CHARACTERS is not kept, without a word.

    A patient's NHS number is taken out; the words around it are kept.
    """
    data = without_nhs_numbers(data)
    if len(json.dumps(data, ensure_ascii=False)) > MAX_CHARACTERS or _replaced(session, actor, key, data):
        return
    if not add_first(session, Draft(user_id=actor.user_id, key=key, data=data)):  # by the same person's other window
        _replaced(session, actor, key, data)


def add_words(session: Session, actor: Actor, key: str, words: dict[str, Any], base: dict[str, Any]) -> None:
    """Put words beside what the actor's draft holds; base is what it grows from, where there is none yet.

    key: what is written, and in which programme: row/PROGRAMME/..., drivers/new. Raises NotFound, NotAllowed.
    """
    programme_id = f"{key}/".split("/")[1]
    if programme_id == NEW:
        require(actor, May.CREATE, actor.organisation)
    else:
        require_programme(session, actor, programme_id, May.WRITE)
    keep_draft(session, actor, key, {**base, **(read_draft(session, actor, key) or {}), **words})


def read_drafts(session: Session, actor: Actor, start: str) -> dict[str, dict[str, Any]]:
    """The actor's own drafts whose key begins with this, by the rest of the key."""
    mine = select(Draft).where(Draft.user_id == actor.user_id, col(Draft.key).startswith(start, autoescape=True))
    return {draft.key.removeprefix(start): draft.data for draft in session.exec(mine.order_by(col(Draft.changed_at)))}


def read_draft(session: Session, actor: Actor, key: str) -> dict[str, Any] | None:
    """The actor's own draft, or None."""
    found = session.get(Draft, (actor.user_id, key))
    return found.data if found else None


def drop_draft(session: Session, actor: Actor, key: str) -> None:
    """Forget the actor's own draft, if there is one."""
    session.exec(delete(Draft).where(col(Draft.user_id) == actor.user_id, col(Draft.key) == key))


def _replaced(session: Session, actor: Actor, key: str, data: dict[str, Any]) -> bool:
    mine = update(Draft).where(col(Draft.user_id) == actor.user_id, col(Draft.key) == key)
    wrote = session.exec(mine.values(data=data, changed_at=now()))
    return wrote.rowcount == 1
