"""The cookies: who is signed in, who just left, where a visitor was going, and a sign-in under way at a provider."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from plan_store.settings import settings

NEXT_SECONDS = 900  # as long as a link works


def session_cookie() -> str:
    return _named("matneo-session")


def next_cookie() -> str:
    return _named("matneo-next")


def left_cookie() -> str:
    return _named("matneo-left")


def provider_cookie() -> str:
    return _named("matneo-provider")


def _named(plain: str) -> str:
    """Browsers take a __Host- cookie from this very host only, and over HTTPS only."""
    return f"__Host-{plain}" if settings().portal_https else plain


def keep(response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=settings().portal_https
    )


def drop(response: Response, name: str) -> None:
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=settings().portal_https)


def session_token(connection: HTTPConnection) -> str:
    return connection.cookies.get(session_cookie(), "")
