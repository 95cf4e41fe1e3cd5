"""PostgreSQL stopped and started while people write: nothing acknowledged is lost, and saving goes on by itself."""

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.sections import BOXES
from plan_store.store import make_engine, reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.unavailable import StoreUnavailable
from tests.conftest import WIDE
from tests.journeys.stored import look, programme_id
from tests.journeys.writing import box, saved, write
from tests.people import actor_of
from tests.portal_server import Portal, free_port
from tests.postgres import Postgres
from tests.visit import Visit

AGAIN = 10  # seconds after the server's return in which saving works again
WRITERS = 6


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    running = Postgres(free_port(), durable=True).start()
    yield running
    running.close()


@pytest.fixture(scope="module")
def portal(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    running = Portal(tmp_path_factory.mktemp("portal"), server.url(server.create()))
    try:
        yield running.start()
    finally:
        running.close()


@dataclass
class Load:
    """Writers who save as fast as they can, each in a box; a save that did not arrive is sent again."""

    url: str
    actor: Actor
    programme: str
    over: Event = field(default_factory=Event)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    at: dict[str, float] = field(default_factory=dict)
    turned_away: int = 0

    def write(self, place: str) -> None:
        on, number = make_engine(self.url), 0
        self.acknowledged[place] = []
        with reading(on) as session:
            revision = read_texts(session, self.actor, self.programme)[place].revision
        while not self.over.is_set():
            html = f"<p>{place} {number}</p>"
            try:
                with writing(on) as session:
                    kept = save_text(session, self.actor, self.programme, place, html, revision)
            except StoreUnavailable:
                self.turned_away += 1
                continue
            revision = kept.revision
            self.acknowledged[place].append(html)
            self.at[place] = time.monotonic()
            number += 1
        on.dispose()

    def all_saved_since(self, moment: float) -> bool:
        return len(self.at) == WRITERS and all(at > moment for at in self.at.values())


def wait_for(load: Load, moment: float, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not load.all_saved_since(moment):
        assert time.monotonic() < deadline, f"not everybody saves again: {load.at}, the server was back at {moment}"
        time.sleep(0.05)


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_nothing_acknowledged_is_lost(server: Postgres, portal: Portal, how: str) -> None:
    on = make_engine(portal.database)
    with reading(on) as session:
        actor = actor_of(session)
        programme = programme_id(portal, "Smoke-free pregnancies")
        before = len(session.exec(select(Change.id)).all())
    load = Load(portal.database, actor, programme)
    places = [entry.key for entry in BOXES][:WRITERS]
    with writing(on) as session:
        texts = read_texts(session, actor, programme)
        for place in places:
            if place not in texts:
                save_text(session, actor, programme, place, "<p>first</p>", 0)
    with ThreadPoolExecutor(WRITERS) as threads:
        working = [threads.submit(load.write, place) for place in places]
        try:
            wait_for(load, 0)
            server.stop(how)
            time.sleep(3)
            server.start()
            wait_for(load, time.monotonic(), AGAIN)
        finally:
            load.over.set()
            for one in working:
                one.result()
    assert load.turned_away > 0
    with reading(on) as session:
        texts = read_texts(session, actor, programme)
        for place, said in load.acknowledged.items():
            here = select(Change).where(Change.thing_id == f"{programme}/{place}").order_by(col(Change.revision))
            log = session.exec(here).all()
            assert [change.revision for change in log] == list(range(1, texts[place].revision + 1))
            logged = [json.loads(change.after)["html"] for change in log]
            assert set(said) <= set(logged)
            assert texts[place].html == logged[-1]
        assert len(session.exec(select(Change.id)).all()) > before
    on.dispose()


def test_what_is_typed_meanwhile_stays_and_is_saved(server: Postgres, portal: Portal, browser: Browser) -> None:
    title, programme = "Risks and contingencies", programme_id(portal, "Smoke-free pregnancies")
    context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
    context.add_cookies([{"name": k, "value": v, "url": portal.url} for k, v in portal.cookies().items()])
    here = Visit(context.new_page(), portal.url).open(f"/general?programme={programme}")
    expect(here.page.locator(".mn-text")).to_have_count(9)
    box(here, title).click()
    here.page.keyboard.press("Control+A")
    write(here, title, "Written before.")
    server.stop("fast")
    here.page.keyboard.type(" Written while it was away.", delay=20)
    editor = here.page.locator(".mn-editor", has=box(here, title))
    expect(editor.locator(".mn-state")).to_have_text(re.compile("Not saved, retrying"))
    here.page.keyboard.type(" And more.", delay=20)
    here.page.wait_for_timeout(6000)
    expect(box(here, title)).to_have_text(re.compile("Written before. Written while it was away. And more."))
    server.start()
    expect(editor.locator(".mn-state")).to_have_attribute("data-state", "saved", timeout=AGAIN * 1000)
    here.page.keyboard.type(" Written after.", delay=20)
    saved(here, title)
    with look(portal) as session:
        kept = read_texts(session, actor_of(session), programme)["risks"].html
    assert kept.endswith("Written before. Written while it was away. And more. Written after.</p>")
    expect(here.page.get_by_role("dialog")).to_have_count(0)
    context.close()
