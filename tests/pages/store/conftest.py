"""Pages over a store that does not take or give anything for a while."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, event

from tests.pages.tables.conftest import actor, programme, tab  # noqa: F401  (fixtures)

FULL, ROOM = "max_page_count=1", "max_page_count=1000000"  # the page count that there is already; more than enough
Set = Callable[[str], None]


@pytest.fixture
def disk(store: Engine) -> Iterator[Set]:
    """Sets FULL, ROOM or another pragma on every connection that is used from now on."""
    now = [ROOM]

    def apply(connection: sqlite3.Connection, *_more: object) -> None:
        connection.execute(f"PRAGMA {now[0]}")

    def change(words: str) -> None:
        now[0] = words
        store.dispose()  # one connection is kept for saves: it is taken anew

    event.listen(store, "checkout", apply)
    yield change
    event.remove(store, "checkout", apply)
