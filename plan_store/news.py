"""What has changed in a programme since a page was drawn, told so briefly that every open page can ask often."""

from sqlmodel import Session, col, func, select

from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.programmes import find_programme

MOST = 100  # who was away for longer draws the whole page anew
News = tuple[str, str, str, str, str, int]  # id, user_id, user_name, thing, thing_id, revision


def read_news(session: Session, actor: Actor, programme_id: str, after: str) -> list[News]:
    """The changes of a programme after one that was seen (its id; ids grow with time), the newest first."""
    find_programme(session, actor, programme_id)
    told = (Change.id, Change.user_id, Change.user_name, Change.thing, Change.thing_id, Change.revision)
    # Not by the index of programmes: the few newest changes of all are found at once, a programme's many are not.
    here = func.coalesce(col(Change.programme_id), "") == programme_id
    fresh = select(*told).where(here, col(Change.id) > after).order_by(col(Change.id).desc()).limit(MOST)
    return [tuple(row) for row in session.exec(fresh)]
