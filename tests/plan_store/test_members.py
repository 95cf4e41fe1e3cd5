"""A trust's administrators look after its people, and reach nobody else's."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from pages._render.change_words import did
from plan_store.administration import search_audit
from plan_store.base import NotFound, now
from plan_store.changes import Change
from plan_store.comments import colleagues
from plan_store.members import (
    Member,
    MemberRefused,
    change_role,
    invite,
    link_for,
    list_members,
    remove_member,
)
from plan_store.people import Membership, User, actor_for
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.presence import visit
from plan_store.sign_in import LinkNotValid, SignInSession, hash_of, redeem_link, signed_in, start_session
from plan_store.store import reading, writing
from tests.plan_store.conftest import OTHER, OWN, People

NEW = "community.midwife@demo1.example"


@pytest.fixture
def administrator(people: People) -> Actor:
    return people[OWN, Role.TRUST_ADMINISTRATOR]


def invited(actor: Actor, email: str = NEW, name: str = "Community midwife", role: Role = Role.EDITOR) -> str:
    with writing() as session:
        return invite(session, actor, OWN, email, name, role).id


def members(actor: Actor) -> dict[str, Member]:
    with reading() as session:
        return {member.email: member for member in list_members(session, actor, OWN)}


def test_somebody_invited_is_in_the_list_with_their_role(administrator: Actor, lead: Actor) -> None:
    user_id = invited(administrator, email="  Community.Midwife@DEMO1.example ", name=" Community   midwife ")
    with writing() as session:
        start_session(session, lead.user_id)
    listed = members(administrator)
    new = listed[NEW]
    assert (new.user_id, new.name, new.role, new.seen_at) == (user_id, "Community midwife", Role.EDITOR, None)
    assert new.invited_at is not None
    assert listed["lead@demo1.example"].seen_at is not None
    assert len(listed) == 6
    with reading() as session:
        assert actor_for(session, user_id) == Actor(user_id, "Community midwife", {OWN: Role.EDITOR})


@pytest.mark.parametrize(
    ("email", "name"),
    [(NEW, "Mrs Ward 943 476 5919"), ("9434765919@demo1.example", "Midwife")],
    ids=["name", "address"],
)
def test_a_patients_number_is_in_no_name_and_no_address(administrator: Actor, email: str, name: str) -> None:
    with pytest.raises(MemberRefused, match="looks like a patient’s NHS number"):
        invited(administrator, email, name)
    assert len(members(administrator)) == 5


@pytest.mark.parametrize(
    "email", ["", "no at", "a@b", "two@a.example, b@c.example", "@a.example", "x" * 250 + "@a.example"]
)
def test_an_invitation_needs_an_address(administrator: Actor, email: str) -> None:
    with pytest.raises(MemberRefused, match="Write an email address"):
        invited(administrator, email=email)


@pytest.mark.parametrize("name", ["", " ", "x" * 121])
def test_an_invitation_needs_a_name(administrator: Actor, name: str) -> None:
    with pytest.raises(MemberRefused, match="Write a name or a role"):
        invited(administrator, name=name)


def test_nobody_is_invited_twice(administrator: Actor) -> None:
    with pytest.raises(MemberRefused, match="belongs to this trust already"):
        invited(administrator, email="LEAD@demo1.example")


def test_a_region_is_not_for_a_trust_to_give(administrator: Actor, lead: Actor) -> None:
    with pytest.raises(MemberRefused, match="Somebody of a trust is viewer or editor or lead or trust administrator"):
        invited(administrator, role=Role.PROGRAMME_READER)
    with (
        pytest.raises(MemberRefused, match="Somebody of a trust is viewer or editor or lead or trust administrator"),
        writing() as session,
    ):
        change_role(session, administrator, OWN, lead.user_id, Role.PROGRAMME_READER)


def test_a_changed_role_counts_at_once_and_is_logged(administrator: Actor, lead: Actor) -> None:
    with writing() as session:
        change_role(session, administrator, OWN, lead.user_id, Role.VIEWER)
        change_role(session, administrator, OWN, lead.user_id, Role.VIEWER)
    with reading() as session:
        found = actor_for(session, lead.user_id)
        assert found is not None
        assert found.roles == {OWN: Role.VIEWER}
        (change,) = session.exec(select(Change).where(Change.thing == "member")).all()
    assert (change.action, change.user_name) == ("changed role", administrator.name)
    whom = {"email": "lead@demo1.example", "name": lead.name}
    assert change.thing_id == lead.user_id
    assert json.loads(change.before) == whom | {"role": "lead"}
    assert json.loads(change.after) == whom | {"role": "viewer"}


def test_the_log_names_whom_it_was_about_after_they_left(administrator: Actor, lead: Actor) -> None:
    with writing() as session:
        change_role(session, administrator, OWN, lead.user_id, Role.VIEWER)
        link_for(session, administrator, OWN, lead.user_id)
        remove_member(session, administrator, OWN, lead.user_id)
    with reading() as session:
        found = search_audit(session, administrator, OWN, words=lead.name, thing="member")
        said = [did(one, {}) for one in found]
    assert said == [
        f"took {lead.name} out of the trust",
        f"made a sign-in link for {lead.name}",
        f"changed the role of {lead.name} from lead to viewer",
    ]


def test_somebody_removed_is_out_at_once_and_may_be_invited_again(administrator: Actor, lead: Actor) -> None:
    with writing() as session:
        token, waiting = start_session(session, lead.user_id), link_for(session, administrator, OWN, lead.user_id)
    with writing() as session:
        remove_member(session, administrator, OWN, lead.user_id)
    assert "lead@demo1.example" not in members(administrator)
    assert invited(administrator, email="lead@demo1.example", name="Lead midwife") == lead.user_id
    with writing() as session:
        assert signed_in(session, hash_of(token)) is None, "what was ended stays ended"
        with pytest.raises(LinkNotValid):
            redeem_link(session, waiting)
        assert actor_for(session, lead.user_id) == Actor(lead.user_id, "Lead midwife", {OWN: Role.EDITOR})


def test_somebody_of_two_trusts_leaves_one(administrator: Actor, lead: Actor) -> None:
    with writing() as session:
        session.add(Membership(user_id=lead.user_id, organisation=OTHER, role=Role.VIEWER.value))
    with writing() as session:
        remove_member(session, administrator, OWN, lead.user_id)
    with reading() as session:
        assert actor_for(session, lead.user_id) == Actor(lead.user_id, lead.name, {OTHER: Role.VIEWER})


def test_a_trust_keeps_an_administrator(administrator: Actor) -> None:
    with pytest.raises(MemberRefused, match="needs an administrator"), writing() as session:
        remove_member(session, administrator, OWN, administrator.user_id)
    with pytest.raises(MemberRefused, match="needs an administrator"), writing() as session:
        change_role(session, administrator, OWN, administrator.user_id, Role.LEAD)
    invited(administrator, role=Role.TRUST_ADMINISTRATOR)
    with writing() as session:
        change_role(session, administrator, OWN, administrator.user_id, Role.LEAD)


def test_a_link_handed_over_signs_its_person_in(administrator: Actor, lead: Actor) -> None:
    with writing() as session:
        token = redeem_link(session, link_for(session, administrator, OWN, lead.user_id))
        found = signed_in(session, hash_of(token))
    assert found is not None
    assert found.actor == lead


def test_a_link_is_no_way_into_another_trust(administrator: Actor, stranger: Actor) -> None:
    """Inviting a person of another trust, then signing in as them, would open everything of theirs."""
    invited(administrator, email="lead@demo2.example", role=Role.VIEWER)
    with pytest.raises(NotAllowed, match="signs in by email only"), writing() as session:
        link_for(session, administrator, OWN, stranger.user_id)


def test_inviting_tells_nothing_of_a_person_whom_another_trust_knows(
    administrator: Actor, lead: Actor, stranger: Actor, programme: str
) -> None:
    with writing() as session:
        user = session.get_one(User, stranger.user_id)
        user.issuer, user.subject, user.invited_at = "https://login.example", "1", now() - timedelta(days=90)
        session.add(user)
        start_session(session, stranger.user_id)
    invited(administrator, email="LEAD@demo2.example", name="  Mine   now ")
    listed = members(administrator)["lead@demo2.example"]
    assert (listed.name, listed.seen_at, listed.own_account, listed.email_only) == ("Mine now", None, False, True)
    assert listed.invited_at is not None
    assert now() - listed.invited_at < timedelta(minutes=1)
    with pytest.raises(MemberRefused, match=r"^lead@demo2\.example belongs to this trust already"):
        invited(administrator, email="lead@demo2.example")
    with reading() as session:
        assert "Mine now" in [one.name for one in colleagues(session, lead, programme)]
        joined = actor_for(session, stranger.user_id)
    assert joined is not None
    with writing() as session:
        visit(session, joined, programme)
    with reading() as session:
        assert stranger.name in [one.name for one in colleagues(session, lead, programme)]
    arrived = members(administrator)["lead@demo2.example"]
    assert arrived.name == stranger.name
    assert arrived.seen_at is not None, "when they were in a plan of this trust"


def test_joining_a_second_trust_ends_what_another_administrator_may_hold_and_nothing_else(
    people: People, administrator: Actor, stranger: Actor
) -> None:
    """Somebody of the first trust may have handed a link to themselves; it must not open the second."""
    theirs = people[OTHER, Role.TRUST_ADMINISTRATOR]
    with writing() as session:
        own = start_session(session, stranger.user_id)
        begun = session.get_one(SignInSession, hash_of(own))
        begun.started = now() - timedelta(hours=2)
        session.add(begun)
    invited(administrator, email="lead@demo2.example")
    with writing() as session:
        assert signed_in(session, hash_of(own)) is not None, "nobody made a link for them"
        remove_member(session, administrator, OWN, stranger.user_id)
    with writing() as session:
        handed = redeem_link(session, link_for(session, theirs, OTHER, stranger.user_id))
        waiting = link_for(session, theirs, OTHER, stranger.user_id)
    invited(administrator, email="lead@demo2.example")
    with writing() as session:
        assert signed_in(session, hash_of(handed)) is None
        with pytest.raises(LinkNotValid):
            redeem_link(session, waiting)
        kept = signed_in(session, hash_of(own))
    assert kept is not None
    assert kept.actor.roles == {OWN: Role.EDITOR, OTHER: Role.LEAD}


def test_nobody_of_another_trust_is_found(administrator: Actor, stranger: Actor) -> None:
    with writing() as session:
        for verb in (remove_member, link_for):
            with pytest.raises(NotFound):
                verb(session, administrator, OWN, stranger.user_id)
        with pytest.raises(NotFound):
            change_role(session, administrator, OWN, stranger.user_id, Role.VIEWER)
