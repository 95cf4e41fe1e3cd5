"""Signing out, here or on every device."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pages._web.addresses import SIGN_IN, from_own_page
from pages._web.ask_link import ELSEWHERE
from pages._web.cookies import NEXT_SECONDS, drop, keep, left_cookie, next_cookie, session_cookie, session_token
from pages._web.forms import small_form
from pages._web.outside import page, part, sign_in_page
from plan_store.sign_in import end_all_sessions, end_session, hash_of, just_left, signed_in
from plan_store.store import writing


async def show_sign_out(request: Request) -> Response:
    """A click on our own page signs out; a prefetch, or a link from elsewhere, gets a button."""
    sent = request.headers
    clicked = sent.get("sec-fetch-site") == "same-origin" and sent.get("sec-fetch-user") == "?1"
    if clicked and "sec-purpose" not in sent:
        return await _leave(request)
    return _ask()


def _ask() -> HTMLResponse:
    return page("Sign out?", part("sign_out"), title="Sign out")


async def sign_out(request: Request) -> Response:
    if not from_own_page(request.headers):
        return sign_in_page(ELSEWHERE, status=403)
    return await (_leave_everywhere(request) if "everywhere" in await small_form(request) else _leave(request))


async def _leave(request: Request) -> Response:
    token = session_token(request)
    await run_in_threadpool(_end, token)
    response = _left(f"{SIGN_IN}?signed-out")
    if request.state.signed_in:
        # Ended, it opens nothing; it only says whose other sign-ins may be ended in the next minutes.
        keep(response, left_cookie(), token, NEXT_SECONDS)
    return response


async def _leave_everywhere(request: Request) -> Response:
    token = session_token(request) or request.cookies.get(left_cookie(), "")
    await run_in_threadpool(_end_all, token)
    response = _left(f"{SIGN_IN}?signed-out=everywhere")
    drop(response, left_cookie())
    return response


def _left(address: str) -> RedirectResponse:
    response = RedirectResponse(address, status_code=303)
    drop(response, session_cookie())
    drop(response, next_cookie())
    return response


def _end(token: str) -> None:
    with writing() as session:
        end_session(session, hash_of(token))


def _end_all(token: str) -> None:
    with writing() as session:
        here = signed_in(session, hash_of(token))
        user_id = here.actor.user_id if here else just_left(session, hash_of(token))
        if user_id:
            end_all_sessions(session, user_id)
