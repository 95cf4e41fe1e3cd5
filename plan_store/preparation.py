"""What is made ready before the portal opens: the schema, the demonstration trust, a link to sign in with."""

from plan_store import demo
from plan_store.members import admit
from plan_store.permissions import Role
from plan_store.settings import settings
from plan_store.sign_in import link_address, make_link
from plan_store.store import one_at_a_time, upgrade_schema, writing


def prepare() -> str | None:
    """Bring the store up to date; the email to show a first visitor in with, where there is one."""
    upgrade_schema()
    if not settings().demonstration:
        return None
    with writing() as session:
        one_at_a_time(session)
        return demo.fill(session)


def sign_in_link(email: str) -> str:
    """A one-time address that opens the portal signed in. Raises NoSuchUser."""
    with writing() as session:
        return link_address(make_link(session, email))


def invite_first(email: str, name: str, ods_code: str, role: Role) -> str:
    """Let somebody in without anybody's leave, and a link for them. Raises NoSuchTrust, MemberRefused."""
    upgrade_schema()
    with writing() as session:
        user = admit(session, email, name, ods_code.upper(), role)
        return link_address(make_link(session, user.email))
