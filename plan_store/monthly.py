"""One period at a time: entered, corrected with a reason, taken out; nobody's number is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from charts.spec import Annotation
from plan_store.base import NotFound, now
from plan_store.entries import NOT_YET, Checked, Entry, asked_parts, check_entry
from plan_store.measure_changes import log_measure
from plan_store.observation_rows import (
    REMOVED,
    Observation,
    add_rows,
    newest_number,
    observed,
    row_of_period,
    stated,
)
from plan_store.observations import measure_spec, save_chart
from plan_store.patients import faulty
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure
from plan_store.rows import find_row


@dataclass(eq=False)
class EntryRefused(Exception):
    """Nothing was saved; a sentence for each field."""

    problems: Mapping[str, str]


@dataclass(eq=False)
class EntryMeanwhile(Exception):
    """Somebody else said something of this period meanwhile; nothing was saved."""

    theirs: Observation | None


def save_entry(session: Session, actor: Actor, measure_id: str, entry: Entry, seen: str | None) -> Observation:
    """Keep what was typed for a period. seen: the id of the observation that the writer saw, None where none was.

    A number in place of another final one needs a reason. What was unusual is marked on the chart, in the same
    transaction. Raises EntryRefused, EntryMeanwhile, NotFound, NotAllowed.
    """
    measure = _writable(session, actor, measure_id)
    present = _seen(session, measure_id, entry.period, seen)
    checked = check_entry(measure, asked_parts(measure, newest_number(session, measure_id)), entry)
    problems = dict(checked.problems) | faulty(vars(entry).items())
    if entry.period > now().date():
        problems["period"] = "This period has not begun yet."
    fresh = _observation(measure_id, actor, entry, checked)
    before, after = present and stated(present), stated(fresh)
    if present and present.status == "final" and before != after and not entry.reason:  # a provisional one may change
        problems["reason"] = "Say why the number changes: the old one stays in the history."
    if problems:
        raise EntryRefused(problems)
    if entry.unusual:
        _mark(session, actor, measure, entry)
    if present and before == after:
        return present
    add_rows(session, [fresh], [present] if present else [])
    action = "corrected" if present and present.status != REMOVED else "entered"
    log_measure(session, actor, measure, action, {**after, "reason": entry.reason}, before)
    return fresh


def remove_period(
    session: Session, actor: Actor, measure_id: str, period: date, reason: str, seen: str | None
) -> Observation:
    """Take a period out of the data; the history keeps it, and save_entry brings it back. A reason is needed."""
    measure = _writable(session, actor, measure_id)
    present = _seen(session, measure_id, period, seen)
    if present is None:
        raise NotFound(measure_id)
    if not reason.strip():
        raise EntryRefused({"reason": "Say why this period is taken out: it stays in the history."})
    if problems := faulty([("reason", reason)]):
        raise EntryRefused(problems)
    fresh = observed(
        measure_id=measure_id,
        period=period,
        status=REMOVED,
        user_id=actor.user_id,
        user_name=actor.name,
        reason=Entry(period=period, reason=reason).reason,
    )
    add_rows(session, [fresh], [present])
    log_measure(session, actor, measure, "taken out", {**stated(fresh), "reason": fresh.reason}, stated(present))
    return fresh


def _writable(session: Session, actor: Actor, measure_id: str) -> Measure:
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    if measure.deleted_at is not None:
        raise NotFound(measure_id)
    return measure


def _seen(session: Session, measure_id: str, period: date, seen: str | None) -> Observation | None:
    present = row_of_period(session, measure_id, period)
    if (present.id if present else None) != seen:
        raise EntryMeanwhile(present)
    return present


def _observation(measure_id: str, actor: Actor, entry: Entry, checked: Checked) -> Observation:
    numbers: dict[str, Any] = dict(checked.numbers)
    return observed(
        measure_id=measure_id,
        period=entry.period,
        status=checked.status(entry.provisional),
        user_id=actor.user_id,
        user_name=actor.name,
        reason=entry.reason or (NOT_YET if entry.not_yet else ""),
        **numbers,
    )


def _mark(session: Session, actor: Actor, measure: Measure, entry: Entry) -> None:
    """Beside what is marked there already."""
    spec = measure_spec(measure)
    marks = (*spec.annotations, Annotation(date=entry.period, text=entry.unusual))
    save_chart(session, actor, measure.id, spec.model_copy(update={"annotations": marks}), spec)
