"""One file for several measures: its numbers and its notes, kept together, taken back and put back together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from charts.series import SeriesFile
from charts.spec import Annotation
from plan_store.entries import Entry
from plan_store.observations import measure_spec, save_chart, save_every
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure
from plan_store.rows import find_row
from plan_store.series_changes import Seen

Notes = Mapping[date, str]


@dataclass(frozen=True)
class Brought:
    """What a file brings to one measure: its months, and notes beside them, which become marks on the chart.

    seen: what the writer saw of the measure, as save_observations compares it.
    """

    series: SeriesFile
    notes: Notes = field(default_factory=dict)
    seen: Seen | None = None


def save_data_file(
    session: Session, actor: Actor, parts: Mapping[str, Brought], content: bytes, reason: str = ""
) -> tuple[str, dict[str, Notes]]:
    """Keep a file for several measures (by id), all or nothing. The batch, and the notes that stood there before.

    The batch is empty where the file brings notes alone. Raises as save_observations does.
    """
    numbers = {measure_id: part.series for measure_id, part in parts.items() if len(part.series.observations)}
    seen = {measure_id: part.seen for measure_id, part in parts.items()}
    batch, _stored = save_every(session, actor, numbers, content, reason, seen)
    before = {measure_id: set_notes(session, actor, measure_id, part.notes) for measure_id, part in parts.items()}
    return batch if numbers else "", before


def set_notes(session: Session, actor: Actor, measure_id: str, notes: Notes, seen: Notes | None = None) -> Notes:
    """Write notes at these months, an empty one takes its mark away; what stood there before, for the way back.

    With seen, only the months whose note is still the one that was seen.
    """
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    spec, there = measure_spec(measure), notes_of(measure)
    wanted = {
        when: Entry(period=when, unusual=words).unusual
        for when, words in notes.items()
        if there.get(when, "") != words and (seen is None or there.get(when, "") == seen.get(when, ""))
    }
    if wanted:
        kept = [mark for mark in spec.annotations if mark.date not in wanted or mark.text != there[mark.date]]
        marks = (*kept, *(Annotation(date=when, text=words) for when, words in wanted.items() if words))
        save_chart(session, actor, measure_id, spec.model_copy(update={"annotations": marks}), spec)
    return {when: there.get(when, "") for when in notes}


def notes_of(measure: Measure) -> dict[date, str]:
    """The note of each month: the last mark there. A file writes a note in its place, and other marks stay."""
    return {mark.date: mark.text for mark in measure_spec(measure).annotations}
