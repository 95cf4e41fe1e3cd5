"""A store that is full, read-only, busy or gone says so in a sentence, loses nothing, and works again afterwards."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from plan_store import turns
from plan_store.base import add_first
from plan_store.people import Organisation
from plan_store.permissions import Actor
from plan_store.store import make_engine, reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.unavailable import StoreUnavailable, Why, reason


@pytest.fixture
def store_kind() -> str:
    """What is here is about the file that SQLite keeps."""
    return "sqlite"


FULL = (
    "The portal could not save this because its disk is full. What you typed is still here. "
    "Please tell whoever looks after the portal."
)
LONG = f"<p>{'word ' * 30_000}</p>"
Set = Callable[[str], None]


@pytest.fixture
def pragma(store: Engine) -> Iterator[Set]:
    """Sets a pragma on every connection that is used from now on."""
    now = [""]

    def apply(connection: sqlite3.Connection, *_more: object) -> None:
        connection.execute(f"PRAGMA {now[0]}")

    def change(words: str) -> None:
        now[0] = words
        if not event.contains(store, "checkout", apply):
            event.listen(store, "checkout", apply)
        store.dispose()  # the connection that is kept for saves is taken anew

    yield change
    if event.contains(store, "checkout", apply):
        event.remove(store, "checkout", apply)


def test_a_full_disk(pragma: Set, lead: Actor, programme: str) -> None:
    with writing() as session:
        save_text(session, lead, programme, "aims", "<p>before</p>", 0)
    pragma("max_page_count=1")  # no page more than there are: what a full disk answers
    with pytest.raises(StoreUnavailable) as told, writing() as session:
        save_text(session, lead, programme, "aims", LONG, 1)
    assert (told.value.why, str(told.value)) == (Why.FULL, FULL)
    with reading() as session:
        assert read_texts(session, lead, programme)["aims"].html == "<p>before</p>"
    pragma("max_page_count=1000000")
    with writing() as session:
        assert save_text(session, lead, programme, "aims", LONG, 1).revision == 2


def added(session: Session, row: Organisation) -> None:
    session.add(row)


@pytest.mark.parametrize("add", [added, add_first])
def test_a_disk_that_is_full_of_objects(pragma: Set, add: Callable[[Session, Organisation], object]) -> None:
    """SQLite has taken back everything when SQLAlchemy wants to go back to its savepoint."""
    pragma("max_page_count=1")
    with pytest.raises(StoreUnavailable) as told, writing() as session:
        add(session, Organisation(ods_code="A", name=LONG))
    assert told.value.why == Why.FULL
    pragma("max_page_count=1000000")
    with writing() as session:
        add(session, Organisation(ods_code="A", name=LONG))


def test_a_disk_that_may_only_be_read(pragma: Set, lead: Actor, programme: str) -> None:
    pragma("query_only=ON")
    with pytest.raises(StoreUnavailable) as told, writing() as session:
        save_text(session, lead, programme, "aims", "<p>a</p>", 0)
    assert told.value.why == Why.READ_ONLY
    with reading() as session:
        assert read_texts(session, lead, programme) == {}
    pragma("query_only=OFF")
    with writing() as session:
        assert save_text(session, lead, programme, "aims", "<p>a</p>", 0).revision == 1


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    gone = make_engine(f"sqlite:///{tmp_path}/portal.sqlite")
    (tmp_path / "portal.sqlite").mkdir()
    with pytest.raises(StoreUnavailable) as told, reading(gone) as session:
        session.connection()
    assert str(told.value) == (
        "The portal cannot show this just now because its disk does not answer. "
        "Please tell whoever looks after the portal."
    )


def test_a_writer_that_waits_too_long_is_told(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LONGEST_WAIT", 0.01)
    with writing() as first:
        first.connection()  # its transaction has begun: it is its turn
        with pytest.raises(StoreUnavailable) as told, writing() as second:
            second.connection()
    assert (told.value.why, str(told.value).rpartition(". ")[2]) == (Why.BUSY, "Try again in a minute.")


def test_another_process_that_holds_the_store_is_a_busy_store(store: Engine) -> None:
    other = sqlite3.connect(str(store.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with store.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=10")  # this connection goes back to the pool, and is used next
        connection.rollback()
    with pytest.raises(StoreUnavailable) as told, writing() as session:
        session.connection()
    assert told.value.why == Why.BUSY
    other.close()


def test_a_fault_in_what_was_asked_stays_what_it_is(store: Engine) -> None:
    with pytest.raises(OperationalError, match="no such table"), reading() as session:
        session.connection().execute(text("SELECT * FROM no_table"))


class Fault(Exception):
    """What a PostgreSQL driver raises, by its code."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


class InterfaceError(Fault):
    """A driver's, without a code: there was no connection."""


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault("53100"), Why.FULL),
        (Fault("25006"), Why.READ_ONLY),
        (Fault("53300"), Why.BUSY),
        (Fault("57P01"), Why.AWAY),
        (Fault("08006"), Why.AWAY),
        (Fault("58030"), Why.DISK),
        (Fault("23505"), None),
        (Fault(None), None),
        (InterfaceError(None), Why.AWAY),
    ],
)
def test_what_postgresql_says(fault: Exception, why: Why | None) -> None:
    assert reason(ProgrammingError("SELECT 1", None, fault)) == why
