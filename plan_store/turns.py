"""Transactions of those who save. SQLite has one writer: they stand in line for it, and share a commit when it is long.

A commit waits for the disk, which is most of what a save takes there; who finds others in line leaves it to the last.
Each is still kept whole or not at all, and is answered only when the disk has it.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock
from time import monotonic
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm.session import JoinTransactionMode

from plan_store.prepared import driver_of, on_driver
from plan_store.unavailable import StoreUnavailable, Why

SOON = 0.05  # seconds in which a place is free again, where nothing is held up
LONGEST_WAIT = 30  # seconds; who has waited for this is told so
TOGETHER = 0.02  # seconds that a transaction stays open for those in line


class Line:
    """First come, first served: so many are at work at once, the others stand in line.

    Few are quicker than many, for Python runs one thread at a time. Where those few are held up themselves, by a slow
    network or a row that somebody else has, whoever has waited for SOON comes in too, until there are `most`.
    """

    def __init__(self, places: int, most: int) -> None:
        self._places, self._most = places, most
        self._inside = 0
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()

    def take(self) -> None:
        """Raises StoreUnavailable."""
        with self._guard:
            if self._inside < self._places:
                self._inside += 1
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=SOON):
            return
        with self._guard:
            if mine not in self._waiting:  # it came just now
                return
            if self._inside < self._most:
                self._inside += 1
                self._waiting.remove(mine)
                return
        if mine.acquire(timeout=LONGEST_WAIT):
            return
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise StoreUnavailable(Why.BUSY)

    def give(self) -> None:
        with self._guard:
            if self._inside > self._places or not self._next():
                self._inside -= 1

    def hand_on(self) -> bool:
        """Give one's place to the next in line; False where nobody is there."""
        with self._guard:
            return self._next()

    def _next(self) -> bool:
        if self._waiting:
            self._waiting.popleft().release()
            return True
        return False

    def __len__(self) -> int:
        return len(self._waiting)


class Alone:
    """A transaction of its own, on a database that has many writers."""

    joins: JoinTransactionMode = "rollback_only"

    def __init__(self, line: Line, connect: Callable[[], Connection]) -> None:
        self._line, self._connect = line, connect
        self._connection: Connection | None = None
        self._has_place = False

    def begun(self) -> Connection:
        if self._connection is None:
            self._line.take()
            self._has_place = True
            self._connection = self._connect()  # the driver begins by itself
        return self._connection

    def keep(self) -> None:
        if self._connection:
            _commit(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        try:
            if self._connection:
                self._connection.close()  # what was not kept is rolled back
        finally:
            if self._has_place:
                self._line.give()


class OneWriter:
    """Those who want to write into one SQLite file. Queueing here beats "database is locked" there."""

    def __init__(self) -> None:
        self._line = Line(1, 1)
        self._open: _Together | None = None  # whoever has the place works in it, and ends it or leaves it to the next
        self._connection: Connection | None = None  # is theirs alone

    def take(self, engine: Engine) -> "tuple[_Together, bool]":
        """The transaction to work in, and whether others have done so before. Raises StoreUnavailable."""
        self._line.take()
        if self._open:
            return self._open, True
        try:
            if self._connection is None:
                self._connection = engine.connect()
            on_driver(self._connection, "BEGIN IMMEDIATE")
            self._open = mine = _Together(self._connection)
        finally:
            if self._open is None:
                self._line.give()
        return mine, False

    def leave(self) -> None:
        """Give the place to the next, who goes on in the same transaction; without a next it ends."""
        if self._open and self._line and monotonic() - self._open.since < TOGETHER:
            self._open.ended = self._open.ended or Event()
            if self._line.hand_on():  # or who was in line has just given up
                return
        try:
            self.end()
        finally:
            self._line.give()

    def end(self, fault: BaseException | None = None) -> None:
        """Commit, or take all back because of a fault; whose place it is does so. Raises what went wrong."""
        ending, self._open = self._open, None
        if ending:
            ending.end(fault)

    def close(self, _engine: Engine | None = None) -> None:
        """Close the connection; the next one to write takes another."""
        self._line.take()
        try:
            with suppress(DBAPIError):  # of what was left to whoever is next; those who saved it are told
                self.end()
            mine, self._connection = self._connection, None
            if mine:
                mine.invalidate()  # or its pool would keep it
                mine.close()
        finally:
            self._line.give()


class _Together:
    """The transaction of one or several: kept by one commit, or not kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.since = connection, monotonic()
        self.ended: Event | None = None  # where somebody waits for it
        self.kept = False
        self.fault: BaseException | None = None

    def end(self, fault: BaseException | None) -> None:
        try:
            if fault is None:
                _commit(self.connection)
                self.kept = True
        except DBAPIError as failed:
            fault = failed
            raise
        finally:
            self.fault = fault
            try:
                if not self.kept:
                    _roll_back(self.connection)
            finally:
                if self.ended:
                    self.ended.set()

    def answer(self) -> None:
        """Wait until the disk has it. Raises what went wrong."""
        if self.ended:
            self.ended.wait()
        if not self.kept:
            raise self.fault or StoreUnavailable(Why.DISK)


class Turn:
    """One save’s part of a transaction on SQLite, which others may share."""

    joins: JoinTransactionMode = "create_savepoint"

    def __init__(self, engine: Engine) -> None:
        self._engine, self._writer = engine, engine.get_execution_options()["writer"]
        self._in: _Together | None = None
        self._shared = False

    def begun(self) -> Connection:
        if self._in is None:
            self._in, self._shared = self._writer.take(self._engine)
            if self._shared:
                on_driver(self._in.connection, "SAVEPOINT mine")
        return self._in.connection

    def keep(self) -> None:
        if self._in is None:
            return
        if self._shared:
            on_driver(self._in.connection, "RELEASE mine")
        mine, self._in = self._in, None
        self._writer.leave()
        mine.answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, fault: BaseException | None, _where: object) -> None:
        if self._in is None:
            return
        try:
            if self._shared:
                self._take_back(self._in.connection, fault)
            else:
                self._writer.end(fault)
        finally:
            self._writer.leave()

    def _take_back(self, connection: Connection, fault: BaseException | None) -> None:
        """One's own part: the others' stays. Where a fault of the disk took all of it, each of them is told."""
        try:
            on_driver(connection, "ROLLBACK TO mine")
            on_driver(connection, "RELEASE mine")
        except SQLAlchemyError as gone:
            self._writer.end(fault if isinstance(fault, DBAPIError) else gone)


def _commit(connection: Connection) -> None:
    if connection.in_transaction():  # SQLAlchemy knows of it, where objects were saved
        connection.commit()
    else:
        on_driver(connection, "COMMIT")


def _roll_back(connection: Connection) -> None:
    try:
        connection.rollback()  # first: SQLAlchemy gives no connection to the driver where it knows that one was lost
        driver_of(connection).rollback()
    except (connection.dialect.loaded_dbapi.Error, DBAPIError):
        connection.invalidate()  # a new one is made, and this one’s file closed
