"""What was measured: observations by measure and period, kept with their files, and the chart's specification."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import JSON, bindparam, update
from sqlmodel import Session

from charts.series import SeriesFile
from charts.spec import ChartSpec
from plan_store.base import NotFound, new_id, now, table
from plan_store.chart_merging import OWN, merge_chart
from plan_store.clean import plain_text
from plan_store.measure_changes import log_chart, log_measure
from plan_store.observation_rows import NUMBERS, REMOVED, STATED, Observation, add_rows, differs, observed, present_rows
from plan_store.patients import refuse_nhs_numbers
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure, Unit
from plan_store.prepared import Prepared
from plan_store.rows import find_row, hold_rows
from plan_store.series_changes import Seen, gives_way, not_begun, seen_numbers
from plan_store.uploads import Upload, keep_file, kept_file

MULTIPLIER = {Unit.PERCENT: 100.0, Unit.PER_1000: 1000.0}
COLUMNS = ("date", *STATED)
MEASURES = table(Measure)
DRAW = Prepared(
    update(MEASURES).where(MEASURES.c.id == bindparam("measure")).values(chart=bindparam("as_chosen", type_=JSON))
)


class FileNotClean(Exception):
    """A file with problems, or with a choice still to make, is never stored."""


class NumbersMeanwhile(Exception):
    """Somebody else said something of the file's months after the writer had looked; nothing was saved."""


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


def save_observations(
    session: Session,
    actor: Actor,
    measure_id: str,
    series: SeriesFile,
    content: bytes,
    batch: str = "",
    reason: str = "",
    seen: Seen | None = None,
) -> Stored:
    """Keep a clean file and its observations; the same periods replace what was there.

    A file that is here already and brings nothing new is not kept a second time. A month that the file has no row
    for, and that the reader filled in as a gap, replaces nothing; nor does a provisional number a final one. batch
    joins the uploads that one file made; reason says why the numbers that change do; seen has what the writer saw of
    the measure (seen_numbers). Raises FileNotClean, HoldsNhsNumber, NumbersMeanwhile.
    """
    if not series.ok:
        raise FileNotClean("This file has problems, so nothing was saved.")
    if early := next(not_begun(series, now().date()), None):
        raise FileNotClean(f"{early.text} Nothing was saved.")
    refuse_nhs_numbers(reason)
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    if measure.deleted_at is not None:
        raise NotFound(measure_id)
    held = present_rows(session, [measure_id], removed=True)
    there = {row.period: row for row in held}
    fresh = [(_observation(row, measure_id), pd.notna(row["row"])) for row in series.observations.to_dict("records")]
    said = [row for row, in_file in fresh if in_file or row.period not in there]
    if seen is not None:
        _compare_seen(seen, said, held)
    said = [row for row in said if row.period not in there or not gives_way(row.status, there[row.period].status)]
    added = sum(row.period not in there for row in said)
    replaced = sum(differs(row, there[row.period]) for row in said if row.period in there)
    kept = None if added or replaced else kept_file(session, measure_id, content)
    if kept is not None:
        return Stored(kept, 0, 0)
    upload = keep_file(session, actor, measure, series, content, batch or new_id())
    for row in said:
        row.upload_id, row.user_id, row.user_name = upload.id, actor.user_id, actor.name
        if row.period in there and differs(row, there[row.period]):
            row.reason = plain_text(reason).strip()
    add_rows(session, said, held)
    log_measure(session, actor, measure, "data", {"file": series.filename, "added": added, "replaced": replaced})
    return Stored(upload, added, replaced)


def save_every(
    session: Session,
    actor: Actor,
    series: Mapping[str, SeriesFile],
    content: bytes,
    reason: str = "",
    seen: Mapping[str, Seen | None] | None = None,
) -> tuple[str, dict[str, Stored]]:
    """Keep one file for several measures, all or nothing; the batch and what each saving did.

    series and seen: by measure id. Raises as save_observations does.
    """
    batch = new_id()
    hold_rows(session, actor, Measure, series)
    return batch, {
        measure_id: save_observations(
            session, actor, measure_id, file, content, batch, reason, (seen or {}).get(measure_id)
        )
        for measure_id, file in series.items()
    }


def save_chart(session: Session, actor: Actor, measure_id: str, spec: ChartSpec, seen: ChartSpec) -> Measure:
    """Keep how a measure's chart is drawn; direction, target and unit stay the measure's own.

    seen: the settings that the writer saw; what others set and marked since stays. Raises RowConflict, HoldsNhsNumber.
    """
    refuse_nhs_numbers(*(said.reason for said in (*spec.rebases, *spec.ghosts)), *(m.text for m in spec.annotations))
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    merged = merge_chart(seen, spec, measure_spec(measure))
    chosen = merged.model_dump(mode="json", exclude=OWN, exclude_defaults=True)
    if chosen == measure.chart:
        return measure
    before, measure.chart = measure.chart, chosen
    DRAW.run(session, measure=measure_id, as_chosen=chosen)
    log_chart(session, actor, measure, chosen, before)
    return measure


def read_observations(session: Session, actor: Actor, measure_id: str) -> pd.DataFrame:
    """The measure's present observations: date, value, numerator, denominator, status; one row a period, in order."""
    measure = find_row(session, actor, Measure, measure_id)
    return observations_of(session, [measure.id])[measure.id]


def observations_of(session: Session, measure_ids: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The observations of measures that the actor was already allowed to read, in one query."""
    wanted = list(measure_ids)
    held: dict[str, list[Observation]] = {measure_id: [] for measure_id in wanted}
    for row in present_rows(session, wanted):
        held[row.measure_id].append(row)
    return {measure_id: _frame(rows) for measure_id, rows in held.items()}


def _compare_seen(seen: Seen, said: Iterable[Observation], held: Iterable[Observation]) -> None:
    """Raises NumbersMeanwhile where a period that is about to be said holds something else than was seen."""
    there = seen_numbers(_frame([row for row in held if row.status != REMOVED]))
    if any(seen.get(key) != there.get(key) for key in (row.period.isoformat() for row in said)):
        raise NumbersMeanwhile


def _frame(rows: Iterable[Observation]) -> pd.DataFrame:
    said = [(row.period, row.value, row.numerator, row.denominator, row.status) for row in rows]
    frame = pd.DataFrame(said, columns=list(COLUMNS))
    return frame.astype({"date": "datetime64[s]", "value": float, "numerator": float, "denominator": float})


def _observation(row: dict[Any, Any], measure_id: str) -> Observation:
    numbers: dict[str, Any] = {name: None if pd.isna(row[name]) else float(row[name]) for name in NUMBERS}
    period: date = row["date"].date()
    return observed(measure_id=measure_id, period=period, status=str(row["status"]), **numbers)
