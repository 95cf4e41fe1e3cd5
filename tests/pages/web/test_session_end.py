"""When a sign-in ends: what puts it off, what does not, and the line that says so before."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect
from sqlmodel import col, select, update

from plan_store.base import now
from plan_store.people import Membership, User, actor_for
from plan_store.plan_rows import TeamMember
from plan_store.rows import add_row
from plan_store.sign_in import SignInSession, hash_of
from tests.pages.web.streamlit_tab import StreamlitTab
from tests.portal_server import EDITOR, LEAD, Portal
from tests.visit import Visit

OpenTab = Callable[..., StreamlitTab]
ADMINISTRATOR = EDITOR


@pytest.fixture(autouse=True)
def administrator(portal: Portal) -> None:
    with portal.store() as session:
        user = session.exec(select(User).where(User.email == ADMINISTRATOR)).one()
        session.exec(update(Membership).where(col(Membership.user_id) == user.id).values(role="trust administrator"))


def idle(portal: Portal, token: str, minutes: float) -> None:
    """Nothing has been done for so long."""
    with portal.store() as session:
        session.get_one(SignInSession, hash_of(token)).seen_at = now() - timedelta(minutes=minutes)


def seconds_idle(portal: Portal, token: str) -> float:
    with portal.store() as session:
        return (now() - session.get_one(SignInSession, hash_of(token)).seen_at).total_seconds()


def test_what_a_person_does_is_noted_and_what_a_page_does_itself_is_not(portal: Portal, open_tab: OpenTab) -> None:
    token, programme = portal.new_session(ADMINISTRATOR), portal.programme("Smoke-free pregnancies")
    here = {"programme": programme, "say": True, "place": "risks"}
    last_words = {"html": "<p>943 476 5919</p>", "seen_revision": 0}
    with httpx.Client(base_url=portal.url, cookies={"matneo-session": token}, headers={"Origin": portal.url}) as client:
        tab = open_tab(token)
        idle(portal, token, 20)
        for _ in range(2):
            tab.run("team", f"programme={programme}")
            tab.upload_address("a.csv")
            assert client.post("/here", json=here).status_code == 200
            assert client.post(f"/texts/{programme}/risks", json=last_words).status_code == 409
            client.get("/session")
            client.get("/_stcore/host-config")
        assert seconds_idle(portal, token) > 1190
        client.post("/session")
        assert seconds_idle(portal, token) < 60
        idle(portal, token, 20)
        client.get(f"/team?programme={programme}")
        assert seconds_idle(portal, token) < 60
        idle(portal, token, 0.5)
        client.post("/session")
        assert seconds_idle(portal, token) > 29, "once a minute is enough"


def test_keys_and_presses_are_a_persons_doing_and_an_open_page_that_others_change_is_not(
    portal: Portal, window: Callable[..., BrowserContext]
) -> None:
    token, programme = portal.new_session(ADMINISTRATOR), portal.programme("Smoke-free pregnancies")
    context = window(email=None)
    context.add_cookies([{"name": "matneo-session", "value": token, "url": portal.url}])
    visit = Visit(context.new_page(), portal.url).open(f"/team?programme={programme}")
    page = visit.page
    idle(portal, token, 20)
    with portal.store() as session:
        lead = session.exec(select(User).where(User.email == LEAD)).one()
        actor = actor_for(session, lead.id)
        assert actor is not None
        add_row(session, actor, programme, TeamMember, {"name": "Somebody new", "role": "Midwife"})
    expect(page.get_by_role("button", name="Edit Somebody new")).to_be_visible()
    assert seconds_idle(portal, token) > 1190
    for do in (lambda: page.keyboard.press("Shift"), lambda: page.mouse.click(5, 5)):
        idle(portal, token, 20)
        page.evaluate("Date.now = (now => () => now() + 61000)(Date.now)")  # a minute later
        with page.expect_response(lambda answer: answer.url.endswith("/session")):
            do()
        assert seconds_idle(portal, token) < 60


def test_an_idle_administrator_is_signed_out_and_a_lead_is_not(portal: Portal, open_tab: OpenTab) -> None:
    tokens = {email: portal.new_session(email) for email in (ADMINISTRATOR, LEAD)}
    tabs = {email: open_tab(token) for email, token in tokens.items()}
    for tab in tabs.values():
        tab.run()
    for token in tokens.values():
        idle(portal, token, 30)
    said = {email: tab.run() for email, tab in tabs.items()}
    assert "You are signed out" in said[ADMINISTRATOR]
    assert "You are signed out" not in said[LEAD]
    answers = {e: httpx.get(f"{portal.url}/general", cookies={"matneo-session": t}) for e, t in tokens.items()}
    assert {email: answer.status_code for email, answer in answers.items()} == {ADMINISTRATOR: 303, LEAD: 200}


def test_asking_when_it_ends_and_staying(portal: Portal) -> None:
    token = portal.new_session(ADMINISTRATOR)
    idle(portal, token, 26)
    with httpx.Client(base_url=portal.url, cookies={"matneo-session": token}) as client:
        asked = client.get("/session").json()
        assert asked["idle"] is True
        assert 230 < asked["left"] <= 240
        assert client.post("/session", headers={"Origin": "https://evil.example"}).status_code == 403
        assert 1790 < client.post("/session", headers={"Origin": portal.url}).json()["left"] <= 1800
    assert httpx.get(f"{portal.url}/session").status_code == 401
    lead = httpx.get(f"{portal.url}/session", cookies=portal.cookies()).json()
    assert lead["idle"] is False
    assert 43_000 < lead["left"] <= 43_200


def test_the_line_before_the_idle_end_takes_no_focus_and_goes_when_one_stays(
    portal: Portal, window: Callable[..., BrowserContext]
) -> None:
    token = portal.new_session(ADMINISTRATOR)
    context = window(email=None)
    context.add_cookies([{"name": "matneo-session", "value": token, "url": portal.url}])
    visit = Visit(context.new_page(), portal.url).open(
        f"/general?programme={portal.programme('Smoke-free pregnancies')}"
    )
    page = visit.page
    expect(page.locator("#session-end")).to_be_empty()
    idle(portal, token, 27)
    page.reload()  # noted, so the end is far away again
    visit.settle()
    expect(page.locator("#session-end")).to_be_empty()
    page.clock.install()
    page.reload()
    visit.settle()
    writing = page.get_by_role("link", name="Sign out")
    writing.focus()
    idle(portal, token, 26)
    page.clock.fast_forward("26:00")
    line = page.get_by_role("status").filter(has_text="You will be signed out at")
    expect(line).to_contain_text("Nothing has been done here for a while.")
    expect(writing).to_be_focused()
    visit.screenshot("session-end")
    line.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#session-end")).to_be_empty()
    assert seconds_idle(portal, token) < 60
    with portal.store() as session:
        session.get_one(SignInSession, hash_of(token)).expires = now() + timedelta(minutes=3)
    page.clock.fast_forward("26:00")
    expect(page.locator("#session-end")).to_contain_text("Save what you are writing before then")
    visit.hold_house_rules()
    with portal.store() as session:
        session.get_one(SignInSession, hash_of(token)).expires = now() - timedelta(seconds=1)
    page.clock.fast_forward("03:00")
    expect(page.locator("#session-end")).to_contain_text("You have been signed out.")
    expect(page.locator("#session-end").get_by_role("link", name="sign in again")).to_have_attribute("href", page.url)
