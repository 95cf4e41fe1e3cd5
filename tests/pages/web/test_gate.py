"""Nobody passes without a live sign-in: on a process that has run nothing yet, and for every kind of request."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from plan_store.sign_in import hash_of
from tests.pages.web.streamlit_tab import StreamlitTab, person_in, streamlit_tab
from tests.portal_server import LEAD, ROOT, VIEWER, Portal

PAGES = sorted(path.stem for path in Path(ROOT, "pages").glob("*.py") if not path.name.startswith("_"))
RESOURCES = ("_stcore/host-config", "_stcore/health", "_stcore/metrics", "_stcore/script-health-check", "media/x.png")
RESOURCES += ("component/x/index.html", "app/static/x.css", "manifest.json", "_stcore/bidi-components/x/y.js")
RESOURCES += ("_stcore/agent/openapi.json",)
GUESSED = "a" * 64


def test_every_page_is_there() -> None:
    assert {"programmes", "general", "measurement_plan", "communications_plan", "team", "all"} <= set(PAGES)


@pytest.mark.parametrize("page", ["", *PAGES])
def test_a_cold_deep_link_asks_to_sign_in(anonymous: httpx.Client, page: str) -> None:
    answer = anonymous.get(f"/{page}", params={"programme": "0192-x", "tab": "General"})
    assert answer.status_code == 303
    expected = f"/sign-in?next=%2F{page}%3Fprogramme%3D0192-x%26tab%3DGeneral"
    assert answer.headers["location"] == expected
    assert answer.text == ""


@pytest.mark.parametrize("path", RESOURCES)
def test_resources_are_refused(anonymous: httpx.Client, path: str) -> None:
    answer = anonymous.get(f"/{path}")
    assert (answer.status_code, answer.text) == (401, "Sign in first.")


def test_other_methods_are_refused(anonymous: httpx.Client) -> None:
    assert [anonymous.request(method, "/general").status_code for method in ("POST", "PUT", "DELETE")] == [401] * 3


def test_print_asks_to_sign_in(anonymous: httpx.Client) -> None:
    answer = anonymous.get("/print/0192-x")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fprint%2F0192-x")


@pytest.mark.parametrize("token", ["", GUESSED])
def test_an_anonymous_websocket_is_refused(portal: Portal, token: str) -> None:
    with pytest.raises(InvalidStatus) as refused, streamlit_tab(portal.url, token):
        pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_a_websocket_from_another_site_is_refused(portal: Portal, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, streamlit_tab(portal.url, portal.new_session(), origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_the_hash_is_not_a_key(portal: Portal, anonymous: httpx.Client) -> None:
    """What the store keeps, and what pages know, opens nothing: neither as our header nor as the cookie."""
    kept = hash_of(portal.new_session())
    assert anonymous.get("/general", headers={"X-MatNeo-Session": kept}).status_code == 303
    assert anonymous.get("/general", headers={"Cookie": f"matneo-session={kept}"}).status_code == 303
    with pytest.raises(InvalidStatus), streamlit_tab(portal.url, headers={"x-matneo-session": kept}):
        pass


def test_a_spoofed_header_is_dropped(portal: Portal, open_tab: Callable[..., StreamlitTab]) -> None:
    """Signed in as one person, claiming in our own header to be another."""
    other = hash_of(portal.new_session(VIEWER))
    tab = open_tab(portal.new_session(), headers={"X-MATNEO-SESSION": other})
    assert person_in(tab.run()) == "Lead midwife"


def test_without_a_mail_server_or_a_provider_there_is_no_way_to_ask(portal: Portal, anonymous: httpx.Client) -> None:
    page = anonymous.get("/sign-in").text
    assert "Send me a sign-in link" not in page
    assert "Sign in with" not in page
    assert "Where do I find the link?" in page
    own = {"Origin": portal.url}
    assert anonymous.post("/sign-in/link", data={"email": LEAD}, headers=own).status_code == 404
    assert [anonymous.get(f"/sign-in/{path}").status_code for path in ("provider", "back", "link")] == [404] * 3


def test_a_client_does_not_say_itself_who_it_is(portal: Portal, anonymous: httpx.Client) -> None:
    """Guesses at links are counted by the address the request came from, while no proxy is trusted."""
    sent = [{"Origin": portal.url, "X-Forwarded-For": f"192.0.2.{number}"} for number in range(21)]
    answers = [anonymous.post("/sign-in", data={"link": "guess"}, headers=headers).status_code for headers in sent]
    assert answers == [400] * 20 + [429]
