"""Who is here, in which box, and when each was here last."""

from datetime import timedelta

from sqlmodel import update

from plan_store.base import now
from plan_store.permissions import Actor
from plan_store.presence import Presence, Visit, say_here, say_left, visit, who_is_here
from plan_store.store import reading, writing


def others(actor: Actor, programme: str) -> list[tuple[str, str]]:
    with reading() as session:
        return [(other.user_name, other.place) for other in who_is_here(session, actor, programme)]


def test_others_are_seen_where_they_write_and_not_oneself(lead: Actor, editor: Actor, programme: str) -> None:
    for actor, place in ((lead, ""), (editor, "aims"), (editor, "risks")):
        with writing() as session:
            say_here(session, actor, programme, place)
    assert others(lead, programme) == [(editor.name, "risks")]
    assert others(editor, programme) == [(lead.name, "")]
    with writing() as session:
        say_left(session, editor, programme)
        say_left(session, editor, programme)
    assert others(lead, programme) == []


def test_who_was_not_seen_for_a_while_has_left(lead: Actor, editor: Actor, programme: str) -> None:
    with writing() as session:
        say_here(session, editor, programme)
        session.exec(update(Presence).values(at=now() - timedelta(minutes=1)))
    assert others(lead, programme) == []


def test_a_visit_after_a_while_says_when_the_one_before_was(lead: Actor, programme: str) -> None:
    with writing() as session:
        assert visit(session, lead, programme) is None
        assert visit(session, lead, programme) is None
    earlier = now() - timedelta(days=3)
    with writing() as session:
        session.exec(update(Visit).values(at=earlier))
    with writing() as session:
        assert visit(session, lead, programme) == earlier
        assert visit(session, lead, programme) == earlier
