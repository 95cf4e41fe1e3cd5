"""Which numbers are due, which are late, and which months have none: worked out from today, never stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from plan_store.observation_rows import REMOVED, Observation, present_rows
from plan_store.permissions import Actor
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


def read_due(session: Session, actor: Actor, organisation: str, today: date) -> DueList:
    """Everything that is due in a trust, in the order of its list; a fixed number of queries."""
    programmes = list_programmes(session, actor, organisation)
    measures = _asked_of(session, programmes)
    rows: dict[str, list[Observation]] = defaultdict(list)
    for row in present_rows(session, [measure.id for _, measure in measures]):
        rows[row.measure_id].append(row)
    entries, gaps = [], {}
    for programme, measure in measures:
        entries += _due(programme, measure, rows[measure.id], today)
        gaps[measure.id] = _gaps(measure, rows[measure.id], today)
    month = last_period(today, 1)
    return DueList(month, due_by(month, 1), tuple(entries), gaps, tuple(measures))


def count_due(session: Session, actor: Actor, organisation: str, today: date) -> int:
    """How many entries read_due has, without reading the numbers: it stands on every page."""
    measures = _asked_of(session, list_programmes(session, actor, organisation))
    here = (
        select(Observation.measure_id, func.max(Observation.period))
        .where(
            col(Observation.measure_id).in_([measure.id for _, measure in measures]),
            col(Observation.replaced_at).is_(None),
            col(Observation.status).not_in(("missing", REMOVED)),
        )
        .group_by(col(Observation.measure_id))
    )
    newest: dict[str, date] = dict(session.exec(here).all())
    return sum(len(_asked(measure, newest.get(measure.id), today)) for _, measure in measures)


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


def _periods(measure: Measure, today: date) -> list[date]:
    """The last periods that are over, the oldest first."""
    months = MONTHS[Frequency(measure.frequency)]
    last = last_period(today, months)
    index = last.year * 12 + last.month - 1
    return [_first(index - months * back) for back in reversed(range(LOOK_BACK))]


def _due(programme: Programme, measure: Measure, rows: Sequence[Observation], today: date) -> list[Due]:
    """The periods after the newest number; without any number, the last one alone, which is never late."""
    numbers = [row for row in rows if row.status != "missing"]
    newest = numbers[-1] if numbers else None
    said = {row.period for row in rows if row.status == "missing" and not row.upload_id}
    months = MONTHS[Frequency(measure.frequency)]
    return [
        Due(
            programme=programme,
            measure=measure,
            period=when,
            by=due_by(when, months),
            late=newest is not None and due_by(when, months) < today,
            awaited=when in said,
            before=newest,
        )
        for when in _asked(measure, newest.period if newest else None, today)
    ]


def _asked(measure: Measure, newest: date | None, today: date) -> list[date]:
    """The last periods after the newest number; without any number, the last one alone."""
    if newest is None:
        return _periods(measure, today)[-1:]
    return [when for when in _periods(measure, today) if when > newest][-MOST:]


def _gaps(measure: Measure, rows: Sequence[Observation], today: date) -> tuple[date, ...]:
    """The periods without a number between the first and the newest that have one."""
    numbers = {row.period for row in rows if row.status != "missing"}
    if not numbers:
        return ()
    between = (when for when in _periods(measure, today) if min(numbers) < when < max(numbers))
    return tuple(when for when in between if when not in numbers)
