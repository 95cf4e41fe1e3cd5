"""The people of a trust: invited, given a role, removed, and helped in by its administrators."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from plan_store.areas import is_area
from plan_store.base import NotFound, now
from plan_store.changes import Change, log
from plan_store.invitations import INVITED, MEMBER, Arrival, arrivals
from plan_store.organisations import TrustClosed, open_organisation
from plan_store.patients import SENTENCE, faulty
from plan_store.people import Membership, Organisation, User, plain_address
from plan_store.permissions import Actor, May, NotAllowed, Role, may, require
from plan_store.sign_in import SignInSession, end_all_sessions, end_handed_over, handed_over_since, make_link

LINK_MADE = "made a sign-in link"
NAME_LENGTH = 120
GIVEN_BY_TRUSTS = (Role.VIEWER, Role.EDITOR, Role.LEAD, Role.TRUST_ADMINISTRATOR)
GIVEN_BY_AREAS = (Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR)


class MemberRefused(Exception):
    """Why somebody was not invited or changed, in words for people."""


@dataclass(frozen=True)
class Member:
    """Somebody of a trust; `seen_at` is when they last did something.

    email_only: they belong to another organisation too, so no link is handed over; `seen_at` is when they were last in
    a plan of this trust, and what the other one knows of them is not told.
    """

    user_id: str
    name: str
    email: str
    role: Role
    invited_at: datetime | None
    seen_at: datetime | None
    email_only: bool = False
    own_account: bool = False  # an identity provider signs them in


def roles_given(organisation: str) -> tuple[Role, ...]:
    """The roles that somebody may have in a trust, or in a region: each gives away no more than its own."""
    return GIVEN_BY_AREAS if is_area(organisation) else GIVEN_BY_TRUSTS


def list_members(session: Session, actor: Actor, organisation: str) -> list[Member]:
    """Everybody of a trust, by name."""
    require(actor, May.ADMINISTER, organisation)
    found = session.exec(
        select(User, Membership.role, func.max(SignInSession.seen_at))
        .join(Membership, col(Membership.user_id) == User.id)
        .outerjoin(SignInSession, col(SignInSession.user_id) == User.id)
        .where(Membership.organisation == organisation, col(User.removed_at).is_(None))
        .group_by(col(User.id), Membership.role)
        .order_by(func.lower(User.name), User.email)
    )
    people = list(found)
    users = [user for user, _, _ in people]
    shared, here = _shared(session, actor, [user.id for user in users]), arrivals(session, organisation, users)
    return [_listed(user, Role(role), seen, here[user.id], user.id in shared) for user, role, seen in people]


def _listed(user: User, role: Role, seen: datetime | None, here: Arrival, shared: bool) -> Member:
    if shared:
        return Member(user.id, here.name, user.email, role, here.invited_at, here.seen_at, email_only=True)
    invited = here.invited_at or user.invited_at
    return Member(user.id, here.name, user.email, role, invited, seen, own_account=bool(user.subject))


def invite(session: Session, actor: Actor, organisation: str, email: str, name: str, role: Role) -> User:
    """Let somebody in, under this name until they come (plan_store/invitations.py). Raises MemberRefused."""
    require(actor, May.ADMINISTER, organisation)
    user = admit(session, email, name, organisation, role, invited_by=actor.user_id)
    after = {"name": plain_name(name), "role": role.value}
    _log(session, actor, organisation, INVITED, user, after=after)
    return user


def plain_name(typed: str) -> str:
    return " ".join(typed.split())


def admit(session: Session, email: str, name: str, organisation: str, role: Role, invited_by: str = "") -> User:
    """The user and their membership; asks nobody, for whoever installs the portal. Raises MemberRefused, NoSuchTrust.

    The organisation comes from the library with its first person.
    """
    email, name = plain_address(email), plain_name(name)
    if not email:
        raise MemberRefused("Write an email address, such as name@trust.nhs.uk.")
    if not name or len(name) > NAME_LENGTH:
        raise MemberRefused(f"Write a name or a role, of {NAME_LENGTH} letters at most.")
    if faulty([("email", email), ("name", name)]):
        raise MemberRefused(SENTENCE)
    _require_given(organisation, role)
    try:
        open_organisation(session, organisation)
    except TrustClosed as closed:
        raise MemberRefused(str(closed)) from None
    user = session.exec(select(User).where(func.lower(User.email) == email)).first()
    if user is None:
        user = User(name=name, email=email, invited_by=invited_by, invited_at=now())
    elif user.removed_at is not None:
        user.name, user.removed_at, user.invited_by, user.invited_at = name, None, invited_by, now()
    session.add(user)
    session.flush()
    if session.get(Membership, (user.id, organisation)):
        raise MemberRefused(f"{email} belongs to this {'region' if is_area(organisation) else 'trust'} already.")
    if _trusts(session, user.id):
        _end_handed_over(session, user.id)
    session.add(Membership(user_id=user.id, organisation=organisation, role=role.value))
    session.flush()
    return user


def change_role(session: Session, actor: Actor, organisation: str, user_id: str, role: Role) -> None:
    """Give somebody another role; it counts at their next click. Raises MemberRefused, NotFound."""
    user, membership = _member(session, actor, organisation, user_id)
    _require_given(organisation, role)
    before = membership.role
    if before == role:
        return
    _keep_an_administrator(session, membership)
    membership.role = role.value
    session.add(membership)
    _log(session, actor, organisation, "changed role", user, before={"role": before}, after={"role": role.value})


def remove_member(session: Session, actor: Actor, organisation: str, user_id: str) -> None:
    """Take somebody out of a trust, and out of the portal where it was their last. Raises MemberRefused, NotFound."""
    user, membership = _member(session, actor, organisation, user_id)
    _keep_an_administrator(session, membership)
    before = {"role": membership.role}
    session.delete(membership)
    session.flush()
    if not _trusts(session, user_id):
        user.removed_at = now()
        session.add(user)
        end_all_sessions(session, user_id)
    _log(session, actor, organisation, "removed", user, before=before)


def link_for(session: Session, actor: Actor, organisation: str, user_id: str) -> str:
    """The token of a sign-in link to hand to somebody, where no mail is sent. Raises NotAllowed, NotFound.

    Whoever holds the link is that person everywhere, so it is for people of the administrator's own trusts alone.
    """
    user, _ = _member(session, actor, organisation, user_id)
    if not all(may(actor, May.ADMINISTER, trust) for trust in _trusts(session, user_id)):
        raise NotAllowed("This person signs in by email only, with a link that they ask for on the sign-in page.")
    _log(session, actor, organisation, LINK_MADE, user, after={})
    return make_link(session, user.email)


def _end_handed_over(session: Session, user_id: str) -> None:
    """What an administrator of another trust may hold of somebody must not open this one; their own sign-ins go on."""
    links = select(Change.at).where(
        Change.thing == MEMBER, Change.thing_id == user_id, Change.action == LINK_MADE, Change.at > handed_over_since()
    )
    for made in session.exec(links).all():
        end_handed_over(session, user_id, made)


def _member(session: Session, actor: Actor, organisation: str, user_id: str) -> tuple[User, Membership]:
    require(actor, May.ADMINISTER, organisation)
    user, membership = session.get(User, user_id), session.get(Membership, (user_id, organisation))
    if user is None or membership is None or user.removed_at is not None:
        raise NotFound(user_id)
    return user, membership


def _require_given(organisation: str, role: Role) -> None:
    if role not in roles_given(organisation):
        whose = "a region" if is_area(organisation) else "a trust"
        names = " or ".join(given.value for given in roles_given(organisation))
        raise MemberRefused(f"Somebody of {whose} is {names}.")


def _shared(session: Session, actor: Actor, user_ids: list[str]) -> set[str]:
    """Those who belong to an organisation that the actor does not look after."""
    here = select(Membership).where(col(Membership.user_id).in_(user_ids))
    return {one.user_id for one in session.exec(here) if not may(actor, May.ADMINISTER, one.organisation)}


def _keep_an_administrator(session: Session, leaving: Membership) -> None:
    """A trust without an administrator could never have one again."""
    if leaving.role != Role.TRUST_ADMINISTRATOR:
        return
    session.get(Organisation, leaving.organisation, with_for_update=True)  # two who leave at once wait for each other
    others = select(func.count()).where(
        Membership.organisation == leaving.organisation,
        Membership.role == Role.TRUST_ADMINISTRATOR.value,
        Membership.user_id != leaving.user_id,
    )
    if not session.exec(others).one():
        raise MemberRefused("A trust needs an administrator. Make somebody else one first.")


def _trusts(session: Session, user_id: str) -> list[str]:
    return list(session.exec(select(Membership.organisation).where(Membership.user_id == user_id)))


def _log(
    session: Session,
    actor: Actor,
    organisation: str,
    action: str,
    user: User,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """With the person's name and address, as this organisation knows them: they may leave it."""
    whom = {"email": user.email, "name": arrivals(session, organisation, [user])[user.id].name}
    log(
        session,
        actor,
        organisation=organisation,
        programme_id="",
        action=action,
        thing=MEMBER,
        thing_id=user.id,
        revision=0,
        before=before if before is None else whom | before,
        after=after if after is None else whom | after,
    )
