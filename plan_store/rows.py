"""The verbs on a plan's tables: list, add, save, move, delete, undo; one set for every table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, func, select

from plan_store.base import NotFound, now, table
from plan_store.changes import as_of, log
from plan_store.permissions import Actor, May, may, writable
from plan_store.plan_rows import PlanRow
from plan_store.prepared import Prepared, now_holds
from plan_store.programmes import (
    find_programme,
    find_with_trust,
    hold_programme,
    hold_with_trust,
    require_programme,
    to_hold,
    with_trust,
)
from plan_store.row_values import check, plain, required_fields, values_of

Row = TypeVar("Row", bound=PlanRow)


@dataclass(frozen=True)
class Saved(Generic[Row]):
    """A row as it now is, and a sentence for each field that could not be kept."""

    row: Row
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class RowIncomplete(Exception):
    """What the row cannot do without is missing; nothing was saved."""

    problems: dict[str, str]


@dataclass(eq=False)
class RowConflict(Exception):
    """Somebody else changed the same cells meanwhile; nothing was saved. theirs: field -> their value."""

    theirs: dict[str, Any]


def list_rows(session: Session, actor: Actor, programme_id: str, kind: type[Row]) -> list[Row]:
    """The table's rows in the team's order, without the deleted."""
    require_programme(session, actor, programme_id, kind.read_by)
    return _rows(session, programme_id, kind)


def list_deleted(session: Session, actor: Actor, programme_id: str, kind: type[Row]) -> list[Row]:
    """The rows that were taken out of the plan and can be put back, the last one first."""
    require_programme(session, actor, programme_id)
    gone = select(kind).where(kind.programme_id == programme_id, col(kind.deleted_at).is_not(None))
    return list(session.exec(gone.order_by(col(kind.deleted_at).desc(), col(kind.id))))


def find_row(session: Session, actor: Actor, kind: type[Row], row_id: str, what: May | None = None) -> Row:
    """One row, deleted or not, of no session; held to the transaction's end if it is to be written.

    Raises NotFound, NotAllowed.

    Without more, what its kind is read by; then a deleted row is found only by who may read the whole plan.
    """
    row = hold_with_trust(session, writable(actor), _held(kind), kind, id=row_id) if what == May.WRITE else None
    row = row or find_with_trust(session, _one(kind), kind, id=row_id)
    try:
        trust = require_programme(session, actor, row.programme_id if row else "", what or kind.read_by)
    except NotFound:
        row = None
    else:
        if row and row.deleted_at is not None and not may(actor, May.READ, trust):
            row = None
    if row is None:
        raise NotFound(row_id)  # the same for another trust's row as for none
    return row


def hold_rows(session: Session, actor: Actor, kind: type[Row], row_ids: Iterable[str]) -> None:
    """Hold several rows for writing, in one order always, so that two who hold the same never wait in a ring."""
    for row_id in sorted(set(row_ids)):
        find_row(session, actor, kind, row_id, May.WRITE)


@cache
def _one(kind: type[PlanRow]) -> Prepared:
    rows = table(kind)
    return Prepared(with_trust(rows).where(rows.c.id == bindparam("id")))


@cache
def _held(kind: type[PlanRow]) -> Prepared:
    rows = table(kind)
    return Prepared(to_hold(rows).where(rows.c.id == bindparam("id")))


def add_row(
    session: Session, actor: Actor, programme_id: str, kind: type[Row], values: Mapping[str, Any]
) -> Saved[Row]:
    """Add a row at the end. A field that cannot be kept stays empty and is named in problems. Raises RowIncomplete."""
    programme = find_programme(session, actor, programme_id, May.WRITE)
    kept, problems = check(kind, {**dict.fromkeys(required_fields(kind), ""), **values})
    if required_fields(kind) & set(problems):
        raise RowIncomplete(problems)
    hold_programme(session, programme)
    last = session.exec(select(func.max(kind.position)).where(kind.programme_id == programme_id)).one()
    row = kind(programme_id=programme_id, position=0 if last is None else last + 1, **kept)
    session.add(row)
    session.flush()
    _log(session, actor, row, "added", None)
    return Saved(row, problems)


def save_row(
    session: Session, actor: Actor, kind: type[Row], row_id: str, values: Mapping[str, Any], seen_revision: int
) -> Saved[Row]:
    """Save the cells that differ from what the writer saw; others' cells stay. Raises RowIncomplete, RowConflict."""
    row = find_row(session, actor, kind, row_id, May.WRITE)
    kept, problems = check(kind, values)
    if required_fields(kind) & set(problems):
        raise RowIncomplete(problems)
    present = values_of(row)
    seen = present if row.revision == seen_revision else as_of(session, kind.__name__, row_id, seen_revision) or {}
    after = present | {name: plain(value) for name, value in kept.items()}
    mine = {name: value for name, value in kept.items() if after[name] != seen.get(name)}
    clashes = {name: present[name] for name in mine if present[name] not in (seen.get(name), after[name])}
    if clashes:
        raise RowConflict(clashes)
    changed = {name: value for name, value in mine.items() if present[name] != after[name]}
    if changed:
        _write(session, actor, row, "changed", changed)
    return Saved(row, problems)


def move_row(session: Session, actor: Actor, kind: type[Row], row_id: str, step: int) -> None:
    """Move a row up (-1) or down (1) among its neighbours; at the end it stays, and so does a deleted one."""
    programme_id = find_row(session, actor, kind, row_id).programme_id
    hold_programme(session, find_programme(session, actor, programme_id, May.WRITE))
    rows = _rows(session, programme_id, kind, held=True)
    here = next((place for place, other in enumerate(rows) if other.id == row_id), None)
    if here is None:
        return
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for position, other in enumerate(rows):
        if other.position != position:
            _write(session, actor, other, "moved", {"position": position})


def order_rows(
    session: Session, actor: Actor, programme_id: str, kind: type[Row], positions: Mapping[str, int]
) -> None:
    """Give rows of the plan the places that they had; of others nothing is said."""
    hold_programme(session, find_programme(session, actor, programme_id, May.WRITE))
    for row in _rows(session, programme_id, kind, held=True):
        position = positions.get(row.id, row.position)
        if position != row.position:
            _write(session, actor, row, "moved", {"position": position})


def delete_row(session: Session, actor: Actor, kind: type[Row], row_id: str) -> Row:
    """Take a row out of the plan; undo_delete puts it back."""
    row = find_row(session, actor, kind, row_id, May.WRITE)
    if row.deleted_at is None:
        _write(session, actor, row, "deleted", {"deleted_at": now()})
    return row


def undo_delete(session: Session, actor: Actor, kind: type[Row], row_id: str) -> Row:
    row = find_row(session, actor, kind, row_id, May.WRITE)
    if row.deleted_at is not None:
        _write(session, actor, row, "restored", {"deleted_at": None})
    return row


def _rows(session: Session, programme_id: str, kind: type[Row], held: bool = False) -> list[Row]:
    here = select(kind).where(kind.programme_id == programme_id, col(kind.deleted_at).is_(None))
    if not held:
        return list(session.exec(here.order_by(col(kind.position), col(kind.id))))
    here = here.with_for_update().execution_options(populate_existing=True).order_by(col(kind.id))
    return sorted(session.exec(here), key=lambda row: (row.position, row.id))  # what was waited for may have moved


def _write(session: Session, actor: Actor, row: PlanRow, action: str, changed: Mapping[str, Any]) -> None:
    before = _state(row)
    fresh = {"revision": row.revision + 1, **changed}
    seen = {"this_row": row.id, "seen": row.revision}
    if _changing(type(row), tuple(fresh)).run(session, **fresh, **seen) != 1:
        theirs = find_with_trust(session, _one(type(row)), type(row), id=row.id)
        raise RowConflict(values_of(theirs) if theirs else {})
    now_holds(row, fresh)
    _log(session, actor, row, action, before)


@cache
def _changing(kind: type[PlanRow], names: tuple[str, ...]) -> Prepared:
    rows = table(kind)
    here = update(rows).where(rows.c.id == bindparam("this_row"), rows.c.revision == bindparam("seen"))
    return Prepared(here.values({name: bindparam(name) for name in names}))


def _log(session: Session, actor: Actor, row: PlanRow, action: str, before: Any) -> None:
    log(
        session,
        actor,
        organisation=require_programme(session, actor, row.programme_id),
        programme_id=row.programme_id,
        action=action,
        thing=type(row).__name__,
        thing_id=row.id,
        revision=row.revision,
        before=before,
        after=_state(row),
    )


def _state(row: PlanRow) -> dict[str, Any]:
    """What history needs to put a row back: its cells, its place, and whether it is in the plan."""
    return {**values_of(row), "position": row.position, "deleted": row.deleted_at is not None}
