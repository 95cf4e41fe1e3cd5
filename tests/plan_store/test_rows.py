"""The three tables' verbs: add, save, move, delete, undo; the same for each."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from plan_store.base import NotFound
from plan_store.changes import Change, as_of
from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, TeamMember
from plan_store.rows import (
    RowIncomplete,
    add_row,
    delete_row,
    find_row,
    list_deleted,
    list_rows,
    move_row,
    save_row,
    undo_delete,
)
from plan_store.store import reading, writing

LEAST: dict[type[PlanRow], dict[str, Any]] = {
    Measure: {"name": "CO test at booking"},
    CommunicationAction: {"audience": "Community midwives", "message": "Test at every contact"},
    TeamMember: {"name": "Lead midwife"},
}
KINDS = pytest.mark.parametrize("kind", LEAST, ids=lambda kind: kind.__name__)


def add(actor: Actor, programme: str, kind: type[PlanRow], **cells: Any) -> PlanRow:
    with writing() as session:
        return add_row(session, actor, programme, kind, {**LEAST[kind], **cells}).row


def titles(actor: Actor, programme: str, kind: type[PlanRow]) -> list[str]:
    with reading() as session:
        return [getattr(row, kind.title_field) for row in list_rows(session, actor, programme, kind)]


def three(actor: Actor, programme: str, kind: type[PlanRow]) -> list[PlanRow]:
    return [add(actor, programme, kind, **{kind.title_field: title}) for title in "abc"]


def logged(row_id: str) -> list[tuple[str, int]]:
    with reading() as session:
        found = session.exec(select(Change).where(Change.thing_id == row_id).order_by(Change.id))
        return [(change.action, change.revision) for change in found]


@KINDS
def test_a_row_needs_no_more_than_its_required_cells(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    row = add(lead, programme, kind)
    with reading() as session:
        found = find_row(session, lead, kind, row.id)
        assert (found.programme_id, found.position, found.revision, found.deleted_at) == (programme, 0, 1, None)
        assert as_of(session, kind.__name__, row.id, 1).items() >= LEAST[kind].items()


@KINDS
def test_a_row_without_them_is_refused_whole(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    for cells in ({}, dict.fromkeys(LEAST[kind], " ")):
        with pytest.raises(RowIncomplete) as refused, writing() as session:
            add_row(session, lead, programme, kind, cells)
        assert set(refused.value.problems) == set(LEAST[kind])
    assert titles(lead, programme, kind) == []


@KINDS
def test_a_required_cell_cannot_be_emptied(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    row = add(lead, programme, kind)
    for name in LEAST[kind]:
        with pytest.raises(RowIncomplete), writing() as session:
            save_row(session, lead, kind, row.id, {name: ""}, 1)
    assert logged(row.id) == [("added", 1)]


def test_half_an_email_is_not_kept_but_the_rest_is(lead: Actor, programme: str) -> None:
    with writing() as session:
        saved = add_row(session, lead, programme, TeamMember, {"name": "Analyst", "role": "Data", "email": "analyst@"})
        assert set(saved.problems) == {"email"}
        again = save_row(session, lead, TeamMember, saved.row.id, {"role": "Lead analyst", "email": "analyst"}, 1)
        assert set(again.problems) == {"email"}
    with reading() as session:
        found = find_row(session, lead, TeamMember, saved.row.id)
        assert (found.name, found.role, found.email) == ("Analyst", "Lead analyst", "")


def test_every_cell_comes_back_as_it_was_saved(lead: Actor, programme: str) -> None:
    cells = {
        "name": "Skin-to-skin “first hour” 👶", "type": "outcome", "better": "decrease",
        "definition": "a\nb'; DROP TABLE measure; --", "numerator": "n", "denominator": "d",
        "unit": "per 1,000", "target": 8.5, "source": "s", "frequency": "weekly",
        "captured_by": "c", "lead": "l", "due": date(2026, 8, 6), "secondary_driver": "x", "risks": "r" * 2000,
    }  # fmt: skip
    row = add(lead, programme, Measure, **cells)
    with reading() as session:
        found = find_row(session, lead, Measure, row.id)
        assert {name: getattr(found, name) for name in cells} == cells


@KINDS
def test_saving_the_same_again_is_no_change(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    row = add(lead, programme, kind)
    with writing() as session:
        assert save_row(session, lead, kind, row.id, LEAST[kind], 1).row.revision == 1
    assert logged(row.id) == [("added", 1)]


@KINDS
def test_an_unknown_column_is_refused(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    row = add(lead, programme, kind)
    for cells in ({"programme_id": "x"}, {"revision": 9}, {"nonsense": 1}):
        with pytest.raises(KeyError), writing() as session:
            save_row(session, lead, kind, row.id, {**LEAST[kind], **cells}, 1)
        with pytest.raises(KeyError), writing() as session:
            add_row(session, lead, programme, kind, {**LEAST[kind], **cells})


@KINDS
def test_rows_move(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    ids = {row_title: row.id for row_title, row in zip("abc", three(lead, programme, kind), strict=True)}
    moves = [("a", 1, "bac"), ("c", -1, "bca"), ("b", -1, "bca"), ("a", 1, "bca"), ("b", 9, "cab"), ("b", -9, "bca")]
    for title, step, order in moves:
        with writing() as session:
            move_row(session, lead, kind, ids[title], step)
        assert titles(lead, programme, kind) == list(order), (title, step)


@KINDS
def test_a_deleted_row_comes_back_to_its_place(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    rows = three(lead, programme, kind)
    with writing() as session:
        delete_row(session, lead, kind, rows[1].id)
        delete_row(session, lead, kind, rows[1].id)
    assert titles(lead, programme, kind) == ["a", "c"]
    with writing() as session:
        delete_row(session, lead, kind, rows[0].id)
    with reading() as session:
        assert [row.id for row in list_deleted(session, lead, programme, kind)] == [rows[0].id, rows[1].id]
    with writing() as session:
        undo_delete(session, lead, kind, rows[0].id)
        undo_delete(session, lead, kind, rows[1].id)
        undo_delete(session, lead, kind, rows[1].id)
    assert titles(lead, programme, kind) == ["a", "b", "c"]
    assert logged(rows[1].id) == [("added", 1), ("deleted", 2), ("restored", 3)]


@KINDS
def test_moving_and_adding_after_a_delete(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    rows = three(lead, programme, kind)
    with writing() as session:
        delete_row(session, lead, kind, rows[0].id)
        move_row(session, lead, kind, rows[2].id, -1)
        move_row(session, lead, kind, rows[0].id, 1)
    add(lead, programme, kind, **{kind.title_field: "d"})
    assert titles(lead, programme, kind) == ["c", "b", "d"]


@KINDS
def test_history_holds_a_rows_place_and_whether_it_is_there(lead: Actor, programme: str, kind: type[PlanRow]) -> None:
    rows = three(lead, programme, kind)
    with writing() as session:
        move_row(session, lead, kind, rows[0].id, 1)
        delete_row(session, lead, kind, rows[0].id)
    with reading() as session:
        versions = [as_of(session, kind.__name__, rows[0].id, revision) for revision in (1, 2, 3)]
    assert [(version["position"], version["deleted"]) for version in versions] == [(0, False), (1, False), (1, True)]


def test_a_row_that_is_not_yours_is_as_if_it_were_not(stranger: Actor, measure: Measure) -> None:
    words = set()
    for row_id in (measure.id, "x"):
        with reading() as session, pytest.raises(NotFound) as refused:
            find_row(session, stranger, Measure, row_id)
        words.add(str(refused.value).replace(row_id, ""))
    assert words == {""}


def test_a_row_of_another_table_is_not_found(lead: Actor, measure: Measure) -> None:
    with reading() as session, pytest.raises(NotFound):
        find_row(session, lead, TeamMember, measure.id)
