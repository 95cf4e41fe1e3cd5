"""The news of a programme: what came after a change that was seen, newest first, of this programme alone."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from plan_store.base import id_at, now
from plan_store.changes import Change
from plan_store.comments import add_comment
from plan_store.news import MOST, News, read_news
from plan_store.permissions import Actor
from plan_store.plan_rows import TeamMember
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import add_row, save_row
from plan_store.store import reading, writing
from plan_store.texts import save_text
from tests.plan_store.conftest import OWN


def unseen(session: Session, actor: Actor, programme: str, seen: set[str]) -> list[News]:
    """As an open page asks: after the newest that it has seen, without what it knows."""
    return [one for one in read_news(session, actor, programme, max(seen)) if one.id not in seen]


def test_what_came_after_is_told_and_nothing_else(
    lead: Actor, editor: Actor, programme: str, choice: DriverChoice
) -> None:
    with reading() as session:
        (created,) = read_news(session, lead, programme, "")
    with writing() as session:
        other = create_programme(session, lead, OWN, choice).id
        save_text(session, editor, other, "aims", "<p>Elsewhere</p>", 0)
        save_text(session, editor, programme, "aims", "<p>Here</p>", 0)
        comment = add_comment(session, lead, programme, "box", "aims", "Why?")
    with reading() as session:
        news = unseen(session, lead, programme, {created.id})
    told = [(one.user_name, one.thing, one.thing_id, one.revision) for one in news]
    assert told == [
        (lead.name, "Comment", comment.id, 1),
        (editor.name, "PlanText", f"{programme}/aims", 1),
    ]
    with reading() as session:
        assert unseen(session, lead, programme, {created.id, *(one.id for one in news)}) == []


def test_who_was_away_long_is_told_the_newest(lead: Actor, programme: str) -> None:
    with writing() as session:
        row = add_row(session, lead, programme, TeamMember, {"name": "0"}).row.id
        for revision in range(1, MOST + 5):
            save_row(session, lead, TeamMember, row, {"name": str(revision)}, revision)
    with reading() as session:
        news = read_news(session, lead, programme, "")
    assert [one.revision for one in news] == list(range(MOST + 5, 5, -1))


def saved_at(moment: datetime, actor: Actor, programme: str) -> Change:
    """A change by a clock that says another time."""
    with writing() as session:
        made = Change(
            id=id_at(moment), at=moment, organisation=OWN, programme_id=programme, user_id=actor.user_id,
            user_name=actor.name, action="wrote", thing="PlanText", thing_id=f"{programme}/aims", revision=1,
        )  # fmt: skip
        session.add(made)
    return made


def test_news_by_a_clock_that_is_behind_is_told_and_old_news_is_not(lead: Actor, editor: Actor, programme: str) -> None:
    long_ago = saved_at(now() - timedelta(minutes=5), editor, programme).id
    with writing() as session:
        save_text(session, lead, programme, "risks", "<p>Here</p>", 0)
    with reading() as session:
        seen = {one.id for one in read_news(session, lead, programme, "")}
    behind = saved_at(now() - timedelta(seconds=10), editor, programme).id
    with reading() as session:
        assert [one.id for one in unseen(session, lead, programme, seen)] == [behind]
        assert long_ago not in {one.id for one in read_news(session, lead, programme, max(seen))}


@pytest.mark.parametrize("store_kind", ["postgresql"])  # SQLite's writers follow one another
def test_what_was_begun_earlier_and_kept_later_is_told(lead: Actor, editor: Actor, programme: str) -> None:
    with reading() as session:
        seen = {one.id for one in read_news(session, lead, programme, "")}
    with writing() as slow:
        save_text(slow, editor, programme, "aims", "<p>Begun first</p>", 0)
        with writing() as session:
            save_text(session, lead, programme, "risks", "<p>Kept first</p>", 0)
        with reading() as session:
            (first,) = unseen(session, lead, programme, seen)
    with reading() as session:
        (last,) = unseen(session, lead, programme, {*seen, first.id})
    assert (first.thing_id, last.thing_id) == (f"{programme}/risks", f"{programme}/aims")
    assert last.id < first.id


def test_what_is_no_id_of_ours_is_no_fault(lead: Actor, programme: str) -> None:
    with reading() as session:
        for words in ("f" * 40, "ffffffff-ffff-7fff-bfff-ffffffffffff"):
            assert read_news(session, lead, programme, words) == []
