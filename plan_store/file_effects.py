"""What each file gave a measure, and what taking it back, or putting it back, would do: said before it is done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from plan_store.observation_rows import REMOVED, Observation, differs
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure
from plan_store.rows import find_row
from plan_store.uploads import Upload


@dataclass(frozen=True)
class FileEffect:
    """Periods that a file speaks of; those whose number changes back, and those that have none, without it.

    returns: of a file that was taken back, the periods that it would decide again.
    """

    periods: tuple[date, ...] = ()
    back: tuple[date, ...] = ()
    gone: tuple[date, ...] = ()
    returns: tuple[date, ...] = ()


def read_effects(session: Session, actor: Actor, measure_id: str) -> dict[str, FileEffect]:
    """By upload id, for every file of the measure, those taken back too; one query for all of them."""
    measure = find_row(session, actor, Measure, measure_id, May.READ)
    uploads = list(session.exec(select(Upload).where(Upload.measure_id == measure.id)))
    here = select(Observation).where(Observation.measure_id == measure.id).order_by(col(Observation.id))
    said: dict[date, list[Observation]] = defaultdict(list)
    for row in session.exec(here):
        said[row.period].append(row)
    gone = {upload.id for upload in uploads if upload.deleted_at is not None}
    return {upload.id: _effect(upload.id, said, gone) for upload in uploads}


def _effect(upload_id: str, said: Mapping[date, list[Observation]], gone: set[str]) -> FileEffect:
    mine = sorted(period for period, rows in said.items() if any(row.upload_id == upload_id for row in rows))
    counting = {period: row for period in mine if (row := _newest(said[period], gone - {upload_id}, upload_id))}
    if upload_id in gone:
        return FileEffect(tuple(mine), returns=tuple(counting))
    left = {period: _newest(said[period], gone | {upload_id}) for period in counting}
    here = {period: row for period, row in left.items() if row is not None and row.status != REMOVED}
    return FileEffect(
        tuple(mine),
        back=tuple(period for period, row in here.items() if differs(row, counting[period])),
        gone=tuple(period for period in counting if period not in here),
    )


def _newest(rows: Sequence[Observation], gone: set[str], of: str = "") -> Observation | None:
    """The word that counts without the uploads that are gone; with of, only where it is that upload's."""
    there = [row for row in rows if row.upload_id not in gone]
    return there[-1] if there and (not of or there[-1].upload_id == of) else None
