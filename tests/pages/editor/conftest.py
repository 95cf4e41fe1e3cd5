"""A server with nine boxes that a test can stop and start, and a page on it that must end without console errors."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests.portal_server import free_port

ROOT = Path(__file__).resolve().parents[3]
CHARTS = {
    "co": ["CO test at booking", "<p>CO test at booking: 91%</p>"],
    "co36": ["CO test at 36 weeks", "<p>CO test at 36 weeks: 80%</p>"],
}
FLAGS = {
    "server.address": "127.0.0.1",
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "theme.base": "light",
}


class Server:
    """The tests' server on one port, over one file; it can be killed and started again as a real one would be."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.write({"boxes": {}, "charts": CHARTS})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def read(self) -> dict:
        return json.loads(self.file.read_text(encoding="utf-8"))

    def write(self, stored: dict) -> None:
        part = self.file.with_suffix(".test")
        part.write_text(json.dumps(stored), encoding="utf-8")
        part.replace(self.file)

    def text(self, box: int) -> str:
        return self.read()["boxes"].get(str(box), [""])[-1]

    def put(self, box: int, html: str) -> None:
        """Somebody else saves a text in this box."""
        stored = self.read()
        stored["boxes"].setdefault(str(box), [""]).append(html)
        self.write(stored)

    def start(self) -> None:
        flags = [f"--{name}={value}" for name, value in {**FLAGS, "server.port": self.port}.items()]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(Path(__file__).parent / "server.py"), *flags],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "MATNEO_TEST_FILE": str(self.file)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            assert time.monotonic() < deadline, "the tests' server did not start"
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Boxes:
    """The page with the nine boxes, as a user and a test see it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.errors: list[str] = []
        self.lost_server = False
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser and Streamlit report every call to a server that is down; the editor's own faults count always.
        ours = "editor.js" in message.location.get("url", "")
        if message.type == "error" and (ours or not self.lost_server):
            self.errors.append(message.text)

    def lose_server(self) -> None:
        self.lost_server = True
        self.server.kill()

    def open(self) -> "Boxes":
        self.page.goto(self.server.url)
        return self.up()

    def reload(self) -> "Boxes":
        self.page.reload()
        return self.up()

    def up(self) -> "Boxes":
        self.page.wait_for_function("document.querySelectorAll('.mn-editor .mn-text').length === 9")
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        return self

    def editor(self, box: int) -> Locator:
        return self.page.locator(".mn-editor").nth(box - 1)

    def text(self, box: int) -> Locator:
        return self.editor(box).locator(".mn-text")

    def state(self, box: int) -> Locator:
        return self.editor(box).locator(".mn-state")

    def tool(self, box: int, name: str) -> Locator:
        return self.editor(box).get_by_role("button", name=name, exact=True)

    def choose(self, box: int, menu: str, item: str) -> None:
        self.tool(box, menu).click()
        self.editor(box).locator("[role=menu]:visible").get_by_text(item, exact=True).click()

    def paste(self, box: int, html: str, plain: str = "") -> None:
        """What the browser does on Ctrl+V with this on the clipboard."""
        self.text(box).click()
        self.text(box).evaluate(
            """(text, [html, plain]) => {
                 const data = new DataTransfer()
                 data.setData("text/html", html)
                 data.setData("text/plain", plain)
                 text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
               }""",
            [html, plain],
        )

    def saved(self, box: int, expected: str) -> None:
        """Wait until the store holds exactly this; the page says so too."""
        deadline = time.monotonic() + 15
        while self.server.text(box) != expected and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        assert self.server.text(box) == expected
        self.page.wait_for_function(
            "box => document.querySelectorAll('.mn-state')[box].dataset.state === 'saved'", arg=box - 1
        )


@pytest.fixture(scope="module")
def running_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("boxes") / "boxes.json")
    started.start()
    yield started
    started.kill()


@pytest.fixture
def server(running_server: Server) -> Server:
    """The module's server with an empty store, running again where a test before stopped it."""
    running_server.write({"boxes": {}, "charts": CHARTS})
    if running_server.process is None:
        running_server.start()
    return running_server


@pytest.fixture
def boxes(server: Server, browser: Browser) -> Iterator[Boxes]:
    context = browser.new_context(
        viewport={"width": 1000, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    made = Boxes(context.new_page(), server)
    yield made
    context.close()
    assert made.errors == []
