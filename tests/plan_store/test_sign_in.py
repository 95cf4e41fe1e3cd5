"""One-time links and sign-ins: each works once, for its time, for somebody who still belongs here."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from plan_store.base import now
from plan_store.people import Membership, User
from plan_store.permissions import Actor, Role
from plan_store.sign_in import (
    LinkNotValid,
    NoSuchUser,
    SignedIn,
    SignInLink,
    SignInSession,
    end_session,
    hash_of,
    make_link,
    redeem_link,
    signed_in,
)
from plan_store.store import reading, writing

EMAIL = "lead@demo1.example"


def link(email: str = EMAIL, minutes: int = 15) -> str:
    with writing() as session:
        return make_link(session, email, minutes)


def redeem(token: str) -> str:
    with writing() as session:
        return redeem_link(session, token)


def who(token: str) -> SignedIn | None:
    with reading() as session:
        return signed_in(session, hash_of(token))


def test_a_link_signs_in_once(lead: Actor) -> None:
    token = link()
    found = who(redeem(token))
    assert found is not None
    assert found.actor == lead
    assert timedelta(hours=11) < found.expires - now() <= timedelta(hours=12)
    with pytest.raises(LinkNotValid):
        redeem(token)


def test_only_hashes_are_kept(lead: Actor) -> None:
    token = link()
    opened = redeem(token)
    with reading() as session:
        kept = [*session.exec(select(SignInLink.hash)), *session.exec(select(SignInSession.hash))]
    assert kept == [hash_of(token), hash_of(opened)]
    assert not {token, opened} & set(kept)
    assert len(token) >= 43, "256 bits"


@pytest.mark.parametrize("minutes", [0, -1])
def test_an_old_link_does_not(lead: Actor, minutes: int) -> None:
    with pytest.raises(LinkNotValid):
        redeem(link(minutes=minutes))


@pytest.mark.parametrize("token", ["", "unknown", "' OR 1=1 --", "\x00"])
def test_an_unknown_link_does_not(lead: Actor, token: str) -> None:
    link()
    with pytest.raises(LinkNotValid):
        redeem(token)
    assert who(token) is None


@pytest.mark.parametrize("email", ["LEAD@demo1.EXAMPLE", " lead@demo1.example "])
def test_an_address_is_known_however_it_is_typed(lead: Actor, email: str) -> None:
    assert redeem(link(email))


@pytest.mark.parametrize("email", ["", "%", "nobody@demo1.example", "lead_demo1.example"])
def test_an_unknown_address_gets_no_link(lead: Actor, email: str) -> None:
    with pytest.raises(NoSuchUser):
        link(email)


def test_a_sign_in_ends(lead: Actor) -> None:
    token = redeem(link())
    with writing() as session:
        end_session(session, hash_of(token))
        end_session(session, hash_of(token))
    assert who(token) is None


def test_a_sign_in_runs_out(lead: Actor) -> None:
    token = redeem(link())
    with writing() as session:
        session.exec(update(SignInSession).values(expires=now()))
    assert who(token) is None


def test_somebody_removed_is_out_at_once(lead: Actor) -> None:
    waiting, token = link(), redeem(link())
    with writing() as session:
        session.exec(update(User).where(col(User.id) == lead.user_id).values(removed_at=now()))
    assert who(token) is None
    with pytest.raises(LinkNotValid):
        redeem(waiting)
    with pytest.raises(NoSuchUser):
        link()


def test_a_changed_role_counts_at_once(lead: Actor) -> None:
    token = redeem(link())
    with writing() as session:
        session.exec(update(Membership).where(col(Membership.user_id) == lead.user_id).values(role="viewer"))
    found = who(token)
    assert found is not None
    assert found.actor.roles == {"DEMO1": Role.VIEWER}
    with writing() as session:
        session.delete(session.get_one(Membership, (lead.user_id, "DEMO1")))
    assert who(token) is None
