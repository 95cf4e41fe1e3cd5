"""Signing in at an identity provider: who is let in, who is not, and every answer that is not believed."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import Engine
from sqlmodel import col, select, update
from starlette.requests import Request

from pages._web import provider as ours
from plan_store.base import now
from plan_store.people import User
from plan_store.settings import settings
from plan_store.sign_in import SignInSession
from tests.asked import wait_for
from tests.identity_provider import Provider, identity_provider
from tests.portal_server import EDITOR, LEAD, VIEWER, Portal
from tests.visit import SETTLED, Visit

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the provider's own
NOT_FINISHED = "Signing in did not finish, and nothing was changed. Try again."


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with identity_provider() as running:
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, provider: Provider) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("portal"), **provider.settings)
    running.environment["PORTAL_URL"] = running.url
    try:
        yield running.start()
    finally:
        running.close()


def sign_in(anonymous: httpx.Client, provider: Provider, subject: str) -> httpx.Response:
    return anonymous.get(provider.answer(anonymous.get("/sign-in/provider"), subject))


def sessions(portal: Portal) -> int:
    with portal.store() as session:
        return len(session.exec(select(SignInSession.hash)).all())


def change(portal: Portal, email: str, **values: object) -> None:
    with portal.store() as session:
        session.exec(update(User).where(col(User.email) == email).values(**values))


def test_somebody_invited_goes_where_they_were_going(
    portal: Portal, provider: Provider, window: Callable[..., BrowserContext]
) -> None:
    provider.knows("lead-1", email=LEAD.upper(), email_verified=True)
    address = f"{portal.url}/team?programme={portal.programme('Smoke-free pregnancies')}"
    page = window(email=None).new_page()
    page.goto(address)
    page.screenshot(path=Visit(page, portal.url).picture("sign-in-provider"))
    page.get_by_role("link", name="Sign in with Northdale <staff>").click()
    page.get_by_placeholder("sub").fill("lead-1")
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_selector(SETTLED)
    assert page.url == address
    expect(page.get_by_text("Lead midwife").first).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies(portal.url)}
    assert "matneo-provider" not in cookies
    assert cookies["matneo-session"]["httpOnly"]
    assert not {name for name in cookies if name.startswith("_streamlit_user")}, "their tokens are not kept"


def test_somebody_not_invited_gets_a_plain_page_and_nothing_else(
    portal: Portal, provider: Provider, window: Callable[..., BrowserContext]
) -> None:
    before = sessions(portal)
    provider.knows("stranger", email="<b>x</b>@elsewhere.example", email_verified=True)
    page = window(email=None).new_page()
    page.goto(f"{portal.url}/sign-in/provider")
    page.get_by_placeholder("sub").fill("stranger")
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("main")).to_contain_text(
        "You are signed in as <b>x</b>@elsewhere.example, but nobody has invited you here yet. "
        "Ask your trust’s administrator."
    )
    page.screenshot(path=Visit(page, portal.url).picture("not-invited"))
    assert not [cookie for cookie in page.context.cookies(portal.url) if cookie["name"] == "matneo-session"]
    assert sessions(portal) == before


def test_from_the_second_time_on_the_subject_says_who_it_is(
    portal: Portal, provider: Provider, anonymous: httpx.Client
) -> None:
    provider.knows("editor-1", email=EDITOR, email_verified=True)
    provider.knows("editor-2", email=EDITOR, email_verified=True)
    assert sign_in(anonymous, provider, "editor-1").status_code == 303
    provider.knows("editor-1", email="married.name@northdale.example")
    assert sign_in(anonymous, provider, "editor-1").status_code == 303
    with httpx.Client(base_url=portal.url) as other:
        assert sign_in(other, provider, "editor-2").status_code == 403
        assert other.get("/general").status_code == 303


def test_a_removed_person_is_not_let_in(portal: Portal, provider: Provider, anonymous: httpx.Client) -> None:
    provider.knows("viewer-1", email=VIEWER, email_verified=True)
    assert sign_in(anonymous, provider, "viewer-1").status_code == 303
    change(portal, VIEWER, removed_at=now())
    assert anonymous.get("/general").status_code == 303
    assert sign_in(anonymous, provider, "viewer-1").status_code == 403
    change(portal, VIEWER, removed_at=None)


@pytest.mark.parametrize("claims", [{}, {"email_verified": False}, {"email_verified": None}, {"xms_edov": 0}])
def test_an_address_that_is_not_confirmed_is_not_believed(
    portal: Portal, provider: Provider, anonymous: httpx.Client, claims: dict[str, object]
) -> None:
    provider.knows("claims-to-be", email="neonatal.nurse@northdale.example", **claims)
    refused = sign_in(anonymous, provider, "claims-to-be")
    assert refused.status_code == 403
    assert "did not say that your email address is yours" in refused.text
    assert "matneo-session" not in anonymous.cookies


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": "a@b.example", "email_verified": True}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": "true"}, "a@b.example"),
        ({"email": "a@b.example", "xms_edov": True}, "a@b.example"),
        ({"email": "a@b.example", "xms_edov": "1"}, "a@b.example"),
        ({"email": "a@b.example"}, ""),
        ({"email": ["a@b.example"], "email_verified": True}, ""),
        ({"preferred_username": "a@b.example", "email_verified": True}, ""),
    ],
)
def test_which_claims_confirm_an_address(claims: dict[str, object], email: str) -> None:
    assert ours.identity_in({"iss": "i", "sub": "s", **claims}).email == email


def test_what_userinfo_tells_is_of_the_same_person_and_the_token_is_believed_first() -> None:
    token = {"iss": "i", "sub": "s", "name": "of the token", "email_verified": True}
    told = ours.completed(token, {"sub": "s", "iss": "another", "name": "of userinfo", "email": "a@b.example"})
    assert told == {"iss": "i", "sub": "s", "name": "of the token", "email": "a@b.example"}
    for other in ({"sub": "t", "email": "a@b.example"}, {"email": "a@b.example"}):
        with pytest.raises(ours.FAILURES, match="somebody else"):
            ours.completed(token, other)


def test_what_is_asked_of_the_provider(portal: Portal, anonymous: httpx.Client) -> None:
    asked = parse_qs(urlsplit(anonymous.get("/sign-in/provider").headers["location"]).query)
    assert asked["redirect_uri"] == [f"{portal.url}/sign-in/back"]
    assert (asked["response_type"], asked["scope"]) == (["code"], ["openid email profile"])
    assert (asked["code_challenge_method"], asked["prompt"]) == (["S256"], ["select_account"])
    assert "acr_values" not in asked
    state, nonce, verifier = anonymous.cookies["matneo-provider"].split(".")
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    assert (asked["state"], asked["nonce"], asked["code_challenge"]) == ([state], [nonce], [challenge])
    assert len(verifier) >= 43


def test_an_answer_to_another_browser_is_not_taken(portal: Portal, provider: Provider, anonymous: httpx.Client) -> None:
    """Neither with no question of this browser's, nor with another one."""
    provider.knows("lead-1", email=LEAD, email_verified=True)
    back = provider.answer(anonymous.get("/sign-in/provider"), "lead-1")
    with httpx.Client(base_url=portal.url) as other:
        first = other.get(back)
        other.get("/sign-in/provider")
        for answer in (first, other.get(back)):
            assert answer.status_code == 400
            assert NOT_FINISHED in answer.text
        assert "matneo-session" not in other.cookies
    assert anonymous.get(back).status_code == 303
    assert anonymous.get(back).status_code == 400, "nor twice"


@pytest.mark.parametrize(("place", "put"), [(0, ""), (0, "another"), (1, ""), (1, "another"), (2, "")])
def test_state_nonce_and_verifier_must_be_those_that_were_sent(
    provider: Provider, anonymous: httpx.Client, place: int, put: str
) -> None:
    provider.knows("lead-1", email=LEAD, email_verified=True)
    back = provider.answer(anonymous.get("/sign-in/provider"), "lead-1")
    words = anonymous.cookies["matneo-provider"].split(".")
    words[place] = put
    anonymous.cookies.clear()
    answer = anonymous.get(back, headers={"Cookie": f"matneo-provider={'.'.join(words)}"})
    assert answer.status_code == 400
    assert "matneo-session" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("query", ["", "code=x", "state=x", "error=access_denied", "code=x&state="])
def test_half_an_answer_is_no_answer(anonymous: httpx.Client, query: str) -> None:
    anonymous.get("/sign-in/provider")
    answer = anonymous.get(f"/sign-in/back?{query}")
    assert answer.status_code == 400
    assert NOT_FINISHED in answer.text


def test_somebody_who_says_no_there_is_told_so_here(provider: Provider, anonymous: httpx.Client) -> None:
    asked = anonymous.get("/sign-in/provider")
    state = parse_qs(urlsplit(asked.headers["location"]).query)["state"][0]
    answer = anonymous.get("/sign-in/back", params={"error": "access_denied", "error_description": "x", "state": state})
    assert (answer.status_code, NOT_FINISHED in answer.text) == (400, True)
    assert "access_denied" not in answer.text


@pytest.mark.parametrize(("seconds", "believed"), [(3600, True), (-600, False)])
def test_a_token_that_has_run_out_is_not_believed(
    store: Engine, monkeypatch: pytest.MonkeyPatch, seconds: int, believed: bool
) -> None:
    """In this process, because it needs a provider of its own."""
    with identity_provider(seconds) as other, portal_in_this_process(other, monkeypatch):
        if believed:
            assert wait_for(ours.read_claims(signed_in_at(other)))["sub"] == "somebody"
        else:
            with pytest.raises(ours.FAILURES, match="expired"):
                wait_for(ours.read_claims(signed_in_at(other)))


def test_an_issuer_that_is_a_pattern_for_any_organisation_is_not_believed(
    store: Engine, monkeypatch: pytest.MonkeyPatch, provider: Provider
) -> None:
    """As at Entra's address for all organisations: whoever has one of their own could call themselves anybody."""
    with portal_in_this_process(provider, monkeypatch):
        answer = signed_in_at(provider)
        ours.client().server_metadata["issuer"] = "https://login.example/{tenantid}/v2.0"
        with pytest.raises(ours.FAILURES, match="iss"):
            wait_for(ours.read_claims(answer))


@contextmanager
def portal_in_this_process(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    for name, value in {**provider.settings, "PORTAL_URL": "http://portal.example"}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    ours.client.cache_clear()
    yield
    ours.client.cache_clear()


def signed_in_at(provider: Provider) -> Request:
    """What a browser comes back with."""
    sent = wait_for(ours.go_to_provider(request("", "")))
    back = provider.answer(httpx.Response(303, headers=dict(sent.headers)), provider.knows("somebody"))
    return request(urlsplit(back).query, sent.headers["set-cookie"].partition(";")[0])


def request(query: str, cookie: str) -> Request:
    headers = [(b"cookie", cookie.encode())]
    return Request({"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers})


def test_a_provider_that_is_away_is_said_kindly(monkeypatch: pytest.MonkeyPatch, store: Engine) -> None:
    with portal_in_this_process(Provider(9), monkeypatch):
        answer = wait_for(ours.go_to_provider(request("", "")))
    assert answer.status_code == 400
    assert NOT_FINISHED in bytes(answer.body).decode()
