"""What is made ready before the portal opens: the schema, the demonstration trust, a link to sign in with."""

from plan_store import demo
from plan_store.settings import settings
from plan_store.sign_in import make_link
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
        token = make_link(session, email)
    return f"{address()}/sign-in?token={token}"


def address() -> str:
    """Where people open the portal, without a slash at the end."""
    scheme = "https" if settings().portal_https else "http"
    own = f"{scheme}://{settings().portal_host}:{settings().portal_port}"
    return settings().portal_address.rstrip("/") or own
