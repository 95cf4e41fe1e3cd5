"""What was observed, period by period; nothing is overwritten, the newest of a period counts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Index, bindparam, insert, or_, text, update
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, UtcDateTime, new_id, now, table
from plan_store.prepared import Prepared, loaded, now_holds

NUMBERS = ("value", "numerator", "denominator")
STATED = (*NUMBERS, "status")
said_by = attrgetter(*STATED)
REMOVED = "removed"  # the status of a period that somebody took out: the newest, and shown in no chart
PRESENT = text("replaced_at IS NULL")


class Observation(Base, table=True):
    """One measure in one period, as one file or one person said it. A later one replaces it; both are kept.

    status is final, provisional, suppressed, missing or removed; upload_id is empty for what was typed.
    """

    __table_args__ = (
        Index("ix_observation_measure", "measure_id", "replaced_at", "period"),
        Index(
            "ix_observation_present",
            "measure_id",
            "period",
            unique=True,
            sqlite_where=PRESENT,
            postgresql_where=PRESENT,
        ),
        Index("ix_observation_upload", "upload_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    measure_id: str = Field(foreign_key="measure.id")
    period: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "final"
    upload_id: str | None = Field(default=None, foreign_key="upload.id")
    user_id: str = ""
    user_name: str = ""
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    reason: str = ""
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


ROWS = table(Observation)
COLUMNS = tuple(ROWS.columns.keys())
OPEN = {name: field.default for name, field in Observation.model_fields.items() if not field.is_required()}
REPLACE = Prepared(update(ROWS).where(ROWS.c.id == bindparam("old")).values(replaced_at=bindparam("moment")))
ADD = Prepared(insert(ROWS))
COUNTING = (ROWS.c.measure_id == bindparam("measure"), ROWS.c.replaced_at.is_(None))
OF_PERIOD = Prepared(select_columns(ROWS).where(*COUNTING, ROWS.c.period == bindparam("in_period")))
NEWEST = Prepared(
    select_columns(ROWS.c.value, ROWS.c.denominator)
    .where(*COUNTING, or_(ROWS.c.denominator.is_not(None), ROWS.c.value.is_not(None)))
    .order_by(ROWS.c.period.desc())
    .limit(1)
)


def observed(**said: Any) -> Observation:
    """An observation that add_rows will write. SQLModel's own way takes twenty times as long, and checks no more."""
    return loaded(Observation, {**OPEN, "id": new_id(), "at": now(), **said})


class Number(NamedTuple):
    """A value, and the denominator that it was counted of, if it was."""

    value: float | None
    denominator: float | None


def differs(one: Observation, other: Observation) -> bool:
    """Whether two say something else of a period."""
    return said_by(one) != said_by(other)


def number_alone(row: Observation) -> Observation:
    """The number without who gave it, from which file and why."""
    return Observation(**row.model_dump(include={"id", "measure_id", "period", "at", *STATED}))


def stated(row: Observation) -> dict[str, Any]:
    """What an observation says, for the log."""
    return {"period": row.period.isoformat(), **dict(zip(STATED, said_by(row), strict=True))}


def present_rows(session: Session, measure_ids: Sequence[str], removed: bool = False) -> list[Observation]:
    """The observations that count, by period; with removed, those that say that a period was taken out too."""
    here = select(Observation).where(
        col(Observation.measure_id).in_(measure_ids), col(Observation.replaced_at).is_(None)
    )
    if not removed:
        here = here.where(Observation.status != REMOVED)
    return list(session.exec(here.order_by(col(Observation.period))))


def row_of_period(session: Session, measure_id: str, period: date) -> Observation | None:
    """The observation that counts in a period, one that says that it was taken out too."""
    return next(iter(OF_PERIOD.objects(session, Observation, measure=measure_id, in_period=period)), None)


def newest_number(session: Session, measure_id: str) -> list[Number]:
    """Of the last observation with a number, if there is any."""
    return [Number(*row) for row in NEWEST.rows(session, measure=measure_id)]


def add_rows(session: Session, rows: Sequence[Observation], there: Iterable[Observation]) -> None:
    """Add what is newest of its period, after its upload; what is there of the same periods is replaced."""
    periods, at = {row.period for row in rows}, now()
    gone = [old for old in there if old.period in periods]
    # The old give way before the new come: a period has one present row at any time.
    REPLACE.run_each(session, ({"old": old.id, "moment": at} for old in gone))
    ADD.run_each(session, ({name: held[name] for name in COLUMNS} for held in map(vars, rows)))
    for old in gone:
        now_holds(old, {"replaced_at": at})


def settle(session: Session, measure_id: str, periods: Iterable[date], gone: Iterable[str]) -> None:
    """Let the newest of each period count, without those of the uploads that are gone; none may be left."""
    here = select(Observation).where(
        Observation.measure_id == measure_id, col(Observation.period).in_(sorted(set(periods)))
    )
    rows, without = list(session.exec(here.order_by(col(Observation.id)))), set(gone)
    newest = {row.period: row for row in rows if row.upload_id not in without}
    for row in rows:
        if row.replaced_at is None and newest.get(row.period) is not row:
            row.replaced_at = now()
            session.add(row)
    session.flush()
    for row in newest.values():
        if row.replaced_at is not None:
            row.replaced_at = None
            session.add(row)
    session.flush()
