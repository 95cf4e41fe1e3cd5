"""Every period of a measure with all that was ever said of it: by which file or person, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from plan_store.observation_rows import REMOVED, Observation, differs, present_rows
from plan_store.permissions import Actor, May
from plan_store.plan_rows import Measure
from plan_store.rows import find_row
from plan_store.uploads import Upload


@dataclass(frozen=True)
class Said:
    """One thing that was ever said of a period: counts is true for the one that stands."""

    observation: Observation
    file_name: str = ""
    taken_back: bool = False

    @property
    def counts(self) -> bool:
        return self.observation.replaced_at is None


@dataclass(frozen=True)
class Month:
    """A period with all that was said of it, the newest first."""

    period: date
    said: tuple[Said, ...] = field(default_factory=tuple)

    @property
    def present(self) -> Said | None:
        """What counts; None where every file that said something was taken back."""
        return next((one for one in self.said if one.counts), None)


def read_months(session: Session, actor: Actor, measure_id: str) -> list[Month]:
    """Every period with all that was ever said of it, the newest period first; the same said again is left out."""
    measure = find_row(session, actor, Measure, measure_id, May.READ)
    here = (
        select(Observation, Upload)
        .join(Upload, col(Observation.upload_id) == col(Upload.id), isouter=True)
        .where(Observation.measure_id == measure.id)
        .order_by(col(Observation.period).desc(), col(Observation.id).desc())
    )
    periods: dict[date, list[Said]] = {}
    for row, upload in session.exec(here):
        one = Said(row, upload.file_name if upload else "", bool(upload and upload.deleted_at))
        periods.setdefault(row.period, []).append(one)
    return [Month(period, tuple(_without_repeats(said))) for period, said in periods.items()]


def typed_of(session: Session, measure_ids: Sequence[str]) -> dict[str, dict[date, Observation]]:
    """By measure and period, what somebody typed with a reason and still counts: a number, or that a month is out.

    Of measures that the actor was already allowed to read.
    """
    found: dict[str, dict[date, Observation]] = {measure_id: {} for measure_id in measure_ids}
    for row in present_rows(session, measure_ids, removed=True):
        if row.upload_id is None and row.reason and (row.value is not None or row.status == REMOVED):
            found[row.measure_id][row.period] = row
    return found


def _without_repeats(said: list[Said]) -> list[Said]:
    """A file that says the same again adds nothing to the history; what counts is always there."""
    kept = []
    for place, one in enumerate(said):
        before = said[place + 1 :]
        same = before and not differs(one.observation, before[0].observation) and not one.observation.reason
        if one.counts or one.taken_back or not same:
            kept.append(one)
    return kept
