"""Accounts of an identity provider: who of those invited they are."""

import pytest
from sqlmodel import col, update

from plan_store.base import now
from plan_store.identities import Identity, invited_user
from plan_store.people import User
from plan_store.permissions import Actor
from plan_store.store import reading, writing

EMAIL, ISSUER = "lead@demo1.example", "https://login.example/tenant"
LEAD = Identity(ISSUER, "subject-1", EMAIL)


def invited(identity: Identity) -> str | None:
    with writing() as session:
        return invited_user(session, identity)


def test_the_first_time_the_confirmed_address_says_who_it_is(lead: Actor) -> None:
    assert invited(Identity(ISSUER, "subject-1", EMAIL.upper())) == lead.user_id
    with reading() as session:
        user = session.get_one(User, lead.user_id)
        assert (user.issuer, user.subject) == (ISSUER, "subject-1")


def test_from_then_on_issuer_and_subject_alone_do(lead: Actor) -> None:
    invited(LEAD)
    assert invited(Identity(ISSUER, "subject-1")) == lead.user_id
    assert invited(Identity(ISSUER, "subject-1", "married.name@demo1.example")) == lead.user_id
    assert invited(Identity(ISSUER, "subject-2", EMAIL)) is None, "the address has been given to somebody else"
    assert invited(Identity("https://elsewhere.example", "subject-1", EMAIL)) is None


def test_an_account_stays_its_persons_when_it_shows_another_persons_address(lead: Actor, editor: Actor) -> None:
    invited(LEAD)
    assert invited(Identity(ISSUER, "subject-1", "editor@demo1.example")) == lead.user_id
    assert invited(Identity(ISSUER, "subject-9", "editor@demo1.example")) == editor.user_id


@pytest.mark.parametrize(
    "identity",
    [
        Identity(ISSUER, "subject-1"),
        Identity(ISSUER, "subject-1", ""),
        Identity(ISSUER, "subject-1", "nobody@demo1.example"),
        Identity(ISSUER, "subject-1", "%"),
        Identity(ISSUER, "", EMAIL),
        Identity("", "", ""),
    ],
)
def test_nobody_else_is_let_in(lead: Actor, identity: Identity) -> None:
    assert invited(identity) is None


def test_somebody_removed_is_not_let_in_again(lead: Actor) -> None:
    invited(LEAD)
    with writing() as session:
        session.exec(update(User).where(col(User.id) == lead.user_id).values(removed_at=now()))
    assert invited(LEAD) is None
