"""A round of monthly numbers: what is asked, what was typed, what somebody else gave meanwhile, and submitting it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from plan_store.changes import Change
from plan_store.entries import Entry
from plan_store.monthly import EntryMeanwhile, remove_period, save_entry
from plan_store.observation_rows import Observation, present_rows
from plan_store.observations import measure_spec
from plan_store.patients import SENTENCE
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rounds import Item, Round, read_round
from plan_store.rows import delete_row, find_row
from plan_store.store import reading, writing
from plan_store.typed import NOT_SURE, YES, Typed, drop_typed, entry_key, keep_typed, read_typed, submit_typed
from tests.plan_store.conftest import OWN

TODAY = date(2026, 11, 9)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
MINE = {"numerator": "25", "denominator": "261"}
Make = Callable[..., Measure]


def whole(actor: Actor) -> Round:
    with reading() as session:
        return read_round(session, actor, OWN, TODAY)


def enter(actor: Actor, measure: Measure, period: date, seen: str | None = None, **words: Any) -> Observation:
    with writing() as session:
        return save_entry(session, actor, measure.id, Entry(period=period, **words), seen)


def keep(actor: Actor, item: Item, **words: str | bool) -> None:
    with writing() as session:
        keep_typed(session, actor, item.key, item.typed.model_copy(update=words))


def submit(actor: Actor, item: Item) -> Observation:
    with writing() as session:
        return submit_typed(session, actor, item.measure.id, item.period, item.typed)


@pytest.fixture
def counted(measure: Measure, lead: Actor) -> Measure:
    """August and September are there, October is due."""
    enter(lead, measure, date(2026, 8, 1), numerator="20", denominator="250")
    enter(lead, measure, SEPTEMBER, numerator="27", denominator="252")
    return measure


def test_an_item_knows_its_fields_and_the_number_before(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    assert (item.measure.id, item.period, item.due) == (counted.id, OCTOBER, True)
    assert item.parts == ("numerator", "denominator")
    assert item.before is not None
    assert (item.before.period, item.before.numerator) == (SEPTEMBER, 27)
    assert (item.present, item.theirs, item.typed) == (None, None, Typed())


def test_what_was_typed_is_there_again_for_its_writer_alone(counted: Measure, lead: Actor, editor: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, numerator="25")
    [again] = whole(lead).typed
    assert again.typed.numerator == "25"
    assert again.problems == {"denominator": "Enter the denominator."}
    assert whole(editor).typed == ()
    with writing() as session:
        drop_typed(session, lead, item.key)
    assert whole(lead).typed == ()


def test_two_windows_of_one_person_keep_each_others_entries(make_measure: Make, lead: Actor) -> None:
    make_measure("One"), make_measure("Two")
    one, two = whole(lead).items
    keep(lead, one, numerator="1")
    keep(lead, two, numerator="2")
    with writing() as session:
        drop_typed(session, lead, one.key)
        assert {key: typed.numerator for key, typed in read_typed(session, lead).items()} == {two.key: "2"}


def test_submitting_saves_the_number_marks_the_note_and_forgets_what_was_typed(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE, unusual=YES, note="New record system", provisional=True)
    saved = submit(lead, whole(lead).typed[0])
    assert (saved.numerator, saved.denominator, saved.status) == (25, 261, "provisional")
    assert whole(lead).items == ()
    with reading() as session:
        marks = measure_spec(find_row(session, lead, Measure, counted.id)).annotations
        assert [(mark.date, mark.text) for mark in marks] == [(OCTOBER, "New record system")]
        assert read_typed(session, lead) == {}


def test_an_nhs_number_is_refused_and_its_words_are_not_kept_shortened(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE, unusual=YES, note="CO monitor broken, 943 476 5919", done=True)
    [kept] = whole(lead).typed
    assert kept.typed.note == ""
    assert kept.problems == {"note": "Write a short note, or choose No."}
    typed = item.typed.model_copy(update={"note": "943 476 5919", "denominator": "9434765919"})
    assert set(replace(item, typed=typed).problems) >= {"note", "denominator"}
    assert replace(item, typed=typed).problems["note"] == SENTENCE


def test_not_sure_is_kept_as_the_reason(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE, unusual=NOT_SURE, note="not shown")
    assert submit(lead, whole(lead).typed[0]).reason == "Not sure whether anything was unusual"


def test_not_yet_is_said_and_stays_due(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, not_yet=True, done=True)
    assert submit(lead, whole(lead).typed[0]).status == "missing"
    [item] = whole(lead).items
    assert (item.due, item.asked.awaited, item.typed.says_something) == (True, True, False)
    keep(lead, item, **MINE)
    assert whole(lead).typed[0].theirs is None
    assert submit(lead, whole(lead).typed[0]).numerator == 25


def test_somebody_elses_number_stands_beside_mine_until_i_choose(counted: Measure, lead: Actor, editor: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE)
    theirs = enter(editor, counted, OCTOBER, numerator="30", denominator="250")
    [mine] = whole(lead).items
    assert (mine.due, mine.theirs and mine.theirs.id) == (False, theirs.id)
    with pytest.raises(EntryMeanwhile):
        submit(lead, mine)
    assert whole(lead).typed[0].typed.numerator == "25"
    assert whole(lead).walk == whole(lead).typed
    keep(lead, mine, seen=theirs.id)
    [mine] = whole(lead).items
    assert mine.theirs is None
    assert mine.problems == {"why": "Say why the number changes: the old one stays in the history."}
    keep(lead, mine, why="Counted again.", unusual=NOT_SURE)
    assert submit(lead, whole(lead).items[0]).reason == "Counted again. Not sure whether anything was unusual"
    with reading() as session:
        assert present_rows(session, [counted.id])[-1].numerator == 25


def test_the_same_number_given_by_somebody_else_is_no_conflict(counted: Measure, lead: Actor, editor: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE)
    theirs = enter(editor, counted, OCTOBER, **MINE)
    [mine] = whole(lead).items
    assert (mine.theirs, mine.problems) == (None, {})
    keep(lead, mine, seen=theirs.id)
    assert submit(lead, whole(lead).items[0]).id == theirs.id
    assert whole(lead).items == ()


def test_a_number_taken_out_can_be_entered_again(counted: Measure, lead: Actor) -> None:
    there = enter(lead, counted, OCTOBER, numerator="1", denominator="2")
    with writing() as session:
        remove_period(session, lead, counted.id, OCTOBER, "Wrong ward", there.id)
    [item] = whole(lead).items
    assert (item.due, item.theirs) == (True, None)
    keep(lead, item, **MINE)
    assert submit(lead, whole(lead).typed[0]).numerator == 25


def test_a_gap_can_be_filled_and_is_not_in_the_walk(measure: Measure, lead: Actor) -> None:
    enter(lead, measure, date(2026, 8, 1), numerator="20", denominator="250")
    enter(lead, measure, OCTOBER, numerator="20", denominator="250")
    found = whole(lead)
    assert (found.walk, [item.period for item in found.gaps]) == ((), [SEPTEMBER])
    item = found.find(measure.id, "2026-09")
    assert item is not None
    assert item.before is not None
    assert (item.before.period, found.next_after(item), found.before(item)) == (date(2026, 8, 1), None, None)
    keep(lead, item, **MINE)
    assert (whole(lead).gaps, len(whole(lead).typed)) == ((), 1)
    submit(lead, whole(lead).typed[0])
    assert whole(lead).items == ()


def test_one_walks_through_what_is_due_in_order(make_measure: Make, lead: Actor) -> None:
    for name in ("One", "Two", "Three"):
        make_measure(name)
    found = whole(lead)
    one, two, three = found.walk
    assert [item.measure.name for item in found.walk] == ["One", "Two", "Three"]
    assert (found.next_after(one), found.next_after(three)) == (two, None)
    assert (found.before(one), found.before(three)) == (None, two)
    assert found.find(two.measure.id, "2026-10") == two
    assert found.find(two.measure.id, "2026-09") is None
    keep(lead, two, **MINE)
    assert [item.measure.name for item in whole(lead).left_out] == ["One", "Three"]


def test_what_was_typed_for_one_month_stands_in_the_chart_of_the_next(measure: Measure, lead: Actor) -> None:
    enter(lead, measure, date(2026, 8, 1), numerator="20", denominator="250")
    september, october = whole(lead).items
    keep(lead, september, numerator="26", denominator="250")
    keep(lead, october, numerator="no")
    september, october = whole(lead).items
    assert [(row.period.month, row.numerator) for row in october.drawn] == [(8, 20), (9, 26)]
    assert [row.period.month for row in september.drawn] == [8]
    assert october.before is not None
    assert (october.before.numerator, len(october.rows)) == (26, 1)


def test_a_note_must_be_written_where_one_was_promised(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE, unusual=YES, note="  ")
    assert whole(lead).items[0].problems == {"note": "Write a short note, or choose No."}


def test_what_was_typed_for_a_measure_that_is_gone_is_not_asked(counted: Measure, lead: Actor) -> None:
    [item] = whole(lead).items
    keep(lead, item, **MINE)
    with writing() as session:
        delete_row(session, lead, Measure, counted.id)
    assert whole(lead).items == ()


def test_what_is_typed_is_no_part_of_the_history(counted: Measure, lead: Actor) -> None:
    with reading() as session:
        before = len(session.exec(select(Change)).all())
    keep(lead, whole(lead).items[0], **MINE)
    with reading() as session:
        assert len(session.exec(select(Change)).all()) == before


def test_words_are_no_longer_than_the_store_keeps() -> None:
    typed = Typed(note="n" * 300, unusual=YES, why="w" * 300, numerator="1" * 60)
    entry = typed.entry(OCTOBER)
    assert (len(entry.unusual), len(entry.reason), len(entry.numerator)) == (200, 200, 40)
    assert entry_key("m", OCTOBER) == "m/2026-10-01"
