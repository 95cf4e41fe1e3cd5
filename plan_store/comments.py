"""Comments on a box, a row or a chart: asked, answered, resolved; and the list of what is open."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, NotFound, UtcDateTime, new_id, now
from plan_store.changes import log
from plan_store.clean import plain_text
from plan_store.drafts import read_drafts
from plan_store.invitations import arrivals
from plan_store.patients import faulty
from plan_store.people import Membership, User
from plan_store.permissions import Actor, May, NotAllowed
from plan_store.plan_rows import Measure
from plan_store.programmes import find_programme, find_within, list_programmes
from plan_store.rows import find_row
from plan_store.sections import KINDS, box_named

LONGEST = 2000
Place = tuple[str, str]  # what is commented on: box, row or chart, and its key or id
BOX, ROW, CHART = "box", "row", "chart"


class Comment(Base, table=True):
    """place is box, row or chart; place_id the box's key, the row's id or the measure's. answers: the comment above."""

    __table_args__ = (Index("ix_comment_programme", "programme_id", "place", "place_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id")
    place: str
    place_id: str
    answers: str | None = Field(default=None, foreign_key="comment.id")
    text: str = Field(sa_column=Column(Text, nullable=False))
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    user_id: str
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_by: str = ""
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1


class CommentRefused(Exception):
    """Why a comment was not kept; the writer still has it."""


def list_comments(
    session: Session, actor: Actor, programme_id: str, place: str = "", place_id: str = "", resolved: bool = True
) -> list[Comment]:
    """The comments of a programme or of one place, oldest first; without the resolved where they are not asked for."""
    find_programme(session, actor, programme_id)
    here = select(Comment).where(Comment.programme_id == programme_id, col(Comment.deleted_at).is_(None))
    if place:
        here = here.where(Comment.place == place, Comment.place_id == place_id)
    found = list(session.exec(here.order_by(col(Comment.id))))
    shut = {one.id for one in found if one.resolved_at is not None}
    return found if resolved else [one for one in found if not {one.id, one.answers} & shut]


@dataclass(frozen=True)
class Thread:
    """A comment and its answers, oldest first; where the comment was deleted, its answers stand alone."""

    comment: Comment
    answers: tuple[Comment, ...]


def threads_of(comments: Sequence[Comment]) -> list[Thread]:
    """Listed comments, each with its answers."""
    listed = {comment.id for comment in comments}
    answers: dict[str, list[Comment]] = {}
    for comment in comments:
        if comment.answers in listed:
            answers.setdefault(comment.answers or "", []).append(comment)
    return [Thread(one, tuple(answers.get(one.id, ()))) for one in comments if one.answers not in listed]


def open_threads(session: Session, actor: Actor, programme_id: str) -> dict[Place, int]:
    """How many conversations are open, by place."""
    held = threads_of(list_comments(session, actor, programme_id, resolved=False))
    return dict(Counter((thread.comment.place, thread.comment.place_id) for thread in held))


def comment_key(programme_id: str, place: Place) -> str:
    """The draft of a comment at this place."""
    return f"comment/{programme_id}/{'/'.join(place)}"


def begun_comments(session: Session, actor: Actor, programme_id: str) -> frozenset[Place]:
    """Where the actor has begun a comment and not sent it."""
    held = read_drafts(session, actor, f"comment/{programme_id}/")
    places = (tuple(key.split("/", 1)) for key, draft in held.items() if str(draft.get("text", "")).strip())
    return frozenset((place[0], place[1]) for place in places if len(place) == 2)


def list_mentions(session: Session, actor: Actor, organisation: str) -> list[Comment]:
    """The open comments of a trust that mention the actor, the newest first."""
    ids = [programme.id for programme in list_programmes(session, actor, organisation)]
    here = select(Comment).where(
        col(Comment.programme_id).in_(ids), col(Comment.deleted_at).is_(None), col(Comment.resolved_at).is_(None)
    )
    found = session.exec(here.order_by(col(Comment.id).desc()))
    return [comment for comment in found if actor.user_id in comment.mentions]


@dataclass(frozen=True)
class Colleague:
    id: str
    name: str


def colleagues(session: Session, actor: Actor, programme_id: str) -> list[Colleague]:
    """Who can be mentioned: the people of the programme's trust, by name."""
    organisation = find_programme(session, actor, programme_id).organisation
    here = select(User).join(Membership, col(Membership.user_id) == col(User.id))
    mine = session.exec(here.where(Membership.organisation == organisation, col(User.removed_at).is_(None))).all()
    names = {user_id: here.name for user_id, here in arrivals(session, organisation, mine).items()}
    return [Colleague(user_id, name) for user_id, name in sorted(names.items(), key=lambda one: one[1])]


def mention(name: str) -> str:
    """The pattern of a name that stands after an @, whole."""
    return rf"(?<!\w)@{re.escape(name)}(?!\w|-\w)"


def add_comment(
    session: Session, actor: Actor, programme_id: str, place: str, place_id: str, text: str, answers: str | None = None
) -> Comment:
    """Say something about a box, a row or a chart, or answer. Raises CommentRefused, NotFound, NotAllowed."""
    find_programme(session, actor, programme_id, May.WRITE)
    _check_place(session, actor, programme_id, place, place_id)
    words = plain_text(text).strip()
    if not words or len(words) > LONGEST:
        raise CommentRefused(f"Write between 1 and {LONGEST:,} characters." if words else "Write your comment first.")
    if refused := faulty([("text", words)]):
        raise CommentRefused(refused["text"])
    if answers is not None:
        above = find_comment(session, actor, answers, May.WRITE)
        if (above.programme_id, above.place, above.place_id) != (programme_id, place, place_id):
            raise NotFound(answers)
    comment = Comment(
        programme_id=programme_id,
        place=place,
        place_id=place_id,
        answers=answers,
        text=words,
        mentions=_mentioned(words, colleagues(session, actor, programme_id)),
        user_id=actor.user_id,
        user_name=actor.name,
    )
    session.add(comment)
    session.flush()
    _log(session, actor, comment, "commented", None)
    return comment


def resolve_comment(session: Session, actor: Actor, comment_id: str, resolved: bool = True) -> Comment:
    """Say that a comment is settled, or open again."""
    comment = find_comment(session, actor, comment_id, May.WRITE)
    if (comment.resolved_at is not None) != resolved:
        before = _said(comment)
        comment.resolved_at, comment.resolved_by = (now(), actor.name) if resolved else (None, "")
        _write(session, actor, comment, "resolved" if resolved else "opened again", before)
    return comment


def delete_comment(session: Session, actor: Actor, comment_id: str, deleted: bool = True) -> Comment:
    """Take back one's own comment, or put it back; the history keeps it. Raises NotAllowed for another person's."""
    comment = find_comment(session, actor, comment_id, May.WRITE)
    if comment.user_id != actor.user_id:
        raise NotAllowed("Only who wrote a comment can delete it. You can resolve it.")
    if (comment.deleted_at is not None) != deleted:
        before = _said(comment)
        comment.deleted_at = now() if deleted else None
        _write(session, actor, comment, "deleted" if deleted else "restored", before)
    return comment


def find_comment(session: Session, actor: Actor, comment_id: str, what: May = May.READ) -> Comment:
    return find_within(session, actor, Comment, comment_id, what)


def _check_place(session: Session, actor: Actor, programme_id: str, place: str, place_id: str) -> None:
    """A place that the programme has. Raises NotFound."""
    if place == BOX:
        box_named(place_id)
        return
    kinds = list(KINDS.values()) if place == ROW else [Measure] if place == CHART else []
    for kind in kinds:
        try:
            if find_row(session, actor, kind, place_id).programme_id == programme_id:
                return
        except NotFound:
            continue
    raise NotFound(place_id)


def _mentioned(words: str, people: Sequence[Colleague]) -> list[str]:
    """The ids of those whose name stands after an @; the longest name that fits counts, for all who have it."""
    found: dict[int, list[Colleague]] = {}
    for person in people:
        for spot in re.finditer(mention(person.name), words, re.IGNORECASE):
            found.setdefault(spot.start(), []).append(person)
    longest = {spot: max(len(one.name) for one in fitting) for spot, fitting in found.items()}
    meant = [one.id for spot in sorted(found) for one in found[spot] if len(one.name) == longest[spot]]
    return list(dict.fromkeys(meant))


def _write(session: Session, actor: Actor, comment: Comment, action: str, before: dict[str, Any]) -> None:
    comment.revision += 1
    session.add(comment)
    session.flush()
    _log(session, actor, comment, action, before)


def _said(comment: Comment) -> dict[str, Any]:
    return {
        "place": comment.place,
        "place_id": comment.place_id,
        "text": comment.text,
        "resolved": comment.resolved_at is not None,
        "deleted": comment.deleted_at is not None,
    }


def _log(session: Session, actor: Actor, comment: Comment, action: str, before: dict[str, Any] | None) -> None:
    programme = find_programme(session, actor, comment.programme_id)
    log(
        session,
        actor,
        organisation=programme.organisation,
        programme_id=programme.id,
        action=action,
        thing="Comment",
        thing_id=comment.id,
        revision=comment.revision,
        before=before,
        after=_said(comment),
    )
