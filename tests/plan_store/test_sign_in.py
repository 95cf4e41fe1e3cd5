"""One-time links and sign-ins: each works once, for its time, for somebody who still belongs here."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import col, select, update

from plan_store.base import now
from plan_store.people import Membership, User
from plan_store.permissions import Actor, Role
from plan_store.seen import note_here
from plan_store.sign_in import (
    LinkNotValid,
    NoSuchUser,
    SignedIn,
    SignInLink,
    SignInSession,
    end_all_sessions,
    end_session,
    hash_of,
    just_left,
    make_link,
    note_seen,
    redeem_link,
    signed_in,
    start_session,
)
from plan_store.store import reading, writing
from tests.plan_store.conftest import OWN, People

EMAIL = "lead@demo1.example"
ADMINISTRATOR = Role.TRUST_ADMINISTRATOR.value


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


@pytest.fixture
def administrator(people: People) -> Actor:
    return people[OWN, Role.TRUST_ADMINISTRATOR]


def sign_in(actor: Actor, idle_minutes: float = 0) -> str:
    with writing() as session:
        token = start_session(session, actor.user_id)
        session.get_one(SignInSession, hash_of(token)).seen_at = now() - timedelta(minutes=idle_minutes)
    return token


@pytest.mark.parametrize(("minutes", "here"), [(29.5, True), (30, False), (45, False)])
def test_an_administrator_who_does_nothing_is_signed_out(administrator: Actor, minutes: float, here: bool) -> None:
    assert (who(sign_in(administrator, minutes)) is not None) == here


def test_nobody_else_has_an_idle_end(lead: Actor) -> None:
    found = who(sign_in(lead, 60 * 11))
    assert found is not None
    assert (found.idle_end, found.ends) == (None, found.expires)


def test_doing_something_puts_the_idle_end_off_and_never_the_last(administrator: Actor) -> None:
    token = sign_in(administrator, 20)
    with writing() as session:
        note_seen(session, hash_of(token))
    found = who(token)
    assert found is not None
    assert found.idle_end is not None
    assert timedelta(minutes=29) < found.idle_end - now() <= timedelta(minutes=30)
    assert found.ends == found.idle_end
    with writing() as session:
        session.exec(update(SignInSession).values(expires=now() + timedelta(minutes=3)))
        note_seen(session, hash_of(token))
    found = who(token)
    assert found is not None
    assert found.ends == found.expires


def test_what_is_over_is_not_woken(administrator: Actor) -> None:
    token = sign_in(administrator, 31)
    with writing() as session:
        note_seen(session, hash_of(token))
    assert who(token) is None


def test_whoever_becomes_an_administrator_has_an_idle_end_from_then_on(lead: Actor) -> None:
    token = sign_in(lead, 40)
    with writing() as session:
        session.exec(update(Membership).where(col(Membership.user_id) == lead.user_id).values(role=ADMINISTRATOR))
    assert who(token) is None


def test_signing_out_everywhere_ends_every_sign_in_and_link_of_one_person(lead: Actor, editor: Actor) -> None:
    own, other, waiting = [sign_in(lead), sign_in(lead)], sign_in(editor), link()
    with writing() as session:
        end_all_sessions(session, lead.user_id)
    assert [who(token) for token in own] == [None, None]
    assert who(other) is not None
    with pytest.raises(LinkNotValid):
        redeem(waiting)


def test_whoever_has_just_left_is_known_for_a_while(lead: Actor) -> None:
    token = sign_in(lead)

    def left() -> str | None:
        with reading() as session:
            return just_left(session, hash_of(token))

    assert left() is None, "still signed in"
    with writing() as session:
        end_session(session, hash_of(token))
    assert left() == lead.user_id
    with writing() as session:
        session.exec(update(SignInSession).values(ended_at=now() - timedelta(minutes=15)))
    assert left() is None


def test_a_store_that_cannot_write_keeps_people_in(store: Engine, lead: Actor) -> None:
    token = sign_in(lead, 5)
    note_here(hash_of(token))
    found = who(token)
    assert found is not None
    noted = found.seen_at
    assert now() - noted < timedelta(minutes=1)
    store.dispose()
    event.listen(store, "connect", lambda connection, _record: connection.execute("PRAGMA query_only=ON"))
    note_here(hash_of(token))
    found = who(token)
    assert found is not None
    assert found.seen_at == noted
