"""A plan as it was at a time, from the newest change of each thing until then."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from plan_store.change_names import PROGRAMME, TEXT
from plan_store.changes import Change
from plan_store.sections import KINDS

KNOWN = (TEXT, PROGRAMME, *KINDS)
DRIVERS = ("title", "driver_key", "primary_driver", "aim", "secondary")


@dataclass(frozen=True)
class PlanState:
    """A plan as it was: texts by box, rows by kind and id, and the drivers; None before the programme was there."""

    at: datetime
    texts: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    drivers: dict[str, Any] | None = None


def read_state(session: Session, programme_id: str, at: datetime) -> PlanState:
    """The state of a programme that the actor was already allowed to read: one change a thing is read, not all."""
    newest = (
        select(func.max(Change.id))
        .where(Change.programme_id == programme_id, Change.at <= at, col(Change.thing).in_(KNOWN))
        .group_by(Change.thing, Change.thing_id)
    )
    found = session.exec(select(Change.thing, Change.thing_id, Change.after).where(col(Change.id).in_(newest)))
    texts: dict[str, dict[str, Any]] = {}
    rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in KINDS}
    drivers = None
    for thing, thing_id, held in found:
        after = json.loads(held)
        if thing == TEXT:
            texts[thing_id.rpartition("/")[2]] = after
        elif thing == PROGRAMME:
            drivers = after and {name: after[name] for name in DRIVERS if name in after}
        else:
            rows[thing][thing_id] = after
    return PlanState(at, texts, rows, drivers)


def newest_change(session: Session, programme_id: str, thing_id: str = "") -> Change | None:
    """The last change of what can be put back: of one thing, or of the plan."""
    here = select(Change).where(Change.programme_id == programme_id, col(Change.thing).in_(KNOWN))
    if thing_id:
        here = select(Change).where(col(Change.thing).in_(KNOWN), Change.thing_id == thing_id)
    return session.exec(here.order_by(col(Change.id).desc()).limit(1)).first()
