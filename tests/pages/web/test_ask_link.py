"""A sign-in link by email: the same answer for everybody, and only the person's own mailbox has more."""

import re
from collections.abc import Iterator
from time import sleep

import httpx
import pytest
from sqlmodel import col, delete, select, update

from pages._web.ask_link import PAUSE
from plan_store.base import now
from plan_store.people import User
from plan_store.sign_in import SignInLink
from plan_store.throttle import LINKS_A_CLIENT, LINKS_AN_ADDRESS, SignInAttempt
from tests.mail_server import Letters, mail_server, settings_for
from tests.portal_server import EDITOR, LEAD, VIEWER, Portal

UNKNOWN = "nobody@northdale.example"
ANSWER = "If this address belongs to somebody here, a link is on its way. It works for 15 minutes."
OUTSIDE = "https://portal.northdale.example"
NO_ADDRESSES = ("", "midwife", f"{LEAD}, {VIEWER}", f"{LEAD}\nBcc: {VIEWER}", "a@" + "b" * 260 + ".example")
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the mail server is on this computer


@pytest.fixture(scope="module")
def letters() -> Iterator[Letters]:
    with mail_server() as running:
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, letters: Letters) -> Iterator[Portal]:
    """One that sends mail, and trusts a proxy on this computer."""
    told = {**settings_for(letters), "PORTAL_URL": f"{OUTSIDE}/", "TRUSTED_PROXIES": "127.0.0.0/8"}
    running = Portal(tmp_path_factory.mktemp("portal"), **told)
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture(autouse=True)
def calm(portal: Portal) -> None:
    with portal.store() as session:
        session.exec(delete(SignInAttempt))


@pytest.fixture
def visitor(portal: Portal) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=portal.url, headers={"Origin": portal.url}) as client:
        yield client


def ask(visitor: httpx.Client, email: str, client: str = "192.0.2.7", **headers: str) -> httpx.Response:
    return visitor.post("/sign-in/link", data={"email": email}, headers={"X-Forwarded-For": client, **headers})


def test_a_link_that_was_asked_for_signs_in_whatever_the_request_calls_the_portal(
    portal: Portal, visitor: httpx.Client, letters: Letters
) -> None:
    visitor.get("/sign-in", params={"next": "/team?programme=0192-x"})
    answer = ask(visitor, f" {LEAD.upper()} ", Host="evil.example", Origin="http://evil.example")
    assert answer.status_code == 200
    assert ANSWER in answer.text
    to, letter = letters.next()
    assert (to, letter["From"]) == ([LEAD], "portal@northdale.example")
    assert letter["Subject"] == "Your link to sign in to the MatNeo Improvement Portal"
    plain, html = (part.get_content() for part in letter.iter_parts())
    link = re.search(rf"{OUTSIDE}/sign-in\?token=[\w-]{{43}}(?=\s)", plain)
    assert link
    assert f'href="{link[0]}"' in html
    arrived = portal.follow(link[0].replace(OUTSIDE, portal.url), visitor)
    assert arrived.headers["location"] == "/team?programme=0192-x"


def test_the_answer_is_the_same_for_everybody(portal: Portal, visitor: httpx.Client, letters: Letters) -> None:
    remove(portal, EDITOR)
    answers = [ask(visitor, email) for email in (UNKNOWN, EDITOR, VIEWER)]
    assert letters.next()[0] == [VIEWER]
    sleep(PAUSE[1])
    assert letters.none_waiting
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    kept = [{name: value for name, value in answer.headers.items() if name != "date"} for answer in answers]
    assert kept[0] == kept[1] == kept[2]


def remove(portal: Portal, email: str) -> None:
    with portal.store() as session:
        session.exec(update(User).where(col(User.email) == email).values(removed_at=now()))


def test_the_answer_comes_before_anything_is_done(visitor: httpx.Client, letters: Letters) -> None:
    """So that its time says nothing: here the mail server takes the letter only after the answer has come."""
    letters.open.clear()
    try:
        assert ANSWER in ask(visitor, LEAD).text
        assert ANSWER in ask(visitor, UNKNOWN).text
        assert letters.none_waiting
    finally:
        letters.open.set()
    assert letters.next()[0] == [LEAD]


def test_an_address_gets_five_links_an_hour(portal: Portal, visitor: httpx.Client, letters: Letters) -> None:
    answers = [ask(visitor, VIEWER, client=f"192.0.2.{number}") for number in range(LINKS_AN_ADDRESS + 2)]
    assert {answer.text for answer in answers} == {answers[0].text}
    assert [letters.next()[0] for _ in range(LINKS_AN_ADDRESS)] == [[VIEWER]] * 5
    ask(visitor, LEAD, client="192.0.2.99")
    assert letters.next()[0] == [LEAD], "nobody else waits"
    sleep(PAUSE[1])
    assert letters.none_waiting


def test_a_client_asks_twenty_times_an_hour(visitor: httpx.Client) -> None:
    answers = [ask(visitor, f"nobody{number}@a.example") for number in range(LINKS_A_CLIENT)]
    assert {answer.status_code for answer in answers} == {200}
    refused = ask(visitor, UNKNOWN)
    assert refused.status_code == 429
    assert "Too many tries from here; try again in 60 minutes." in refused.text
    assert refused.headers["retry-after"] == "3600"
    assert ask(visitor, UNKNOWN, client="192.0.2.8").status_code == 200
    assert ask(visitor, UNKNOWN, client="198.51.100.9, 192.0.2.7").status_code == 429, "what the client wrote itself"


def test_links_are_guessed_twenty_times_an_hour_and_a_true_one_works(portal: Portal, visitor: httpx.Client) -> None:
    def guess(token: str, client: str = "2001:db8::1") -> int:
        return visitor.post("/sign-in", data={"link": token}, headers={"X-Forwarded-For": client}).status_code

    token = portal.new_link().split("token=")[1]
    assert {guess("guess", f"2001:db8::{number}") for number in range(20)} == {400}
    assert guess("guess") == 429
    assert guess("guess", client="2001:db8:0:1::1") == 400
    assert guess(token) == 303
    assert guess(token) == 429, "it works once"


@pytest.mark.parametrize(
    "email", ["", "midwife", f"{LEAD}, {VIEWER}", f"{LEAD}\nBcc: {VIEWER}", "a@" + "b" * 260 + ".example"]
)
def test_what_is_no_address_is_said(visitor: httpx.Client, email: str) -> None:
    answer = ask(visitor, email)
    assert answer.status_code == 400
    assert "Write your email address" in answer.text


def test_other_sites_cannot_ask(visitor: httpx.Client) -> None:
    assert ask(visitor, LEAD, Origin="https://evil.example").status_code == 403


def test_only_hashes_of_links_and_addresses_are_kept(portal: Portal, visitor: httpx.Client, letters: Letters) -> None:
    ask(visitor, VIEWER)
    _, letter = letters.next()
    with portal.store() as session:
        links, keys = session.exec(select(SignInLink.hash)).all(), session.exec(select(SignInAttempt.key)).all()
    assert not any(link in letter.as_string() for link in links)
    assert len(keys) >= 2
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    assert VIEWER not in portal.errors()
