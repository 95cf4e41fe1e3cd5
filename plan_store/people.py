"""Organisations, users, and who belongs where."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field, Session, col, select

from plan_store.areas import NATIONAL, areas, is_area
from plan_store.base import Base, NotFound, UtcDateTime, new_id
from plan_store.permissions import Actor, May, Role, may, require


class Organisation(Base, table=True):
    ods_code: str = Field(primary_key=True)
    name: str
    region: str = ""
    comparator_group: str = ""
    closed: date | None = None
    successor: str = ""


EMAIL_LENGTH = 254
KNOWN = text("subject <> ''")


class User(Base, table=True):
    __table_args__ = (
        Index("ix_user_identity", "issuer", "subject", unique=True, sqlite_where=KNOWN, postgresql_where=KNOWN),
    )

    id: str = Field(default_factory=new_id, primary_key=True)
    name: str
    email: str = Field(unique=True)
    issuer: str = ""  # of the identity provider that signs this person in, with the subject that it knows them by
    subject: str = ""
    invited_by: str = ""
    invited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Membership(Base, table=True):
    user_id: str = Field(primary_key=True, foreign_key="user.id")
    organisation: str = Field(primary_key=True, foreign_key="organisation.ods_code")
    role: str


def plain_address(typed: str) -> str:
    """An email address as it is kept, in small letters; empty where this is none."""
    email = typed.strip().lower()
    before, _, after = email.partition("@")
    plain = email.isprintable() and not set(email) & set(" <>,;") and email.count("@") == 1
    return email if before and "." in after and plain and len(email) <= EMAIL_LENGTH else ""


def actor_for(session: Session, user_id: str) -> Actor | None:
    """The user with today's roles; None when removed or a member of nothing."""
    user = session.get(User, user_id)
    if user is None or user.removed_at is not None:
        return None
    found = session.exec(select(Membership).where(Membership.user_id == user_id).order_by(Membership.organisation))
    held = {membership.organisation: Role(membership.role) for membership in found}
    roles = {code: role for code, role in held.items() if not is_area(code)}
    wide = _of_areas({code: role for code, role in held.items() if is_area(code)})
    for trust in _trusts_of(session, [code for code in held if is_area(code)]):
        roles.setdefault(trust, Role.PROGRAMME_READER)
    return Actor(user.id, user.name, roles | wide) if held else None


def _of_areas(held: dict[str, Role]) -> dict[str, Role]:
    """Reading, or looking after the readers; who looks after England looks after every region."""
    given = {code: role if role == Role.TRUST_ADMINISTRATOR else Role.PROGRAMME_READER for code, role in held.items()}
    if given.get(NATIONAL) == Role.TRUST_ADMINISTRATOR:
        return given | dict.fromkeys(areas(), Role.TRUST_ADMINISTRATOR)
    return given


def _trusts_of(session: Session, codes: list[str]) -> list[str]:
    """The trusts that these areas read, by name."""
    if not codes:
        return []
    here = select(Organisation.ods_code).where(col(Organisation.ods_code).not_in(areas()))
    if NATIONAL not in codes:
        here = here.where(col(Organisation.region).in_([areas()[code].region for code in codes]))
    return list(session.exec(here.order_by(Organisation.name)))


def list_organisations(session: Session, actor: Actor) -> list[Organisation]:
    """The trusts that the actor may look at, in the order of their roles."""
    found = {row.ods_code: row for row in session.exec(select(Organisation))}
    return [found[code] for code in actor.trusts if code in found and may(actor, May.READ_SUBMITTED, code)]


def organisation(session: Session, actor: Actor, ods_code: str) -> Organisation:
    require(actor, May.READ_SUBMITTED, ods_code)
    found = session.get(Organisation, ods_code)
    if found is None and is_area(ods_code):  # nobody belongs to it yet
        area = areas()[ods_code]
        return Organisation(ods_code=ods_code, name=area.name, region=area.region)
    if found is None:
        raise NotFound(ods_code)
    return found
