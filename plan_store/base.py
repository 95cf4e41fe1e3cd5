"""The registry every table shares, its ids and its clock."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel
from uuid_utils import uuid7


class Base(SQLModel, registry=registry()):
    """Our own registry, so that editing a file under the running app does not redefine tables."""


def table(kind: type[Base]) -> Table:
    """The bare table: statements on it make no objects and take a third of the time."""
    return Base.metadata.tables[str(kind.__tablename__)]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on every database; SQLite alone would forget the zone."""

    impl = DateTime
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Python's own words for a time, where SQLAlchemy's take three times as long; they are the same."""
        return _as_sqlite if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return _from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        return None if value is None else _without_zone(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def _without_zone(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a time without its zone")
    return value.astimezone(UTC).replace(tzinfo=None)


def _as_sqlite(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is UTC:  # as now() gives them; the end is +00:00
        return value.isoformat(" ", "microseconds")[:-6]
    return _without_zone(value).isoformat(" ", "microseconds")


def _from_sqlite(value: str | None) -> datetime | None:
    """As _as_sqlite wrote it."""
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def new_id() -> str:
    """A random, time-ordered id (UUIDv7) that can be sent, exported and merged."""
    return str(uuid7())


def id_at(moment: datetime) -> str:
    """The smallest id of a moment: of two ids the greater is the later one, by the clock of who made it."""
    return str(UUID(int=max(int(moment.timestamp() * 1000), 0) << 80))


def now() -> datetime:
    return datetime.now(UTC)


def add_first(session: Session, row: Base) -> bool:
    """Add a row that two may add at once; False where the other's came first, and is there."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


class NotFound(Exception):
    """No such thing, or not yours to see: the answer is the same, so that nothing can be inferred."""
