"""What has changed in a programme since a page was drawn, told so briefly that every open page can ask often."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col, func

from plan_store.base import id_at
from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.programmes import find_programme

MOST = 100  # who was away for longer draws the whole page anew
LATE = timedelta(seconds=30)  # from a change's id to its commit, and between the clocks of two machines


@dataclass(frozen=True)
class News:
    id: str
    user_id: str
    user_name: str
    thing: str
    thing_id: str
    revision: int


TOLD = [col(getattr(Change, one.name)) for one in fields(News)]


def read_news(session: Session, actor: Actor, programme_id: str, after: str) -> list[News]:
    """The changes of a programme after one that was seen (its id; ids grow with time), the newest first.

    Again also those of LATE before it, whoever asks knows which of them are news: one that was begun earlier, or by a
    clock that is behind, may be there only now.
    """
    find_programme(session, actor, programme_id)
    # Not by the index of programmes: the few newest changes of all are found at once, a programme's many are not.
    here = func.coalesce(col(Change.programme_id), "") == programme_id
    fresh = select(*TOLD).where(here, col(Change.id) >= _before(after)).order_by(col(Change.id).desc()).limit(MOST)
    return [News(**row) for row in session.connection().execute(fresh).mappings()]


def _before(seen: str) -> str:
    """The smallest id of what may come after this one was seen."""
    try:
        made = datetime.fromtimestamp((UUID(seen).int >> 80) / 1000, UTC)
    except (ValueError, OverflowError, OSError):  # no id of ours
        return seen
    return id_at(made - LATE)
