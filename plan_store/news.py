"""What has changed in a programme since a page was drawn, told so briefly that every open page can ask often."""

from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlmodel import Session, col, func

from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.programmes import find_programme

MOST = 100  # who was away for longer draws the whole page anew


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
    """The changes of a programme after one that was seen (its id; ids grow with time), the newest first."""
    find_programme(session, actor, programme_id)
    # Not by the index of programmes: the few newest changes of all are found at once, a programme's many are not.
    here = func.coalesce(col(Change.programme_id), "") == programme_id
    fresh = select(*TOLD).where(here, col(Change.id) > after).order_by(col(Change.id).desc()).limit(MOST)
    return [News(**row) for row in session.connection().execute(fresh).mappings()]
