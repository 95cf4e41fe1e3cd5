"""What others changed in a programme since somebody was last there: how many boxes, measures and so on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from plan_store.change_names import NUMBERS
from plan_store.changes import Change
from plan_store.news import LATE
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.presence import Visit
from plan_store.programmes import find_programme, list_programmes


@dataclass(frozen=True)
class Since:
    """How many things of each kind others changed since a time; a measure and its numbers are one thing."""

    at: datetime
    changed: dict[str, int]


def others_since(session: Session, actor: Actor, programme_id: str, at: datetime) -> Since:
    """Also what is dated just before: it may have been under way when the actor looked, and be there only since."""
    find_programme(session, actor, programme_id)
    here = select(Change.thing, Change.thing_id).where(
        Change.programme_id == programme_id, Change.at > at - LATE, Change.user_id != actor.user_id
    )
    return Since(at, _counts(session.exec(here.distinct())))


def others_lately(session: Session, actor: Actor, organisation: str) -> dict[str, Since]:
    """The same for every programme of a trust that the actor has been in, where others changed something."""
    ids = [programme.id for programme in list_programmes(session, actor, organisation)]
    here = (
        select(Change.programme_id, Visit.at, Change.thing, Change.thing_id)
        .join(Visit, col(Visit.programme_id) == col(Change.programme_id))
        .where(Visit.user_id == actor.user_id, col(Visit.programme_id).in_(ids))
        .where(Change.at > Visit.at, Change.user_id != actor.user_id)
    )
    found: dict[tuple[str, datetime], list[tuple[str, str]]] = defaultdict(list)
    for programme_id, at, thing, thing_id in session.exec(here.distinct()):
        found[programme_id, at].append((thing, thing_id))
    return {programme_id: Since(at, _counts(things)) for (programme_id, at), things in found.items()}


def _counts(things: Iterable[tuple[str, str]]) -> dict[str, int]:
    ids: dict[str, set[str]] = defaultdict(set)
    for thing, thing_id in things:
        ids[Measure.__name__ if thing == NUMBERS else thing].add(thing_id)
    return {thing: len(held) for thing, held in ids.items()}
