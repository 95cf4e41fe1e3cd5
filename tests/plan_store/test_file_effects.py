"""What taking a file back would do is said before it is done, and is what then happens."""

from collections.abc import Callable
from datetime import date

import pytest

from plan_store.base import NotFound
from plan_store.entries import Entry
from plan_store.file_effects import FileEffect, read_effects
from plan_store.monthly import save_entry
from plan_store.months import read_months
from plan_store.observations import read_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import reading, writing
from plan_store.uploads import delete_upload
from tests.plan_store.conftest import Save

APRIL, MAY, JUNE = (date(2025, month, 1) for month in (4, 5, 6))
FIRST = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,70,90\n"
SECOND = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,71,90\n01/06/2025,95,110\n"
Keep = Callable[[bytes], str]


@pytest.fixture
def keep(save: Save) -> Keep:
    return lambda content: save(content).upload.id


def effects(actor: Actor, measure: Measure) -> dict[str, FileEffect]:
    with reading() as session:
        return read_effects(session, actor, measure.id)


def test_what_changes_back_and_what_goes_is_told_apart(keep: Keep, lead: Actor, measure: Measure) -> None:
    first, second = keep(FIRST), keep(SECOND)
    found = effects(lead, measure)
    assert found[first] == FileEffect((APRIL, MAY))
    assert found[second] == FileEffect((APRIL, MAY, JUNE), back=(MAY,), gone=(JUNE,))
    with writing() as session:
        delete_upload(session, lead, second)
    with reading() as session:
        held = read_observations(session, lead, measure.id)
    assert held["numerator"].to_list() == [80.0, 70.0]
    assert effects(lead, measure)[second] == FileEffect((APRIL, MAY, JUNE), returns=(APRIL, MAY, JUNE))


def test_what_was_corrected_by_hand_stays(keep: Keep, lead: Actor, measure: Measure) -> None:
    only = keep(FIRST)
    with writing() as session:
        seen = next(one for one in read_months(session, lead, measure.id) if one.period == MAY).said[0].observation.id
        entry = Entry(period=MAY, numerator="72", denominator="90", reason="Recounted")
        save_entry(session, lead, measure.id, entry, seen)
    assert effects(lead, measure)[only] == FileEffect((APRIL, MAY), gone=(APRIL,))


def test_another_trusts_measure_is_not_there(keep: Keep, stranger: Actor, measure: Measure) -> None:
    keep(FIRST)
    with pytest.raises(NotFound):
        effects(stranger, measure)
