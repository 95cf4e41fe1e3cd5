"""Statements of the saves that happen all day: made once for each kind of database, then run by its driver itself."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

Convert = Callable[[Any], Any]


class Prepared:
    """A statement with a name for each value. SQLAlchemy writes it and converts what goes in and comes out.

    Between a session's connection and its driver lies nothing then, which takes a fifth of the time. Objects that the
    session holds are neither flushed before nor changed. Raises DBAPIError, as a session does.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def rows(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """What a SELECT finds."""
        connection = session.connection()
        made = self._for(connection.dialect)
        found = on_driver(connection, made.sql, made.bound(values)).fetchall()
        return [made.converted(row) for row in found] if made.changes else found

    def run(self, session: Session, **values: Any) -> int:
        """The number of rows that were written."""
        connection = session.connection()
        made = self._for(connection.dialect)
        return on_driver(connection, made.sql, made.bound(values)).rowcount

    def _for(self, dialect: Dialect) -> "_Made":
        if dialect.name not in self._made:
            self._made[dialect.name] = _Made(self._statement, dialect)
        return self._made[dialect.name]


class _Made:
    """A statement for one kind of database: its text, and a conversion for each value and column that needs one."""

    def __init__(self, statement: Select[Any] | Insert | Update, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self.order: list[str] | None = compiled.positiontup  # None where the driver takes names
        self.fixed = {name: value for name, value in compiled.params.items() if value is not None}
        into = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self.into: dict[str, Convert] = {name: convert for name, convert in into.items() if convert}
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self.changes: list[tuple[int, Convert]] = [(place, convert) for place, convert in enumerate(out) if convert]

    def bound(self, values: dict[str, Any]) -> Any:
        for name, value in self.fixed.items():
            values[name] = value
        for name, convert in self.into.items():
            values[name] = convert(values[name])
        return values if self.order is None else [values[name] for name in self.order]

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for place, convert in self.changes:
            cells[place] = convert(cells[place])
        return tuple(cells)


def on_driver(connection: Connection, sql: str, values: Any = ()) -> Any:
    """The driver's cursor after a statement; its faults are SQLAlchemy's, without the values, which are people's."""
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(sql, values)
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
