"""The file that a programme, or a whole trust, fills in: every measure, the months that are due, the numbers there."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from charts.series import EntryRow
from plan_store.data_files import notes_of
from plan_store.document import counted_words
from plan_store.due import MONTHS, Due, last_period, read_due
from plan_store.entries import asked_parts
from plan_store.observation_rows import Observation, present_rows
from plan_store.permissions import Actor, May, require
from plan_store.plan_rows import Frequency, Measure
from plan_store.programmes import Programme, find_programme, list_programmes
from plan_store.rows import list_rows
from plan_store.series_matching import code_of

USUAL = 3  # months where none is due


def read_template(
    session: Session, actor: Actor, organisation: str, today: date, programme_id: str = "", months: int = 0
) -> list[EntryRow]:
    """One programme's rows, or the trust's; with months, the last ones instead of those that are due."""
    require(actor, May.READ, organisation)
    due = read_due(session, actor, organisation, today)
    programmes = list_programmes(session, actor, organisation)
    entries: Sequence[Due] = due.entries
    if programme_id:
        programmes, entries = [find_programme(session, actor, programme_id)], due.of(programme_id)
    rows: list[EntryRow] = []
    for programme in programmes:
        measures = [m for m in list_rows(session, actor, programme.id, Measure) if Frequency(m.frequency) in MONTHS]
        held = present_rows(session, [measure.id for measure in measures])
        for measure in measures:
            mine = [row for row in held if row.measure_id == measure.id]
            rows += _rows(programme, measure, mine, _periods(measure, entries, today, months))
    return rows


def _periods(measure: Measure, entries: Sequence[Due], today: date, months: int) -> list[date]:
    """The periods asked for, the oldest first; those that are due of any measure that is entered as often."""
    step = MONTHS[Frequency(measure.frequency)]
    due = {entry.period for entry in entries if MONTHS[Frequency(entry.measure.frequency)] == step}
    if due and not months:
        return sorted(due)
    found = [last_period(today, step)]
    while len(found) < (months or USUAL) // step:
        found.append(last_period(found[-1], step))
    return found[::-1]


def _rows(
    programme: Programme, measure: Measure, held: Sequence[Observation], periods: Sequence[date]
) -> Iterator[EntryRow]:
    there = {row.period: row for row in held}
    notes = notes_of(measure)
    parts = asked_parts(measure, held)
    quarterly = Frequency(measure.frequency) == Frequency.QUARTERLY
    for period in periods:
        said = _said(there.get(period), parts)
        yield EntryRow(
            measure=measure.name,
            month=_quarter(period) if quarterly else f"{period:%B %Y}",
            programme=programme.title,
            counted=counted_words(measure),
            numerator=said.get("numerator", ""),
            denominator=said.get("denominator", ""),
            value=said.get("value", ""),
            note=notes.get(period, ""),
            code=code_of(measure.id),
        )


def _quarter(period: date) -> str:
    """July 2026 begins Q2 2026/27."""
    first = period.year - (period.month < 4)
    return f"Q{(period.month - 4) % 12 // 3 + 1} {first}/{(first + 1) % 100:02}"


def _said(row: Observation | None, parts: tuple[str, ...]) -> dict[str, str]:
    """The numbers of a month as the reader reads them back; blank where none was entered."""
    if row is None or row.status == "missing":
        return {}
    names = ("numerator", "denominator") if row.denominator is not None else ("value",)
    if row.status == "suppressed":
        names = parts
    return {name: _number(getattr(row, name)) for name in names}


def _number(value: float | None) -> str:
    """Every digit, never in powers of ten; a number that is withheld as *."""
    if value is None:
        return "*"
    exact = format(Decimal(repr(value)), "f")
    return exact.rstrip("0").rstrip(".") if "." in exact else exact
