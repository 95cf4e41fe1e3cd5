"""A plan’s history in Chromium: written, changed, deleted; read, compared, put back, and the plan back and forward."""

import pytest
from playwright.sync_api import expect

from plan_store.plan_rows import Measure
from plan_store.store import reading
from plan_store.texts import read_texts
from tests.journeys.test_tables import Go, Plan, in_dialog, press
from tests.journeys.writing import box, write
from tests.portal_server import EDITOR, Portal
from tests.visit import Visit

AIMS = "Project aims"
FIRST, SECOND = "<p>Smoking at delivery below 8%</p>", "<p>Smoking at delivery below 6%</p>"


@pytest.fixture
def plan(portal: Portal):
    made = Plan(portal, "smoke-free-pregnancies")
    yield made
    made.engine.dispose()


def text(plan: Plan) -> str:
    with reading(plan.engine) as session:
        return read_texts(session, plan.actor, plan.id)["aims"].html


def follow(here: Visit, name: str) -> None:
    here.page.get_by_role("link", name=name, exact=True).first.click()
    here.settle()


def open_change(here: Visit, sentence: str) -> None:
    here.page.locator("summary").filter(has_text=sentence).first.click()


def said(here: Visit, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible()
    here.settle()


def test_what_was_changed_is_read_compared_and_put_back(visit: Go, plan: Plan) -> None:
    plan.add(Measure, {"name": "CO test at booking", "target": "90%"})
    mine = visit(plan.page("general"))
    write(mine, AIMS, "Smoking at delivery below 8%")
    theirs = visit(plan.page("general"), email=EDITOR)
    said(theirs, "Project aims")
    expect(theirs.page.get_by_text("Since you were here")).to_have_count(0)
    box(theirs, AIMS).click()
    for _ in range(2):
        theirs.page.keyboard.press("Backspace")
    write(theirs, AIMS, "6%")
    theirs.open(plan.page("measurement_plan"))
    press(theirs, "Edit CO test at booking")
    in_dialog(theirs, "Delete")
    said(theirs, "You deleted “CO test at booking”.")

    follow(mine, "History of Clear air")
    said(mine, "deleted the measure CO test at booking")
    said(mine, "Lead midwife wrote in Project aims")
    open_change(mine, "QI lead wrote in Project aims")
    assert mine.page.locator("details[open] del").all_text_contents() == ["taken out: 8%, end. "]
    assert mine.page.locator("details[open] ins").all_text_contents() == ["added: 6%, end. "]
    mine.hold_house_rules().screenshot("history", whole=True)
    follow(mine, "Compare two dates")
    said(mine, "Compare two dates")
    follow(mine, "Start of the programme")
    said(mine, "1 part changed.")
    mine.hold_house_rules().screenshot("history-compare", whole=True)

    follow(mine, "What changed")
    open_change(mine, "Lead midwife wrote in Project aims")
    mine.page.locator("details[open]").get_by_role("link", name="Put this version back").click()
    said(mine, "What would change now")
    mine.hold_house_rules().screenshot("history-version", whole=True)
    press(mine, "Put this version back")
    said(mine, "Project aims is as it was today, ")
    assert text(plan) == FIRST
    press(mine, "Undo")
    said(mine, "Undone: it is as it was before you put it back.")
    assert text(plan) == SECOND


def test_the_whole_plan_goes_back_and_forward_and_a_deleted_measure_comes_back(visit: Go, plan: Plan) -> None:
    plan.add(Measure, {"name": "CO test at booking"})
    here = visit(plan.page("measurement_plan"))
    press(here, "Edit CO test at booking")
    in_dialog(here, "Delete")
    said(here, "You deleted “CO test at booking”.")
    here.open(plan.page("history"))
    open_change(here, "added the measure CO test at booking")
    here.page.locator("details[open]").get_by_role("link", name="Put the whole plan back to then").click()
    said(here, "The measure CO test at booking comes back")
    press(here, "Put 1 part back")
    said(here, "1 part put back. The numbers stayed.")
    assert [row.name for row in plan.rows(Measure)] == ["CO test at booking"]
    press(here, "Undo")
    said(here, "Undone")
    assert plan.rows(Measure) == []
    follow(here, "Deleted in the last 30 days (1)")
    press(here, "Put back CO test at booking")
    said(here, "“CO test at booking” is put back.")
    assert [row.name for row in plan.rows(Measure)] == ["CO test at booking"]
