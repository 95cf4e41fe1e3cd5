"""Programmes: created, their drivers changed against what was seen, archived and put back."""

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from plan_store.base import NotFound
from plan_store.changes import Change, as_of, last_changes
from plan_store.permissions import Actor
from plan_store.programmes import (
    ChangedMeanwhile,
    DriverChoice,
    Programme,
    ProgrammeDriver,
    SecondaryChoice,
    archive_programme,
    change_drivers,
    chosen,
    create_programme,
    find_programme,
    list_programmes,
    list_secondary,
)
from plan_store.store import reading, writing


def changes(session: Session) -> list[tuple[str, int]]:
    return [(change.action, change.revision) for change in session.exec(select(Change).order_by(Change.id))]


def test_a_programme_comes_back_as_it_was_chosen(lead: Actor, programme: str, choice: DriverChoice) -> None:
    with reading() as session:
        found = find_programme(session, lead, programme)
        assert chosen(session, found) == choice
        assert [driver.position for driver in list_secondary(session, found)] == [0, 1]
        assert (found.organisation, found.workstream, found.revision) == ("DEMO1", "Maternity & Neonatal", 1)


def test_the_newest_programme_is_listed_first(lead: Actor, programme: str, choice: DriverChoice) -> None:
    with writing() as session:
        second = create_programme(session, lead, "DEMO1", choice).id
    with reading() as session:
        assert [found.id for found in list_programmes(session, lead, "DEMO1")] == [second, programme]


def test_drivers_change_together(lead: Actor, programme: str, choice: DriverChoice) -> None:
    changed = choice.model_copy(
        update={"aim": "Below 5%", "secondary": (SecondaryChoice(title="Vapes offered"), choice.secondary[0])}
    )
    with writing() as session:
        assert change_drivers(session, lead, programme, changed, 1).revision == 2
    with reading() as session:
        assert chosen(session, find_programme(session, lead, programme)) == changed
        assert as_of(session, "Programme", programme, 1) == choice.model_dump(mode="json")
        assert as_of(session, "Programme", programme, 2) == changed.model_dump(mode="json")


def test_a_change_against_an_old_revision_writes_nothing(lead: Actor, programme: str, choice: DriverChoice) -> None:
    first, second = choice.model_copy(update={"aim": "First"}), choice.model_copy(update={"aim": "Second"})
    with writing() as session:
        change_drivers(session, lead, programme, first, 1)
    with pytest.raises(ChangedMeanwhile), writing() as session:
        change_drivers(session, lead, programme, second, 1)
    with reading() as session:
        assert chosen(session, find_programme(session, lead, programme)) == first
        assert changes(session) == [("created", 1), ("changed", 2)]


def test_a_verb_that_fails_leaves_neither_row_nor_change(lead: Actor, choice: DriverChoice) -> None:
    with pytest.raises(ZeroDivisionError), writing() as session:
        create_programme(session, lead, "DEMO1", choice).revision / 0
    with reading() as session:
        assert session.exec(select(Programme)).all() == []
        assert session.exec(select(ProgrammeDriver)).all() == []
        assert changes(session) == []


def test_archived_programmes_leave_the_list_and_come_back(lead: Actor, programme: str, choice: DriverChoice) -> None:
    with writing() as session:
        archive_programme(session, lead, programme)
        archive_programme(session, lead, programme)
    with reading() as session:
        assert list_programmes(session, lead, "DEMO1") == []
        assert find_programme(session, lead, programme).archived_at is not None
    with writing() as session:
        archive_programme(session, lead, programme, archived=False)
    with reading() as session:
        assert [found.id for found in list_programmes(session, lead, "DEMO1")] == [programme]
        assert changes(session) == [("created", 1), ("archived", 2), ("restored", 3)]
        assert as_of(session, "Programme", programme, 3) == choice.model_dump(mode="json")


def test_the_last_change_of_each_programme(lead: Actor, editor: Actor, programme: str, choice: DriverChoice) -> None:
    with writing() as session:
        other = create_programme(session, editor, "DEMO1", choice).id
        change_drivers(session, editor, programme, choice, 1)
    with reading() as session:
        latest = last_changes(session, [programme, other, "unknown"])
    assert {key: (change.action, change.user_name) for key, change in latest.items()} == {
        programme: ("changed", editor.name),
        other: ("created", editor.name),
    }
    assert latest[programme].at.tzinfo is not None


@pytest.mark.parametrize("missing", ["title", "primary_driver", "aim"])
def test_a_choice_needs_title_driver_and_aim(choice: DriverChoice, missing: str) -> None:
    with pytest.raises(ValidationError):
        DriverChoice.model_validate({**choice.model_dump(), missing: " "})


def test_words_that_no_database_keeps_are_left_out(choice: DriverChoice) -> None:
    assert DriverChoice.model_validate({**choice.model_dump(), "title": "Aims\x00 \ud83d'; --"}).title == "Aims '; --"


def test_another_trusts_programme_is_as_if_it_were_not(stranger: Actor, programme: str) -> None:
    with reading() as session, pytest.raises(NotFound) as theirs:
        find_programme(session, stranger, programme)
    with reading() as session, pytest.raises(NotFound) as none:
        find_programme(session, stranger, programme[:-1] + "x")
    assert str(theirs.value) == programme
    assert type(theirs.value) is type(none.value)
