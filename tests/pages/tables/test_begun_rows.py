"""A row that was begun and not saved is offered again, on any visit, with what others saved meanwhile."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from plan_store.drafts import add_words, keep_draft, read_drafts
from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, TeamMember
from plan_store.rows import add_row, delete_row, list_rows, save_row
from plan_store.store import reading, writing
from tests.pages.app_page import press
from tests.pages.tables.conftest import READER, Tab
from tests.pages.tables.test_pages import html


def begin(actor: Actor, programme: str, words: dict[str, str], row: str = "new", seen: int = 0) -> None:
    """As the browser sends it while somebody types."""
    with writing() as session:
        add_words(session, actor, f"row/{programme}/TeamMember/{row}", words, {"revision": seen})


def person(actor: Actor, programme: str, **cells: str) -> str:
    with writing() as session:
        return add_row(session, actor, programme, TeamMember, {"name": "Ann", "role": "Lead", **cells}).row.id


def typed(at: AppTest) -> dict[str, Any]:
    return {field.label.split(". ")[0]: field.value for field in (*at.text_input, *at.text_area)}


def waiting(actor: Actor, programme: str) -> dict[str, Any]:
    with reading() as session:
        return read_drafts(session, actor, f"row/{programme}/")


def test_a_new_row_is_offered_on_the_next_visit_until_it_is_saved(tab: Tab, actor: Actor, programme: str) -> None:
    begin(actor, programme, {"name": "Ann <b>"})
    at = tab("team")
    assert "You left a new person without saving." in html(at)
    assert "without saving" not in html(tab("communications_plan"))
    assert "without saving" not in html(tab("team", READER))
    press(at, "resume")
    assert typed(at)["Name"] == "Ann <b>"
    assert "did not save is here again" in html(at)
    at.button(key="form_save").click().run()
    assert "without saving" not in html(at)
    assert waiting(actor, programme) == {}
    with reading() as session:
        assert [row.name for row in list_rows(session, actor, programme, TeamMember)] == ["Ann <b>"]


def test_cancel_gives_it_up(tab: Tab, actor: Actor, programme: str) -> None:
    begin(actor, programme, {"name": "Ann"})
    at = tab("team")
    at.button(key="add_row").click().run()
    assert typed(at)["Name"] == "Ann"
    at.button(key="form_cancel").click().run()
    assert waiting(actor, programme) == {}
    at.button(key="add_row").click().run()
    assert typed(at)["Name"] == ""


def test_what_others_saved_meanwhile_is_kept_and_the_same_cell_is_chosen(
    tab: Tab, actor: Actor, programme: str
) -> None:
    row = person(actor, programme)
    begin(actor, programme, {"role": "Mine", "organisation": "Network"}, row, 1)
    with writing() as session:
        save_row(session, actor, TeamMember, row, {"name": "Anne", "role": "Theirs"}, 1)
    at = tab("team")
    assert "You left “Anne” without saving." in html(at)
    press(at, "resume", row)
    at.button(key="form_save").click().run()
    assert "Somebody changed this to “Theirs” while you were writing." in html(at)
    next(button for button in at.button if button.label == "Keep mine").click().run()
    at.button(key="form_save").click().run()
    with reading() as session:
        kept = list_rows(session, actor, programme, TeamMember)[0]
    assert (kept.name, kept.role, kept.organisation) == ("Anne", "Mine", "Network")
    assert waiting(actor, programme) == {}


def test_what_is_there_already_or_gone_is_not_offered(tab: Tab, actor: Actor, programme: str) -> None:
    row, gone = person(actor, programme), person(actor, programme)
    begin(actor, programme, {"role": "Lead"}, row, 1)
    begin(actor, programme, {"role": "Lead"}, "nothing", 1)
    begin(actor, programme, {"role": "Kept words"}, gone, 1)
    with writing() as session:
        delete_row(session, actor, TeamMember, gone)
    assert html(tab("team")).count("without saving") == 1


@pytest.mark.parametrize(
    "unfit", [{"status": "no such status", "due": "soon"}, {"status": 3, "due": 4, "revision": "x"}]
)
def test_choices_and_dates_are_held_and_what_no_longer_fits_is_left(
    tab: Tab, actor: Actor, programme: str, unfit: dict[str, Any]
) -> None:
    at = tab("communications_plan")
    at.button(key="add_row").click().run()
    at.date_input[0].set_value(date(2026, 3, 1)).run()
    ((key, held),) = waiting(actor, programme).items()
    assert held == {"revision": 0, next(name for name in held if name != "revision"): "2026-03-01"}
    at = tab("communications_plan")
    press(at, "resume")
    assert at.date_input[0].value == date(2026, 3, 1)
    with writing() as session:
        keep_draft(session, actor, f"row/{programme}/{key}", {"message": "Words", **unfit})
    at = tab("communications_plan")
    press(at, "resume")
    assert typed(at)["Message"] == "Words"
    with reading() as session:
        assert list_rows(session, actor, programme, CommunicationAction) == []
