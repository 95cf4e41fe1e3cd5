"""What every test may ask for: a store, a running portal, a browser, a visit to a page."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, expect, sync_playwright
from sqlalchemy import Engine

from plan_store.settings import settings
from plan_store.store import engine, make_engine, upgrade_schema
from tests.browser import NoBrowser, find_browser, flags
from tests.portal_server import LEAD, Portal, free_port
from tests.postgres import Postgres, empty
from tests.visit import Visit

expect.set_options(timeout=20_000)  # a rerun takes its time on a machine that does other things too
STORE = os.environ.get("PORTAL_TEST_STORE", "sqlite")  # postgresql: every test that has a store runs on that
LONG = [Path(__file__).parent / long for long in ("journeys", "pages/web", "pages/editor")]
WIDE, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files come first, so that no worker is left with one when the others have nothing more to do."""
    items.sort(
        key=lambda item: next((place for place, long in enumerate(LONG) if long in item.path.parents), len(LONG))
    )


def pytest_collection_finish() -> None:
    """As the portal does at its start: what was imported is not walked again with every collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with today's schema; tests copy it, because migrating takes longer than most of them."""
    path = tmp_path_factory.mktemp("store") / "migrated.sqlite"
    made = make_engine(f"sqlite:///{path}")
    upgrade_schema(made)
    made.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of this worker's own. A missing one fails: nothing is left out."""
    running = Postgres(free_port()).start()
    yield running
    running.close()


@pytest.fixture(scope="session")
def migrated_database(postgres: Postgres) -> str:
    """The address of a database with today's schema; emptied for each test, which is quicker than a new one."""
    url = postgres.url(postgres.create())
    made = make_engine(url)
    upgrade_schema(made)
    made.dispose()
    return url


@pytest.fixture
def store_kind() -> str:
    """What the store is kept in; a folder or a test that means both parametrises it."""
    return STORE


@pytest.fixture
def store_url(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A fresh store with today's schema."""
    if store_kind == "sqlite":
        return f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), tmp_path / 'store.sqlite')}"
    url = request.getfixturevalue("migrated_database")
    empty(url)
    return url


@pytest.fixture
def empty_url(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A store with nothing in it, no schema either."""
    if store_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/new/folder/portal.sqlite"
        return
    server: Postgres = request.getfixturevalue("postgres")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def store(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A fresh store, and the settings that point to it."""
    monkeypatch.setenv("DATABASE_URL", store_url)
    settings.cache_clear()
    engine.cache_clear()
    yield engine()
    engine().dispose()
    engine.cache_clear()
    settings.cache_clear()


@pytest.fixture(scope="module")
def portal_store() -> str:
    return STORE


@pytest.fixture(scope="module")
def portal(
    portal_store: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Portal]:
    """A portal of this module's own."""
    folder, url = tmp_path_factory.mktemp("portal"), ""
    if portal_store == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        url = server.url(server.create())
    running = Portal(folder, url)
    try:
        yield running.start()
    finally:
        running.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        path = find_browser()
    except NoBrowser as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(none))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags())
        yield launched
        launched.close()


@pytest.fixture
def window(browser: Browser, portal: Portal) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser windows that share nothing with each other: a person at a computer, or with a phone."""
    made: list[BrowserContext] = []

    def make(email: str | None = LEAD, phone: bool = False) -> BrowserContext:
        context = browser.new_context(
            viewport=PHONE if phone else WIDE,
            has_touch=phone,
            is_mobile=phone,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        if email:
            context.add_cookies([{"name": k, "value": v, "url": portal.url} for k, v in portal.cookies(email).items()])
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def visit(window: Callable[..., BrowserContext], portal: Portal) -> Iterator[Callable[..., Visit]]:
    """Opens a page signed in, wide or on a phone; the house rules hold when the test leaves it."""
    visits: list[Visit] = []

    def go(path: str = "/", email: str = LEAD, phone: bool = False, context: BrowserContext | None = None) -> Visit:
        made = Visit((context or window(email, phone)).new_page(), portal.url).open(path)
        visits.append(made.hold_quick_rules())
        return made

    yield go
    for made in visits:
        if not made.page.is_closed():
            made.hold_house_rules()
