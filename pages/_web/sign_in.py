"""Signing in with a one-time link, and signing out."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pages._web.addresses import HOME, SIGN_IN, from_own_page, own_path, token_in
from pages._web.cookies import NEXT_SECONDS, drop, keep, next_cookie, session_cookie, session_token
from plan_store.settings import settings
from plan_store.sign_in import LINK_MINUTES, LinkNotValid, end_session, hash_of, redeem_link
from plan_store.store import writing

LONGEST_FORM = 8 * 1024
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'"
LINK_FAILED = "This link has been used already, or is too old. Ask for a new one."
NO_LINK = "Paste the whole link, as it was printed."
ELSEWHERE = "That request came from another site, so nothing was done."
_page = Template((Path(__file__).parent / "sign_in.html").read_text(encoding="utf-8"))
_sign_out_page = Template((Path(__file__).parent / "sign_out.html").read_text(encoding="utf-8"))


async def show_sign_in(request: Request) -> Response:
    wanted = own_path(request.query_params.get("next") or request.cookies.get(next_cookie(), HOME))
    token = request.query_params.get("token")
    if token and request.method == "GET":
        return await _enter(request, token)
    if request.state.signed_in:
        return RedirectResponse(wanted, status_code=303)
    response = _sign_in_page(notice="You are signed out." if "signed-out" in request.query_params else "")
    if "next" in request.query_params:
        keep(response, next_cookie(), wanted, NEXT_SECONDS)
    return response


async def take_pasted_link(request: Request) -> Response:
    if not from_own_page(request.headers):
        return _sign_in_page(ELSEWHERE, status=403)
    token = token_in((await _small_form(request)).get("link", ""))
    return await _enter(request, token) if token else _sign_in_page(NO_LINK, status=400)


async def _enter(request: Request, token: str) -> Response:
    """Use up the link, end what this browser was signed in as before, and go on to where the visitor was going."""
    try:
        fresh = await run_in_threadpool(_redeem, token, session_token(request))
    except LinkNotValid:
        return RedirectResponse(HOME, status_code=303) if request.state.signed_in else _sign_in_page(LINK_FAILED, 400)
    response = RedirectResponse(own_path(request.cookies.get(next_cookie(), HOME)), status_code=303)
    keep(response, session_cookie(), fresh, settings().session_hours * 3600)
    drop(response, next_cookie())
    return response


def _redeem(token: str, earlier: str) -> str:
    with writing() as session:
        fresh = redeem_link(session, token)
        end_session(session, hash_of(earlier))
    return fresh


async def show_sign_out(request: Request) -> Response:
    """A click on our own page signs out; a prefetch, or a link from elsewhere, gets a button."""
    sent = request.headers
    clicked = sent.get("sec-fetch-site") == "same-origin" and sent.get("sec-fetch-user") == "?1"
    if clicked and "sec-purpose" not in sent:
        return await _leave(request)
    return _html(_sign_out_page.substitute())


async def sign_out(request: Request) -> Response:
    return await _leave(request) if from_own_page(request.headers) else _sign_in_page(ELSEWHERE, status=403)


async def _leave(request: Request) -> Response:
    await run_in_threadpool(_end, session_token(request))
    response = RedirectResponse(f"{SIGN_IN}?signed-out", status_code=303)
    drop(response, session_cookie())
    drop(response, next_cookie())
    return response


def _end(token: str) -> None:
    with writing() as session:
        end_session(session, hash_of(token))


def _sign_in_page(problem: str = "", status: int = 200, notice: str = "") -> HTMLResponse:
    words = {
        "title": f"Error: {problem}" if problem else "Sign in",
        "problem": _paragraph(problem, "problem"),
        "notice": _paragraph(notice, "notice"),
        "described_by": "hint problem" if problem else "hint",
        "minutes": str(LINK_MINUTES),
    }
    return _html(_page.substitute(words), status)


def _paragraph(text: str, name: str) -> str:
    heading = "<h2>There is a problem</h2>" if name == "problem" else ""
    return f'<div class="{name}" id="{name}" role="alert">{heading}<p>{escape(text)}</p></div>' if text else ""


def _html(body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(body, status, headers={"Content-Security-Policy": POLICY})


async def _small_form(request: Request) -> Mapping[str, str]:
    """A short form; an anonymous visitor cannot make the server hold more than this."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413)
    return dict(parse_qsl(body.decode("utf-8", "replace")))
