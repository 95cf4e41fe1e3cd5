"""The chart's settings without a browser: suggestion, rules, marks, and the question after a lasting shift."""

import json
import re
from collections.abc import Callable

from sqlmodel import col, select
from streamlit.testing.v1.element_tree import TextInput

from charts.spec import ChartSpec
from plan_store.changes import Change
from plan_store.observations import measure_spec
from plan_store.plan_rows import Measure
from plan_store.store import reading
from tests.pages.baseline.conftest import Page

Open = Callable[..., Page]
SATOD = "Smoking at time of delivery"


def spec_of(here: Page) -> ChartSpec:
    with reading() as session:
        measure = session.get(Measure, here.measures[SATOD])
        assert measure is not None
        return measure_spec(measure)


def field(here: Page, label: str) -> TextInput:
    return next(one for one in here.at.text_input if one.label == label)


def test_the_suggestion_says_why_and_is_taken_by_its_button(page: Open) -> None:
    here = page(SATOD)
    assert "<b>Suggested: p" in here.words
    assert ", because this is a percentage of about" in here.words
    here.press("Use it")
    assert spec_of(here).chart_type in ("p", "pp")
    assert "Use it" not in [button.label for button in here.at.button]


def test_rules_are_kept(page: Open) -> None:
    here = page(SATOD).choose("Points in a row that make a shift or trend", 8)
    assert spec_of(here).run_length == 8
    next(box for box in here.at.checkbox if "screening" in box.label).check()
    here.run()
    assert (spec_of(here).run_length, spec_of(here).screening) == (8, True)


def test_a_mark_needs_words_and_can_be_left_out_and_put_back(page: Open) -> None:
    here = page(SATOD)
    before = spec_of(here)
    here.press("Mark it")
    assert "Say what happened first" in here.words
    assert spec_of(here) == before
    next(box for box in here.at.selectbox if box.label == "What it is").set_value("ghosts")
    field(here, "What happened").set_value("Records lost")
    here.press("Mark it")
    assert [ghost.reason for ghost in spec_of(here).ghosts] == ["Records lost"]
    assert "Put back<span" in here.words


def test_two_marks_of_one_month_are_taken_away_one_by_one(page: Open) -> None:
    here = page(SATOD)
    before = [one.text for one in spec_of(here).annotations]
    added = ["Midwife in post", "Two midwives’ “clinic” opened"]
    for words in added:
        field(here, "What happened").set_value(words)
        here.press("Mark it")
    assert sorted(one.text for one in spec_of(here).annotations) == sorted([*before, *added])
    key = re.search('data-id="(annotations [0-9-]+ Midwife in post)"', here.words)
    assert key
    here.at.session_state["clicks"] = {"action": json.dumps({"action": "remove-mark", "id": key[1]})}
    here.run()
    assert sorted(one.text for one in spec_of(here).annotations) == sorted([*before, added[1]])


def test_new_limits_are_asked_for_and_need_a_reason(page: Open) -> None:
    here = page(SATOD)
    before = spec_of(here)
    assert "Did the process change?" in here.words
    yes = next(button.label for button in here.at.button if button.label.startswith("Yes, new limits from "))
    here.press(yes)
    assert "Say what changed first" in here.words
    assert spec_of(here) == before
    field(here, "What changed").set_value("CO monitor in every room")
    here.press(yes)
    assert [rebase.reason for rebase in spec_of(here).rebases] == ["CO monitor in every room"]
    assert "Did the process change?" not in here.words
    with reading() as session:
        logged = session.exec(select(Change).where(col(Change.action) == "chart")).all()
    assert "CO monitor in every room" in str(logged[-1].after)


def test_a_reason_that_came_second_is_shown_again(page: Open) -> None:
    here = page(SATOD)
    yes = next(button.label for button in here.at.button if button.label.startswith("Yes, new limits from "))
    field(here, "What changed").set_value("CO monitor in every room")
    other = page(SATOD)
    field(other, "What changed").set_value("New pathway")
    other.press(yes)
    here.press(yes)
    assert "Somebody else has just answered this question" in here.words
    assert "Your reason was not saved: CO monitor in every room" in here.words
    assert [rebase.reason for rebase in spec_of(here).rebases] == ["New pathway"]


def test_a_viewer_is_not_asked(page: Open) -> None:
    here = page(SATOD, email="board.member@northdale.example")
    assert "Did the process change?" not in here.words
    assert not here.at.button
