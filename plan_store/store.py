"""The database: one engine, reading and writing sessions, and the schema brought up to date."""

from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from time import monotonic, perf_counter, sleep
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from plan_store.events import say_kept
from plan_store.prepared import Saving, driver_of, on_driver
from plan_store.settings import settings
from plan_store.turns import LONGEST_WAIT, Alone, Line, OneWriter, Turn
from plan_store.unavailable import Noticed

MIGRATIONS = Path(__file__).parent / "migrations"
PRIVATE = 0o077  # the umask of whatever makes files: no other account of the machine reads them
UPGRADE = 20_260_801  # names the lock that starting servers queue for on PostgreSQL
SAVERS = (6, 16)  # at once on PostgreSQL, and at most: of 20 connections some are left to those who read
QUIET = 1.0  # seconds; asking before every save would cost it a tenth
EMPTY = (
    "Nothing was ever kept in this store. Is DATABASE_URL right? If this is a new portal, start it once, "
    "or invite somebody."
)
OLDER = "An older portal made this store. Back it up, then start this portal once: that brings the store up to date."
PATIENCE = 2.0  # seconds in which a database server that restarts may come back before anybody is told


class MadeByNewerPortal(Exception):
    """The store has a schema that this portal does not know; nothing in it was touched."""


class NotPrepared(Exception):
    """The store has no schema, or an older one, so it cannot be read yet; the sentence says what to do."""


def make_engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _make_postgres(parsed)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        _keep_private(parsed.database)
    made = create_engine(parsed, connect_args={"timeout": LONGEST_WAIT, "check_same_thread": False})
    event.listen(made, "connect", _prepare_connection)
    event.listen(made, "begin", _begin)
    writer = OneWriter()
    made.update_execution_options(writer=writer)
    event.listen(made, "engine_disposed", writer.close)
    return made


def _keep_private(database: str) -> None:
    """A store that was made open to every account of the machine is closed; any other mode is somebody's choice."""
    for path in (Path(f"{database}{beside}") for beside in ("", "-wal", "-shm")):
        with suppress(OSError):  # not there yet, or not ours to change
            if path.stat().st_mode & 0o004:
                path.chmod(0o600)


def _make_postgres(url: URL) -> Engine:
    """At most 20 connections a process. A server that vanished is noticed by both sides, and its locks with it."""
    made = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_recycle=1800,
        pool_size=20,
        max_overflow=0,
        connect_args={
            "connect_timeout": 5,
            "client_encoding": "utf8",  # whatever the database's own is; PostgreSQL converts, or keeps it as it is
            "keepalives_idle": 30,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15_000,
            "options": "-c lock_timeout=20s -c idle_in_transaction_session_timeout=60s",
        },
    )
    made.update_execution_options(line=Line(*SAVERS))
    event.listen(made, "checkin", _note_use)
    event.listen(made, "checkout", _ask_after_quiet(made.dialect))
    return made


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = monotonic()


def _ask_after_quiet(dialect: Dialect) -> Callable[..., None]:
    """Whether the server is still there, for a connection that was not used just now; else all are made anew."""

    def ask(connection: Any, record: ConnectionPoolEntry, _lent: Any) -> None:
        if monotonic() - record.info.get("used", monotonic()) < QUIET:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone

    return ask


def _prepare_connection(connection: SqliteConnection, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, so that it can be IMMEDIATE
    wait = f"busy_timeout={LONGEST_WAIT * 1000}"
    append_only = "recursive_triggers=ON"  # else INSERT OR REPLACE would take a change out of the log unseen
    for pragma in ("journal_mode=WAL", "synchronous=FULL", wait, "foreign_keys=ON", append_only):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    if not driver_of(connection).in_transaction:  # whose turn it is has begun already
        writes = connection.get_execution_options().get("writes", False)
        on_driver(connection, "BEGIN IMMEDIATE" if writes else "BEGIN")


@cache
def engine() -> Engine:
    return make_engine(settings().database_url)


@contextmanager
def reading(on: Engine | None = None, patience: float = PATIENCE) -> Generator[Session]:
    """A session for looking at one moment of the store; whatever is left is rolled back. Raises StoreUnavailable."""
    bound = on or engine()
    with Noticed(saving=False), _connected(bound, patience) as connection:
        if bound.dialect.name == "postgresql":  # SQLite's readers see one moment anyway
            connection.execution_options(isolation_level="REPEATABLE READ")
        with Session(connection, expire_on_commit=False) as session:
            yield session


@contextmanager
def writing(on: Engine | None = None, patience: float = PATIENCE) -> Generator[Session]:
    """A session whose whole block is one transaction: all of it is kept, or nothing. Raises StoreUnavailable."""
    bound = on or engine()
    start = perf_counter()
    with Noticed(saving=True), _transaction(bound, patience) as transaction:
        with Saving(transaction) as session:
            yield session
            session.write_objects()
        transaction.keep()
    say_kept(session.info.get("changes", ()), perf_counter() - start)


def _transaction(bound: Engine, patience: float) -> Alone | Turn:
    if bound.dialect.name == "sqlite":
        return Turn(bound)
    return Alone(bound.get_execution_options()["line"], lambda: _connected(bound, patience))


def _connected(bound: Engine, patience: float) -> Connection:
    """A connection; a PostgreSQL that is away is asked again until patience ends."""
    until = monotonic() + (patience if bound.dialect.name == "postgresql" else 0)
    while True:
        try:
            return bound.connect()
        except OperationalError:
            if monotonic() >= until:
                raise
            sleep(0.25)


def one_at_a_time(session: Session) -> None:
    """Let the servers that start at once make things ready one after the other (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE})")


def known_revisions() -> set[str]:
    """The schemas that this portal can bring up to date."""
    return {step.revision for step in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}


def upgrade_schema(on: Engine | None = None, revision: str = "head") -> None:
    """Bring the schema to a revision; safe at every start, and for several servers that start at once.

    All of it is one transaction: where a step fails, the store is as it was. Raises MadeByNewerPortal.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with Noticed(saving=True), (on or engine()).execution_options(writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE})")
        config.attributes["connection"] = connection
        _refuse_unknown(_revision(connection))
        command.upgrade(config, revision)


def require_prepared() -> None:
    """The store has today's schema, so that it can be read. Raises NotPrepared, MadeByNewerPortal."""
    revision = require_kept()
    _refuse_unknown(revision)
    if revision != ScriptDirectory(str(MIGRATIONS)).get_current_head():
        raise NotPrepared(OLDER)


def require_kept() -> str:
    """The schema of the store that is there; where there is none, none is made. Raises NotPrepared."""
    url = make_url(settings().database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise NotPrepared(EMPTY)
    with reading() as session:
        revision = _revision(session.connection())
    if revision is None:
        raise NotPrepared(EMPTY)
    return revision


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()


def _refuse_unknown(revision: str | None) -> None:
    if revision not in known_revisions() | {None}:
        raise MadeByNewerPortal("A newer portal made this store. Install that one, or restore an older backup.")
