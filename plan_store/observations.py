"""What was measured: uploads kept as they came, observations by measure and period, and the chart's specification."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import pandas as pd
from sqlalchemy import JSON, Column, Index, LargeBinary, text, update
from sqlmodel import Field, Session, col, select

from charts.series import SeriesFile
from charts.spec import ChartSpec
from plan_store.base import Base, NotFound, UtcDateTime, new_id, now
from plan_store.changes import log
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure, Unit
from plan_store.programmes import find_programme
from plan_store.rows import find_row

MULTIPLIER = {Unit.PERCENT: 100.0, Unit.PER_1000: 1000.0}
COLUMNS = ("date", "value", "numerator", "denominator", "status")


class Upload(Base, table=True):
    """A file as it came, who brought it, and how its columns were read."""

    id: str = Field(default_factory=new_id, primary_key=True)
    measure_id: str = Field(foreign_key="measure.id", index=True)
    file_name: str
    sha256: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    user_id: str
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    read_as: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


PRESENT = text("replaced_at IS NULL")


class Observation(Base, table=True):
    """One measure in one period; a corrected one stays, with the time it was replaced."""

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
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    measure_id: str = Field(foreign_key="measure.id")
    period: date
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str = "final"
    upload_id: str | None = Field(default=None, foreign_key="upload.id")
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FileNotClean(Exception):
    """A file with problems, or with a choice still to make, is never stored."""


@dataclass(frozen=True)
class Stored:
    """What saving did: how many periods are new, and how many replaced another value."""

    upload: Upload
    added: int
    replaced: int


def measure_spec(measure: Measure) -> ChartSpec:
    """How the measure's chart is drawn: its own direction, target and unit, and what was chosen for the chart."""
    return ChartSpec.model_validate(
        {
            **measure.chart,
            "direction": measure.better,
            "target": measure.target,
            "unit": measure.unit if measure.unit != Unit.COUNT else "",
            "multiplier": MULTIPLIER.get(Unit(measure.unit), 1.0),
        }
    )


def save_observations(session: Session, actor: Actor, measure_id: str, series: SeriesFile, content: bytes) -> Stored:
    """Keep a clean file and its observations; the same periods replace what was there. Raises FileNotClean.

    A file that is here already and brings nothing new is not kept a second time. A month that the file has no row
    for, and that the reader filled in as a gap, replaces nothing.
    """
    if not series.ok:
        raise FileNotClean("This file has problems, so nothing was saved.")
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    if measure.deleted_at is not None:
        raise NotFound(measure_id)
    there = {row.period: row for row in _observations(session, [measure_id])}
    fresh = [(_observation(row, measure_id), pd.notna(row["row"])) for row in series.observations.to_dict("records")]
    changed = [row for row, stated in fresh if row.period not in there or (stated and _differs(row, there[row.period]))]
    kept = None if changed else _kept_file(session, measure_id, content)
    if kept is not None:
        return Stored(kept, 0, 0)
    upload = _keep_file(session, actor, measure_id, series, content)
    for row in changed:
        row.upload_id = upload.id
    replaced = [there[row.period].id for row in changed if row.period in there]
    session.exec(
        update(Observation)
        .where(col(Observation.id).in_(replaced))
        .values(replaced_at=now())
        .execution_options(synchronize_session=False)
    )
    session.add_all(changed)
    session.flush()
    stored = Stored(upload, len(changed) - len(replaced), len(replaced))
    _log(session, actor, measure, "data", {"file": series.filename, "added": stored.added, "replaced": stored.replaced})
    return stored


def save_chart(session: Session, actor: Actor, measure_id: str, spec: ChartSpec) -> Measure:
    """Keep how a measure's chart is drawn; direction, target and unit stay the measure's own."""
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    chosen = spec.model_dump(mode="json", exclude={"direction", "target", "unit", "multiplier"}, exclude_defaults=True)
    before, measure.chart = measure.chart, chosen
    session.add(measure)
    session.flush()
    _log(session, actor, measure, "chart", chosen, before)
    return measure


def read_observations(session: Session, actor: Actor, measure_id: str) -> pd.DataFrame:
    """The measure's present observations: date, value, numerator, denominator, status; one row a period, in order."""
    measure = find_row(session, actor, Measure, measure_id)
    return observations_of(session, [measure.id])[measure.id]


def observations_of(session: Session, measure_ids: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The observations of measures that the actor was already allowed to read, in one query."""
    wanted = list(measure_ids)
    held: dict[str, list[tuple[Any, ...]]] = {measure_id: [] for measure_id in wanted}
    for row in _observations(session, wanted):
        held[row.measure_id].append((row.period, row.value, row.numerator, row.denominator, row.status))
    return {measure_id: _frame(rows) for measure_id, rows in held.items()}


def _frame(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"date": "datetime64[s]", "value": float, "numerator": float, "denominator": float})


def _observations(session: Session, measure_ids: list[str]) -> list[Observation]:
    here = select(Observation).where(
        col(Observation.measure_id).in_(measure_ids), col(Observation.replaced_at).is_(None)
    )
    return list(session.exec(here.order_by(col(Observation.period))))


def _observation(row: dict[Any, Any], measure_id: str) -> Observation:
    numbers: dict[str, Any] = {
        name: None if pd.isna(row[name]) else float(row[name]) for name in ("value", "numerator", "denominator")
    }
    period: date = row["date"].date()
    return Observation(measure_id=measure_id, period=period, status=str(row["status"]), **numbers)


def _differs(one: Observation, other: Observation) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COLUMNS[1:])


def _kept_file(session: Session, measure_id: str, content: bytes) -> Upload | None:
    here = select(Upload).where(Upload.measure_id == measure_id, Upload.sha256 == sha256(content).hexdigest())
    return session.exec(here.order_by(col(Upload.id).desc())).first()


def _keep_file(session: Session, actor: Actor, measure_id: str, series: SeriesFile, content: bytes) -> Upload:
    roles = {role: f"{found.title} ({found.letter})" for role, found in series.roles.items()}
    upload = Upload(
        measure_id=measure_id,
        file_name=series.filename,
        sha256=sha256(content).hexdigest(),
        content=content,
        user_id=actor.user_id,
        user_name=actor.name,
        read_as=roles,
    )
    session.add(upload)
    session.flush()
    return upload


def _log(session: Session, actor: Actor, measure: Measure, action: str, after: Any, before: Any = None) -> None:
    programme = find_programme(session, actor, measure.programme_id)
    log(
        session,
        actor,
        organisation=programme.organisation,
        programme_id=programme.id,
        action=action,
        thing="Measure data",
        thing_id=measure.id,
        revision=measure.revision,
        before=before,
        after=after,
    )
