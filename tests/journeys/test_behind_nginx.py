"""Two portals behind nginx on one PostgreSQL: each browser stays at one, and what one changes the other shows."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.conftest import WIDE
from tests.journeys.stored import programme_id, text_of
from tests.journeys.writing import box, write
from tests.nginx import Nginx
from tests.portal_server import EDITOR, LEAD, Portal
from tests.postgres import Postgres
from tests.visit import Visit

EXPORT = Path(__file__).parent / "team_export.csv"
RISKS = "Risks and contingencies"


class Site:
    """nginx, and the portals behind it by their ports."""

    def __init__(self, nginx: Nginx, portals: list[Portal]) -> None:
        self.nginx = nginx
        self.portals = portals

    def asked_since(self, count: int) -> set[tuple[str, str]]:
        """Path and process of every request since then that an own process answered."""
        return {(words[3], words[7]) for words in self.nginx.asked()[count:]}

    def place_at(self, portal: Portal) -> str:
        """A cookie that leads to this portal."""
        for _ in range(50):
            place, path = uuid4().hex, f"/assets/{uuid4().hex}"  # no such file: only who answers counts
            httpx.get(self.nginx.address + path, cookies={"portal_place": place}, verify=False)
            if self.nginx.who_answered(path) == f"127.0.0.1:{portal.port}":
                return place
        raise AssertionError("nginx never asked this portal")

    def open(self, browser: Browser, portal: Portal, email: str) -> tuple[BrowserContext, Visit]:
        """A browser that nginx keeps at one portal, signed in there by a link made elsewhere."""
        context = browser.new_context(
            viewport=WIDE, locale="en-GB", timezone_id="Europe/London", ignore_https_errors=True
        )
        context.add_cookies([{"name": "portal_place", "value": self.place_at(portal), "url": self.nginx.address}])
        here = Visit(context.new_page(), self.nginx.address)
        here.page.goto(self.portals[0].new_link(email).replace(self.portals[0].url, self.nginx.address))
        here.page.get_by_role("button", name="Sign in").click()
        return context, here.settle()


@pytest.fixture(scope="module")
def site(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    database = postgres.url(postgres.create())
    portals = [Portal(tmp_path_factory.mktemp("portal"), database) for _ in range(2)]
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), [portal.port for portal in portals])
    for portal in portals:
        portal.environment |= {
            "PORTAL_HTTPS": "true",
            "PORTAL_URL": nginx.address,
            "PORTAL_COOKIE_SECRET": "the-same-word-in-both-processes",
        }
    try:
        with ThreadPoolExecutor(2) as starting:  # both find an empty database at the same moment
            list(starting.map(Portal.start, portals))
        yield Site(nginx.start(), portals)
    finally:
        nginx.close()
        for portal in portals:
            portal.close()


def test_what_one_changes_the_other_shows(site: Site, browser: Browser) -> None:
    plan = programme_id(site.portals[0], "Smoke-free pregnancies")
    one, lead = site.open(browser, site.portals[0], LEAD)
    two, editor = site.open(browser, site.portals[1], EDITOR)
    editor.open(f"/general?programme={plan}")
    count = site.nginx.quiet()
    lead.open(f"/general?programme={plan}")
    expect(lead.page.locator(".mn-text")).to_have_count(9)
    write(lead, RISKS, "Said through one.")
    assert text_of(site.portals[1], plan, "risks").endswith("Said through one.</p>")
    write(editor, "Sustainability and spread", "Said through two.")
    editor.open(f"/general?programme={plan}")
    expect(box(editor, RISKS)).to_contain_text("Said through one.")
    lead.open(f"/baseline_data?programme={plan}")
    expect(lead.page.locator("input[type=file]")).to_be_attached()
    expect(box(lead, RISKS)).to_have_count(0)
    lead.page.locator("input[type=file]").set_input_files(EXPORT)
    expect(lead.page.get_by_role("heading", name="Check what we read")).to_be_visible()
    for visit in (lead, editor):
        visit.hold_house_rules()
    one.close()
    asked = site.asked_since(count)
    files = {process for path, process in asked if path.startswith("/_stcore/upload_file")}
    assert files == {f"127.0.0.1:{site.portals[0].port}"}
    two.close()


def test_a_browser_keeps_its_process_and_its_cookies_are_secure(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=WIDE, ignore_https_errors=True)
    count = site.nginx.quiet()
    here = Visit(context.new_page(), site.nginx.address)
    answer = here.page.goto(site.portals[1].new_link(LEAD).replace(site.portals[1].url, site.nginx.address))
    here.page.get_by_role("button", name="Sign in").click()
    here.settle().open("/").hold_house_rules()
    assert answer
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["cache-control"] == "no-store"
    cookies = {cookie["name"]: cookie for cookie in context.cookies()}
    assert {"__Host-matneo-session", "portal_place"} <= set(cookies)
    assert all(cookie["secure"] for name, cookie in cookies.items() if name != "_streamlit_xsrf")
    assert cookies["__Host-matneo-session"]["httpOnly"]
    assert re.fullmatch("[0-9a-f]{32}", cookies["portal_place"]["value"])
    context.close()
    first, *later = [words[7] for words in site.nginx.asked()[count:]]
    assert len(set(later)) == 1, "after the first answer, which sets the cookie, every request goes to one process"
    assert first


def test_the_printed_link_leads_through_the_proxy(site: Site) -> None:
    for portal in site.portals:
        assert portal.first_line.startswith(f"{site.nginx.address}/sign-in?token=")
    with httpx.Client(verify=False) as client:
        opened = client.get(site.portals[0].first_line)
        token = re.search(r'name="link" value="([\w-]+)"', opened.text)
        assert token
        own = {"Origin": site.nginx.address}
        answer = client.post(f"{site.nginx.address}/sign-in", data={"link": token[1]}, headers=own)
    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"]


def test_what_is_for_monitoring_is_not_for_the_public_and_no_query_is_logged(site: Site) -> None:
    assert httpx.get(f"{site.nginx.address}/health", verify=False).status_code == 404
    assert httpx.get(f"{site.portals[0].url}/health").status_code == 200
    plain = httpx.get(f"{site.nginx.plain_address}/sign-in?token=a-key")
    assert plain.status_code == 301
    assert site.nginx.who_answered("/sign-in") == "-", "nginx itself"
    assert "a-key" not in (site.nginx.folder / "portal.log").read_text(encoding="utf-8")


def test_when_a_process_ends_its_people_go_on_at_the_other(site: Site, browser: Browser) -> None:
    plan = programme_id(site.portals[0], "Smoke-free pregnancies")
    context, here = site.open(browser, site.portals[1], LEAD)
    here.open(f"/general?programme={plan}")
    site.portals[1].stop()
    here.page.goto(f"{site.nginx.address}/general?programme={plan}")
    here.settle()
    write(here, "Support and resource required", " Said after the move.")
    assert "Said after the move." in text_of(site.portals[0], plan, "support")
    context.close()
