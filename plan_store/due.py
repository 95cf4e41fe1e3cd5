"""Which numbers are due, which are late, and which months have none: worked out from today, never stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from plan_store.observation_rows import REMOVED, Observation, number_alone
from plan_store.permissions import Actor, May, may, require
from plan_store.plan_rows import CommunicationAction, Frequency, Measure, Status
from plan_store.programmes import Programme, list_programmes
from plan_store.settings import settings

MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}  # how many months one number is about
MOST = 3  # periods of one measure that are asked for at once
LOOK_BACK = 12  # periods in which a gap is still worth a word


@dataclass(frozen=True)
class Due:
    """A number that is asked for: which measure, which period (its first day), until when.

    late: the day has passed. awaited: somebody said that the number is not there yet. before: the newest number
    of an earlier period.
    """

    programme: Programme
    measure: Measure
    period: date
    by: date
    late: bool
    awaited: bool
    before: Observation | None


@dataclass(frozen=True)
class DueList:
    """What a trust's teams still have to enter, and the gaps behind it, by measure id."""

    month: date
    by: date
    entries: tuple[Due, ...]
    gaps: dict[str, tuple[date, ...]]
    measures: tuple[tuple[Programme, Measure], ...] = ()  # all that numbers are asked of, in the order of the list

    @property
    def late(self) -> tuple[Due, ...]:
        return tuple(entry for entry in self.entries if entry.late)

    def of(self, programme_id: str) -> tuple[Due, ...]:
        """What one programme still has to enter."""
        return tuple(entry for entry in self.entries if entry.programme.id == programme_id)


@dataclass(frozen=True)
class _Said:
    """As much of an observation as is asked of every one."""

    period: date
    missing: bool
    typed: bool


def read_due(session: Session, actor: Actor, organisation: str, today: date, programme: str = "") -> DueList:
    """Everything that is due in a trust, or in one of its programmes, in the order of its list.

    A fixed number of queries; of all the numbers only the newest are read whole.
    """
    programmes = [
        p for p in list_programmes(session, actor, organisation, May.READ_SUBMITTED) if programme in ("", p.id)
    ]
    measures = _asked_of(session, programmes)
    rows = _rows(session, [measure.id for _, measure in measures])
    every = {measure.id: Frequency(measure.frequency) for _, measure in measures}
    asked = {one: _asked(every[one], _newest(rows[one]), today) for one in every}
    before = _observations(session, {one: _newest(rows[one]) for one, periods in asked.items() if periods})
    if not may(actor, May.READ, organisation):
        before = {measure_id: number_alone(row) for measure_id, row in before.items()}
    entries, gaps = [], {}
    for owner, measure in measures:
        said = {row.period for row in rows[measure.id] if row.missing and row.typed}
        entries += [_due(owner, measure, when, before.get(measure.id), said, today) for when in asked[measure.id]]
        gaps[measure.id] = _gaps(every[measure.id], rows[measure.id], asked[measure.id], today)
    month = last_period(today, 1)
    return DueList(month, due_by(month, 1), tuple(entries), gaps, tuple(measures))


def count_due(session: Session, actor: Actor, organisation: str, today: date) -> int:
    """How many entries read_due has, without reading the numbers: it stands on every page."""
    require(actor, May.READ_SUBMITTED, organisation)
    numbers = (
        col(Observation.measure_id) == col(Measure.id),
        col(Observation.replaced_at).is_(None),
        col(Observation.status).not_in(("missing", REMOVED)),
    )
    here = (
        select(Measure.frequency, func.max(Observation.period))
        .join(Programme, col(Programme.id) == col(Measure.programme_id))
        .join(Observation, and_(*numbers), isouter=True)
        .where(Programme.organisation == organisation, col(Programme.archived_at).is_(None))
        .where(col(Measure.deleted_at).is_(None), col(Measure.frequency).in_(MONTHS))
        .group_by(col(Measure.id), col(Measure.frequency))
    )
    return sum(len(_asked(Frequency(every), newest, today)) for every, newest in session.exec(here))


def read_overdue(
    session: Session, actor: Actor, organisation: str, today: date
) -> list[tuple[Programme, list[CommunicationAction]]]:
    """The communications actions that are not done though their day has passed, by programme, the oldest first."""
    programmes = list_programmes(session, actor, organisation)
    here = select(CommunicationAction).where(
        col(CommunicationAction.programme_id).in_([programme.id for programme in programmes]),
        col(CommunicationAction.deleted_at).is_(None),
        col(CommunicationAction.due) < today,
        CommunicationAction.status != Status.DONE.value,
    )
    found: dict[str, list[CommunicationAction]] = defaultdict(list)
    for action in session.exec(here.order_by(col(CommunicationAction.due), col(CommunicationAction.position))):
        found[action.programme_id].append(action)
    return [(programme, found[programme.id]) for programme in programmes if programme.id in found]


def _asked_of(session: Session, programmes: Sequence[Programme]) -> list[tuple[Programme, Measure]]:
    """The measures of these programmes that have a number for a month or a quarter, in the order of the list."""
    places = {programme.id: place for place, programme in enumerate(programmes)}
    here = select(Measure).where(col(Measure.programme_id).in_(places), col(Measure.deleted_at).is_(None))
    measures = [m for m in session.exec(here.order_by(col(Measure.position))) if Frequency(m.frequency) in MONTHS]
    measures.sort(key=lambda measure: places[measure.programme_id])
    return [(programmes[places[measure.programme_id]], measure) for measure in measures]


def last_period(today: date, months: int) -> date:
    """The first day of the last whole month, or quarter of the calendar, before today."""
    index = today.year * 12 + today.month - 1
    return _first(index - index % months - months)


def due_by(period: date, months: int) -> date:
    """The working day of the month after a period on which its numbers are due; bank holidays are not counted."""
    day = _first(period.year * 12 + period.month - 1 + months) - timedelta(days=1)
    for _ in range(settings().data_due_working_day):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def _first(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _periods(every: Frequency, today: date) -> list[date]:
    """The last periods that are over, the oldest first."""
    months = MONTHS[every]
    last = last_period(today, months)
    index = last.year * 12 + last.month - 1
    return [_first(index - months * back) for back in reversed(range(LOOK_BACK))]


def _rows(session: Session, measure_ids: Sequence[str]) -> dict[str, list[_Said]]:
    """What counts of each measure, by period."""
    here = (
        select(
            col(Observation.measure_id),
            col(Observation.period),
            col(Observation.status),
            col(Observation.upload_id),
        )
        .where(col(Observation.measure_id).in_(measure_ids), col(Observation.replaced_at).is_(None))
        .where(Observation.status != REMOVED)
        .order_by(col(Observation.period))
    )
    found: dict[str, list[_Said]] = defaultdict(list)
    for measure_id, period, status, upload_id in session.exec(here):
        found[measure_id].append(_Said(period, status == "missing", upload_id is None))
    return found


def _newest(rows: Sequence[_Said]) -> date | None:
    """The last period that has a number."""
    return next((row.period for row in reversed(rows) if not row.missing), None)


def _observations(session: Session, wanted: Mapping[str, date | None]) -> dict[str, Observation]:
    """What counts of one period of each measure."""
    here = select(Observation).where(
        col(Observation.measure_id).in_(wanted),
        col(Observation.period).in_({period for period in wanted.values() if period}),
        col(Observation.replaced_at).is_(None),
    )
    return {row.measure_id: row for row in session.exec(here) if row.period == wanted[row.measure_id]}


def _due(
    programme: Programme, measure: Measure, period: date, before: Observation | None, said: set[date], today: date
) -> Due:
    """Without any number before it, a number is never late."""
    by = due_by(period, MONTHS[Frequency(measure.frequency)])
    return Due(programme, measure, period, by, before is not None and by < today, period in said, before)


def _asked(every: Frequency, newest: date | None, today: date) -> list[date]:
    """The last periods after the newest number; without any number, the last one alone."""
    if newest is None:
        return _periods(every, today)[-1:]
    return [when for when in _periods(every, today) if when > newest][-MOST:]


def _gaps(every: Frequency, rows: Sequence[_Said], asked: Sequence[date], today: date) -> tuple[date, ...]:
    """The periods without a number after the first that has one, and before those that are asked for."""
    numbers = {row.period for row in rows if not row.missing}
    if not numbers:
        return ()
    since = (when for when in _periods(every, today) if when > min(numbers))
    return tuple(when for when in since if when not in numbers and when not in asked)
