"""What happened to a measure's data, in the log of changes."""

from typing import Any

from sqlmodel import Session

from plan_store.changes import log
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import require_programme


def log_measure(session: Session, actor: Actor, measure: Measure, action: str, after: Any, before: Any = None) -> None:
    """Write a Change about a measure that the actor was already allowed to write."""
    trust = require_programme(session, actor, measure.programme_id)
    log(
        session,
        actor,
        organisation=trust,
        programme_id=measure.programme_id,
        action=action,
        thing="Measure data",
        thing_id=measure.id,
        revision=measure.revision,
        before=before,
        after=after,
    )
