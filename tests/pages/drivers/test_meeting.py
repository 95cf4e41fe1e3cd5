"""Two people change the drivers of one programme: nobody's words are dropped, and what both changed is chosen."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from pages._parts.driver_meeting import met
from plan_store import drafts
from plan_store.people import Membership
from plan_store.permissions import Actor, Role
from plan_store.programmes import DriverChoice, SecondaryChoice
from plan_store.store import reading, writing
from tests.pages.app_page import AppPage, press
from tests.pages.drivers.conftest import EDITOR, Change, Open

Kept = Callable[[], DriverChoice]
SMOKE = "smoke-free-pregnancies"
SEEN = {"driver_key": "own", "primary_driver": "p", "title": "t", "aim": "a", "secondary": [], "own": "one"}


def aim(shown: AppPage, words: str) -> AppPage:
    next(area for area in shown.at.text_area if area.label == "Overarching programme aim").set_value(words)
    return shown.run()


def words_of(choice: DriverChoice) -> tuple[str, str, list[str]]:
    return choice.title, choice.aim, [driver.title for driver in choice.secondary]


@pytest.mark.parametrize(
    ("mine", "theirs", "kept", "overlap"),
    [
        ({"aim": "mine"}, {"title": "theirs"}, {"aim": "mine", "title": "theirs"}, {}),
        ({"aim": "mine"}, {"aim": "theirs"}, {"aim": "mine"}, {"aim": {"aim": "theirs"}}),
        ({"aim": "same"}, {"aim": " same "}, {"aim": " same "}, {}),
        (
            {},
            {"driver_key": SMOKE, "primary_driver": "F"},
            {"driver_key": SMOKE, "primary_driver": "F"},
            {},
        ),
        (
            {"own": "one\ntwo"},
            {"own": "one\nthree"},
            {"own": "one\ntwo"},
            {"secondary": {"secondary": [], "own": "one\nthree"}},
        ),
        ({"own": "two\none"}, {"own": "one\ntwo"}, {"own": "one\ntwo"}, {}),
    ],
)
def test_what_each_changed_is_kept_and_what_both_changed_waits(
    mine: dict[str, str], theirs: dict[str, str], kept: dict[str, str], overlap: dict[str, object]
) -> None:
    found = met(SEEN, {**SEEN, **mine, "revision": 1}, {**SEEN, **theirs, "revision": 3})
    assert found == {**SEEN, **kept, "revision": 3, "theirs": overlap}


def test_what_waited_for_a_choice_still_waits_when_something_else_is_saved() -> None:
    mine = {**SEEN, "aim": "mine", "theirs": {"aim": {"aim": "theirs"}}}
    seen = {**SEEN, "aim": "theirs"}
    assert met(seen, mine, {**seen, "title": "theirs"})["theirs"] == {"aim": {"aim": "theirs"}}


def test_a_secondary_driver_that_the_new_primary_does_not_offer_stays_in_ones_own_words() -> None:
    mine = {**SEEN, "driver_key": SMOKE, "secondary": ["CO"], "own": "one"}
    seen = {**mine, "secondary": []}
    found = met(seen, mine, {**seen, "driver_key": "own", "primary_driver": "p"})
    assert (found["secondary"], found["own"]) == ([], "one\nCO")


def test_a_draft_outlives_what_somebody_else_saves(page: Open, change: Change, kept: Kept) -> None:
    aim(page(), "A long aim that took me an hour")
    change(title="Clearer air")
    again = page()
    assert again.at.text_area[0].value == "A long aim that took me an hour"
    assert again.at.text_input[-1].value == "Clearer air"
    page("check").press("Save the drivers")
    assert words_of(kept()) == ("Clearer air", "A long aim that took me an hour", [])


def test_what_others_saved_while_the_page_was_open_is_kept(page: Open, change: Change, kept: Kept) -> None:
    shown = aim(page(), "Mine").press("Continue").press("Continue")
    change(title="Theirs", secondary=(SecondaryChoice(title="Their own"),))
    shown.press("Save the drivers")
    assert words_of(kept()) == ("Theirs", "Mine", ["Their own"])


@pytest.mark.parametrize(("button", "expected"), [("Keep mine", "Mine"), ("Keep theirs", "Theirs <b>")])
def test_what_both_changed_is_shown_side_by_side_and_chosen(
    page: Open, change: Change, kept: Kept, button: str, expected: str
) -> None:
    shown = aim(page(), "Mine").press("Continue").press("Continue")
    change(aim="Theirs <b>", title="Clearer air")
    shown.press("Save the drivers")
    assert "Somebody changed the drivers of this programme while you were choosing." in shown.words
    assert kept().aim == "Theirs <b>"
    again = page("check")
    assert "Somebody else changed the overarching aim" in again.words
    assert "Theirs &lt;b&gt;" in again.words
    again.press("Save the drivers")
    assert "Choose which to keep first." in again.words
    again.press(button)
    assert "Somebody else changed" not in again.words
    again.press("Save the drivers")
    assert words_of(kept()) == ("Clearer air", expected, [])


def test_theirs_stands_in_the_field_once_it_is_chosen(page: Open, change: Change) -> None:
    shown = aim(page(), "Mine")
    change(aim="Theirs")
    shown = page().press("Keep theirs")
    assert shown.at.text_area[0].value == "Theirs"


def test_what_was_begun_is_said_and_can_be_given_up(page: Open, people: dict[str, Actor], programme: str) -> None:
    assert "begun" not in page().words
    aim(page(), "Mine")
    again = page()
    assert "What you had begun and not saved is here again." in again.words
    press(again.at, "begin-again")
    assert again.at.text_area[0].value == "Below 6%"
    assert "begun" not in again.words
    with reading() as session:
        assert drafts.read_draft(session, people[EDITOR], f"drivers/{programme}") is None


def test_a_role_that_was_taken_away_ends_the_form(page: Open, people: dict[str, Actor], programme: str) -> None:
    shown = page()
    with writing() as session:
        held = session.exec(select(Membership).where(Membership.user_id == people[EDITOR].user_id)).one()
        held.role = Role.VIEWER.value
        session.add(held)
    aim(shown, "Below 4%")
    assert not shown.at.exception
    assert "Your role does not let you write here." in shown.words
    assert not shown.at.text_area
