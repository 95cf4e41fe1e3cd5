"""Statements of the saves that happen all day: made once for each kind of database, then run by its driver itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from operator import itemgetter
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.orm.session import JoinTransactionMode
from sqlmodel import Session

Convert = Callable[[Any], Any]
Kind = TypeVar("Kind")
Statement = Select[*tuple[Any, ...]] | Insert | Update


class Transaction(Protocol):
    """What a session that saves works in."""

    joins: JoinTransactionMode  # what a session that joins it takes back when a flush fails

    def begun(self) -> Connection:
        """The connection, on which the driver has begun."""
        ...


class Saving(Session):
    """A session whose transaction begins when it is first used: what can be done before keeps nobody waiting."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction

    def __getattr__(self, name: str) -> Any:
        """The rest of a session is made when it is first needed: Prepared, which most saves are, needs none of it."""
        if not self._is_made() and not name.startswith("__"):
            super().__init__(expire_on_commit=False, join_transaction_mode=self.transaction.joins)
        return object.__getattribute__(self, name)

    def _is_made(self) -> bool:
        return "identity_map" in vars(self)

    def write_objects(self) -> None:
        """What it was given and has not written yet; the transaction is not its own, and goes on."""
        if self._is_made() and self.in_transaction():
            self.commit()

    def get_bind(self, *_asked: Any, **_more: Any) -> Connection:
        """Asked for wherever the session needs the database."""
        connection = self.transaction.begun()
        if not connection.in_transaction():
            connection.begin()
        return connection

    def close(self) -> None:
        if self._is_made():  # else it holds no objects
            with suppress(DBAPIError):  # a fault of the disk may have taken back everything already
                super().close()


class Prepared:
    """A statement with a name for each value. SQLAlchemy writes it and converts what goes in and comes out.

    Between a session's connection and its driver lies nothing then, which takes a fifth of the time. Objects that the
    session holds are neither flushed before nor changed. Raises DBAPIError, as a session does.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        chosen = statement.selected_columns if isinstance(statement, Select) else ()
        self._names = [column.name for column in chosen]
        self._types = [column.type for column in chosen]
        self._made: dict[str, _Made] = {}

    def rows(self, session: Session, **values: Any) -> list[Sequence[Any]]:
        """What a SELECT finds."""
        connection = _begun(session)
        made = self._for(connection.dialect)
        return made.converted(on_driver(connection, made.sql, made.bound(values)))

    def objects(self, session: Session, kind: type[Kind], **values: Any) -> list[Kind]:
        """What a SELECT of a whole table finds, each as it would be loaded, but of no session."""
        return [loaded(kind, zip(self._names, row, strict=True)) for row in self.rows(session, **values)]

    def object_and(self, session: Session, kind: type[Kind], **values: Any) -> tuple[Kind, Any] | None:
        """What a SELECT of a whole table and one column more finds first."""
        for row in self.rows(session, **values):
            return loaded(kind, zip(self._names, row[:-1], strict=False)), row[-1]
        return None

    def run(self, session: Session, **values: Any) -> int:
        """The number of rows that were written."""
        connection = _begun(session)
        made = self._for(connection.dialect)
        return on_driver(connection, made.sql, made.bound(values)).rowcount

    def run_each(self, session: Session, each: Iterable[dict[str, Any]]) -> None:
        """Write many rows, or none."""
        connection = _begun(session)
        made = self._for(connection.dialect)
        rows = [made.bound(values) for values in each]
        if len(rows) == 1:  # psycopg would open a pipeline for many, which takes as long as the statement
            on_driver(connection, made.sql, rows[0])
        elif rows:
            on_driver(connection, made.sql, rows, many=True)

    def _for(self, dialect: Dialect) -> "_Made":
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(self._statement, self._types, dialect)
        return made


def loaded(kind: type[Kind], values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Kind:
    """An object with a value for each column, as it would be loaded, but of no session; checked is nothing."""
    one = _new(kind)()
    one.__dict__.update(values)
    return one


@cache
def _new(kind: type[Kind]) -> Callable[[], Kind]:
    return manager_of_class(kind).new_instance


def now_holds(one: Any, values: Mapping[str, Any]) -> None:
    """What was just written, in an object that need not write it again."""
    one.__dict__.update(values)


def in_order(names: list[str]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """The values of these names."""
    return itemgetter(*names) if len(names) > 1 else lambda values: (values[names[0]],)


class _Made:
    """A statement for one kind of database: its text, and a conversion for each value and column that needs one."""

    def __init__(self, statement: Statement, types: list[Any], dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self.order = in_order(compiled.positiontup) if compiled.positiontup else None  # else the driver takes names
        self.fixed = {name: value for name, value in compiled.params.items() if value is not None}
        kinds = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        into = {name: kind.bind_processor(dialect) for name, kind in kinds.items()}
        self.into: list[tuple[str, Convert]] = [(name, convert) for name, convert in into.items() if convert]
        self.dialect, self.types = dialect, types
        self.out: list[tuple[int, Convert]] | None = None  # known when the database has said its own types

    def bound(self, values: dict[str, Any]) -> Any:
        if self.fixed:
            values.update(self.fixed)
        for name, convert in self.into:
            values[name] = convert(values[name])
        return self.order(values) if self.order else values

    def converted(self, cursor: Any) -> list[Sequence[Any]]:
        rows = cursor.fetchall()
        if self.out is None:
            given = zip(self.types, cursor.description, strict=True)
            made = [kind.dialect_impl(self.dialect).result_processor(self.dialect, said[1]) for kind, said in given]
            self.out = [(place, convert) for place, convert in enumerate(made) if convert]
        return [self._row(row, self.out) for row in rows] if self.out else rows

    @staticmethod
    def _row(row: Sequence[Any], out: list[tuple[int, Convert]]) -> Sequence[Any]:
        cells = list(row)
        for place, convert in out:
            cells[place] = convert(cells[place])
        return cells


def _begun(session: Session) -> Connection:
    """The session's connection, in a transaction; asking the session each time would cost a third of a statement."""
    if isinstance(session, Saving):
        return session.transaction.begun()
    bound = session.bind
    return bound if isinstance(bound, Connection) and bound.in_transaction() else session.connection()


def driver_of(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def on_driver(connection: Connection, sql: str, values: Any = (), many: bool = False) -> Any:
    """The driver's cursor after a statement; its faults are SQLAlchemy's, without the values, which are people's."""
    driver = driver_of(connection)
    try:
        return driver.cursor().executemany(sql, values) if many else driver.execute(sql, values)
    except connection.dialect.loaded_dbapi.Error as fault:
        away = connection.dialect.is_disconnect(fault, driver, None)
        if away:
            connection.invalidate(fault)
        raise DBAPIError.instance(
            sql,
            None,
            fault,
            connection.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=away,
            dialect=connection.dialect,
        ) from fault
