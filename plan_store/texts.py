"""The plan's rich text: one row a box, saved against what the writer saw."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Field, Session, select

from plan_store.base import Base, NotFound, UtcDateTime, add_first, now, table
from plan_store.changes import as_of, log
from plan_store.clean import clean_html, is_empty, too_deep
from plan_store.merging import Overlap, merge
from plan_store.patients import refuse_in_html
from plan_store.permissions import Actor, May, writable
from plan_store.plan_rows import Measure
from plan_store.prepared import Prepared, now_holds
from plan_store.programmes import hold_with_trust, require_programme, to_hold
from plan_store.rows import find_row
from plan_store.sections import box_named

MAX_CHARACTERS = 200_000


class PlanText(Base, table=True):
    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    box: str = Field(primary_key=True)
    html: str = ""
    revision: int = 0
    completed: bool = False
    saved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    saved_by: str = ""

    @property
    def state(self) -> str:
        if self.completed:
            return "Completed"
        return "Not yet started" if is_empty(self.html) else "In progress"


TEXTS = table(PlanText)
HELD = Prepared(
    to_hold(TEXTS).where(TEXTS.c.programme_id == bindparam("of_programme"), TEXTS.c.box == bindparam("of_box"))
)
SAVE = Prepared(
    update(TEXTS)
    .where(
        TEXTS.c.programme_id == bindparam("of_programme"),
        TEXTS.c.box == bindparam("of_box"),
        TEXTS.c.revision == bindparam("seen"),
    )
    .values({name: bindparam(name) for name in ("html", "completed", "revision", "saved_at", "saved_by")})
)


@dataclass(eq=False)
class TextConflict(Exception):
    """Two people changed the same words; theirs is kept in the store, mine is still the writer's."""

    mine: str
    theirs: str
    revision: int
    saved_by: str


class TextTooLong(Exception):
    """More than a box can hold."""


def read_texts(session: Session, actor: Actor, programme_id: str) -> dict[str, PlanText]:
    """The boxes that have been written in, by key."""
    require_programme(session, actor, programme_id)
    found = session.exec(select(PlanText).where(PlanText.programme_id == programme_id))
    return {text.box: text for text in found}


def save_text(session: Session, actor: Actor, programme_id: str, box: str, html: str, seen_revision: int) -> PlanText:
    """Save a box against the revision the writer saw, merged with what others saved since.

    Raises TextConflict when both changed the same words, TextTooLong, HoldsNhsNumber, NotFound, NotAllowed; then
    nothing is written.
    """
    box_named(box)
    mine = _cleaned(html)  # before the transaction begins: SQLite's other writers would wait for it
    refuse_in_html(mine)
    trust, current = _writable(session, actor, programme_id, box)
    if current.revision not in (0, seen_revision):  # at 0 there is nothing to merge with: a store of before, restored
        mine = _merged(session, current, mine, seen_revision)
    if mine == current.html:
        return current
    return _write(session, actor, trust, current, html=mine, completed=current.completed and not is_empty(mine))


def append_chart(session: Session, actor: Actor, programme_id: str, box: str, measure_id: str) -> PlanText:
    """Put a measure's chart at the end of a box. Raises NotFound for a measure that is not in this plan."""
    box_named(box)
    _, current = _writable(session, actor, programme_id, box)
    measure = find_row(session, actor, Measure, measure_id)
    if measure.programme_id != programme_id or measure.deleted_at is not None:
        raise NotFound(measure_id)
    figure = f'<figure data-chart="{measure_id}"></figure>'
    if figure in current.html:
        return current
    html = "" if is_empty(current.html) else current.html
    return save_text(session, actor, programme_id, box, html + figure, current.revision)


def mark_completed(session: Session, actor: Actor, programme_id: str, box: str, completed: bool) -> PlanText:
    """Say that a box is completed, or not after all."""
    box_named(box)
    trust, current = _writable(session, actor, programme_id, box)
    if current.completed == completed:
        return current
    return _write(session, actor, trust, current, html=current.html, completed=completed)


def _cleaned(html: str) -> str:
    if len(html) > MAX_CHARACTERS or too_deep(html) or len(cleaned := clean_html(html)) > MAX_CHARACTERS:
        raise TextTooLong("This box holds about 30,000 words. Take something out, or put it in another box.")
    return cleaned


def _writable(session: Session, actor: Actor, programme_id: str, box: str) -> tuple[str, PlanText]:
    """The trust of a programme that the actor may write, and the box as it is now.

    It is held until this transaction ends (SQLite has one writer anyway). Raises NotFound, NotAllowed.
    """
    found = _held(session, actor, programme_id, box)
    trust = require_programme(session, actor, programme_id, May.WRITE)
    if found is None:
        add_first(session, PlanText(programme_id=programme_id, box=box))
        found = _held(session, actor, programme_id, box)
    if found is None:
        raise NotFound(programme_id)
    return trust, found


def _held(session: Session, actor: Actor, programme_id: str, box: str) -> PlanText | None:
    return hold_with_trust(session, writable(actor), HELD, PlanText, of_programme=programme_id, of_box=box)


def _merged(session: Session, current: PlanText, mine: str, seen_revision: int) -> str:
    conflict = TextConflict(mine, current.html, current.revision, current.saved_by)
    known = as_of(session, "PlanText", f"{current.programme_id}/{current.box}", seen_revision)
    if known is None and seen_revision != 0:
        raise conflict
    try:
        return merge(known["html"] if known else "", mine, current.html)
    except Overlap:
        raise conflict from None


def _write(session: Session, actor: Actor, trust: str, current: PlanText, *, html: str, completed: bool) -> PlanText:
    before = {"html": current.html, "completed": current.completed}
    seen = {"of_programme": current.programme_id, "of_box": current.box, "seen": current.revision}
    fresh = {
        "html": html,
        "completed": completed,
        "revision": current.revision + 1,
        "saved_at": now(),
        "saved_by": actor.name,
    }
    if SAVE.run(session, **seen, **fresh) != 1:
        theirs = _held(session, actor, current.programme_id, current.box) or current
        raise TextConflict(html, theirs.html, theirs.revision, theirs.saved_by)
    log(
        session,
        actor,
        organisation=trust,
        programme_id=current.programme_id,
        action="wrote",
        thing="PlanText",
        thing_id=f"{current.programme_id}/{current.box}",
        revision=fresh["revision"],
        before=before,
        after={"html": html, "completed": completed},
    )
    now_holds(current, fresh)
    return current
