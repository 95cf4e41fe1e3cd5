"""What one save costs on the bare driver: the statements that plan_store sends, in the same transaction, by hand.

The same locks, the same durability, the same number of statements; no cleaning, no merging, no check of what was typed.
"""

import json
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any

import psycopg

from plan_store.base import new_id, now
from plan_store.permissions import Actor

TEXT = (
    "SELECT t.*, p.organisation FROM plantext AS t JOIN programme AS p ON p.id = t.programme_id"
    " WHERE p.organisation = 'SPEED' AND t.programme_id = ? AND t.box = ? {held}"
)
SAVE_TEXT = (
    "UPDATE plantext SET html = ?, revision = ?, completed = ?, saved_at = ?, saved_by = ?"
    " WHERE programme_id = ? AND box = ? AND revision = ?"
)
ROW = (
    "SELECT t.*, p.organisation FROM measure AS t JOIN programme AS p ON p.id = t.programme_id"
    " WHERE p.organisation = 'SPEED' AND t.id = ? {held}"
)
SAVE_ROW = "UPDATE measure SET revision = ?, lead = ? WHERE id = ? AND revision = ?"
PRESENT = "SELECT * FROM observation WHERE measure_id = ? AND replaced_at IS NULL AND period = ?"
NEWEST = (
    "SELECT value, denominator FROM observation WHERE measure_id = ? AND replaced_at IS NULL"
    " AND (denominator IS NOT NULL OR value IS NOT NULL) ORDER BY period DESC LIMIT 1"
)
REPLACE = "UPDATE observation SET replaced_at = ? WHERE id = ?"
ENTER = (
    "INSERT INTO observation (id, measure_id, period, value, numerator, denominator, status, upload_id, user_id,"
    " user_name, at, reason, replaced_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
LOG = (
    "INSERT INTO change (id, at, organisation, programme_id, user_id, user_name, action, thing, thing_id, revision,"
    ' "before", "after") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'
)
Run = Callable[..., Any]


class Bare:
    """A connection for each writer; SQLite's writers queue for one lock, as they do in the store."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite:///")
        self.turn = Lock()
        self.idle: list[Any] = []

    def connection(self) -> Any:
        try:
            return self.idle.pop()
        except IndexError:
            return self.sqlites() if self.sqlite else psycopg.connect(self.url)

    def sqlites(self) -> sqlite3.Connection:
        made = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30, check_same_thread=False)
        made.isolation_level = None
        safe = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON")
        for pragma in (*safe, "recursive_triggers=ON"):
            made.execute(f"PRAGMA {pragma}")
        return made

    @contextmanager
    def writing(self) -> Generator[Run]:
        connection = self.connection()
        if not self.sqlite:

            def run(statement: str, *values: Any) -> Any:
                return connection.execute(statement.replace("?", "%s").format(held="FOR UPDATE OF t"), values)

            yield run
            connection.commit()
            self.idle.append(connection)
            return
        with self.turn:
            connection.execute("BEGIN IMMEDIATE")
            yield lambda statement, *values: connection.execute(statement.format(held=""), values)
            connection.execute("COMMIT")
        self.idle.append(connection)

    def at(self) -> Any:
        return now().replace(tzinfo=None).isoformat(" ") if self.sqlite else now().replace(tzinfo=None)

    def log(
        self, run: Run, actor: Actor, place: tuple[str, str], thing: str, thing_id: str, revision: int, after: Any
    ) -> None:
        said = json.dumps(after)
        who = (actor.user_id, actor.name)
        run(LOG, new_id(), self.at(), *place, *who, "wrote", thing, thing_id, revision, said, said)

    def save_text(self, actor: Actor, programme_id: str, box: str, html: str, seen: int) -> int:
        with self.writing() as run:
            trust = run(TEXT, programme_id, box).fetchone()[-1]
            wrote = run(SAVE_TEXT, html, seen + 1, False, self.at(), actor.name, programme_id, box, seen)
            assert wrote.rowcount == 1
            place = (trust, programme_id)
            self.log(run, actor, place, "PlanText", f"{programme_id}/{box}", seen + 1, {"html": html})
        return seen + 1

    def save_row(self, actor: Actor, programme_id: str, row_id: str, lead: str, seen: int) -> int:
        with self.writing() as run:
            *row, trust = run(ROW, row_id).fetchone()
            assert run(SAVE_ROW, seen + 1, lead, row_id, seen).rowcount == 1
            known = dict(enumerate(map(str, row)))  # as long as what the store writes
            self.log(run, actor, (trust, programme_id), "Measure", row_id, seen + 1, {**known, "lead": lead})
        return seen + 1

    def save_entry(
        self, actor: Actor, programme_id: str, row_id: str, period: date, numbers: tuple[float, float], seen: str
    ) -> str:
        top, bottom = numbers
        when, fresh = period.isoformat() if self.sqlite else period, new_id()
        with self.writing() as run:
            trust = run(ROW, row_id).fetchone()[-1]
            assert run(PRESENT, row_id, when).fetchone()[0] == seen
            assert run(NEWEST, row_id).fetchone()
            run(REPLACE, self.at(), seen)
            said = (100 * top / bottom, top, bottom, "final")
            who = (actor.user_id, actor.name)
            run(ENTER, fresh, row_id, when, *said, None, *who, self.at(), "counted again", None)
            after = {"period": period.isoformat(), "numerator": top, "denominator": bottom}
            self.log(run, actor, (trust, programme_id), "Measure data", row_id, 1, after)
        return fresh

    def close(self) -> None:
        for connection in self.idle:
            connection.close()
