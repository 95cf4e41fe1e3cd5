"""Signing in with a one-time link."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from pages._web.addresses import HOME, from_own_page, own_path, token_in
from pages._web.ask_link import ELSEWHERE, too_often
from pages._web.cookies import (
    NEXT_SECONDS,
    drop,
    keep,
    left_cookie,
    next_cookie,
    provider_cookie,
    session_cookie,
    session_token,
)
from pages._web.forms import client_of, small_form
from pages._web.outside import page, part, sign_in_page
from plan_store.settings import settings
from plan_store.sign_in import LinkNotValid, end_session, hash_of, redeem_link
from plan_store.store import writing
from plan_store.throttle import FAILURES_A_CLIENT, TooOften, check_attempts, note_attempt

LINK_FAILED = "This link has been used already, or is too old. Ask for a new one."
NO_LINK = "Paste the whole link, as you were given it."
SIGNED_OUT = {
    "": "You are signed out.",
    "everywhere": "You are signed out on all devices.",
}


async def show_sign_in(request: Request) -> Response:
    """The ways in; or, where a link led here, the button that uses it: opening the link changes nothing."""
    if token := request.query_params.get("token"):
        return page("Sign in", part("enter", token=escape(token)))
    wanted = own_path(request.query_params.get("next") or request.cookies.get(next_cookie(), HOME))
    if request.state.signed_in:
        return RedirectResponse(wanted, status_code=303)
    notice, after = _just_left(request)
    response = sign_in_page(notice=notice, after=after)
    if "next" in request.query_params:
        keep(response, next_cookie(), wanted, NEXT_SECONDS)
    return response


def _just_left(request: Request) -> tuple[str, str]:
    """What somebody who has signed out is told, and the way to end their other sign-ins too."""
    how = request.query_params.get("signed-out")
    if how not in SIGNED_OUT:
        return "", ""
    notice = SIGNED_OUT[how]
    if settings().oidc_metadata_url:
        notice += f" On a shared computer, sign out of {settings().oidc_name} too."
    return notice, part("left") if left_cookie() in request.cookies else ""


async def use_link(request: Request) -> Response:
    if not from_own_page(request.headers):
        return sign_in_page(ELSEWHERE, status=403)
    token = token_in((await small_form(request)).get("link", ""))
    if not token:
        return sign_in_page(NO_LINK, status=400)
    try:
        fresh = await run_in_threadpool(_redeem, token, client_of(request), session_token(request))
    except TooOften as often:
        return too_often(often)
    except LinkNotValid:
        return RedirectResponse(HOME, status_code=303) if request.state.signed_in else sign_in_page(LINK_FAILED, 400)
    return enter(request, fresh)


def enter(request: Request, fresh: str) -> Response:
    """Give the browser its new sign-in, and go on to where the visitor was going."""
    response = RedirectResponse(own_path(request.cookies.get(next_cookie(), HOME)), status_code=303)
    keep(response, session_cookie(), fresh, settings().session_hours * 3600)
    for name in (next_cookie(), left_cookie(), provider_cookie()):
        drop(response, name)
    return response


def _redeem(token: str, client: str, earlier: str) -> str:
    """Use up the link, and end what this browser was signed in as before.

    Failures alone are counted: whoever holds a link that works gets in, whatever their neighbours tried.
    """
    with writing() as session:
        try:
            fresh = redeem_link(session, token)
        except LinkNotValid as failed:
            check_attempts(session, "failures of client", client, FAILURES_A_CLIENT)
            note_attempt(session, "failures of client", client)
            not_valid = failed
        else:
            end_session(session, hash_of(earlier))
            return fresh
    raise not_valid
