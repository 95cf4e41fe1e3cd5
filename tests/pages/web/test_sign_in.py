"""One-time links, where they lead, and signing out."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages._web.addresses import own_path, token_in
from plan_store.sign_in import make_link
from plan_store.store import make_engine, writing
from tests.portal_server import LEAD, VIEWER, Portal

OUTSIDE = ("//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)")
OUTSIDE += ("/\u2215evil.example", "/" + "x" * 2000)
OUTSIDE += ("///evil.example", "http:/evil.example", " /general", "/gen\neral", "", "evil.example", "/\t/evil.example")
ASIDE = ("/sign-out", "/./sign-out", "/general/../sign-out", "/%2e/sign-out", "/general/%2E%2e/sign-out", "/%73ign-out")
ASIDE += ("/./session", "/sign-in/link", "/general/..;/x/../../sign-out", "/..")
FAILED = "This link has been used already, or is too old."


@pytest.fixture
def visitor(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, headers={"Origin": portal.url}) as client:
        yield client


def test_a_link_works_once(portal: Portal, visitor: httpx.Client) -> None:
    link = portal.new_link()
    first = portal.follow(link, visitor)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"].split(", matneo-next")[0]
    assert cookie.startswith("matneo-session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert visitor.get("/general").status_code == 200
    again = portal.follow(link)
    assert again.status_code == 400
    assert FAILED in again.text
    assert "set-cookie" not in again.headers


def test_the_used_link_still_opens_the_portal_for_whoever_used_it(portal: Portal, visitor: httpx.Client) -> None:
    link = portal.new_link()
    portal.follow(link, visitor)
    again = portal.follow(link, visitor)
    assert (again.status_code, again.headers["location"]) == (303, "/")


def test_looking_at_a_link_does_not_use_it_up(portal: Portal, visitor: httpx.Client) -> None:
    """Mail scanners open links, and some press nothing else."""
    link = portal.new_link()
    assert visitor.head(link).status_code == 200
    looked = [visitor.get(link) for _ in range(3)]
    assert [page.status_code for page in looked] == [200] * 3
    assert "Sign in to the MatNeo Improvement Portal</button>" in looked[0].text
    assert LEAD not in looked[0].text, "whose link it is, is nobody's business but theirs"
    assert "matneo-session" not in visitor.cookies
    assert portal.follow(link, visitor).status_code == 303


def test_the_page_of_a_link_is_the_same_for_any_token(visitor: httpx.Client) -> None:
    guess = visitor.get("/sign-in", params={"token": '"><b>x'})
    assert guess.status_code == 200
    assert 'value="&quot;&gt;&lt;b&gt;x"' in guess.text


def test_an_old_link_does_not_work(portal: Portal, visitor: httpx.Client) -> None:
    engine = make_engine(portal.database)
    with writing(engine) as session:
        token = make_link(session, LEAD, minutes=-1)
    engine.dispose()
    assert visitor.post("/sign-in", data={"link": token}).status_code == 400


def test_a_deep_link_survives_the_detour(portal: Portal, visitor: httpx.Client) -> None:
    refused = visitor.get("/general?programme=0192-x&box=a%20b")
    page = visitor.get(refused.headers["location"])
    assert page.status_code == 200
    assert "HttpOnly" in page.headers["set-cookie"]
    arrived = portal.follow(portal.new_link(), visitor)
    assert arrived.headers["location"] == "/general?programme=0192-x&box=a%20b"
    assert "matneo-next" not in visitor.cookies


def test_a_pasted_link_or_token_works(portal: Portal, visitor: httpx.Client) -> None:
    for pasted in (f"  {portal.new_link()}\n", portal.new_link().split("token=")[1]):
        answer = visitor.post("/sign-in", data={"link": pasted})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert visitor.post("/sign-in", data={"link": ""}).status_code == 400
    assert FAILED in httpx.post(f"{portal.url}/sign-in", data={"link": "x"}, headers={"Origin": portal.url}).text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_other_sites_cannot_sign_anyone_in_or_out(portal: Portal, headers: dict[str, str]) -> None:
    token = portal.new_link().split("token=")[1]
    with httpx.Client(base_url=portal.url, headers=headers, cookies=portal.cookies()) as client:
        assert client.post("/sign-in", data={"link": token}).status_code == 403
        assert client.post("/sign-out").status_code == 403
        assert client.get("/general").status_code == 200


def test_a_large_form_is_not_read(visitor: httpx.Client) -> None:
    assert visitor.post("/sign-in", data={"link": "x" * 10_000}).status_code == 413


@pytest.mark.parametrize("wanted", OUTSIDE)
def test_nobody_is_carried_elsewhere(portal: Portal, wanted: str) -> None:
    assert own_path(wanted) == "/"
    with httpx.Client(base_url=portal.url) as client:
        client.get("/sign-in", params={"next": wanted})
        assert portal.follow(portal.new_link(), client).headers["location"] == "/"


@pytest.mark.parametrize("wanted", ASIDE)
def test_the_way_on_is_a_page_and_no_way_out(wanted: str) -> None:
    assert own_path(wanted) == "/"


@pytest.mark.parametrize("wanted", ["/general?programme=1&box=a/../b", "/data/a.csv", "/", "/team?x=%2e%2e"])
def test_the_way_on_to_a_page_is_kept(wanted: str) -> None:
    assert own_path(wanted) == wanted


@given(st.text(alphabet="/\\.:@?#%\t\n evilhtps-sign", max_size=30))
def test_whatever_is_asked_the_way_on_is_on_this_host(wanted: str) -> None:
    way = own_path(wanted)
    joined = httpx.URL("http://portal.example/sign-in").join(way)
    assert joined.host == "portal.example"
    assert not joined.path.startswith(("/sign-in/", "/sign-out/"))
    assert joined.path not in {"/sign-in", "/sign-out"}


def test_what_is_pasted() -> None:
    assert token_in("http://127.0.0.1:8501/sign-in?token=abc_-1") == "abc_-1"
    assert token_in(" abc ") == "abc"
    assert token_in("http://[?token=abc&x=1") == "abc"
    assert token_in("") == ""


def test_signing_out(portal: Portal, visitor: httpx.Client) -> None:
    portal.follow(portal.new_link(), visitor)
    kept = dict(visitor.cookies)
    assert "Sign out?" in visitor.get("/sign-out", headers={"Sec-Purpose": "prefetch"}).text
    assert visitor.get("/general").status_code == 200
    left = visitor.post("/sign-out")
    assert (left.status_code, left.headers["location"]) == (303, "/sign-in?signed-out")
    assert "matneo-session" not in visitor.cookies
    assert "You are signed out." in visitor.get(left.headers["location"]).text
    assert httpx.get(f"{portal.url}/general", cookies=kept).status_code == 303


def test_a_click_on_sign_out_needs_no_second_one(portal: Portal, visitor: httpx.Client) -> None:
    portal.follow(portal.new_link(), visitor)
    click = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-User": "?1", "Sec-Fetch-Mode": "navigate"}
    assert visitor.get("/sign-out", headers=click).status_code == 303
    assert visitor.get("/general").status_code == 303


def test_signing_in_anew_ends_what_the_browser_was_before(portal: Portal, visitor: httpx.Client) -> None:
    portal.follow(portal.new_link(), visitor)
    before = dict(visitor.cookies)
    portal.follow(portal.new_link(VIEWER), visitor)
    assert httpx.get(f"{portal.url}/general", cookies=before).status_code == 303
    assert visitor.get("/general").status_code == 200


def test_a_sign_in_is_always_a_new_one(portal: Portal) -> None:
    """A cookie that somebody planted before the sign-in opens nothing after it."""
    planted = "planted-before-the-sign-in"
    with httpx.Client(base_url=portal.url, headers={"Cookie": f"matneo-session={planted}"}) as client:
        given = {portal.follow(portal.new_link(), client).cookies["matneo-session"] for _ in range(2)}
    assert len(given) == 2
    assert planted not in given
    assert httpx.get(f"{portal.url}/general", cookies={"matneo-session": planted}).status_code == 303


@pytest.mark.parametrize("leave_first", [True, False], ids=["after leaving here", "while here"])
def test_signing_out_on_all_devices(portal: Portal, visitor: httpx.Client, leave_first: bool) -> None:
    ward, home, other = portal.cookies(), portal.cookies(), portal.cookies(VIEWER)
    portal.follow(portal.new_link(), visitor)
    if leave_first:
        left = visitor.post("/sign-out")
        assert "Sign out on all devices" in visitor.get(left.headers["location"]).text
        assert visitor.get("/general").status_code == 303, "what was left opens nothing"
    ended = visitor.post("/sign-out", data={"everywhere": "yes"})
    assert "You are signed out on all devices." in visitor.get(ended.headers["location"]).text
    assert not visitor.cookies
    reached = [httpx.get(f"{portal.url}/general", cookies=cookies).status_code for cookies in (ward, home, other)]
    assert reached == [303, 303, 200]


def test_other_sites_cannot_sign_anyone_out_everywhere(portal: Portal) -> None:
    cookies = portal.cookies()
    evil = {"Origin": "https://evil.example"}
    for kept in (cookies, {"matneo-left": cookies["matneo-session"]}):
        answer = httpx.post(f"{portal.url}/sign-out", data={"everywhere": "yes"}, headers=evil, cookies=kept)
        assert answer.status_code == 403
    assert httpx.get(f"{portal.url}/general", cookies=cookies).status_code == 200
