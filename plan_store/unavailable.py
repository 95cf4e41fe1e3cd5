"""The store cannot answer just now: which of a few reasons it is, said in one sentence."""

import logging
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from plan_store.events import say


class Why(StrEnum):
    """Why the store does not answer; the words go on after "because"."""

    FULL = "its disk is full"
    READ_ONLY = "its disk may only be read"
    DISK = "its disk does not answer"
    AWAY = "its database does not answer"
    BUSY = "too many people are saving at once"


PASSES = {Why.BUSY, Why.AWAY}  # by itself, most often
SQLITE = {
    sqlite3.SQLITE_FULL: Why.FULL,
    sqlite3.SQLITE_READONLY: Why.READ_ONLY,
    sqlite3.SQLITE_IOERR: Why.DISK,
    sqlite3.SQLITE_CANTOPEN: Why.DISK,
    sqlite3.SQLITE_PERM: Why.READ_ONLY,
    sqlite3.SQLITE_BUSY: Why.BUSY,
    sqlite3.SQLITE_LOCKED: Why.BUSY,
}
# PostgreSQL's own codes, whole or by class: www.postgresql.org/docs/current/errcodes-appendix.html
POSTGRESQL = {
    "53100": Why.FULL,
    "53300": Why.BUSY,
    "55P03": Why.BUSY,
    "40": Why.BUSY,
    "57014": Why.BUSY,
    "25006": Why.READ_ONLY,
    "58": Why.DISK,
    "57P": Why.AWAY,
    "08": Why.AWAY,
}


class StoreUnavailable(Exception):
    """The store could not be read or written just now; whatever was under way was not done. Its text is a sentence."""

    def __init__(self, why: Why, saving: bool = True) -> None:
        self.why = why
        what = "could not save this" if saving else "cannot show this just now"
        then = "Try again in a minute." if why in PASSES else "Please tell whoever looks after the portal."
        still = "What you typed is still here. " if saving else ""
        super().__init__(f"The portal {what} because {why.value}. {still}{then}")


@dataclass(frozen=True)
class Noticed:
    """Raises StoreUnavailable in place of the few faults of a database that are nobody's mistake."""

    saving: bool

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, fault: BaseException | None, _where: object) -> None:
        if isinstance(fault, PoolTimeout):
            raise StoreUnavailable(Why.BUSY, self.saving) from fault
        if isinstance(fault, DBAPIError) and (why := reason(fault) or _reason_before(fault)):
            say("store unavailable", logging.WARNING, why=why.value, saving=self.saving)
            raise StoreUnavailable(why, self.saving) from fault


def reason(fault: DBAPIError) -> Why | None:
    """Why the database did not do it; None where the fault is in what it was asked."""
    original = fault.orig
    if isinstance(original, sqlite3.Error):
        return SQLITE.get(getattr(original, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the kind of fault
    state = getattr(original, "sqlstate", None)
    if state is None:  # no answer at all, or no connection
        return Why.AWAY if fault.connection_invalidated or _no_connection(original) else None
    return next((why for code, why in POSTGRESQL.items() if state.startswith(code)), None)


def _reason_before(fault: DBAPIError) -> Why | None:
    """SQLite itself takes back all where its disk is full; SQLAlchemy’s savepoint is not there to go back to then."""
    before = fault.__context__ if isinstance(fault, OperationalError) else None
    while before:
        if isinstance(before, DBAPIError) and (why := reason(before)):
            return why
        before = before.__context__
    return None


def _no_connection(original: BaseException | None) -> bool:
    return type(original).__name__ in {"OperationalError", "InterfaceError", "ConnectionTimeout"}
