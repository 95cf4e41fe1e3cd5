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
    administration,
    bringing_in,
    change_lists,
    change_names,
    comments,
    data_files,
    data_template,
    document,
    drafts,
    due,
    file_effects,
    gone,
    history,
    members,
    monthly,
    months,
    news,
    numbers_between,
    observations,
    people,
    presence,
    programmes,
    progress,
    read_choices,
    rounds,
    rows,
    since,
    texts,
    transfer,
    typed,
    uploads,
)
from plan_store.base import now
from plan_store.changes import Change
from plan_store.data_files import Brought
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
    exported: dict[str, Any]

    @property
    def measure(self) -> str:
        return self.rows[Measure]


bring_in = bringing_in.import_programme
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
        Case(rows.list_rows, kind.read_by, lambda s, a, w: rows.list_rows(s, a, w.programme, kind), name),
        Case(rows.list_deleted, May.READ, lambda s, a, w: rows.list_deleted(s, a, w.programme, kind), name),
        Case(rows.find_row, kind.read_by, lambda s, a, w: rows.find_row(s, a, kind, w.rows[kind]), name),
        Case(rows.find_row, May.WRITE, lambda s, a, w: rows.find_row(s, a, kind, w.rows[kind], May.WRITE), name),
        Case(rows.hold_rows, May.WRITE, lambda s, a, w: rows.hold_rows(s, a, kind, [w.rows[kind]]), name),
        Case(rows.add_row, May.WRITE, lambda s, a, w: rows.add_row(s, a, w.programme, kind, LEAST[kind]), name),
        Case(rows.save_row, May.WRITE, lambda s, a, w: rows.save_row(s, a, kind, w.rows[kind], changed(kind), 1), name),
        Case(rows.move_row, May.WRITE, lambda s, a, w: rows.move_row(s, a, kind, w.rows[kind], 1), name),
        Case(
            rows.order_rows,
            May.WRITE,
            lambda s, a, w: rows.order_rows(s, a, w.programme, kind, {w.rows[kind]: 5}),
            name,
        ),
        Case(rows.delete_row, May.WRITE, lambda s, a, w: rows.delete_row(s, a, kind, w.rows[kind]), name),
        Case(rows.undo_delete, May.WRITE, lambda s, a, w: rows.undo_delete(s, a, kind, w.rows[kind]), name),
    ]


def changed(kind: type[PlanRow]) -> dict[str, Any]:
    return dict.fromkeys(LEAST[kind], "changed")


CASES = [
    Case(
        data_template.read_template,
        May.READ,
        lambda s, a, w: data_template.read_template(s, a, w.trust, date(2026, 11, 25), w.programme),
    ),
    Case(
        data_files.save_data_file,
        May.WRITE,
        lambda s, a, w: data_files.save_data_file(s, a, {w.measure: Brought(read_series(CSV, "a.csv"))}, CSV),
    ),
    Case(
        data_files.set_notes,
        May.WRITE,
        lambda s, a, w: data_files.set_notes(s, a, w.measure, {date(2025, 4, 1): "a"}),
    ),
    *(case for kind in LEAST for case in _rows(kind)),
    Case(transfer.export_programme, May.READ, lambda s, a, w: transfer.export_programme(s, a, w.programme)),
    Case(bringing_in.import_programme, May.CREATE, lambda s, a, w: bring_in(s, a, w.trust, w.exported)),
    Case(people.organisation, May.READ_SUBMITTED, lambda s, a, w: people.organisation(s, a, w.trust)),
    Case(
        administration.search_audit,
        May.ADMINISTER,
        lambda s, a, w: administration.search_audit(s, a, w.trust, words="midwife"),
    ),
    Case(administration.list_actors, May.ADMINISTER, lambda s, a, w: administration.list_actors(s, a, w.trust)),
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
    Case(
        programmes.find_programme,
        May.READ_SUBMITTED,
        lambda s, a, w: programmes.find_programme(s, a, w.programme, May.READ_SUBMITTED),
    ),
    Case(programmes.find_within, May.READ, lambda s, a, w: programmes.find_within(s, a, Change, w.change)),
    Case(programmes.require_programme, May.READ, lambda s, a, w: programmes.require_programme(s, a, w.programme)),
    Case(programmes.list_programmes, May.READ, lambda s, a, w: programmes.list_programmes(s, a, w.trust)),
    Case(
        programmes.list_programmes,
        May.READ_SUBMITTED,
        lambda s, a, w: programmes.list_programmes(s, a, w.trust, May.READ_SUBMITTED),
    ),
    Case(programmes.create_programme, May.CREATE, lambda s, a, w: programmes.create_programme(s, a, w.trust, w.choice)),
    Case(
        programmes.change_drivers, May.WRITE, lambda s, a, w: programmes.change_drivers(s, a, w.programme, w.choice, 1)
    ),
    Case(programmes.drivers_seen, May.READ, lambda s, a, w: programmes.drivers_seen(s, a, w.programme, 1)),
    Case(programmes.archive_programme, May.ARCHIVE, lambda s, a, w: programmes.archive_programme(s, a, w.programme)),
    Case(progress.read_cards, May.READ_SUBMITTED, lambda s, a, w: progress.read_cards(s, a, w.trust)),
    Case(texts.read_texts, May.READ, lambda s, a, w: texts.read_texts(s, a, w.programme)),
    Case(texts.save_text, May.WRITE, lambda s, a, w: texts.save_text(s, a, w.programme, "aims", "<p>b</p>", 0)),
    Case(texts.append_chart, May.WRITE, lambda s, a, w: texts.append_chart(s, a, w.programme, "aims", w.measure)),
    Case(texts.mark_completed, May.WRITE, lambda s, a, w: texts.mark_completed(s, a, w.programme, "aims", True)),
    Case(document.read_document, May.READ, lambda s, a, w: document.read_document(s, a, w.programme)),
    Case(document.read_charts, May.READ_SUBMITTED, lambda s, a, w: document.read_charts(s, a, w.programme)),
    Case(file_effects.read_effects, May.READ, lambda s, a, w: file_effects.read_effects(s, a, w.measure)),
    Case(
        observations.read_observations,
        May.READ_SUBMITTED,
        lambda s, a, w: observations.read_observations(s, a, w.measure),
    ),
    Case(
        observations.save_observations,
        May.WRITE,
        lambda s, a, w: observations.save_observations(s, a, w.measure, read_series(CSV, "a.csv"), CSV),
    ),
    Case(
        observations.save_chart,
        May.WRITE,
        lambda s, a, w: observations.save_chart(s, a, w.measure, ChartSpec(screening=True), ChartSpec()),
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
    Case(due.read_due, May.READ_SUBMITTED, lambda s, a, w: due.read_due(s, a, w.trust, date(2025, 7, 9))),
    Case(history.list_changes, May.READ, lambda s, a, w: history.list_changes(s, a, w.programme)),
    Case(history.find_change, May.READ, lambda s, a, w: history.find_change(s, a, w.change)),
    Case(history.state_at, May.READ, lambda s, a, w: history.state_at(s, a, w.programme, now())),
    Case(history.restore_version, May.WRITE, lambda s, a, w: history.restore_version(s, a, w.change)),
    Case(history.restore_plan, May.WRITE, lambda s, a, w: history.restore_plan(s, a, w.programme, w.then)),
    Case(history.first_change, May.READ, lambda s, a, w: history.first_change(s, a, w.programme)),
    Case(history.last_change, May.READ, lambda s, a, w: history.last_change(s, a, w.programme)),
    Case(
        change_lists.list_saves,
        May.READ,
        lambda s, a, w: change_lists.list_saves(s, a, w.trust, change_lists.Asked(w.programme)),
    ),
    Case(
        change_lists.list_saves, May.READ, lambda s, a, w: change_lists.list_saves(s, a, w.trust, change_lists.Asked())
    ),
    Case(change_lists.list_writers, May.READ, lambda s, a, w: change_lists.list_writers(s, a, w.trust, w.programme)),
    Case(change_lists.list_writers, May.READ, lambda s, a, w: change_lists.list_writers(s, a, w.trust)),
    Case(change_names.measure_names, May.READ, lambda s, a, w: change_names.measure_names(s, a, w.programme)),
    Case(
        numbers_between.numbers_between,
        May.READ,
        lambda s, a, w: numbers_between.numbers_between(s, a, w.programme, w.then, now()),
    ),
    Case(drafts.add_words, May.WRITE, lambda s, a, w: drafts.add_words(s, a, f"row/{w.programme}/a", {"a": "b"}, {})),
    Case(gone.list_gone, May.READ, lambda s, a, w: gone.list_gone(s, a, w.programme)),
    Case(since.others_since, May.READ, lambda s, a, w: since.others_since(s, a, w.programme, w.then)),
    Case(since.others_lately, May.READ, lambda s, a, w: since.others_lately(s, a, w.trust)),
    Case(presence.say_here, May.READ, lambda s, a, w: presence.say_here(s, a, w.programme, "aims")),
    Case(presence.who_is_here, May.READ, lambda s, a, w: presence.who_is_here(s, a, w.programme)),
    Case(presence.visit, May.READ, lambda s, a, w: presence.visit(s, a, w.programme)),
    Case(comments.list_comments, May.READ, lambda s, a, w: comments.list_comments(s, a, w.programme)),
    Case(comments.open_threads, May.READ, lambda s, a, w: comments.open_threads(s, a, w.programme)),
    Case(news.read_news, May.READ, lambda s, a, w: news.read_news(s, a, w.programme, "")),
    Case(comments.list_mentions, May.READ, lambda s, a, w: comments.list_mentions(s, a, w.trust)),
    Case(comments.colleagues, May.READ, lambda s, a, w: comments.colleagues(s, a, w.programme)),
    Case(comments.find_comment, May.READ, lambda s, a, w: comments.find_comment(s, a, w.comment)),
    Case(
        comments.add_comment, May.WRITE, lambda s, a, w: comments.add_comment(s, a, w.programme, "box", "aims", "Why?")
    ),
    Case(comments.resolve_comment, May.WRITE, lambda s, a, w: comments.resolve_comment(s, a, w.comment)),
    Case(due.count_due, May.READ_SUBMITTED, lambda s, a, w: due.count_due(s, a, w.trust, date(2025, 7, 9))),
    Case(due.read_overdue, May.READ, lambda s, a, w: due.read_overdue(s, a, w.trust, date(2025, 7, 9))),
    Case(rounds.read_round, May.READ, lambda s, a, w: rounds.read_round(s, a, w.trust, date(2025, 7, 9))),
    Case(
        typed.submit_typed,
        May.WRITE,
        lambda s, a, w: typed.submit_typed(s, a, w.measure, ENTRY.period, typed.Typed(numerator="1", denominator="2")),
    ),
    Case(
        read_choices.remember_choice,
        May.WRITE,
        lambda s, a, w: read_choices.remember_choice(s, a, w.trust, "shape", {"value": "Rate"}),
    ),
    Case(read_choices.recall_choice, May.READ, lambda s, a, w: read_choices.recall_choice(s, a, w.trust, "kept")),
    Case(read_choices.forget_choice, May.WRITE, lambda s, a, w: read_choices.forget_choice(s, a, w.trust, "kept")),
]


def present(session: Session, measure_id: str) -> str:
    """The observation that somebody saw of the period that the world has; none of a measure that is not there."""
    return next((row.id for row in present_rows(session, [measure_id]) if row.period == HELD), "")
