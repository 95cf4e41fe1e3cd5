"""Every verb of the store, found by inspection, and how each is called in one trust's programme."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pkgutil import iter_modules
from types import FunctionType
from typing import Any

from sqlmodel import Session

import plan_store
from charts.series import read_series
from charts.spec import ChartSpec
from plan_store import (
    comments,
    document,
    due,
    history,
    members,
    monthly,
    months,
    observations,
    people,
    presence,
    programmes,
    progress,
    read_choices,
    rows,
    texts,
    uploads,
)
from plan_store.base import now
from plan_store.entries import Entry
from plan_store.observation_rows import present_rows
from plan_store.permissions import Actor, May, Role
from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, TeamMember
from plan_store.programmes import DriverChoice

HELD = date(2025, 2, 1)  # a period that the world's measure has, from a file
KEPT = b"Month,Tested,Booked\n01/02/2025,80,100\n01/03/2025,90,100\n"
ENTRY = Entry(period=date(2025, 6, 1), numerator="1", denominator="2")
CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"
LEAST: dict[type[PlanRow], dict[str, Any]] = {
    Measure: {"name": "a"},
    CommunicationAction: {"audience": "a", "message": "b"},
    TeamMember: {"name": "a"},
}


@dataclass(frozen=True)
class World:
    """What the verbs act on, all of it in one trust."""

    trust: str
    programme: str
    choice: DriverChoice
    rows: dict[type[PlanRow], str]
    upload: str
    batch: str
    change: str  # a change of a row that is another by now
    comment: str
    then: datetime  # before that change
    member: str  # an editor of the trust

    @property
    def measure(self) -> str:
        return self.rows[Measure]


Call = Callable[[Session, Actor, World], Any]


@dataclass(frozen=True)
class Case:
    verb: FunctionType
    needs: May
    call: Call
    kind: str = ""


def functions() -> Iterator[FunctionType]:
    """The public functions of plan_store's modules, each once."""
    for module in iter_modules(plan_store.__path__):
        if module.name in ("__main__", "migrations", "library", "demo"):
            continue
        held = import_module(f"plan_store.{module.name}")
        for name, found in inspect.getmembers(held, inspect.isfunction):
            if not name.startswith("_") and found.__module__ == held.__name__:
                yield found


def first_parameters(function: FunctionType) -> list[str]:
    return list(inspect.signature(function).parameters)[:2]


def _rows(kind: type[PlanRow]) -> list[Case]:
    name = kind.__name__
    return [
        Case(rows.list_rows, May.READ, lambda s, a, w: rows.list_rows(s, a, w.programme, kind), name),
        Case(rows.list_deleted, May.READ, lambda s, a, w: rows.list_deleted(s, a, w.programme, kind), name),
        Case(rows.find_row, May.READ, lambda s, a, w: rows.find_row(s, a, kind, w.rows[kind]), name),
        Case(rows.find_row, May.WRITE, lambda s, a, w: rows.find_row(s, a, kind, w.rows[kind], May.WRITE), name),
        Case(rows.add_row, May.WRITE, lambda s, a, w: rows.add_row(s, a, w.programme, kind, LEAST[kind]), name),
        Case(rows.save_row, May.WRITE, lambda s, a, w: rows.save_row(s, a, kind, w.rows[kind], changed(kind), 1), name),
        Case(rows.move_row, May.WRITE, lambda s, a, w: rows.move_row(s, a, kind, w.rows[kind], 1), name),
        Case(rows.delete_row, May.WRITE, lambda s, a, w: rows.delete_row(s, a, kind, w.rows[kind]), name),
        Case(rows.undo_delete, May.WRITE, lambda s, a, w: rows.undo_delete(s, a, kind, w.rows[kind]), name),
    ]


def changed(kind: type[PlanRow]) -> dict[str, Any]:
    return dict.fromkeys(LEAST[kind], "changed")


CASES = [
    *(case for kind in LEAST for case in _rows(kind)),
    Case(people.organisation, May.READ, lambda s, a, w: people.organisation(s, a, w.trust)),
    Case(members.list_members, May.ADMINISTER, lambda s, a, w: members.list_members(s, a, w.trust)),
    Case(
        members.invite,
        May.ADMINISTER,
        lambda s, a, w: members.invite(s, a, w.trust, "new@demo1.example", "New", Role.EDITOR),
    ),
    Case(members.change_role, May.ADMINISTER, lambda s, a, w: members.change_role(s, a, w.trust, w.member, Role.LEAD)),
    Case(members.remove_member, May.ADMINISTER, lambda s, a, w: members.remove_member(s, a, w.trust, w.member)),
    Case(members.link_for, May.ADMINISTER, lambda s, a, w: members.link_for(s, a, w.trust, w.member)),
    Case(programmes.find_programme, May.READ, lambda s, a, w: programmes.find_programme(s, a, w.programme)),
    Case(programmes.list_programmes, May.READ, lambda s, a, w: programmes.list_programmes(s, a, w.trust)),
    Case(programmes.create_programme, May.CREATE, lambda s, a, w: programmes.create_programme(s, a, w.trust, w.choice)),
    Case(
        programmes.change_drivers, May.WRITE, lambda s, a, w: programmes.change_drivers(s, a, w.programme, w.choice, 1)
    ),
    Case(programmes.archive_programme, May.ARCHIVE, lambda s, a, w: programmes.archive_programme(s, a, w.programme)),
    Case(progress.read_cards, May.READ, lambda s, a, w: progress.read_cards(s, a, w.trust)),
    Case(texts.read_texts, May.READ, lambda s, a, w: texts.read_texts(s, a, w.programme)),
    Case(texts.save_text, May.WRITE, lambda s, a, w: texts.save_text(s, a, w.programme, "aims", "<p>b</p>", 0)),
    Case(texts.append_chart, May.WRITE, lambda s, a, w: texts.append_chart(s, a, w.programme, "aims", w.measure)),
    Case(texts.mark_completed, May.WRITE, lambda s, a, w: texts.mark_completed(s, a, w.programme, "aims", True)),
    Case(document.read_document, May.READ, lambda s, a, w: document.read_document(s, a, w.programme)),
    Case(document.read_charts, May.READ, lambda s, a, w: document.read_charts(s, a, w.programme)),
    Case(observations.read_observations, May.READ, lambda s, a, w: observations.read_observations(s, a, w.measure)),
    Case(
        observations.save_observations,
        May.WRITE,
        lambda s, a, w: observations.save_observations(s, a, w.measure, read_series(CSV, "a.csv"), CSV),
    ),
    Case(
        observations.save_chart,
        May.WRITE,
        lambda s, a, w: observations.save_chart(s, a, w.measure, ChartSpec(screening=True)),
    ),
    Case(
        observations.save_every,
        May.WRITE,
        lambda s, a, w: observations.save_every(s, a, {w.measure: read_series(CSV, "a.csv")}, CSV),
    ),
    Case(uploads.list_uploads, May.READ, lambda s, a, w: uploads.list_uploads(s, a, w.measure)),
    Case(uploads.find_same_file, May.READ, lambda s, a, w: uploads.find_same_file(s, a, w.trust, CSV)),
    Case(uploads.read_file, May.READ, lambda s, a, w: uploads.read_file(s, a, w.upload)),
    Case(uploads.delete_upload, May.WRITE, lambda s, a, w: uploads.delete_upload(s, a, w.upload)),
    Case(uploads.undo_delete_upload, May.WRITE, lambda s, a, w: uploads.undo_delete_upload(s, a, w.upload)),
    Case(uploads.delete_batch, May.WRITE, lambda s, a, w: uploads.delete_batch(s, a, w.batch)),
    Case(uploads.undo_delete_batch, May.WRITE, lambda s, a, w: uploads.undo_delete_batch(s, a, w.batch)),
    Case(months.read_months, May.READ, lambda s, a, w: months.read_months(s, a, w.measure)),
    Case(monthly.save_entry, May.WRITE, lambda s, a, w: monthly.save_entry(s, a, w.measure, ENTRY, None)),
    Case(
        monthly.remove_period,
        May.WRITE,
        lambda s, a, w: monthly.remove_period(s, a, w.measure, HELD, "wrong", present(s, w.measure)),
    ),
    Case(due.read_due, May.READ, lambda s, a, w: due.read_due(s, a, w.trust, date(2025, 7, 9))),
    Case(history.list_changes, May.READ, lambda s, a, w: history.list_changes(s, a, w.programme)),
    Case(history.find_change, May.READ, lambda s, a, w: history.find_change(s, a, w.change)),
    Case(history.state_at, May.READ, lambda s, a, w: history.state_at(s, a, w.programme, now())),
    Case(history.restore_version, May.WRITE, lambda s, a, w: history.restore_version(s, a, w.change)),
    Case(history.restore_plan, May.WRITE, lambda s, a, w: history.restore_plan(s, a, w.programme, w.then)),
    Case(presence.say_here, May.READ, lambda s, a, w: presence.say_here(s, a, w.programme, "aims")),
    Case(presence.who_is_here, May.READ, lambda s, a, w: presence.who_is_here(s, a, w.programme)),
    Case(presence.visit, May.READ, lambda s, a, w: presence.visit(s, a, w.programme)),
    Case(comments.list_comments, May.READ, lambda s, a, w: comments.list_comments(s, a, w.programme)),
    Case(comments.list_mentions, May.READ, lambda s, a, w: comments.list_mentions(s, a, w.trust)),
    Case(comments.colleagues, May.READ, lambda s, a, w: comments.colleagues(s, a, w.programme)),
    Case(comments.find_comment, May.READ, lambda s, a, w: comments.find_comment(s, a, w.comment)),
    Case(
        comments.add_comment, May.WRITE, lambda s, a, w: comments.add_comment(s, a, w.programme, "box", "aims", "Why?")
    ),
    Case(comments.resolve_comment, May.WRITE, lambda s, a, w: comments.resolve_comment(s, a, w.comment)),
    Case(
        read_choices.remember_choice,
        May.WRITE,
        lambda s, a, w: read_choices.remember_choice(s, a, w.trust, "shape", {"value": "Rate"}),
    ),
    Case(read_choices.recall_choice, May.READ, lambda s, a, w: read_choices.recall_choice(s, a, w.trust, "kept")),
    Case(read_choices.forget_choice, May.WRITE, lambda s, a, w: read_choices.forget_choice(s, a, w.trust, "kept")),
]


def present(session: Session, measure_id: str) -> str:
    """The observation that somebody saw of the period that the world has."""
    return next(row.id for row in present_rows(session, [measure_id]) if row.period == HELD)
