"""Several people in one plan: who is here, what they change, what they ask; and no way on which words are lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect
from sqlmodel import select

from plan_store.plan_rows import Measure
from plan_store.sections import BOXES
from plan_store.sign_in import end_session, hash_of
from plan_store.store import writing
from tests.journeys.stored import look, programme_id, text_of
from tests.journeys.writing import box, saved
from tests.portal_server import EDITOR, LEAD, VIEWER, Portal
from tests.visit import Visit

Go = Callable[..., Visit]
Window = Callable[..., BrowserContext]
AIMS, SCOPE, OUT, RISKS, SUPPORT = (BOXES[place].title for place in (0, 4, 5, 6, 7))
SOON = 5_000  # milliseconds in which others' changes are there


@pytest.fixture
def plan(portal: Portal) -> str:
    return programme_id(portal, "Smoke-free pregnancies")


def open_general(visit: Go, plan: str, **who: object) -> Visit:
    here = visit(f"/general?programme={plan}", **who)
    expect(here.page.locator(".mn-text")).to_have_count(9)
    return here


def type_in(here: Visit, title: str, words: str) -> None:
    box(here, title).click()
    here.page.keyboard.press("Control+End")
    here.page.keyboard.type(words, delay=10)


def test_others_are_seen_and_their_words_come_in_while_one_types(visit: Go, portal: Portal, plan: str) -> None:
    midwife, lead = open_general(visit, plan), open_general(visit, plan, email=EDITOR)
    type_in(midwife, AIMS, " One")
    scrolled = midwife.page.locator("[data-testid=stMain]").evaluate("page => page.scrollTop")
    type_in(lead, SCOPE, " From the QI lead.")
    expect(midwife.page.locator("[data-here]")).to_have_text("QIAlso here: QI lead", timeout=SOON)
    writing_there = midwife.page.locator("[data-here-box=in_scope]")
    expect(writing_there).to_have_text("QI lead is writing here", timeout=SOON)
    for word in ["two", "three", "four", "five", "six", "seven"]:
        midwife.page.keyboard.type(f" {word}", delay=10)
        midwife.page.wait_for_timeout(150)
    expect(box(midwife, SCOPE)).to_contain_text("From the QI lead.", timeout=SOON)
    expect(box(midwife, AIMS)).to_be_focused()
    midwife.page.keyboard.type(" end.", delay=10)
    saved(midwife, AIMS)
    assert text_of(portal, plan, "aims").endswith(" One two three four five six seven end.</p></li></ul>")
    assert midwife.page.locator("[data-testid=stMain]").evaluate("page => page.scrollTop") == scrolled
    midwife.screenshot("together-general", whole=True)
    lead.page.close(run_before_unload=True)
    expect(writing_there).to_be_hidden(timeout=SOON)


def test_a_row_by_somebody_else_waits_for_an_open_dialog(visit: Go, plan: str) -> None:
    midwife = visit(f"/team?programme={plan}")
    lead = visit(f"/team?programme={plan}", email=EDITOR)
    midwife.page.get_by_role("button", name="Add person").click()
    name = midwife.page.get_by_role("dialog").get_by_role("textbox", name="Name").first
    name.click()
    midwife.page.keyboard.type("Dr First")
    lead.page.get_by_role("button", name="Add person").click()
    lead.page.get_by_role("dialog").get_by_role("textbox", name="Name").first.fill("Dr Second")
    lead.page.get_by_role("button", name="Save person").click()
    expect(lead.page.get_by_role("cell", name="Dr Second", exact=True)).to_be_visible()
    midwife.page.wait_for_timeout(SOON)
    expect(name).to_have_value("Dr First")
    expect(name).to_be_focused()
    expect(midwife.page.get_by_text("Dr Second")).to_have_count(0)
    midwife.page.get_by_role("button", name="Save person").click()
    for row in ("Dr First", "Dr Second"):
        expect(midwife.page.get_by_role("cell", name=row, exact=True)).to_be_visible()
        expect(lead.page.get_by_role("cell", name=row, exact=True)).to_be_visible(timeout=SOON)
    expect(midwife.page.locator("[data-changed]")).to_have_text("Changed by QI lead just now")


def test_a_comment_is_asked_mentions_is_answered_and_resolved(visit: Go, plan: str) -> None:
    midwife, lead = open_general(visit, plan), visit("/", email=EDITOR)
    aims = card(midwife, "aims")
    aims.get_by_role("button", name="Comment").click()
    field = aims.get_by_role("textbox", name="Your comment")
    field.click()
    midwife.page.keyboard.type("Mother 943 476 5919 asks: in reach?", delay=5)
    aims.get_by_role("button", name="Add comment").click()
    expect(aims.get_by_role("alert")).to_have_text(
        "This looks like a patient’s NHS number, which does not belong here. Take it out and it will be saved."
    )
    expect(field).to_have_value("Mother 943 476 5919 asks: in reach?")
    field.fill("Is <b>8%</b> in reach?")
    aims.get_by_role("combobox", name="Mention a colleague").click()
    midwife.page.get_by_role("option", name="QI lead").click()
    expect(field).to_have_value("Is <b>8%</b> in reach? @QI lead ")
    aims.get_by_role("button", name="Add comment").click()
    expect(aims.locator(".comment")).to_contain_text("Is <b>8%</b> in reach? @QI lead")
    expect(midwife.page.get_by_role("link", name="1 open comment")).to_be_visible()
    midwife.hold_house_rules().screenshot("together-comments")

    lead.page.reload()
    expect(lead.page.get_by_text("You are mentioned in 1 comment:")).to_be_visible()
    lead.page.locator(".mentions").get_by_role("link").click()
    lead.page.get_by_role("link", name="Answer or resolve").click()
    there = card(lead, "aims")
    there.get_by_role("button", name="Answer").click()
    there.get_by_role("textbox", name="Your answer to Lead midwife").fill("Yes.")
    there.get_by_role("button", name="Add answer").click()
    expect(aims.locator("ol ol .comment")).to_contain_text("Yes.", timeout=SOON)
    aims.get_by_role("button", name="Resolve").click()
    expect(midwife.page.get_by_role("link", name="open comment")).to_have_count(0)
    expect(aims.get_by_text("Resolved comments (1)")).to_be_visible()
    expect(there.get_by_text("Resolved comments (1)")).to_be_visible(timeout=SOON)


def test_a_rows_comments_are_read_by_a_viewer_too(visit: Go, plan: str) -> None:
    here = visit(f"/team?programme={plan}", phone=True)
    here.page.get_by_role("button", name="Edit Data analyst").click()
    dialog = here.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Comment").click()
    dialog.get_by_role("textbox", name="Your comment").fill("Until when?")
    dialog.get_by_role("button", name="Add comment").click()
    expect(dialog.locator(".comment")).to_contain_text("Until when?")
    here.screenshot("together-row-phone")
    viewer = visit(f"/team?programme={plan}", email=VIEWER)
    viewer.page.get_by_role("button", name="1 open comment on Data analyst").click()
    read = viewer.page.get_by_role("dialog", name="Comments on “Data analyst”")
    expect(read.locator(".comment")).to_contain_text("Until when?")
    expect(read.get_by_role("textbox")).to_have_count(0)
    viewer.hold_house_rules()


def test_a_chart_is_commented_on_its_measures_page(visit: Go, portal: Portal, plan: str) -> None:
    with look(portal) as session:
        measure = session.exec(select(Measure.id).where(Measure.name == "Smoking at time of delivery")).one()
    here = visit(f"/baseline_data?programme={plan}&measure={measure}&comments=chart")
    chart = here.page.locator(".st-key-chart_comments")
    chart.get_by_role("textbox", name="Your comment").fill("What happened in May?")
    chart.get_by_role("button", name="Add comment").click()
    expect(chart.locator(".comment")).to_contain_text("What happened in May?")
    chart.get_by_role("button", name="Delete").click()
    here.page.get_by_role("button", name="Undo").click()
    expect(chart.locator(".comment")).to_contain_text("What happened in May?")
    here.screenshot("together-chart")


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
def test_both_texts_stand_side_by_side(visit: Go, portal: Portal, plan: str, phone: bool) -> None:
    lead, midwife = open_general(visit, plan, email=EDITOR), open_general(visit, plan, phone=phone)
    for here in (midwife, lead):
        here.page.context.set_offline(here is midwife)
    type_in(midwife, OUT, f" Mine stays {phone}.")
    type_in(lead, OUT, f" Theirs came first {phone}.")
    saved(lead, OUT)
    midwife.page.context.set_offline(False)
    editor = midwife.page.locator(".mn-editor", has=box(midwife, OUT))
    theirs = editor.get_by_role("region", name="What somebody else saved")
    put_back = editor.get_by_role("button", name="Put it back")
    for _ in range(2):  # once the line is back, the page may be drawn anew, at any moment of the first turn
        expect(theirs.or_(put_back)).to_be_visible()
        if put_back.is_visible():
            put_back.click()
        expect(theirs).to_contain_text(f"Theirs came first {phone}.")
        expect(theirs.locator("mark").first).to_have_text("Theirs")
        expect(box(midwife, OUT).locator("mark").first).to_have_text("Mine")
        mine_at, theirs_at = box(midwife, OUT).bounding_box(), theirs.bounding_box()
        if theirs_at:
            break
    assert mine_at
    assert theirs_at
    if phone:
        assert theirs_at["y"] >= mine_at["y"] + mine_at["height"]
    else:
        assert theirs_at["x"] >= mine_at["x"] + mine_at["width"]
    editor.scroll_into_view_if_needed()
    midwife.screenshot(f"together-both-{'phone' if phone else 'wide'}")
    editor.get_by_role("button", name="Keep both").click()
    saved(midwife, OUT)
    kept = text_of(portal, plan, "out_of_scope")
    assert f"Mine stays {phone}." in kept
    assert f"Theirs came first {phone}." in kept


def test_the_browsers_back_button_loses_nothing(visit: Go, portal: Portal, plan: str) -> None:
    here = visit(f"/team?programme={plan}")
    here.page.locator(".tabs").get_by_role("link", name="General", exact=True).click()
    expect(here.page.locator(".mn-text")).to_have_count(9)
    type_in(here, RISKS, "Just before Back.")
    here.page.go_back()
    expect(here.page.get_by_role("heading", name="Who is working on this")).to_be_visible()
    here.page.wait_for_timeout(500)
    assert text_of(portal, plan, "risks") == "<p>Just before Back.</p>"
    here.page.go_forward()
    expect(box(here, RISKS)).to_have_text("Just before Back.")
    expect(here.page.get_by_text("that was not saved")).to_have_count(0)


def test_a_tab_closed_in_the_middle_of_a_word_loses_nothing(visit: Go, portal: Portal, plan: str) -> None:
    here = open_general(visit, plan)
    type_in(here, SUPPORT, " Cut off in the mid")
    here.page.close(run_before_unload=True)
    back = open_general(visit, plan)
    expect(box(back, SUPPORT)).to_contain_text("Cut off in the mid")


def test_a_closed_lid_loses_nothing(visit: Go, portal: Portal, plan: str) -> None:
    here, other = open_general(visit, plan), open_general(visit, plan, email=EDITOR)
    lid = here.page.context.new_cdp_session(here.page)
    type_in(here, SUPPORT, " Before the lid closed.")
    lid.send("Page.setWebLifecycleState", {"state": "frozen"})
    type_in(other, SCOPE, " While it was closed.")
    saved(other, SCOPE)
    lid.send("Page.setWebLifecycleState", {"state": "active"})
    here.page.bring_to_front()
    saved(here, SUPPORT)
    assert "Before the lid closed." in text_of(portal, plan, "support")
    expect(box(here, SCOPE)).to_contain_text("While it was closed.", timeout=SOON)


def test_words_in_a_row_survive_back(visit: Go, plan: str) -> None:
    here = visit(f"/general?programme={plan}")
    here.page.locator(".tabs").get_by_role("link", name="Team", exact=True).click()
    here.page.get_by_role("button", name="Add person").click()
    here.page.get_by_role("dialog").get_by_role("textbox", name="Name").first.click()
    with here.page.expect_response("**/drafts"):
        here.page.keyboard.type("Just before Back", delay=10)
        here.page.go_back()
    expect(here.page.locator(".mn-text")).to_have_count(9)
    here.page.go_forward()
    expect(here.page.get_by_text("You left a new person without saving.")).to_be_visible()
    here.hold_house_rules()
    here.page.get_by_role("button", name="Go on writing").click()
    name = here.page.get_by_role("dialog").get_by_role("textbox", name="Name").first
    expect(name).to_have_value("Just before Back")
    here.page.get_by_role("button", name="Save person").click()
    expect(here.page.get_by_role("cell", name="Just before Back", exact=True)).to_be_visible()
    expect(here.page.get_by_text("without saving")).to_have_count(0)


def test_words_in_a_month_survive_a_reload(visit: Go, portal: Portal, plan: str) -> None:
    with look(portal) as session:
        measure = session.exec(select(Measure.id).where(Measure.name == "Smoking at time of delivery")).one()
    here = visit(f"/baseline_data?programme={plan}&measure={measure}", phone=True)
    here.page.get_by_role("button", name="Edit August 2026").click()
    here.page.get_by_role("dialog").get_by_role("textbox", name="Why does it change").click()
    here.page.keyboard.type("Counted ag", delay=10)
    here.page.reload()
    here.page.get_by_role("button", name="Go on writing").click()
    why = here.page.get_by_role("dialog").get_by_role("textbox", name="Why does it change")
    expect(why).to_have_value("Counted ag")
    here.page.get_by_role("button", name="Cancel").click()
    expect(here.page.get_by_text("without saving")).to_have_count(0)


def test_words_in_the_drivers_survive_a_closed_tab(visit: Go, plan: str) -> None:
    here = visit(f"/drivers?programme={plan}")
    here.page.get_by_label("Overarching programme aim").click()
    here.page.keyboard.press("Control+End")
    here.page.keyboard.type(" And in the mid", delay=10)
    here.page.close(run_before_unload=True)
    again = visit(f"/drivers?programme={plan}")
    expect(again.page.get_by_label("Overarching programme aim")).to_have_value(re.compile("And in the mid$"))
    again.page.get_by_role("button", name="Begin again").click()
    expect(again.page.get_by_label("Overarching programme aim")).not_to_have_value(re.compile("And in the mid"))


def test_a_begun_comment_survives_a_closed_lid(visit: Go, plan: str) -> None:
    here = open_general(visit, plan)
    scope = card(here, "in_scope")
    scope.get_by_role("button", name="Comment").click()
    scope.get_by_role("textbox", name="Your comment").click()
    with here.page.expect_response("**/drafts"):
        here.page.keyboard.type("Begun and not sent", delay=10)
        here.page.context.new_cdp_session(here.page).send("Page.setWebLifecycleState", {"state": "frozen"})
    again = open_general(visit, plan)
    scope = card(again, "in_scope")
    scope.get_by_role("button", name="Comment, yours not sent yet").click()
    expect(scope.get_by_role("textbox", name="Your comment")).to_have_value("Begun and not sent")


def test_words_of_a_session_that_ended_are_offered_after_signing_in_again(
    visit: Go, window: Window, portal: Portal, plan: str
) -> None:
    context = window()
    here = open_general(visit, plan, context=context)
    token = next(one["value"] for one in context.cookies() if one["name"] == "matneo-session")
    with writing(portal.engine) as session:
        end_session(session, hash_of(token))
    with here.page.expect_response("**/texts/**"):  # refused: nobody is signed in
        type_in(here, RISKS, " Written after the end.")
    expect(here.page.get_by_role("heading", name="You are signed out")).to_be_visible()
    here._heard.clear()
    assert "after the end" not in text_of(portal, plan, "risks")
    for name, value in portal.cookies(LEAD).items():
        context.add_cookies([{"name": name, "value": value, "url": portal.url}])
    here.page.goto(f"{portal.url}/general?programme={plan}")
    expect(here.page.locator(".mn-text")).to_have_count(9)
    put_back(here, portal, plan, RISKS, "Written after the end.")


def test_two_tabs_of_one_person_merge(visit: Go, window: Window, portal: Portal, plan: str) -> None:
    context = window()
    first, second = open_general(visit, plan, context=context), open_general(visit, plan, context=context)
    type_in(first, SCOPE, " From the first tab.")
    saved(first, SCOPE)
    expect(box(second, SCOPE)).to_contain_text("From the first tab.", timeout=SOON)
    type_in(second, SCOPE, " From the second.")
    saved(second, SCOPE)
    expect(first.page.locator("[data-here]")).to_be_hidden()
    assert "From the first tab. From the second." in text_of(portal, plan, "in_scope")


def card(here: Visit, key: str) -> Locator:
    return here.page.locator(f".st-key-card_box_{key}")


def put_back(here: Visit, portal: Portal, plan: str, title: str, words: str) -> None:
    """The box offers the words, and then they are in the store."""
    key = next(entry.key for entry in BOXES if entry.title == title)
    here.settle()
    here.page.get_by_role("button", name="Put it back").click()
    saved(here, title)
    expect(box(here, title)).to_contain_text(words)
    assert words in text_of(portal, plan, key)
