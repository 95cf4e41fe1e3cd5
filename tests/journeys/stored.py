"""Looking into the store of a running portal, and putting people into it."""

import json
import time
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import delete
from sqlmodel import Session, select

from plan_store.drafts import Draft
from plan_store.people import Membership, Organisation, User
from plan_store.permissions import Role
from plan_store.programmes import Programme
from plan_store.read_choices import ReadChoice
from plan_store.store import make_engine, reading, writing
from plan_store.texts import PlanText
from tests.portal_server import Portal


@contextmanager
def look(portal: Portal) -> Generator[Session]:
    made = make_engine(portal.database)
    with reading(made) as session:
        yield session
    made.dispose()


def programme_id(portal: Portal, title: str) -> str:
    with look(portal) as session:
        return session.exec(select(Programme.id).where(Programme.title == title)).one()


def text_of(portal: Portal, programme: str, box: str) -> str:
    with look(portal) as session:
        found = session.get(PlanText, (programme, box))
        return found.html if found else ""


def drafted(portal: Portal, words: str) -> None:
    """Wait until a draft with these words is kept."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with look(portal) as session:
            if any(words in json.dumps(draft.data) for draft in session.exec(select(Draft))):
                return
        time.sleep(0.1)
    raise AssertionError(f"no draft says {words!r}")


def forget_choices(portal: Portal) -> None:
    """No file's shape was ever seen before."""
    made = make_engine(portal.database)
    with writing(made) as session:
        session.exec(delete(ReadChoice))
    made.dispose()


def add_person(portal: Portal, email: str, trust: str, role: Role) -> None:
    """A trust of its own, if it is new, and somebody in it."""
    made = make_engine(portal.database)
    with writing(made) as session:
        if session.get(Organisation, trust) is None:
            session.add(Organisation(ods_code=trust, name=f"Trust {trust}"))
        user = User(name=email.split("@")[0].replace(".", " ").capitalize(), email=email)
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id, organisation=trust, role=role.value))
    made.dispose()
