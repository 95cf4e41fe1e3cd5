"""The demonstration trust: put in once, whole, through the verbs that people use."""

from datetime import date

from sqlalchemy import Engine
from sqlmodel import func, select

from plan_store.changes import Change
from plan_store.demo import FIRST_VISITOR, fill
from plan_store.document import read_charts, read_document
from plan_store.due import read_due
from plan_store.people import User, actor_for
from plan_store.permissions import Role
from plan_store.progress import read_cards
from plan_store.store import reading, writing


def filled() -> int:
    with writing() as session:
        assert fill(session) == FIRST_VISITOR
    with reading() as session:
        return session.exec(select(func.count()).select_from(Change)).one()


def test_filling_again_changes_nothing(store: Engine) -> None:
    assert filled() == filled() > 50


def test_a_newcomer_sees_numbers_that_are_due(store: Engine) -> None:
    filled()
    with reading() as session:
        user = session.exec(select(User).where(User.email == FIRST_VISITOR)).one()
        actor = actor_for(session, user.id)
        assert actor is not None
        due = read_due(session, actor, actor.organisation, date(2026, 11, 25))
    assert [(entry.programme.title, entry.measure.name, entry.period.month) for entry in due.late] == [
        ("Smoke-free pregnancies", "CO test at booking", 10),
        ("Smoke-free pregnancies", "Opt-out referral in one working day", 10),
        ("Smoke-free pregnancies", "Quit date set after referral", 10),
    ]
    assert [entry.measure.name for entry in due.entries if not entry.late] == [
        "At-risk babies started on the pathway at birth",
        "Back in hospital with low glucose",
    ]


def test_the_first_visitor_finds_plans_with_charts(store: Engine) -> None:
    filled()
    with reading() as session:
        user = session.exec(select(User).where(User.email == FIRST_VISITOR)).one()
        actor = actor_for(session, user.id)
        assert actor is not None
        assert actor.role == Role.LEAD
        cards = read_cards(session, actor, actor.organisation)
        assert len(cards) == 3
        drawn = [len(read_charts(session, actor, card.programme.id)) for card in cards]
        assert max(drawn) >= 1
        for card in cards:
            assert read_document(session, actor, card.programme.id).blocks
