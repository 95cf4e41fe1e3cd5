"""Regions and England, trusts let in, and the search through every change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from plan_store.administration import list_actors, open_trust, search_audit
from plan_store.areas import areas
from plan_store.base import now
from plan_store.change_names import names_of
from plan_store.changes import Change
from plan_store.history import list_changes
from plan_store.library import organisations
from plan_store.members import MemberRefused, change_role, invite, list_members, remove_member
from plan_store.organisations import NoSuchTrust
from plan_store.people import Membership, Organisation, User, actor_for, list_organisations
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import add_row
from plan_store.sign_in import start_session
from plan_store.store import reading, writing
from plan_store.texts import save_text
from tests.plan_store.conftest import ENGLAND, OTHER, OTHER_REGION, OWN, REGION, People

READER, ADMINISTRATOR = Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR


def test_every_region_of_a_trust_is_an_area() -> None:
    assert {trust.region for trust in organisations()} == {
        area.region for code, area in areas().items() if code not in (ENGLAND, "ZZY")
    }
    assert list(areas()) == ["Y56", "Y58", "Y59", "Y60", "Y61", "Y62", "Y63", "X24", "ZZY"]


def test_a_membership_of_a_region_reads_its_trusts(wide: People) -> None:
    assert wide[REGION, READER].roles == {OWN: READER, REGION: READER}
    assert wide[ENGLAND, READER].roles == {OWN: READER, OTHER: READER, ENGLAND: READER}
    assert wide[REGION, ADMINISTRATOR].roles == {OWN: READER, REGION: ADMINISTRATOR}
    assert wide[ENGLAND, ADMINISTRATOR].roles == {
        OWN: READER,
        OTHER: READER,
        **dict.fromkeys(areas(), ADMINISTRATOR),
    }
    assert wide[REGION, READER].organisation == OWN


def test_a_role_of_ones_own_stands_above_what_the_region_gives(wide: People) -> None:
    reader = wide[ENGLAND, READER]
    with writing() as session:
        session.add(Membership(user_id=reader.user_id, organisation=OTHER, role=Role.EDITOR.value))
        session.add(Membership(user_id=reader.user_id, organisation=REGION, role=Role.LEAD.value))
    with reading() as session:
        found = actor_for(session, reader.user_id)
    assert found is not None
    assert found.roles == {OTHER: Role.EDITOR, OWN: READER, ENGLAND: READER, REGION: READER}, "a region has no leads"


def test_one_looks_at_a_trust_of_ones_own_alone(wide: People) -> None:
    reader = wide[ENGLAND, READER]
    assert reader.at(OTHER).organisation == OTHER
    assert [reader.at(code).organisation for code in (ENGLAND, "R0A", "")] == [OWN] * 3
    with reading() as session:
        assert [row.name for row in list_organisations(session, reader)] == ["Northdale Hospital", "Southmere Hospital"]
        assert [row.ods_code for row in list_organisations(session, wide[OTHER_REGION, READER])] == [OTHER]


def test_who_reads_a_region_is_invited_by_its_administrators_and_englands(people: People, wide: People) -> None:
    def invited(actor: Actor, area: str, role: Role = READER) -> None:
        with writing() as session:
            invite(session, actor, area, f"new{len(actor.roles)}@{area}.example", "Regional lead", role)

    invited(wide[REGION, ADMINISTRATOR], REGION)
    invited(wide[ENGLAND, ADMINISTRATOR], REGION)
    invited(wide[ENGLAND, ADMINISTRATOR], "Y63", ADMINISTRATOR)
    for actor, area in (
        (wide[REGION, ADMINISTRATOR], ENGLAND),
        (wide[REGION, ADMINISTRATOR], OTHER_REGION),
        (wide[REGION, ADMINISTRATOR], OWN),
        (wide[ENGLAND, ADMINISTRATOR], OWN),
        (wide[REGION, READER], REGION),
        (people[OWN, ADMINISTRATOR], REGION),
        (people[OWN, ADMINISTRATOR], OTHER),
    ):
        with pytest.raises(NotAllowed):
            invited(actor, area)
    with pytest.raises(MemberRefused, match="Somebody of a region is programme reader or trust administrator"):
        invited(wide[REGION, ADMINISTRATOR], REGION, Role.EDITOR)
    with reading() as session:
        assert session.get_one(Organisation, "Y63").name == "NHS England North East and Yorkshire"


def test_a_closed_trust_names_its_successor(wide: People) -> None:
    with pytest.raises(MemberRefused) as refused, writing() as session:
        open_trust(session, wide[ENGLAND, ADMINISTRATOR], "RA4", "a@a.example", "Lead midwife")
    assert str(refused.value) == (
        "Yeovil District Hospital NHS Foundation Trust closed on 1 April 2023. "
        "Its successor is Somerset NHS Foundation Trust (RH5)."
    )
    with reading() as session:
        assert session.get(Organisation, "RA4") is None


def test_england_lets_a_trust_in_once(people: People, wide: People) -> None:
    england = wide[ENGLAND, ADMINISTRATOR]
    with writing() as session:
        user = open_trust(session, england, "R0A", "admin@r0a.example", "Quality lead")
    with reading() as session:
        found, again = actor_for(session, user.id), actor_for(session, england.user_id)
        logged = session.exec(select(Change).where(Change.thing_id == user.id).order_by(col(Change.id))).all()
    assert found == Actor(user.id, "Quality lead", {"R0A": ADMINISTRATOR})
    assert again is not None
    assert again.roles["R0A"] == READER, "who let it in reads what it submits, and no more"
    assert [(change.organisation, change.action, change.thing) for change in logged] == [
        ("R0A", "invited", "member"),
        (ENGLAND, "invited", "member"),
    ]
    with pytest.raises(MemberRefused, match="This trust has an administrator"), writing() as session:
        open_trust(session, england, "R0A", "second@r0a.example", "Second")
    with pytest.raises(NoSuchTrust), writing() as session:
        open_trust(session, england, "R00", "a@a.example", "A")
    others = [*people.values(), *(actor for actor in wide.values() if actor != england)]
    for actor in others:
        with pytest.raises(NotAllowed), writing() as session:
            open_trust(session, actor, "R1F", "a@a.example", "A")


def test_when_somebody_was_seen_stays_with_their_other_trust(people: People, lead: Actor, stranger: Actor) -> None:
    administrator = people[OWN, ADMINISTRATOR]
    with writing() as session:
        invite(session, administrator, OWN, "lead@demo2.example", "Somebody", Role.VIEWER)
        start_session(session, stranger.user_id)
        start_session(session, lead.user_id)
        user = session.get_one(User, lead.user_id)
        user.issuer, user.subject = "https://login.example", "1"
        session.add(user)
    with reading() as session:
        listed = {one.email: one for one in list_members(session, administrator, OWN)}
    theirs, ours = listed["lead@demo2.example"], listed["lead@demo1.example"]
    assert (theirs.email_only, theirs.seen_at, theirs.own_account) == (True, None, False)
    assert (ours.email_only, ours.seen_at is None, ours.own_account) == (False, False, True)


@pytest.fixture
def busy(people: People, programme: str) -> Actor:
    """The administrator of a trust in which this and that was changed."""
    administrator, lead, editor = (people[OWN, role] for role in (ADMINISTRATOR, Role.LEAD, Role.EDITOR))
    with writing() as session:
        add_row(session, lead, programme, TeamMember, {"name": "Zoë 100% “quoted”", "role": "Ward_manager"})
        add_row(session, editor, programme, TeamMember, {"name": "Neonatal nurse"})
        invite(session, administrator, OWN, "new@demo1.example", "Community midwife", Role.EDITOR)
    return administrator


def found(actor: Actor, **asked: object) -> list[str]:
    with reading() as session:
        return [f"{one.action} {one.thing}" for one in search_audit(session, actor, OWN, **asked)]  # ty: ignore


def test_the_audit_is_searched(busy: Actor, editor: Actor) -> None:
    newest_first = ["invited member", "added TeamMember", "added TeamMember", "created Programme"]
    assert found(busy) == newest_first
    assert found(busy, words="zoë") == ["added TeamMember"]
    assert found(busy, words="100% WARD_") == ["added TeamMember"]
    assert found(busy, words="100_") == [], "marks of the database's own are words here"
    assert found(busy, words="demo1.example editor") == ["invited member"]
    assert found(busy, words="invited") == ["invited member"]
    assert found(busy, person=editor.user_id) == ["added TeamMember"]
    assert found(busy, thing="Programme") == ["created Programme"]
    assert found(busy, since=now() + timedelta(minutes=1)) == []
    assert found(busy, until=now() + timedelta(minutes=1)) == newest_first
    assert found(busy, since=now() - timedelta(minutes=5), until=now() - timedelta(minutes=4)) == []


def test_the_audit_is_read_in_pages(busy: Actor) -> None:
    with reading() as session:
        first = search_audit(session, busy, OWN, limit=3)
        rest = search_audit(session, busy, OWN, limit=3, before_id=first[-1].id)
    assert [len(first), len(rest)] == [3, 1]
    assert not {one.id for one in first} & {one.id for one in rest}


def test_who_changed_something_is_named_after_they_left(busy: Actor, lead: Actor, editor: Actor) -> None:
    with writing() as session:
        remove_member(session, busy, OWN, editor.user_id)
        change_role(session, busy, OWN, lead.user_id, Role.VIEWER)
    with reading() as session:
        names = list_actors(session, busy, OWN)
    assert names == {one.user_id: one.name for one in (editor, lead, busy)}


def test_the_name_of_another_trusts_measure_is_not_found_by_its_id(
    make_measure: Callable[..., Measure], stranger: Actor, choice: DriverChoice
) -> None:
    """Anybody can write the mark of a chart into a box."""
    theirs = make_measure("Secret measure")
    with writing() as session:
        mine = create_programme(session, stranger, OTHER, choice).id
        save_text(session, stranger, mine, "aims", f'<p>a</p><figure data-chart="{theirs.id}"></figure>', 0)
    with reading() as session:
        assert names_of(session, list_changes(session, stranger, mine)) == {}
