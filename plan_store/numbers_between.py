"""What was said of a programme's numbers between two times: each period as it counted then and as it counted later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from plan_store.observation_rows import REMOVED, Observation, differs
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import find_programme
from plan_store.rows import list_rows
from plan_store.uploads import Upload

Counted = dict[tuple[str, date], Observation]


@dataclass(frozen=True)
class NumberChange:
    """A period of a measure; None where it had no number."""

    measure: Measure
    period: date
    before: Observation | None
    after: Observation | None


def numbers_between(
    session: Session, actor: Actor, programme_id: str, old: datetime, new: datetime
) -> list[NumberChange]:
    """By measure in the plan's order, then by period; only what is not the same."""
    find_programme(session, actor, programme_id)  # the whole of a plan, and not what was submitted alone
    measures = {row.id: row for row in list_rows(session, actor, programme_id, Measure)}
    here = (
        select(Observation, Upload.deleted_at)
        .join(Upload, col(Observation.upload_id) == col(Upload.id), isouter=True)
        .where(col(Observation.measure_id).in_(list(measures)), Observation.at <= new)
    )
    said = list(session.exec(here.order_by(col(Observation.id))))
    before, after = _counted(said, old), _counted(said, new)
    return [
        NumberChange(measure, period, before.get((measure.id, period)), after.get((measure.id, period)))
        for measure in measures.values()
        for period in sorted({when for key, when in (*before, *after) if key == measure.id})
        if _otherwise(before.get((measure.id, period)), after.get((measure.id, period)))
    ]


def _counted(said: Iterable[tuple[Observation, datetime | None]], at: datetime) -> Counted:
    """The newest of each period at a time, without the files that had been taken back by then."""
    there = {
        (row.measure_id, row.period): row for row, gone in said if row.at <= at and (gone is None or gone > at)
    }  # fmt: skip
    return {key: row for key, row in there.items() if row.status != REMOVED}


def _otherwise(before: Observation | None, after: Observation | None) -> bool:
    if before is None or after is None:
        return before is not after
    return differs(before, after)
