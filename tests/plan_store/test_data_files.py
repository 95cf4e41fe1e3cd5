"""One file for many measures: its template, which measure a series is about, what it changes, saved and taken back."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest
from sqlmodel import col, select

from charts.series import EntryRow, OneSeries, ReadFile, SeriesFile, entry_csv, read_each, read_series
from plan_store.data_files import Brought, save_data_file, set_notes
from plan_store.data_template import read_template
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observation_rows import Observation
from plan_store.observations import FileNotClean, NumbersMeanwhile, measure_spec, read_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Better, Frequency, Measure, Unit
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import delete_row, find_row
from plan_store.series_changes import compare, not_begun, seen_numbers, until
from plan_store.series_matching import code_of, match_series
from plan_store.store import reading, writing
from plan_store.uploads import delete_batch, undo_delete_batch
from tests.plan_store.conftest import OWN

Make = Callable[..., Measure]
TODAY = date(2026, 11, 25)
AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)


def enter(actor: Actor, measure: Measure, period: date, **numbers: object) -> None:
    with writing() as session:
        entry = Entry.model_validate({"period": period, **numbers})
        save_entry(session, actor, measure.id, entry, None)


def template(actor: Actor, programme: str = "", months: int = 0) -> list[EntryRow]:
    with reading() as session:
        return read_template(session, actor, OWN, TODAY, programme, months)


def filled(*rows: EntryRow) -> ReadFile:
    return read_each(entry_csv(rows, with_programme=True), "filled.csv")


def series(*rows: tuple[str, str, str]) -> SeriesFile:
    (one,) = filled(*(EntryRow("A", month, numerator=top, denominator=of) for month, top, of in rows)).each
    return one.series


def numbers(actor: Actor, measure: Measure) -> dict[str, float]:
    with reading() as session:
        frame = read_observations(session, actor, measure.id)
    return {f"{when:%Y-%m}": value for when, value in zip(frame["date"], frame["numerator"], strict=True)}


def marks(actor: Actor, measure: Measure) -> dict[str, str]:
    with reading() as session:
        spec = measure_spec(find_row(session, actor, Measure, measure.id))
    return {mark.date.isoformat(): mark.text for mark in spec.annotations}


def test_the_template_has_every_measure_and_the_months_that_are_due(
    lead: Actor, programme: str, make_measure: Make
) -> None:
    late = make_measure("CO tests", numerator="Women tested", denominator="Women booked")
    fresh = make_measure("Length of stay", unit=Unit.DAYS)
    quarterly = make_measure("Audit", frequency=Frequency.QUARTERLY)
    make_measure("Huddles", frequency=Frequency.WEEKLY)
    enter(lead, late, AUGUST, numerator="80", denominator="100")
    enter(lead, fresh, OCTOBER, value="2.125", unusual="Ward closed")
    rows = template(lead, programme)
    counted, plan = "Women tested, of women booked", "Smoke-free pregnancies"
    assert rows == [
        EntryRow("CO tests", "September 2026", plan, counted, code=code_of(late.id)),
        EntryRow("CO tests", "October 2026", plan, counted, code=code_of(late.id)),
        EntryRow("Length of stay", "September 2026", plan, code=code_of(fresh.id)),
        EntryRow("Length of stay", "October 2026", plan, value="2.125", note="Ward closed", code=code_of(fresh.id)),
        EntryRow("Audit", "Q2 2026/27", plan, code=code_of(quarterly.id)),
    ]


def test_with_nothing_due_it_has_the_last_three_months_and_what_was_said_of_them(
    lead: Actor, programme: str, make_measure: Make
) -> None:
    measure = make_measure()
    content = b"Month,Tested,Booked\nAug-26,1234,2000\nSep-26,*,2000\nOct-26,80,100\n"
    found = read_each(content, "a.csv").each[0]
    with writing() as session:
        save_data_file(session, lead, {measure.id: Brought(found.series)}, content)
    assert [(row.month, row.numerator, row.denominator, row.value) for row in template(lead, programme)] == [
        ("August 2026", "1234", "2000", ""),
        ("September 2026", "*", "2000", ""),
        ("October 2026", "80", "100", ""),
    ]
    year = template(lead, programme, months=12)
    assert [row.month for row in year][:2] == ["November 2025", "December 2025"]
    assert len(year) == 12


def test_the_template_untouched_changes_nothing(lead: Actor, programme: str, make_measure: Make) -> None:
    counts, value = make_measure("CO tests"), make_measure("Length of stay", unit=Unit.DAYS)
    enter(lead, counts, OCTOBER, numerator="80", denominator="97", provisional=True)
    enter(lead, value, OCTOBER, value="0.1")
    each = filled(*template(lead, programme, months=12)).each
    for one, measure in zip(each, (counts, value), strict=True):
        with reading() as session:
            changes = compare(one.series, read_observations(session, lead, measure.id), form=True)
        assert (changes.total, changes.same) == (0, 1)


def test_the_trusts_template_has_every_programme(lead: Actor, choice: DriverChoice, make_measure: Make) -> None:
    make_measure("CO tests")
    with writing() as session:
        create_programme(session, lead, OWN, choice.model_copy(update={"title": "Without measures"}))
    assert {(row.programme, row.measure) for row in template(lead)} == {("Smoke-free pregnancies", "CO tests")}


def test_a_measure_is_found_by_its_code_then_its_name_then_its_words(make_measure: Make, programme: str) -> None:
    one, two, three = make_measure("CO tests"), make_measure("CO tests"), make_measure("Smoking at delivery")
    titles = {programme: "Smoke-free pregnancies"}

    def match(*rows: OneSeries) -> dict[int, str]:
        return match_series(rows, [one, two, three], titles)

    blank = SeriesFile("a.csv")
    coded = OneSeries(("CO tests", "x"), blank, measure="Another name", code=code_of(two.id).upper())
    named = OneSeries((), blank, programme="smoke-free  PREGNANCIES", measure="  smoking AT delivery ")
    assert match(coded, named) == {0: two.id, 1: three.id}
    assert match(OneSeries((), blank, measure="CO tests")) == {}, "two measures have the name"
    assert match(OneSeries((), blank, programme="Another", measure="Smoking at delivery")) == {}
    assert match(OneSeries(("North", "Smoking at delivery"), blank)) == {0: three.id}
    assert match(OneSeries(("Women smoking, at delivery",), blank)) == {0: three.id}
    assert match(OneSeries(("Delivery suite",), blank)) == {}, "one word is not enough"
    assert match(named, named) == {0: three.id}, "no measure is given twice"


def test_what_a_file_changes(lead: Actor, measure: Measure) -> None:
    enter(lead, measure, AUGUST, numerator="80", denominator="100")
    enter(lead, measure, SEPTEMBER, numerator="70", denominator="100", provisional=True)
    with reading() as session:
        present = read_observations(session, lead, measure.id)
    changes = compare(series(("Aug-26", "80", "100"), ("Sep-26", "71", "100"), ("Oct-26", "*", "100")), present)
    assert (changes.new, changes.same, changes.gaps, changes.total) == (1, 1, 1, 2)
    assert [correction.period for correction in changes.corrections] == [SEPTEMBER]
    assert not changes.asks_reason, "a provisional number is there to be replaced"
    assert [f"{when:%Y-%m}" for when in changes.series.observations["date"]] == ["2026-09", "2026-10"]
    assert compare(series(("Aug-26", "81", "100")), present).asks_reason
    assert compare(series(("Aug-26", "*", "100")), present).asks_reason, "a number that goes away changes too"


def test_a_month_still_to_come_is_a_problem() -> None:
    file = series(("Nov-26", "1", "2"), ("Dec-26", "1", "2"))
    assert [(note.row, note.text) for note in not_begun(file, TODAY)] == [
        (3, "December 2026 has not begun yet. Check the month.")
    ]


def save(actor: Actor, parts: dict[str, Brought], reason: str = "") -> tuple[str, dict[str, dict[date, str]]]:
    with writing() as session:
        batch, before = save_data_file(session, actor, parts, b"the file", reason)
    return batch, {key: dict(notes) for key, notes in before.items()}


def test_a_file_is_kept_with_its_reason_and_its_notes_and_taken_back_whole(lead: Actor, make_measure: Make) -> None:
    one, two = make_measure("One"), make_measure("Two")
    enter(lead, one, AUGUST, numerator="80", denominator="100", unusual="Old note")
    parts = {
        one.id: Brought(series(("Aug-26", "81", "100"), ("Sep-26", "82", "100")), {AUGUST: "New note"}),
        two.id: Brought(series(("Sep-26", "5", "10"))),
    }
    batch, before = save(lead, parts, "Counted again")
    assert numbers(lead, one) == {"2026-08": 81.0, "2026-09": 82.0}
    assert numbers(lead, two) == {"2026-09": 5.0}
    assert marks(lead, one) == {"2026-08-01": "New note"}
    assert before == {one.id: {AUGUST: "Old note"}, two.id: {}}
    with reading() as session:
        here = select(Observation).where(Observation.measure_id == one.id, col(Observation.replaced_at).is_(None))
        reasons = {row.period: row.reason for row in session.exec(here)}
    assert reasons == {AUGUST: "Counted again", SEPTEMBER: ""}, "the reason is that of the number that changed"
    with writing() as session:
        delete_batch(session, lead, batch)
        set_notes(session, lead, one.id, before[one.id], {AUGUST: "New note"})
    assert (numbers(lead, one), numbers(lead, two)) == ({"2026-08": 80.0}, {})
    assert marks(lead, one) == {"2026-08-01": "Old note"}
    with writing() as session:
        undo_delete_batch(session, lead, batch)
    assert numbers(lead, one) == {"2026-08": 81.0, "2026-09": 82.0}


def test_a_note_that_somebody_changed_since_stays(lead: Actor, measure: Measure) -> None:
    with writing() as session:
        set_notes(session, lead, measure.id, {AUGUST: "Ours"})
        set_notes(session, lead, measure.id, {AUGUST: "Theirs"})
        set_notes(session, lead, measure.id, {AUGUST: ""}, {AUGUST: "Ours"})
    assert marks(lead, measure) == {"2026-08-01": "Theirs"}
    with writing() as session:
        set_notes(session, lead, measure.id, {AUGUST: ""}, {AUGUST: "Theirs"})
    assert marks(lead, measure) == {}


def test_notes_alone_make_no_upload(lead: Actor, measure: Measure) -> None:
    nothing = SeriesFile("a.csv")
    batch, _ = save(lead, {measure.id: Brought(nothing, {AUGUST: "A note"})})
    assert batch == ""
    assert marks(lead, measure) == {"2026-08-01": "A note"}


def test_all_or_nothing(lead: Actor, make_measure: Make) -> None:
    one, gone = make_measure("One"), make_measure("Gone", better=Better.LOWER)
    with writing() as session:
        delete_row(session, lead, Measure, gone.id)
    part = Brought(series(("Aug-26", "81", "100")), {AUGUST: "A note"})
    with pytest.raises(Exception, match=gone.id):
        save(lead, {one.id: part, gone.id: part})
    assert (numbers(lead, one), marks(lead, one)) == ({}, {})
    assert pd.Series(numbers(lead, gone)).empty


def test_a_provisional_number_never_takes_the_place_of_a_final_one(lead: Actor, measure: Measure) -> None:
    enter(lead, measure, AUGUST, numerator="80", denominator="100")
    enter(lead, measure, SEPTEMBER, numerator="70", denominator="100", provisional=True)
    content = b"Month,Numerator,Denominator,Status\nAug-26,85,100,Provisional\nSep-26,71,100,Provisional\n"
    file = read_series(content, "a.csv")
    with reading() as session:
        changes = compare(file, read_observations(session, lead, measure.id))
    assert [one.period for one in changes.stays] == [AUGUST]
    assert [one.period for one in changes.corrections] == [SEPTEMBER]
    assert not changes.asks_reason
    save(lead, {measure.id: Brought(file)})
    assert numbers(lead, measure) == {"2026-08": 80.0, "2026-09": 71.0}


def test_a_file_that_is_not_the_form_says_that_a_number_is_final(lead: Actor, measure: Measure) -> None:
    enter(lead, measure, AUGUST, numerator="80", denominator="100", provisional=True)
    with reading() as session:
        present = read_observations(session, lead, measure.id)
    file = series(("Aug-26", "80", "100"))
    assert len(compare(file, present).corrections) == 1
    assert compare(file, present, form=True).same == 1


def test_months_to_come_are_refused_where_they_have_a_number_and_left_out_where_they_are_blank() -> None:
    blank = until(
        read_series(b"Month,Numerator,Denominator\nOct-26,1,2\nNov-26,1,2\nDec-26,,\nJan-27,*,\n", "a.csv"), TODAY
    )
    assert [f"{when:%b}" for when in blank.observations["date"]] == ["Oct", "Nov"]
    assert (blank.ok, blank.warnings) == (True, ())
    early = until(series(("Nov-26", "1", "2"), ("Dec-26", "1", "2"), ("Jan-27", "", "")), TODAY)
    assert [(note.row, note.letter) for note in early.problems] == [(3, "D")]
    assert early.observations.empty
    daily = read_series(b"Date,Births\n24/11/2026,3\n25/11/2026,4\n26/11/2026,5\n", "a.csv")
    assert [note.text for note in until(daily, TODAY).problems] == [
        "26 November 2026 has not begun yet. Check the month."
    ]


def test_a_month_still_to_come_is_never_kept(lead: Actor, measure: Measure) -> None:
    with pytest.raises(FileNotClean, match="November 2048 has not begun yet"):
        save(lead, {measure.id: Brought(series(("Nov-2048", "1", "2"), ("Dec-2048", "1", "2")))})
    assert numbers(lead, measure) == {}


def test_what_somebody_else_said_meanwhile_is_not_overwritten(lead: Actor, measure: Measure) -> None:
    enter(lead, measure, AUGUST, numerator="80", denominator="100")
    with reading() as session:
        seen = seen_numbers(read_observations(session, lead, measure.id))
    enter(lead, measure, SEPTEMBER, numerator="70", denominator="100")
    save(lead, {measure.id: Brought(series(("Aug-26", "81", "100")), seen=seen)}, "September is not in the file")
    with pytest.raises(NumbersMeanwhile):
        save(lead, {measure.id: Brought(series(("Aug-26", "82", "100")), seen=seen)})
    with pytest.raises(NumbersMeanwhile):
        save(lead, {measure.id: Brought(series(("Sep-26", "82", "100")), seen=seen)})
    assert numbers(lead, measure) == {"2026-08": 81.0, "2026-09": 70.0}
