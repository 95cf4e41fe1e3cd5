"""General: nine boxes, written in for real; nothing is lost, alone or with somebody else in the plan."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from plan_store.sections import BOXES
from tests.journeys.stored import programme_id, text_of
from tests.journeys.writing import DATA, box, paste, saved, write
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
QI_LEAD = "qi.lead@northdale.example"
RISKS, SCOPE, BASELINE = "Risks and contingencies", "What is in the scope of the project", BOXES[1].title


@pytest.fixture
def plan(portal: Portal) -> str:
    return programme_id(portal, "Smoke-free pregnancies")


def open_general(visit: Go, plan: str, **who: object) -> Visit:
    here = visit(f"/general?programme={plan}", **who)
    expect(here.page.locator(".mn-text")).to_have_count(9, timeout=20_000)
    return here


def test_nine_boxes_stand_in_the_plans_order_with_their_guidance(visit: Go, plan: str) -> None:
    here = open_general(visit, plan)
    headings = [" ".join(words.split()) for words in here.page.locator(".box-head h2").all_inner_texts()]
    assert headings == [f"{number} {entry.title}" for number, entry in enumerate(BOXES, start=1)]
    for entry in BOXES:
        expect(here.page.get_by_text(entry.question, exact=True)).to_be_visible()
        expect(here.page.get_by_text(entry.example, exact=True).first).to_be_visible()
    expect(here.page.get_by_text("4 of 9 boxes completed, 3 in progress")).to_be_visible()
    here.hold_house_rules().screenshot("general", whole=True)
    phone = open_general(visit, plan, phone=True)
    phone.screenshot("general-phone")


def test_what_is_written_is_saved_and_there_after_a_reload(visit: Go, portal: Portal, plan: str) -> None:
    here = open_general(visit, plan)
    write(here, RISKS, "Monitors may fail in winter.")
    expect(here.page.locator("[data-save-state]").first).to_contain_text("Saved")
    assert text_of(portal, plan, "risks") == "<p>Monitors may fail in winter.</p>"
    expect(here.page.get_by_text("4 of 9 boxes completed, 4 in progress")).to_be_visible()
    write(here, RISKS, " We keep two spare.")
    here.page.reload()
    expect(box(here, RISKS)).to_have_text("Monitors may fail in winter. We keep two spare.")


def test_a_page_from_word_keeps_its_shape_and_nothing_else(visit: Go, portal: Portal, plan: str) -> None:
    here = open_general(visit, plan)
    paste(here, "Sustainability and spread", (DATA / "word" / "word.html").read_text(encoding="utf-8"))
    kept = text_of(portal, plan, "sustainability")
    for tag in ("<h2>", "<strong>", "<ul>", "<ol>", "<table>", '<a href="https://'):
        assert tag in kept, tag
    assert "<li><p>" in kept or "<li>" in kept
    assert kept.count("<ul>") >= 2, "lists inside lists"
    for dropped in ("mso", "style", "class", "<!--", "javascript", "file:", "<script", "<o:p"):
        assert dropped not in kept.lower(), dropped
    here.page.reload()
    expect(box(here, "Sustainability and spread").locator("table")).to_be_visible()
    here.screenshot("general-word")


def test_a_chart_is_put_in_at_the_cursor_and_shows_itself(visit: Go, portal: Portal, plan: str) -> None:
    here = open_general(visit, plan)
    write(here, SCOPE, " See the chart.")
    here.page.locator(".mn-editor", has=box(here, SCOPE)).get_by_role("button", name="Insert chart").click()
    here.page.get_by_role("menuitem", name="CO test at booking").click()
    saved(here, SCOPE)
    chart = box(here, SCOPE).locator("figure")
    expect(chart.get_by_role("img").first).to_be_visible(timeout=15_000)
    assert "CO test at booking" in chart.inner_text() or chart.locator("svg").count()
    assert text_of(portal, plan, "in_scope").count("<figure data-chart=") == 1
    here.settle().hold_house_rules()


def test_completed_is_said_by_the_team_and_can_be_taken_back(visit: Go, plan: str) -> None:
    here = open_general(visit, plan)
    holder = here.page.locator(".st-key-card_box_support")
    holder.get_by_role("button", name="Mark as completed").click()
    expect(holder.locator(".box-head")).to_contain_text("Completed")
    expect(here.page.locator(".tasks li", has_text="Support and resource")).to_contain_text("Completed")
    holder.get_by_role("button", name="Not completed after all").click()
    expect(here.page.locator(".tasks li", has_text="Support and resource")).to_contain_text("In progress")


def test_two_people_in_different_boxes_lose_nothing(visit: Go, portal: Portal, plan: str) -> None:
    midwife, lead = open_general(visit, plan), open_general(visit, plan, email=QI_LEAD)
    for round_ in range(3):
        box(midwife, BOXES[3].title).click()
        midwife.page.keyboard.press("Control+End")
        midwife.page.keyboard.type(f" Midwife {round_}.", delay=10)
        write(lead, BOXES[5].title, f" Lead {round_}.")
        saved(midwife, BOXES[3].title)
    mine, theirs = text_of(portal, plan, BOXES[3].key), text_of(portal, plan, BOXES[5].key)
    assert all(f"Midwife {round_}." in mine for round_ in range(3))
    assert all(f"Lead {round_}." in theirs for round_ in range(3))


def test_two_people_in_one_box_merge_or_choose(visit: Go, portal: Portal, plan: str) -> None:
    midwife, lead = open_general(visit, plan), open_general(visit, plan, email=QI_LEAD)
    title = BOXES[2].title
    write(lead, title, " The lead adds the end.")
    box(midwife, title).locator("p").first.click()
    midwife.page.keyboard.press("Home")
    midwife.page.keyboard.type("The midwife begins. ", delay=10)
    saved(midwife, title)
    kept = text_of(portal, plan, "approach")
    assert "The midwife begins." in kept
    assert "The lead adds the end." in kept


def test_text_not_yet_saved_is_offered_back(visit: Go, portal: Portal, plan: str) -> None:
    here = open_general(visit, plan)
    title = BOXES[7].title
    here.page.context.set_offline(True)
    portal.stop()
    box(here, title).click()
    here.page.keyboard.press("Control+End")
    here.page.keyboard.type(" Written while the line was down.", delay=10)
    expect(here.page.get_by_text("Not saved, retrying").first).to_be_visible(timeout=15_000)
    here.page.wait_for_timeout(300)
    context: BrowserContext = here.page.context
    here.page.close(run_before_unload=False)
    here._heard.clear()
    portal.start()
    context.set_offline(False)
    back = open_general(visit, plan, context=context)
    expect(back.page.get_by_text("that was not saved")).to_be_visible(timeout=15_000)
    back.screenshot("general-draft")
    back.page.get_by_role("button", name="Put it back").click()
    saved(back, title)
    assert "Written while the line was down." in text_of(portal, plan, "support")


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_one_press_leaves_a_box_that_is_still_being_saved(visit: Go, portal: Portal, plan: str, phone: bool) -> None:
    here = open_general(visit, plan, phone=phone)
    box(here, SCOPE).click()
    here.page.keyboard.press("Control+End")
    here.page.keyboard.type(f" Just before leaving {phone}.", delay=5)
    team = here.page.locator(".tabs").get_by_role("link", name="Team", exact=True)
    if phone:
        team.tap()
    else:
        team.click()
    here.page.wait_for_url(f"{portal.url}/team?programme={plan}", timeout=15_000)
    here.settle()
    assert f"Just before leaving {phone}." in text_of(portal, plan, "in_scope")


def test_a_viewer_reads_and_cannot_write(visit: Go, plan: str) -> None:
    here = open_general(visit, plan, email="board.member@northdale.example")
    expect(here.page.get_by_role("toolbar")).to_have_count(0)
    expect(box(here, "Project aims")).to_have_attribute("aria-readonly", "true")
    expect(here.page.get_by_role("button", name="Mark as completed")).to_have_count(0)
