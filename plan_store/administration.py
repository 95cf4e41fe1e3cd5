"""What administrators see of their organisation beside its people: every change; and trusts let in by England's."""

import json
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from plan_store.areas import NATIONAL, areas
from plan_store.changes import Change, log
from plan_store.invitations import INVITED, MEMBER
from plan_store.members import MemberRefused, admit, plain_name
from plan_store.people import Membership, Organisation, User
from plan_store.permissions import Actor, May, Role, may, require

PAGE = 50


def list_administered(session: Session, actor: Actor) -> dict[str, str]:
    """The organisations whose people the actor looks after: names by ODS code, regions last."""
    codes = [code for code in actor.roles if may(actor, May.ADMINISTER, code)]
    here = select(Organisation).where(col(Organisation.ods_code).in_(codes))
    named = {row.ods_code: row.name for row in session.exec(here)}
    return {code: named.get(code) or areas()[code].name for code in codes if code in named or code in areas()}


def search_audit(
    session: Session,
    actor: Actor,
    organisation: str,
    *,
    words: str = "",
    person: str = "",
    thing: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before_id: str = "",
    limit: int = PAGE,
) -> list[Change]:
    """An organisation's changes, the newest first: by words in them, who made them (a user's id), what kind of thing.

    since is in it, until is not; before_id goes on after the last change of a page.
    """
    require(actor, May.ADMINISTER, organisation)
    here = select(Change).where(Change.organisation == organisation)
    for word in words.split():
        kept = json.dumps(word, ensure_ascii=False)[1:-1]  # as it stands inside a change
        spoken = (col(Change.user_name), col(Change.action))
        texts = (col(Change.before), col(Change.after))
        here = here.where(
            or_(
                *(column.icontains(word, autoescape=True) for column in spoken),
                *(column.icontains(kept, autoescape=True) for column in texts),
            )
        )
    if person:
        here = here.where(Change.user_id == person)
    if thing:
        here = here.where(Change.thing == thing)
    if since is not None:
        here = here.where(Change.at >= since)
    if until is not None:
        here = here.where(Change.at < until)
    if before_id:
        here = here.where(Change.id < before_id)
    return list(session.exec(here.order_by(col(Change.id).desc()).limit(limit)))


def list_actors(session: Session, actor: Actor, organisation: str) -> dict[str, str]:
    """Everybody who changed anything in an organisation, those who left it too: names by user id."""
    require(actor, May.ADMINISTER, organisation)
    here = select(func.max(Change.id)).where(Change.organisation == organisation, Change.user_id != "")
    newest = here.group_by(col(Change.user_id))
    found = session.exec(select(Change).where(col(Change.id).in_(newest)))
    names = {change.user_id: change.user_name for change in found}
    names |= {user.id: user.name for user in session.exec(select(User).where(col(User.id).in_(names)))}
    return dict(sorted(names.items(), key=lambda one: one[1].casefold()))


def open_trust(session: Session, actor: Actor, ods_code: str, email: str, name: str) -> User:
    """Let in a trust with its first administrator, who invites everybody else. England's administrators alone may.

    Raises MemberRefused, NoSuchTrust, NotAllowed.
    """
    require(actor, May.ADMINISTER, NATIONAL)
    there = select(Membership).where(
        Membership.organisation == ods_code, Membership.role == Role.TRUST_ADMINISTRATOR.value
    )
    if session.exec(there).first():
        raise MemberRefused("This trust has an administrator, who invites its people.")
    user = admit(session, email, name, ods_code, Role.TRUST_ADMINISTRATOR, invited_by=actor.user_id)
    for organisation in (ods_code, NATIONAL):
        log(
            session,
            actor,
            organisation=organisation,
            programme_id="",
            action=INVITED,
            thing=MEMBER,
            thing_id=user.id,
            revision=0,
            after={
                "email": user.email,
                "name": plain_name(name),
                "role": Role.TRUST_ADMINISTRATOR.value,
                "organisation": ods_code,
            },
        )
    return user
