"""Transactions of those who save. SQLite has one writer: they stand in line for it, and share a commit when it is long.

A commit waits for the disk, which is most of what a save takes there; who finds others in line leaves it to the last.
Each is still kept whole or not at all, and is answered only when the disk has it.
"""

from collections import deque
from collections.abc import Callable
from threading import Event, Lock
from time import monotonic
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from plan_store.prepared import on_driver
from plan_store.unavailable import StoreUnavailable, Why

LONGEST_WAIT = 30  # seconds; who has waited for this is told so
TOGETHER = 0.02  # seconds that a transaction stays open for those in line


class Alone:
    """A transaction of its own, on a database that has many writers."""

    shared = False

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection: Connection | None = None

    def begun(self) -> Connection:
        if self._connection is None:
            self._connection = self._connect()  # the driver begins by itself
        return self._connection

    def keep(self) -> None:
        if self._connection:
            _commit(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        if self._connection:
            self._connection.close()  # what was not kept is rolled back


class Line:
    """Those who want to write into one SQLite file. Queueing here beats "database is locked" there."""

    def __init__(self) -> None:
        self.turn = Lock()
        self.waiting: deque[None] = deque()  # one for each
        self.open: _Together | None = None  # whoever has the turn works in it, and ends it or leaves it to the next
        self._connection: Connection | None = None  # is theirs alone

    def take(self, engine: Engine) -> "tuple[_Together, bool]":
        """The transaction to work in, and whether others have done so before. Raises StoreUnavailable."""
        if not self.turn.acquire(blocking=False):
            self.waiting.append(None)
            taken = self.turn.acquire(timeout=LONGEST_WAIT)
            self.waiting.pop()
            if not taken:
                raise StoreUnavailable(Why.BUSY)
        if self.open:
            return self.open, True
        try:
            if self._connection is None:
                self._connection = engine.connect()
            on_driver(self._connection, "BEGIN IMMEDIATE")
        except BaseException:
            self.turn.release()
            raise
        self.open = _Together(self._connection)
        return self.open, False

    def leave(self) -> None:
        """Give the turn to the next, who goes on in the same transaction; without a next it ends."""
        if self.open and self.waiting and monotonic() - self.open.since < TOGETHER:
            self.open.ended = self.open.ended or Event()
        else:
            self.end()
        self.turn.release()

    def end(self, fault: BaseException | None = None) -> None:
        """Commit, or take all back because of a fault; whose turn it is does so."""
        ending, self.open = self.open, None
        if ending:
            ending.end(fault)

    def answer(self, mine: "_Together") -> None:
        """Wait until the disk has it; should those in line have given up, end it oneself. Raises what went wrong."""
        while mine.ended and not mine.ended.wait(1):
            if self.turn.acquire(blocking=False):
                if self.open is mine:
                    self.end()
                self.turn.release()
        if mine.fault:
            raise mine.fault

    def close(self, _engine: Engine | None = None) -> None:
        """Close the connection; the next one to write takes another."""
        with self.turn:
            if self._connection:
                self._connection.detach()  # from a pool that would keep it
                self._connection.close()
                self._connection = None


class _Together:
    """The transaction of one or several: kept by one commit, or not kept."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.since = connection, monotonic()
        self.ended: Event | None = None  # where somebody waits for it
        self.fault: BaseException | None = None

    def end(self, fault: BaseException | None) -> None:
        try:
            if fault is None:
                _commit(self.connection)
        except DBAPIError as failed:
            fault = failed
        finally:
            if fault:
                _roll_back(self.connection)
            self.fault = fault
            if self.ended:
                self.ended.set()


class Turn:
    """One save’s part of a transaction on SQLite, which others may share."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._line = engine, line_of(engine)
        self._in: _Together | None = None
        self.shared = False

    def begun(self) -> Connection:
        if self._in is None:
            self._in, self.shared = self._line.take(self._engine)
            if self.shared:
                on_driver(self._in.connection, "SAVEPOINT mine")
        return self._in.connection

    def keep(self) -> None:
        if self._in is None:
            return
        if self.shared:
            on_driver(self._in.connection, "RELEASE mine")
        mine, self._in = self._in, None
        self._line.leave()
        self._line.answer(mine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, fault: BaseException | None, _where: object) -> None:
        if self._in is None:
            return
        if self.shared:
            self._take_back(self._in.connection)
        else:
            self._line.end(fault)
        self._line.leave()

    def _take_back(self, connection: Connection) -> None:
        """One's own part: the others' stays. A full disk takes all of it, and each of them is told."""
        try:
            on_driver(connection, "ROLLBACK TO mine")
            on_driver(connection, "RELEASE mine")
        except DBAPIError as fault:
            self._line.end(fault)


def line_of(engine: Engine) -> Line:
    return engine.get_execution_options()["line"]


def _commit(connection: Connection) -> None:
    if connection.in_transaction():  # SQLAlchemy knows of it, where objects were saved
        connection.commit()
    else:
        on_driver(connection, "COMMIT")


def _roll_back(connection: Connection) -> None:
    if connection.in_transaction():
        connection.rollback()
    elif connection.connection.driver_connection:
        connection.connection.driver_connection.rollback()
