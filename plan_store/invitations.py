"""Who was invited to an organisation, and what they are called there until they have been in one of its plans.

Somebody may be known from another trust. Their own name is shown where they come themselves, and not for being invited.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from plan_store.changes import Change
from plan_store.people import User
from plan_store.presence import Visit
from plan_store.programmes import Programme

MEMBER, INVITED = "member", "invited"


@dataclass(frozen=True)
class Arrival:
    """name: what somebody is called in an organisation; seen_at: when they were last in one of its plans."""

    name: str
    invited_at: datetime | None
    seen_at: datetime | None


def arrivals(session: Session, organisation: str, people: Sequence[User]) -> dict[str, Arrival]:
    """Of people who belong to an organisation, by user id."""
    ids = [person.id for person in people]
    seen = dict(
        session.exec(
            select(Visit.user_id, func.max(Visit.at))
            .join(Programme, col(Programme.id) == col(Visit.programme_id))
            .where(Programme.organisation == organisation, col(Visit.user_id).in_(ids))
            .group_by(col(Visit.user_id))
        ).all()
    )
    logged = session.exec(
        select(Change.thing_id, Change.at, Change.after)
        .where(Change.thing == MEMBER, col(Change.thing_id).in_(ids), Change.action == INVITED)
        .where(Change.organisation == organisation, Change.programme_id == "")
        .order_by(col(Change.at))
    )
    invited = {user_id: (at, json.loads(after).get("name", "")) for user_id, at, after in logged}
    found = {}
    for person in people:
        at, typed = invited.get(person.id, (None, ""))
        name = person.name if person.id in seen else typed or person.name
        found[person.id] = Arrival(name, at, seen.get(person.id))
    return found
