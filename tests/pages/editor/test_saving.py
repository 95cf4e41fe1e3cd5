"""Nothing that was written is lost: reloads, a killed server, and somebody else in the same box."""

import re

from playwright.sync_api import expect


def test_a_draft_is_offered_back_after_a_reload_with_the_server_killed(boxes):
    boxes.server.put(1, "<p>Kept</p>")
    boxes.open()
    boxes.text(1).click()
    boxes.lose_server()
    boxes.page.keyboard.press("Control+End")
    boxes.page.keyboard.type(" and not yet kept")
    boxes.page.wait_for_timeout(200)
    boxes.page.goto("about:blank")
    boxes.server.start()
    boxes.open()
    expect(boxes.text(1)).to_have_text("Kept")
    offer = boxes.editor(1).get_by_text(re.compile(r"^You have text from \d{1,2}:\d\d [ap]m that was not saved\.$"))
    expect(offer).to_be_visible()
    boxes.tool(1, "Put it back").click()
    boxes.saved(1, "<p>Kept and not yet kept</p>")
    expect(offer).to_have_count(0)
    assert boxes.page.evaluate("localStorage.getItem('matneo/draft/1')") is None


def test_a_draft_can_be_discarded_and_survives_until_then(boxes):
    boxes.open()
    boxes.page.evaluate(
        "localStorage.setItem('matneo/draft/1', JSON.stringify({html: '<p>Old</p>', revision: 0, at: 1700000000000}))"
    )
    boxes.reload()
    expect(boxes.editor(1).get_by_text("on 14 November 2023 that was not saved.")).to_be_visible()
    boxes.text(1).click()
    boxes.page.keyboard.type("New")
    boxes.saved(1, "<p>New</p>")
    boxes.reload()
    expect(boxes.text(1)).to_have_text("New")
    boxes.tool(1, "Discard").click()
    boxes.reload()
    assert boxes.editor(1).get_by_text("that was not saved").count() == 0
    assert boxes.page.evaluate("localStorage.getItem('matneo/draft/1')") is None


def test_not_saved_retrying_until_the_server_is_back(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("Before")
    boxes.saved(1, "<p>Before</p>")
    boxes.lose_server()
    boxes.page.keyboard.type(" during")
    expect(boxes.state(1)).to_have_text("Not saved, retrying", timeout=8000)
    expect(boxes.page.locator("p[data-save-state]")).to_have_attribute("data-save-state", "failed")
    boxes.page.wait_for_timeout(4000)
    assert boxes.page.get_by_role("dialog").count() == 0
    boxes.server.start()
    boxes.saved(1, "<p>Before during</p>")
    expect(boxes.text(1)).to_be_focused()
    boxes.page.keyboard.type(" after")
    boxes.saved(1, "<p>Before during after</p>")


def test_a_reload_right_after_a_key_loses_nothing(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("The last word")
    boxes.reload()
    boxes.page.wait_for_timeout(500)
    if boxes.server.text(1) == "":
        boxes.tool(1, "Put it back").click()
    boxes.saved(1, "<p>The last word</p>")


def test_other_peoples_words_come_in_around_the_caret(boxes):
    boxes.server.put(1, "<p>mine</p><p>between</p><p>theirs</p>")
    boxes.open()
    boxes.text(1).locator("p").first.click()
    boxes.page.keyboard.press("End")
    boxes.server.put(1, "<p>mine</p><p>between</p><p>theirs, changed</p>")
    boxes.page.keyboard.type(" too")
    boxes.saved(1, "<p>mine too</p><p>between</p><p>theirs, changed</p>")
    expect(boxes.text(1).locator("p").last).to_have_text("theirs, changed")
    boxes.page.keyboard.type("!")
    boxes.saved(1, "<p>mine too!</p><p>between</p><p>theirs, changed</p>")


def test_other_peoples_words_come_in_while_typing_goes_on(boxes):
    boxes.server.put(1, "<p>mine</p><p>between</p><p>theirs</p>")
    boxes.open()
    boxes.text(1).locator("p").first.click()
    boxes.page.keyboard.press("End")
    boxes.server.put(1, "<p>mine</p><p>between</p><p>theirs, changed</p><p>more</p>")
    boxes.page.keyboard.type(" a")
    for letter in "bcdefghijklmnopqrstuvwxyz":
        boxes.page.keyboard.type(letter)
        boxes.page.wait_for_timeout(280)
    boxes.saved(1, "<p>mine abcdefghijklmnopqrstuvwxyz</p><p>between</p><p>theirs, changed</p><p>more</p>")


def change_both(boxes):
    boxes.server.put(1, "<p>same words</p>")
    boxes.open()
    boxes.text(1).locator("p").first.click()
    boxes.server.put(1, "<p>same words, theirs</p>")
    boxes.page.keyboard.press("End")
    boxes.page.keyboard.type(", mine")
    expect(boxes.editor(1).get_by_text("Somebody else changed the same words")).to_be_visible()
    expect(boxes.editor(1).get_by_role("region", name="What somebody else saved")).to_have_text("same words, theirs")


def test_both_changed_the_same_words_and_mine_are_kept(boxes):
    change_both(boxes)
    boxes.page.keyboard.type(" still")
    boxes.page.wait_for_timeout(1000)
    assert boxes.server.text(1) == "<p>same words, theirs</p>"
    boxes.tool(1, "Keep mine").click()
    boxes.saved(1, "<p>same words, mine still</p>")


def test_both_changed_the_same_words_and_theirs_are_used(boxes):
    change_both(boxes)
    boxes.tool(1, "Use theirs").click()
    expect(boxes.text(1)).to_have_text("same words, theirs")
    boxes.page.keyboard.press("Control+End")
    boxes.page.keyboard.type("!")
    boxes.saved(1, "<p>same words, theirs!</p>")


def test_both_changed_the_same_words_and_both_are_kept(boxes):
    change_both(boxes)
    boxes.tool(1, "Keep both").click()
    boxes.saved(1, "<p>same words, mine</p><p>same words, theirs</p>")


def test_a_refusal_is_said_and_the_text_stays(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("please refuse")
    expect(boxes.editor(1).get_by_role("alert").first).to_have_text(
        "This text is too long. Shorten it, and it will be saved."
    )
    expect(boxes.text(1)).to_have_text("please refuse")
    expect(boxes.state(1)).to_have_text("Not saved")
    boxes.page.wait_for_timeout(5000)
    assert boxes.server.read()["refused"] == 1, "a text that was refused for what it says is not sent again and again"
    for _ in range(6):
        boxes.page.keyboard.press("Backspace")
    boxes.saved(1, "<p>please </p>")
    assert boxes.editor(1).locator(".mn-bar-problem").count() == 0
