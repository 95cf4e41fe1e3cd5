"""A browser's visit to a page, and the house rules that hold on every one of them."""

import os
import re
from pathlib import Path

from playwright.sync_api import CDPSession, ConsoleMessage, Page, Request, expect

SCREENSHOTS = Path(__file__).resolve().parent / "screenshots"
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
NAMED_ROLES = {"button", "link", "textbox", "searchbox", "combobox", "listbox", "checkbox", "radio", "switch", "tab"}
NAMED_ROLES |= {"spinbutton", "slider", "menuitem", "option"}
# On a deep link Streamlit asks for its own health under the page's path first, gets 404, and goes on to the root.
BASE_PATH_PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)$")
# A page that is open when its sign-in has ended hears 401 from what it tells the server by itself.
SIGNED_OUT = re.compile(r" 401 .*/(session|here)\)$")
FAULTS = """() => {
  const faults = [], shown = e => e.checkVisibility({visibilityProperty: true});
  const exceptions = document.querySelectorAll('[data-testid=stException], [data-unforeseen]');
  faults.push(...[...exceptions].map(e => 'an exception: ' + e.innerText));
  const titles = [...document.querySelectorAll('h1')].filter(shown).map(e => e.innerText);
  if (titles.length !== 1) faults.push('one title expected, found ' + JSON.stringify(titles));
  if (!document.title.trim()) faults.push('the browser tab has no title');
  const wide = [document.documentElement, ...document.querySelectorAll('[data-testid=stApp], [data-testid=stMain]')];
  for (const e of wide) if (e.scrollWidth > e.clientWidth + 1)
    faults.push(`scrolls sideways: ${e.dataset.testid || e.tagName} is ${e.scrollWidth} wide in ${e.clientWidth}`);
  return faults;
}"""


class Visit:
    """One page in one browser window, signed in; `page` is Playwright's."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self._heard: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._heard.append(f"an error in the page: {error}"))
        page.on("request", self._watch)

    def _hear(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        said = f"a console error: {message.text} ({url})"
        if message.type == "error" and not BASE_PATH_PROBE.search(url) and not SIGNED_OUT.search(said):
            self._heard.append(said)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.url, self.url.replace("http", "ws", 1), "data:", "blob:", "about:")):
            self._heard.append(f"asked an outside host: {request.url}")

    def open(self, path: str) -> "Visit":
        self.page.goto(self.url + path)
        return self.settle()

    def settle(self) -> "Visit":
        """Wait until the script has run and nothing on the page is about to be replaced."""
        self.page.wait_for_selector(SETTLED, timeout=30_000)
        expect(self.page.locator("[data-stale=true], [data-testid=stSkeleton]")).to_have_count(0)
        return self

    def hold_house_rules(self) -> "Visit":
        return self._hold(self.nameless())

    def hold_quick_rules(self) -> "Visit":
        """Those that cost nothing, for a page that is held to all of them before the test leaves it."""
        return self._hold([])

    def _hold(self, nameless: list[str]) -> "Visit":
        faults = [*self.page.evaluate(FAULTS), *nameless, *self._heard]
        assert not faults, f"{self.page.url}:\n" + "\n".join(faults)
        return self

    def nameless(self) -> list[str]:
        """Controls that a screen reader could not name, from the browser's own accessibility tree."""
        session = self.page.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        found = [described(session, node) for node in nodes if lacks_name(node)]
        session.detach()
        return [f"no accessible name: {words}" for words in found]

    def picture(self, name: str) -> Path:
        SCREENSHOTS.mkdir(exist_ok=True)
        return SCREENSHOTS / f"{name}.png"

    def screenshot(self, name: str, whole: bool = False) -> Path:
        """Keep a picture if PORTAL_TEST_PICTURES is set; `whole` stretches the window to the length of the page."""
        path = self.picture(name)
        if not os.environ.get("PORTAL_TEST_PICTURES"):
            return path
        size = self.page.viewport_size
        if whole and size:
            length = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
            self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(length))})
            self.settle()
        self.page.screenshot(path=path)
        if whole and size:
            self.page.set_viewport_size(size)
        return path


def lacks_name(node: dict) -> bool:
    named = node.get("name", {}).get("value", "").strip()
    return not node.get("ignored") and node.get("role", {}).get("value") in NAMED_ROLES and not named


def described(session: CDPSession, node: dict) -> str:
    html = session.send("DOM.getOuterHTML", {"backendNodeId": node["backendDOMNodeId"]})["outerHTML"]
    return f"{node['role']['value']} {html[:200]}"
