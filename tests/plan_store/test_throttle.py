"""How many attempts there may be, of whom, and when the next may be made."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select, update

from plan_store.base import now
from plan_store.store import writing
from plan_store.throttle import SignInAttempt, TooOften, check_attempts, note_attempt


def attempt(who: str, kind: str = "address", most: int = 5) -> None:
    with writing() as session:
        check_attempts(session, kind, who, most)
        note_attempt(session, kind, who)


def age(minutes: int) -> None:
    with writing() as session:
        session.exec(update(SignInAttempt).values(at=now() - timedelta(minutes=minutes)))


def test_five_may_be_made_and_a_sixth_may_not(store: Engine) -> None:
    for _ in range(5):
        attempt("one@demo1.example")
    with pytest.raises(TooOften) as often:
        attempt("one@demo1.example")
    assert often.value.minutes == 60
    attempt("two@demo1.example")
    attempt("one@demo1.example", kind="another")


def test_the_next_may_be_made_when_the_oldest_that_counts_is_an_hour_old(store: Engine) -> None:
    for _ in range(2):
        attempt("one", most=3)
    age(50)
    attempt("one", most=3)
    with pytest.raises(TooOften) as often:
        attempt("one", most=3)
    assert often.value.minutes == 10
    age(60)
    attempt("one", most=3)


def test_what_was_refused_does_not_count(store: Engine) -> None:
    attempt("one", most=1)
    for _ in range(3):
        with pytest.raises(TooOften):
            attempt("one", most=1)
    with writing() as session:
        assert len(session.exec(select(SignInAttempt)).all()) == 1


def test_old_attempts_go_and_nothing_readable_is_kept(store: Engine) -> None:
    for _ in range(3):
        attempt("one@demo1.example")
    age(61)
    attempt("two@demo1.example")
    with writing() as session:
        (kept,) = session.exec(select(col(SignInAttempt.key))).all()
    assert len(kept) == 64
    assert "two" not in kept
