"""Every change read again; any version of a box, a row or the whole plan put back, and nothing lost by it."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from plan_store.base import NotFound, now
from plan_store.entries import Entry
from plan_store.history import (
    NotRestorable,
    find_change,
    list_changes,
    restore_plan,
    restore_version,
    state_at,
)
from plan_store.monthly import save_entry
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import DriverChoice, change_drivers, find_programme
from plan_store.row_values import values_of
from plan_store.rows import add_row, delete_row, find_row, list_rows, save_row
from plan_store.store import reading, writing
from plan_store.texts import mark_completed, read_texts, save_text
from tests.plan_store.conftest import OWN, People


def write(actor: Actor, programme: str, *texts: str, box: str = "aims") -> None:
    for seen, html in enumerate(texts):
        with writing() as session:
            save_text(session, actor, programme, box, html, seen)


def text_of(session: Session, actor: Actor, programme: str, box: str = "aims") -> str:
    return read_texts(session, actor, programme)[box].html


def actions(actor: Actor, programme: str, **more: Any) -> list[tuple[str, str]]:
    with reading() as session:
        return [(change.thing, change.action) for change in list_changes(session, actor, programme, **more)]


def test_changes_come_newest_first_a_page_at_a_time(lead: Actor, programme: str) -> None:
    write(lead, programme, "<p>a</p>", "<p>b</p>", "<p>c</p>")
    assert actions(lead, programme) == [("PlanText", "wrote")] * 3 + [("Programme", "created")]
    with reading() as session:
        page = list_changes(session, lead, programme, limit=2)
        rest = list_changes(session, lead, programme, until=page[-1].id)
    assert [change.revision for change in [*page, *rest]] == [3, 2, 1, 1]
    assert actions(lead, programme, thing_id=f"{programme}/aims") == [("PlanText", "wrote")] * 3
    assert actions(lead, programme, since=page[0].at) == []


def test_a_version_of_a_box_is_put_back_as_a_new_one(lead: Actor, editor: Actor, programme: str) -> None:
    write(lead, programme, "<p>first</p>", "<p>second</p>")
    with writing() as session:
        mark_completed(session, lead, programme, "aims", True)
    with reading() as session:
        first = list_changes(session, lead, programme, thing_id=f"{programme}/aims")[-1]
    with writing() as session:
        assert restore_version(session, editor, first.id)
        assert not restore_version(session, editor, first.id)
    with reading() as session:
        held = read_texts(session, lead, programme)["aims"]
        assert (held.html, held.completed, held.saved_by) == ("<p>first</p>", False, editor.name)
        assert len(list_changes(session, lead, programme, thing_id=f"{programme}/aims")) == 5


def test_a_version_of_a_row_comes_back_with_its_cells_also_when_it_was_deleted(
    lead: Actor, measure: Measure, programme: str
) -> None:
    before = values_of(measure)
    with writing() as session:
        save_row(session, lead, Measure, measure.id, {"name": "Another", "target": "95%", "due": "2026-08-06"}, 1)
        delete_row(session, lead, Measure, measure.id)
    with reading() as session:
        changes = list_changes(session, lead, programme, thing_id=measure.id)
    with writing() as session:
        assert restore_version(session, lead, changes[1].id)
    with reading() as session:
        held = find_row(session, lead, Measure, measure.id)
        assert (held.name, held.target, str(held.due), held.deleted_at) == ("Another", 95.0, "2026-08-06", None)
    with writing() as session:
        assert restore_version(session, lead, changes[-1].id)
    with reading() as session:
        assert values_of(find_row(session, lead, Measure, measure.id)) == before


def test_the_drivers_come_back(lead: Actor, programme: str, choice: DriverChoice) -> None:
    with writing() as session:
        change_drivers(session, lead, programme, choice.model_copy(update={"title": "Other", "secondary": ()}), 1)
    with reading() as session:
        created = list_changes(session, lead, programme)[-1]
    with writing() as session:
        assert restore_version(session, lead, created.id)
    with reading() as session:
        assert find_programme(session, lead, programme).title == choice.title


def test_numbers_are_put_back_on_their_own_page(lead: Actor, measure: Measure, programme: str) -> None:
    with writing() as session:
        entry = Entry(period=datetime(2025, 4, 1).date(), numerator="1", denominator="2")
        save_entry(session, lead, measure.id, entry, None)
    with reading() as session:
        change = list_changes(session, lead, programme)[0]
    with writing() as session, pytest.raises(NotRestorable, match="own page"):
        restore_version(session, lead, change.id)


def test_the_whole_plan_goes_back_to_a_time_and_forward_again(lead: Actor, programme: str, measure: Measure) -> None:
    write(lead, programme, "<p>then</p>")
    with writing() as session:
        person = add_row(session, lead, programme, TeamMember, {"name": "Community midwife"}).row
    then = now()
    with writing() as session:
        save_text(session, lead, programme, "aims", "<p>later</p>", 1)
        save_text(session, lead, programme, "risks", "<p>new box</p>", 0)
        delete_row(session, lead, TeamMember, person.id)
        save_row(session, lead, Measure, measure.id, {"name": "Renamed"}, 1)
        added = add_row(session, lead, programme, Measure, {"name": "Added since"}).row
    later = now()
    with reading() as session:
        old = state_at(session, lead, programme, then)
    assert old.texts == {"aims": {"html": "<p>then</p>", "completed": False}}
    assert [row["name"] for row in old.rows["Measure"].values()] == [measure.name]
    with writing() as session:
        assert restore_plan(session, lead, programme, then) == 5
    with reading() as session:
        assert text_of(session, lead, programme) == "<p>then</p>"
        assert text_of(session, lead, programme, "risks") == ""
        assert [row.name for row in list_rows(session, lead, programme, Measure)] == [measure.name]
        assert [row.name for row in list_rows(session, lead, programme, TeamMember)] == ["Community midwife"]
    with writing() as session:
        assert restore_plan(session, lead, programme, later) == 5
    with reading() as session:
        assert text_of(session, lead, programme, "risks") == "<p>new box</p>"
        assert [row.name for row in list_rows(session, lead, programme, Measure)] == ["Renamed", added.name]


def test_before_the_programme_was_there_nothing_can_be_put_back(lead: Actor, programme: str) -> None:
    with writing() as session, pytest.raises(NotFound):
        restore_plan(session, lead, programme, datetime(2020, 1, 1, tzinfo=now().tzinfo))


def test_who_may_only_read_puts_nothing_back_and_strangers_see_nothing(
    lead: Actor, stranger: Actor, programme: str, people: People
) -> None:
    write(lead, programme, "<p>a</p>")
    with reading() as session:
        change = list_changes(session, lead, programme)[0]
    viewer = people[OWN, Role.VIEWER]
    with writing() as session:
        assert find_change(session, viewer, change.id).id == change.id
        with pytest.raises(NotAllowed):
            restore_version(session, viewer, change.id)
        with pytest.raises(NotFound):
            find_change(session, stranger, change.id)
