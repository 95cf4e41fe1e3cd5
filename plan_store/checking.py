"""Whether a store is whole: its file, its references, its log, its observations and its files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine, literal, text
from sqlmodel import Session, col, func, select

from plan_store.changes import Change
from plan_store.observation_rows import Observation
from plan_store.plan_rows import PlanRow
from plan_store.programmes import Programme
from plan_store.sections import SECTIONS, Table
from plan_store.store import reading
from plan_store.texts import PlanText
from plan_store.uploads import StoredFile, Upload

SHOWN = 5  # faults of a kind that are named


@dataclass(frozen=True)
class Finding:
    """What was looked at, and what is wrong with it: ids and counts, nobody's words."""

    what: str
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.faults:
            return f"ok     {self.what}"
        more = f" and {len(self.faults) - SHOWN} more" if len(self.faults) > SHOWN else ""
        return f"WRONG  {self.what}: {', '.join(self.faults[:SHOWN])}{more}"


def check_store(on: Engine | None = None) -> list[Finding]:
    """Look at everything, in one view of the store."""
    with reading(on) as session:
        return [Finding(what, tuple(look(session))) for what, look in CHECKS.items()]


def _file(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "sqlite":
        found = session.connection().execute(text("PRAGMA integrity_check")).scalars()
        yield from (words for words in found if words != "ok")


def _references(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name == "sqlite":
        for row in session.connection().execute(text("PRAGMA foreign_key_check")):
            yield f"{row[0]} row {row[1]}"


def _log(session: Session) -> Iterator[str]:
    """A thing's revision is the one of its last change: neither was kept without the other."""
    last = select(Change.thing, Change.thing_id, func.max(Change.revision).label("last"))
    logged = {(row[0], row[1]): row[2] for row in session.exec(last.group_by(Change.thing, Change.thing_id))}
    for thing, thing_id, revision in _revisions(session):
        if logged.get((thing, thing_id), 0) != revision:
            yield f"{thing} {thing_id}"


def _revisions(session: Session) -> Iterator[tuple[str, str, int]]:
    for programme in session.exec(select(Programme.id, Programme.revision)):
        yield "Programme", *programme
    for programme_id, box, revision in session.exec(select(PlanText.programme_id, PlanText.box, PlanText.revision)):
        yield "PlanText", f"{programme_id}/{box}", revision
    for kind in tables():
        for row in session.exec(select(col(kind.id), col(kind.revision))):
            yield kind.__name__, *row


def tables() -> list[type[PlanRow]]:
    return [part.row for section in SECTIONS for part in section.parts if isinstance(part, Table)]


def _periods(session: Session) -> Iterator[str]:
    """No period has two values that count, and what a value came from was not taken back."""
    twice = (
        select(col(Observation.measure_id), col(Observation.period))
        .where(col(Observation.replaced_at).is_(None))
        .group_by(col(Observation.measure_id), col(Observation.period))
        .having(func.count(literal(1)) > 1)
    )
    for measure_id, period in session.exec(twice):
        yield f"{measure_id} {period}"
    gone = select(Observation.id).join(Upload).where(col(Observation.replaced_at).is_(None))
    yield from session.exec(gone.where(col(Upload.deleted_at).is_not(None)))


def _files(session: Session) -> Iterator[str]:
    """Every upload has its file, and every file is the one that came."""
    kept = set()
    for organisation, digest in session.exec(select(StoredFile.organisation, StoredFile.sha256)).all():
        content = session.exec(
            select(StoredFile.content).where(StoredFile.organisation == organisation, StoredFile.sha256 == digest)
        ).one()
        if sha256(content).hexdigest() == digest:
            kept.add((organisation, digest))
    for upload_id, organisation, digest in session.exec(select(Upload.id, Upload.organisation, Upload.sha256)):
        if (organisation, digest) not in kept:
            yield upload_id


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "The store’s own structure": _file,
    "What refers to something finds it": _references,
    "Everything is as its last change left it": _log,
    "Every period has one value that counts": _periods,
    "Every upload has its file, as it came": _files,
}
