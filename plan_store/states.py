"""A plan as it was at a time, from the newest change of each thing until then."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from plan_store.change_names import CHART, NUMBERS, PROGRAMME, TEXT
from plan_store.changes import Change
from plan_store.sections import KINDS

KNOWN = (TEXT, PROGRAMME, *KINDS)
RESTORABLE = or_(col(Change.thing).in_(KNOWN), and_(col(Change.thing) == NUMBERS, col(Change.action) == CHART))
DRIVERS = ("title", "driver_key", "primary_driver", "aim", "secondary")
LAST = datetime.max.replace(tzinfo=UTC)  # whatever the clock of the machine says that wrote it


@dataclass(frozen=True)
class PlanState:
    """A plan as it was: texts by box, rows by kind and id, charts' settings by measure, and the drivers.

    drivers is None before the programme was there.
    """

    at: datetime
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    charts: dict[str, dict[str, Any]] = field(default_factory=dict)
    drivers: dict[str, Any] | None = None


def restorable(change: Change) -> bool:
    """Whether what the change left can be put back from the history."""
    return change.thing in KNOWN or (change.thing, change.action) == (NUMBERS, CHART)


def read_state(session: Session, programme_id: str, at: datetime = LAST) -> PlanState:
    """The state of a programme that the actor was already allowed to read: one change a thing is read, not all.

    The newest by the thing's own revision: clocks of two machines differ, and an id is older than its commit.
    """
    here = (Change.programme_id == programme_id, Change.at <= at, RESTORABLE)
    newest = (
        select(Change.thing, Change.thing_id, func.max(Change.revision).label("revision"))
        .where(*here)
        .group_by(col(Change.thing), col(Change.thing_id))
        .subquery()
    )
    same = and_(*(col(getattr(Change, name)) == newest.c[name] for name in ("thing", "thing_id", "revision")))
    found = select(Change.thing, Change.thing_id, Change.after).join(newest, same).where(*here)
    texts: dict[str, dict[str, Any]] = {}
    charts: dict[str, dict[str, Any]] = {}
    rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in KINDS}
    drivers = None
    for thing, thing_id, held in session.exec(found.order_by(col(Change.at), col(Change.id))):
        after = json.loads(held)
        if thing == TEXT:
            texts[thing_id.rpartition("/")[2]] = after
        elif thing == PROGRAMME:
            drivers = {name: after[name] for name in DRIVERS if name in after} if isinstance(after, dict) else None
        elif thing == NUMBERS:
            charts[thing_id] = after
        else:
            rows[thing][thing_id] = after
    return PlanState(at, texts, rows, charts, drivers)


def newest_change(session: Session, programme_id: str, like: Change | None = None) -> Change | None:
    """The last change of what can be put back: of the plan, or of the thing that another change is about."""
    here = select(Change).where(Change.programme_id == programme_id, RESTORABLE)
    if like is None:
        return session.exec(here.order_by(col(Change.at).desc(), col(Change.id).desc()).limit(1)).first()
    if not restorable(like):
        return None
    here = here.where(Change.thing == like.thing, Change.thing_id == like.thing_id)
    newest = (col(Change.revision).desc(), col(Change.at).desc(), col(Change.id).desc())
    return session.exec(here.order_by(*newest).limit(1)).first()
