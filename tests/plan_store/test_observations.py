"""What was measured: kept with its file, corrected without forgetting, refused unless clean."""

from datetime import date

import pandas as pd
import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from charts.series import SeriesFile, read_series
from plan_store.base import NotFound
from plan_store.changes import Change
from plan_store.observation_rows import Observation
from plan_store.observations import FileNotClean, read_observations, save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import delete_row
from plan_store.store import reading, writing
from plan_store.uploads import Upload, read_file
from tests.plan_store.conftest import Save

FIRST = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,*,90\n01/06/2025,95,110\n"
CORRECTED = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,70,90\n01/06/2025,96,110\n01/07/2025,99,120\n"


def present(actor: Actor, measure: Measure) -> pd.DataFrame:
    with reading() as session:
        return read_observations(session, actor, measure.id)


def test_a_file_is_kept_with_its_observations(save: Save, lead: Actor, measure: Measure) -> None:
    stored = save(FIRST)
    assert (stored.added, stored.replaced) == (3, 0)
    found = present(lead, measure)
    assert list(found.columns) == ["date", "value", "numerator", "denominator", "status"]
    assert list(found["date"].dt.date) == [date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)]
    assert found["numerator"].to_list()[::2] == [80.0, 95.0]
    assert pd.isna(found["numerator"][1])
    assert found["denominator"].to_list()[::2] == [100.0, 110.0]
    assert found["status"].to_list() == ["final", "suppressed", "final"]
    assert {str(kind) for kind in found.dtypes[["value", "numerator", "denominator"]]} == {"float64"}
    with reading() as session:
        upload = session.exec(select(Upload)).one()
        assert (upload.file_name, upload.user_name) == ("CO tests.csv", lead.name)
        assert read_file(session, lead, upload.id)[1] == FIRST
        assert len(upload.sha256) == 64
        assert {role: words.split(" (")[0] for role, words in upload.read_as.items()} == {
            "date": "Month", "numerator": "Tested", "denominator": "Booked",
        }  # fmt: skip


def test_the_same_file_again_brings_nothing(save: Save) -> None:
    first = save(FIRST)
    again = save(FIRST)
    assert (again.added, again.replaced, again.upload.id) == (0, 0, first.upload.id)
    with reading() as session:
        assert len(session.exec(select(Upload)).all()) == 1
        assert [change.action for change in session.exec(select(Change).where(Change.action == "data"))] == ["data"]


def test_a_correction_replaces_and_the_old_value_stays_known(save: Save, lead: Actor, measure: Measure) -> None:
    first = save(FIRST)
    stored = save(CORRECTED)
    assert (stored.added, stored.replaced) == (1, 2)
    found = present(lead, measure)
    assert found["numerator"].to_list() == [80.0, 70.0, 96.0, 99.0]
    assert found["status"].to_list() == ["final"] * 4
    with reading() as session:
        old = session.exec(
            select(Observation).where(col(Observation.replaced_at).is_not(None)).order_by(col(Observation.period))
        ).all()
        assert [(row.period.month, row.numerator, row.status, row.upload_id) for row in old] == [
            (4, 80.0, "final", first.upload.id),
            (5, None, "suppressed", first.upload.id),
            (6, 95.0, "final", first.upload.id),
        ]
        assert all(row.replaced_at and row.replaced_at.tzinfo for row in old)


def test_the_first_file_again_puts_its_values_back(save: Save, lead: Actor, measure: Measure) -> None:
    save(FIRST)
    save(CORRECTED)
    assert (save(FIRST).replaced, present(lead, measure)["numerator"][2]) == (2, 95.0)


def test_a_file_with_problems_or_a_choice_to_make_is_never_kept(lead: Actor, measure: Measure) -> None:
    bad = b"Month,Tested,Booked\n01/04/2025,eighty,100\n01/05/2025,70,90\n01/05/2025,71,90\n"
    for series in (read_series(bad, "bad.csv"), SeriesFile("empty.csv")):
        with pytest.raises(FileNotClean), writing() as session:
            save_observations(session, lead, measure.id, series, bad)
    with reading() as session:
        assert session.exec(select(Upload)).all() == []
        assert session.exec(select(Observation)).all() == []


def test_a_month_that_the_file_leaves_out_keeps_its_value(save: Save, lead: Actor, measure: Measure) -> None:
    save(CORRECTED)
    stored = save(b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,70,90\n01/07/2025,98,120\n01/09/2025,97,120\n")
    assert (stored.added, stored.replaced) == (2, 1)
    found = present(lead, measure)
    assert found["numerator"].to_list()[:4] == [80.0, 70.0, 96.0, 98.0]
    assert found["status"].to_list() == ["final", "final", "final", "final", "missing", "final"]


def test_a_deleted_measure_takes_no_data(save: Save, lead: Actor, measure: Measure) -> None:
    with writing() as session:
        delete_row(session, lead, Measure, measure.id)
    with pytest.raises(NotFound):
        save(FIRST)


def test_a_period_has_one_present_value_whoever_writes_it(save: Save, measure: Measure) -> None:
    save(FIRST)
    with pytest.raises(IntegrityError), writing() as session:
        session.add(Observation(measure_id=measure.id, period=date(2025, 4, 1), value=1.0))


def test_a_measure_without_data_has_an_empty_frame(lead: Actor, measure: Measure) -> None:
    found = present(lead, measure)
    assert found.empty
    assert [str(kind) for kind in found.dtypes[:4]] == ["datetime64[s]", "float64", "float64", "float64"]
