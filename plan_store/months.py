"""Every period of a measure with all that was ever said of it: by which file or person, when and why."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from plan_store.observation_rows import Observation, differs
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


def _without_repeats(said: list[Said]) -> list[Said]:
    """A file that says the same again adds nothing to the history; what counts is always there."""
    kept = []
    for place, one in enumerate(said):
        before = said[place + 1 :]
        same = before and not differs(one.observation, before[0].observation) and not one.observation.reason
        if one.counts or one.taken_back or not same:
            kept.append(one)
    return kept
