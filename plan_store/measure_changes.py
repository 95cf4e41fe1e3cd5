"""What happened to a measure's data, in the log of changes."""

from typing import Any

from sqlmodel import Session, func, select

from plan_store.change_names import CHART, NUMBERS
from plan_store.changes import Change, log
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import require_programme


def log_measure(
    session: Session,
    actor: Actor,
    measure: Measure,
    action: str,
    after: Any,
    before: Any = None,
    revision: int | None = None,
) -> None:
    """Write a Change about a measure that the actor was already allowed to write."""
    trust = require_programme(session, actor, measure.programme_id)
    log(
        session,
        actor,
        organisation=trust,
        programme_id=measure.programme_id,
        action=action,
        thing=NUMBERS,
        thing_id=measure.id,
        revision=measure.revision if revision is None else revision,
        before=before,
        after=after,
    )


def log_chart(session: Session, actor: Actor, measure: Measure, after: Any, before: Any) -> None:
    """The settings of a measure's chart, the measure held for writing; they count their own revisions."""
    here = select(func.max(Change.revision)).where(
        Change.thing == NUMBERS, Change.thing_id == measure.id, Change.action == CHART
    )
    last = session.exec(here).one() or 0
    log_measure(session, actor, measure, CHART, after, before, last + 1)
