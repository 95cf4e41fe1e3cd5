"""Changes as a list for people: by part, person and time; several saves of one person in one place are one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from plan_store.change_names import COMMENT, NUMBERS, PROGRAMME, TEXT
from plan_store.changes import Change
from plan_store.permissions import Actor, May, require
from plan_store.programmes import find_programme
from plan_store.sections import SECTIONS, Box

TOGETHER = timedelta(minutes=10)  # a longer pause makes another entry
GATHERED = ("wrote", "changed", "chart")
BATCH, PAGE = 1000, 50
PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "boxes": ("Boxes", (TEXT,)),
    **{
        section.key: (section.short, tuple(part.row.__name__ for part in section.parts if not isinstance(part, Box)))
        for section in SECTIONS
        if not isinstance(section.parts[0], Box)
    },
    "numbers": ("Numbers and charts", (NUMBERS,)),
    "comments": ("Comments", (COMMENT,)),
    "drivers": ("Drivers and aim", (PROGRAMME,)),
}


@dataclass(frozen=True)
class Asked:
    """Which changes: of one programme, or of all of a trust; of a part of PARTS, of a person, from and until a time."""

    programme_id: str = ""
    part: str = ""
    user_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Head(NamedTuple):
    """A change without what it holds."""

    id: str
    at: datetime
    user_id: str
    user_name: str
    programme_id: str
    thing: str
    thing_id: str
    action: str

    @property
    def place(self) -> tuple[str, ...]:
        return self.programme_id, self.thing, "" if self.action == "moved" else self.thing_id


@dataclass(frozen=True)
class Saves:
    """What one person did in one place without a long pause: from before the first save to after the last."""

    change: Change
    heads: tuple[Head, ...]  # the newest first


def list_saves(
    session: Session, actor: Actor, organisation: str, asked: Asked, most: int = PAGE
) -> tuple[list[Saves], bool]:
    """The newest first, and whether there are older ones."""
    _require(session, actor, organisation, asked)
    groups = _gathered(_heads(session, organisation, asked), most)
    ends = {head.id for group in groups[:most] for head in (group[0], group[-1])}
    found = {change.id: change for change in session.exec(select(Change).where(col(Change.id).in_(ends)))}
    return [Saves(_whole(found[group[0].id], found[group[-1].id]), tuple(group)) for group in groups[:most]], (
        len(groups) > most
    )


def list_writers(session: Session, actor: Actor, organisation: str, programme_id: str = "") -> list[tuple[str, str]]:
    """Who changed anything here, as (id, name), by name; those of a file that was brought in are nobody's names."""
    _require(session, actor, organisation, Asked(programme_id))
    known = [*_where(organisation, Asked(programme_id)), Change.user_id != ""]
    here = select(Change.user_id, func.max(Change.user_name)).where(*known)
    return sorted(session.exec(here.group_by(Change.user_id)), key=lambda writer: writer[1])


def _require(session: Session, actor: Actor, organisation: str, asked: Asked) -> None:
    if asked.programme_id:
        find_programme(session, actor, asked.programme_id)
    else:
        require(actor, May.READ, organisation)


def _where(organisation: str, asked: Asked) -> list[Any]:
    here: list[Any] = [Change.programme_id == asked.programme_id]
    if not asked.programme_id:
        here = [Change.organisation == organisation, Change.programme_id != ""]
    if asked.part:
        here.append(col(Change.thing).in_(PARTS[asked.part][1]))
    if asked.user_id:
        here.append(Change.user_id == asked.user_id)
    if asked.since:
        here.append(Change.at > asked.since)
    if asked.until:
        here.append(Change.at <= asked.until)
    return here


def _heads(session: Session, organisation: str, asked: Asked) -> Iterator[Head]:
    """Batch by batch, as far as they are asked for."""
    here = (
        select(*(getattr(Change, name) for name in Head._fields))
        .where(*_where(organisation, asked))
        .order_by(col(Change.id).desc())
        .limit(BATCH)
    )
    last: str | None = ""
    while last is not None:
        found = [Head(*row) for row in session.exec(here.where(Change.id < last) if last else here)]
        yield from found
        last = found[-1].id if len(found) == BATCH else None


def _gathered(heads: Iterator[Head], most: int) -> list[list[Head]]:
    """One group more than asked for, where there is one: then there are older changes."""
    groups: list[list[Head]] = []
    newest: dict[tuple[str, ...], list[Head]] = {}
    for head in heads:
        group = newest.get(head.place)
        if group is not None and _goes_with(head, group):
            group.append(head)
            continue
        if len(groups) > most:
            break
        newest[head.place] = [head]
        groups.append(newest[head.place])
    return groups


def _goes_with(head: Head, group: Sequence[Head]) -> bool:
    last = group[-1]
    same = (head.user_id, head.user_name, head.action) == (last.user_id, last.user_name, last.action)
    return same and head.action in (*GATHERED, "moved") and last.at - head.at <= TOGETHER


def _whole(newest: Change, oldest: Change) -> Change:
    """The change from before the oldest to after the newest; never added to a session."""
    return newest if newest is oldest else Change(**{**newest.model_dump(), "before": oldest.before})
