"""How complete each plan is, tab by tab, and who changed it last: what the programme list shows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from plan_store.changes import last_changes
from plan_store.permissions import Actor, May, may
from plan_store.plan_rows import Measure, PlanRow
from plan_store.programmes import Programme, list_programmes
from plan_store.sections import SECTIONS, Box, Section
from plan_store.texts import PlanText


@dataclass(frozen=True)
class TabProgress:
    """done of total parts; total 0 means that nothing has been started. Boxes are done when written in, and the tab is
    completed when the team has said so of each."""

    section: Section
    done: int
    total: int
    noun: str
    completed: bool

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 0.0

    @property
    def words(self) -> str:
        if not self.total or (self.noun == "boxes" and not self.done):
            return "Not yet started"
        return "Completed" if self.completed else f"{self.done} of {self.total} {self.noun}"


@dataclass(frozen=True)
class ProgrammeCard:
    """One programme as the list shows it."""

    programme: Programme
    tabs: tuple[TabProgress, ...]
    changed_by: str
    changed_at: datetime | None
    main_measure: Measure | None


def read_cards(session: Session, actor: Actor, organisation: str) -> list[ProgrammeCard]:
    """Every programme of the trust with its progress; a fixed number of queries however many there are.

    How far a plan is and who changed it stay with the trust: for who reads only what it submitted, both are empty.
    """
    programmes = list_programmes(session, actor, organisation, May.READ_SUBMITTED)
    ids = [programme.id for programme in programmes]
    if not may(actor, May.READ, organisation):
        measures = _by_programme(_present(session, Measure, ids))
        return [ProgrammeCard(programme, (), "", None, _main(measures[programme.id])) for programme in programmes]
    texts = _by_programme(session.exec(select(PlanText).where(col(PlanText.programme_id).in_(ids))))
    kinds = {part.row for section in SECTIONS for part in section.parts if not isinstance(part, Box)}
    rows = {kind: _by_programme(_present(session, kind, ids)) for kind in kinds}
    latest = last_changes(session, ids)
    cards = []
    for programme in programmes:
        own = {kind: found[programme.id] for kind, found in rows.items()}
        tabs = tuple(_tab(section, texts[programme.id], own) for section in SECTIONS)
        change = latest.get(programme.id)
        cards.append(
            ProgrammeCard(
                programme, tabs, change.user_name if change else "", change.at if change else None, _main(own[Measure])
            )
        )
    return cards


def _present(session: Session, kind: type[PlanRow], ids: list[str]) -> Any:
    here = select(kind).where(col(kind.programme_id).in_(ids), col(kind.deleted_at).is_(None))
    return session.exec(here.order_by(col(kind.position)))


def _by_programme(found: Any) -> dict[str, list[Any]]:
    sorted_out: dict[str, list[Any]] = defaultdict(list)
    for row in found:
        sorted_out[row.programme_id].append(row)
    return sorted_out


def _tab(section: Section, texts: list[PlanText], rows: dict[type[PlanRow], list[PlanRow]]) -> TabProgress:
    boxes = {part.key for part in section.parts if isinstance(part, Box)}
    if boxes:
        written = sum(text.state != "Not yet started" for text in texts if text.box in boxes)
        said = {text.box for text in texts if text.state == "Completed"}
        return TabProgress(section, written, len(boxes), "boxes", said >= boxes)
    tables = [part for part in section.parts if not isinstance(part, Box)]
    held = [row for table in tables for row in rows[table.row]]
    done = sum(row.complete for row in held)
    return TabProgress(section, done, len(held), tables[0].plural, 0 < done == len(held))


def _main(measures: list[Measure]) -> Measure | None:
    """The first outcome measure, or else the first of any kind."""
    outcomes = [measure for measure in measures if measure.type == "outcome"]
    return next(iter([*outcomes, *measures]), None)
