"""Files as they came: kept once, found again, taken back so that what they replaced stands again, put back."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import col, func, select

from charts.series import read_series
from plan_store.base import NotFound
from plan_store.changes import Change
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.months import read_months
from plan_store.observations import Stored, read_observations, save_every
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import reading, writing
from plan_store.uploads import (
    StoredFile,
    delete_batch,
    delete_upload,
    find_same_file,
    list_uploads,
    read_file,
    undo_delete_batch,
    undo_delete_upload,
)
from tests.plan_store.conftest import OTHER, OWN, Save

FIRST = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,70,100\n"
SECOND = b"Month,Tested,Booked\n01/05/2025,75,100\n01/06/2025,76,100\n"


def values(actor: Actor, measure: Measure) -> dict[str, float]:
    with reading() as session:
        held = read_observations(session, actor, measure.id)
    return {f"{when:%b}": value for when, value in zip(held["date"], held["value"], strict=True)}


def set_back(actor: Actor, stored: Stored, undo: bool = False) -> None:
    with writing() as session:
        (undo_delete_upload if undo else delete_upload)(session, actor, stored.upload.id)


def test_a_file_taken_back_leaves_what_was_there_before(save: Save, lead: Actor, measure: Measure) -> None:
    save(FIRST)
    second = save(SECOND)
    assert values(lead, measure) == {"Apr": 80.0, "May": 75.0, "Jun": 76.0}
    set_back(lead, second)
    assert values(lead, measure) == {"Apr": 80.0, "May": 70.0}
    set_back(lead, second, undo=True)
    assert values(lead, measure) == {"Apr": 80.0, "May": 75.0, "Jun": 76.0}


def test_an_older_file_taken_back_changes_nothing_that_a_newer_one_says(
    save: Save, lead: Actor, measure: Measure
) -> None:
    first = save(FIRST)
    save(FIRST.replace(b"70,100", b"71,100"))
    set_back(lead, first)
    assert values(lead, measure) == {"Apr": 80.0, "May": 71.0}  # the second file says April too


def test_what_was_typed_since_stays(save: Save, lead: Actor, measure: Measure) -> None:
    first = save(FIRST)
    with reading() as session:
        seen = read_months(session, lead, measure.id)[0].present
    assert seen is not None
    with writing() as session:
        typed = Entry(period=date(2025, 5, 1), numerator="72", denominator="100", reason="Recounted")
        save_entry(session, lead, measure.id, typed, seen.observation.id)
    set_back(lead, first)
    assert values(lead, measure) == {"May": 72.0}
    set_back(lead, first, undo=True)
    assert values(lead, measure) == {"Apr": 80.0, "May": 72.0}


def test_taking_back_twice_is_taking_back_once(save: Save, lead: Actor, measure: Measure) -> None:
    first = save(FIRST)
    for undo in (False, False, True, True):
        set_back(lead, first, undo)
    assert values(lead, measure) == {"Apr": 80.0, "May": 70.0}
    with reading() as session:
        here = select(Change.action).where(Change.thing == "Measure data").order_by(col(Change.id))
        actions = session.exec(here).all()
    assert list(actions) == ["data", "file taken back", "file put back"]


def test_a_file_taken_back_can_be_uploaded_again(save: Save, lead: Actor, measure: Measure) -> None:
    first = save(FIRST)
    set_back(lead, first)
    assert values(lead, measure) == {}
    again = save(FIRST)
    assert again.upload.id != first.upload.id
    assert values(lead, measure) == {"Apr": 80.0, "May": 70.0}
    with reading() as session:
        assert session.exec(select(func.count()).select_from(StoredFile)).one() == 1
        assert [upload.deleted_at is None for upload in list_uploads(session, lead, measure.id)] == [True, False]


def test_the_history_says_which_file_and_whether_it_was_taken_back(save: Save, lead: Actor, measure: Measure) -> None:
    save(FIRST)
    set_back(lead, save(SECOND))
    with reading() as session:
        months = {month.period.month: month for month in read_months(session, lead, measure.id)}
    assert [(said.observation.value, said.file_name, said.taken_back, said.counts) for said in months[5].said] == [
        (75.0, "CO tests.csv", True, False),
        (70.0, "CO tests.csv", False, True),
    ]
    assert months[6].present is None


def test_the_same_file_is_found_again_in_the_trust(
    save: Save, lead: Actor, stranger: Actor, measure: Measure, make_measure: Callable[..., Measure]
) -> None:
    first = save(FIRST)
    with reading() as session:
        [found] = find_same_file(session, lead, OWN, FIRST)
        assert (found.upload.id, found.measure.name) == (first.upload.id, measure.name)
        assert find_same_file(session, lead, OWN, SECOND) == []
        assert find_same_file(session, stranger, OTHER, FIRST) == []
    set_back(lead, first)
    with reading() as session:
        assert find_same_file(session, lead, OWN, FIRST) == []


def test_the_file_is_kept_as_it_came(save: Save, lead: Actor, stranger: Actor) -> None:
    stored = save(FIRST)
    with reading() as session:
        upload, content = read_file(session, lead, stored.upload.id)
        assert (upload.file_name, content) == ("CO tests.csv", FIRST)
        with pytest.raises(NotFound):
            read_file(session, stranger, stored.upload.id)
        with pytest.raises(NotFound):
            read_file(session, lead, "no such file")


def test_one_file_for_several_measures_is_saved_and_taken_back_whole(
    lead: Actor, measure: Measure, make_measure: Callable[..., Measure]
) -> None:
    other = make_measure("CO test at 36 weeks")
    series = {measure.id: read_series(FIRST, "both.csv"), other.id: read_series(SECOND, "both.csv")}
    with writing() as session:
        batch, stored = save_every(session, lead, series, FIRST)
    assert {key: (one.added, one.replaced) for key, one in stored.items()} == {measure.id: (2, 0), other.id: (2, 0)}
    with writing() as session:
        assert len(delete_batch(session, lead, batch)) == 2
    assert (values(lead, measure), values(lead, other)) == ({}, {})
    with writing() as session:
        undo_delete_batch(session, lead, batch)
    assert values(lead, other) == {"May": 75.0, "Jun": 76.0}
    with writing() as session, pytest.raises(NotFound):
        delete_batch(session, lead, "no such batch")


def test_a_file_for_several_measures_is_kept_for_all_or_for_none(
    lead: Actor, measure: Measure, make_measure: Callable[..., Measure]
) -> None:
    other = make_measure("CO test at 36 weeks")
    series = {measure.id: read_series(FIRST, "both.csv"), other.id: read_series(b"Month,n\n", "both.csv")}
    with pytest.raises(Exception, match="nothing was saved"), writing() as session:
        save_every(session, lead, series, FIRST)
    assert values(lead, measure) == {}
