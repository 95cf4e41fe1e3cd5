"""What was deleted lately and can be put back: rows of every table, files taken back, and one's own comments."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from plan_store.base import now
from plan_store.change_names import NUMBERS
from plan_store.change_shapes import states_of
from plan_store.changes import Change
from plan_store.comments import BOX, Comment
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import find_programme
from plan_store.sections import KINDS, box_named
from plan_store.uploads import Upload

KEPT = timedelta(days=30)
FILE, COMMENT = "file", "comment"


@dataclass(frozen=True)
class Gone:
    """A row (kind is its class's name), a file of a measure or a comment on something; who took it out, and when."""

    kind: str
    id: str
    title: str
    at: datetime
    by: str = ""
    of: str = ""


def list_gone(session: Session, actor: Actor, programme_id: str) -> list[Gone]:
    """What was deleted in the last 30 days, the last first; of comments the actor's own. Older things stay in the
    history."""
    find_programme(session, actor, programme_id)
    since = now() - KEPT
    found = [*_rows(session, programme_id, since), *_files(session, programme_id, since)]
    found += _comments(session, actor, programme_id, since)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _rows(session: Session, programme_id: str, since: datetime) -> list[Gone]:
    found = []
    for name, kind in KINDS.items():
        here = select(kind).where(kind.programme_id == programme_id, col(kind.deleted_at) > since)
        rows = list(session.exec(here))
        by = _who(session, name, "deleted", [row.id for row in rows])
        found += [
            Gone(name, row.id, str(getattr(row, kind.title_field)), row.deleted_at, by.get((row.id, ""), ""))
            for row in rows
            if row.deleted_at
        ]
    return found


def _files(session: Session, programme_id: str, since: datetime) -> list[Gone]:
    here = (
        select(Upload, Measure)
        .join(Measure, col(Upload.measure_id) == col(Measure.id))
        .where(Measure.programme_id == programme_id, col(Measure.deleted_at).is_(None))
        .where(col(Upload.deleted_at) > since)
    )
    found = list(session.exec(here))
    by = _who(session, NUMBERS, "file taken back", [measure.id for _upload, measure in found])
    return [
        Gone(
            FILE,
            upload.id,
            upload.file_name,
            upload.deleted_at,
            by.get((measure.id, upload.file_name), ""),
            measure.name,
        )
        for upload, measure, name in ((upload, measure, upload.file_name) for upload, measure in found)
        if upload.deleted_at
    ]


def _comments(session: Session, actor: Actor, programme_id: str, since: datetime) -> list[Gone]:
    """Who wrote a comment alone deletes it and puts it back."""
    here = select(Comment).where(Comment.programme_id == programme_id, Comment.user_id == actor.user_id)
    return [
        Gone(COMMENT, one.id, one.text, one.deleted_at, actor.name, _place(session, one))
        for one in session.exec(here.where(col(Comment.deleted_at) > since))
        if one.deleted_at
    ]


def _place(session: Session, comment: Comment) -> str:
    """What was commented on, by its name."""
    if comment.place == BOX:
        return box_named(comment.place_id).title
    rows = (session.get(kind, comment.place_id) for kind in KINDS.values())
    found = next((row for row in rows if row and row.programme_id == comment.programme_id), None)
    return str(getattr(found, found.title_field)) if found else "a row"


def _who(session: Session, thing: str, action: str, ids: list[str]) -> dict[tuple[str, str], str]:
    """Who did this last, by the thing's id and the file's name."""
    here = select(Change).where(Change.thing == thing, Change.action == action, col(Change.thing_id).in_(ids))
    said = session.exec(here.order_by(col(Change.id)))
    return {(change.thing_id, _file_name(change)): change.user_name for change in said}


def _file_name(change: Change) -> str:
    states = states_of(change)
    return states[1]["file"] if states and change.thing == NUMBERS else ""
