"""What is made ready before the portal opens: the schema, the demonstration trust, a link to sign in with."""

from sqlmodel import Session

from plan_store import demo
from plan_store.library.trusts import organisation as trust_named
from plan_store.members import admit
from plan_store.people import Organisation
from plan_store.permissions import Role
from plan_store.settings import settings
from plan_store.sign_in import link_address, make_link
from plan_store.store import upgrade_schema, writing


class NoSuchTrust(Exception):
    """Neither the store nor the library of trusts has this code."""


def prepare() -> str | None:
    """Bring the store up to date; the email to show a first visitor in with, where there is one."""
    upgrade_schema()
    if not settings().demonstration:
        return None
    with writing() as session:
        return demo.fill(session)


def sign_in_link(email: str) -> str:
    """A one-time address that opens the portal signed in. Raises NoSuchUser."""
    with writing() as session:
        return link_address(make_link(session, email))


def invite_first(email: str, name: str, ods_code: str, role: Role) -> str:
    """Let somebody in without anybody's leave, and a link for them. Raises NoSuchTrust, MemberRefused."""
    upgrade_schema()
    with writing() as session:
        _open_trust(session, ods_code.upper())
        user = admit(session, email, name, ods_code.upper(), role)
        return link_address(make_link(session, user.email))


def _open_trust(session: Session, ods_code: str) -> None:
    """The trust's row, from the library where the store has none yet."""
    if session.get(Organisation, ods_code):
        return
    try:
        trust = trust_named(ods_code)
    except KeyError:
        known = "plan_store/library/organisations.csv lists them"
        raise NoSuchTrust(f"No trust has the ODS code {ods_code}; {known}.") from None
    held = {name: getattr(trust, name) for name in ("ods_code", "name", "region", "comparator_group", "closed")}
    session.add(Organisation(**held, successor=trust.successor))
    session.flush()
