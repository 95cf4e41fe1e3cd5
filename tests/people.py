"""Whoever of the demonstration a test needs, as they are signed in."""

from sqlmodel import Session, select

from plan_store.people import User, actor_for
from plan_store.permissions import Actor
from tests.portal_server import LEAD


def actor_of(session: Session, email: str = LEAD) -> Actor:
    found = actor_for(session, session.exec(select(User.id).where(User.email == email)).one())
    assert found
    return found
