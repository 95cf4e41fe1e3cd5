"""Asking for a sign-in link by email: one answer for everybody, given before anybody is looked up."""

from asyncio import sleep
from random import uniform

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pages._web.addresses import from_own_page
from pages._web.forms import client_of, small_form
from pages._web.mail import mail_is_set, send_link
from pages._web.outside import page, sign_in_page
from plan_store.people import plain_address
from plan_store.sign_in import LINK_MINUTES, NoSuchUser, make_link, user_with
from plan_store.store import writing
from plan_store.throttle import LINKS_A_CLIENT, LINKS_AN_ADDRESS, TooOften, check_attempts, note_attempt

ON_ITS_WAY = f"If this address belongs to somebody here, a link is on its way. It works for {LINK_MINUTES} minutes."
NO_ADDRESS = "Write your email address, such as name@trust.nhs.uk."
ELSEWHERE = "That request came from another site, so nothing was done."
PAUSE = (0.2, 1.0)  # seconds
AFTER = (
    '<p class="lead">Open the email on this computer or phone, and follow its link.</p>'
    '<p class="hint">Nothing came? Look among unwanted mail, or ask your trust’s administrator '
    'which address they invited.</p><p><a href="/sign-in">Ask for another link</a></p>'
)


async def ask_link(request: Request) -> Response:
    if not mail_is_set():
        raise HTTPException(404)
    if not from_own_page(request.headers):
        return sign_in_page(ELSEWHERE, status=403)
    email = plain_address((await small_form(request)).get("email", ""))
    if not email:
        return sign_in_page(NO_ADDRESS, status=400)
    try:
        await run_in_threadpool(_count, client_of(request))
    except TooOften as often:
        return too_often(often)
    answer = page("Check your email", AFTER, notice=ON_ITS_WAY)
    answer.background = BackgroundTask(answer_later, email)
    return answer


async def answer_later(email: str) -> None:
    """Once the visitor has their answer, and no sooner than they could ask the next thing: its time says nothing."""
    await sleep(uniform(*PAUSE))
    await run_in_threadpool(answer_by_mail, email)


def answer_by_mail(email: str) -> None:
    with writing() as session:
        try:
            check_attempts(session, "address", email, LINKS_AN_ADDRESS)
            note_attempt(session, "address", email)
            to, token = user_with(session, email).email, make_link(session, email)
        except (TooOften, NoSuchUser):
            return
    send_link(to, token)


def too_often(often: TooOften) -> Response:
    minutes = f"{often.minutes} minute{'' if often.minutes == 1 else 's'}"
    answer = sign_in_page(f"Too many tries from here; try again in {minutes}.", status=429)
    answer.headers["Retry-After"] = str(often.minutes * 60)
    return answer


def _count(client: str) -> None:
    with writing() as session:
        check_attempts(session, "links for client", client, LINKS_A_CLIENT)
        note_attempt(session, "links for client", client)
