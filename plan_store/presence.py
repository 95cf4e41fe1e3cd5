"""Who is in a programme just now, and in which box; when each was here last. Neither is logged as a change."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, UtcDateTime, now
from plan_store.permissions import Actor
from plan_store.programmes import find_programme
from plan_store.sections import box_named

HERE = timedelta(seconds=45)  # who was seen longer ago has left
AWAY = timedelta(minutes=30)  # who comes back after so long makes a new visit


class Presence(Base, table=True):
    """Where one person was seen last; place is a box's key, or empty for the programme as a whole."""

    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    user_id: str = Field(primary_key=True, foreign_key="user.id")
    place: str = ""
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Visit(Base, table=True):
    """When somebody was last in a programme, and the time before that."""

    user_id: str = Field(primary_key=True, foreign_key="user.id")
    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    before: datetime | None = Field(default=None, sa_type=UtcDateTime)


def say_here(session: Session, actor: Actor, programme_id: str, place: str = "") -> None:
    """The actor is in a programme now, and in one of its boxes or in none. Raises NotFound."""
    find_programme(session, actor, programme_id)
    if place:
        box_named(place)
    _put(session, Presence(programme_id=programme_id, user_id=actor.user_id, place=place, user_name=actor.name))


def who_is_here(session: Session, actor: Actor, programme_id: str) -> list[Presence]:
    """The others who are in a programme now."""
    find_programme(session, actor, programme_id)
    here = select(Presence).where(
        Presence.programme_id == programme_id, Presence.user_id != actor.user_id, Presence.at > now() - HERE
    )
    return list(session.exec(here.order_by(col(Presence.user_name))))


def say_left(session: Session, actor: Actor, programme_id: str) -> None:
    """The actor has left a programme."""
    if found := session.get(Presence, (programme_id, actor.user_id)):
        session.delete(found)
        session.flush()


def visit(session: Session, actor: Actor, programme_id: str) -> datetime | None:
    """Note that the actor is in a programme; when they were there before this visit, None where they never were."""
    find_programme(session, actor, programme_id)
    held = session.get(Visit, (actor.user_id, programme_id))
    if held is None:
        _put(session, Visit(user_id=actor.user_id, programme_id=programme_id))
        return None
    if now() - held.at > AWAY:
        held.before = held.at
    held.at = now()
    session.add(held)
    session.flush()
    return held.before


def _put(session: Session, row: Presence | Visit) -> None:
    try:
        with session.begin_nested():
            session.merge(row)
    except IntegrityError:
        pass  # the same person's other window was first
