"""Typing, tools and keys in nine boxes, while saves go out and answers come back."""

import re

from playwright.sync_api import expect


def test_nine_boxes_are_up_within_their_time(boxes):
    boxes.open()
    took = []
    for _ in range(3):
        boxes.reload()
        took.append(boxes.page.evaluate("performance.now()"))
    # The goal is 2.8 s on a quiet machine; this one may be running other tests.
    assert min(took) < 5600
    for box in range(1, 10):
        expect(boxes.text(box)).to_have_attribute("aria-label", f"Box {box}")


def test_the_bundle_is_fetched_once(boxes):
    asked = []
    boxes.page.on("request", lambda request: asked.append(request.url))
    boxes.open()
    assert len([url for url in asked if "editor.js" in url]) == 1
    assert [url for url in asked if not url.startswith((boxes.server.url, "blob:", "data:"))] == []


def test_the_caret_stays_while_saves_come_back(boxes):
    boxes.server.put(1, "<p>one two</p><p>last</p>")
    boxes.open()
    boxes.text(1).locator("p").first.click()
    boxes.page.keyboard.press("Home")
    boxes.page.keyboard.press("ArrowRight")
    boxes.page.keyboard.press("ArrowRight")
    boxes.page.keyboard.press("ArrowRight")
    for word in [" a", " b", " c"]:
        boxes.page.keyboard.type(word, delay=20)
        boxes.page.wait_for_timeout(900)
    boxes.saved(1, "<p>one a b c two</p><p>last</p>")
    expect(boxes.text(1)).to_be_focused()
    boxes.page.keyboard.type("!")
    boxes.saved(1, "<p>one a b c! two</p><p>last</p>")


def test_fast_typing_across_boxes_loses_nothing_and_reruns_only_the_box(boxes):
    boxes.open()
    boxes.page.get_by_role("button", name="Read again").evaluate("button => button.dataset.mark = 'same'")
    for box in (1, 2, 3):
        boxes.text(box).click()
        boxes.page.keyboard.type(f"Words in box {box}", delay=5)
    for box in (1, 2, 3):
        boxes.saved(box, f"<p>Words in box {box}</p>")
    assert boxes.page.locator("[data-mark=same]").count() == 1
    assert len(boxes.server.read()["boxes"]["1"]) == 2


def test_the_state_is_said_in_the_box_and_at_the_top(boxes):
    boxes.open()
    expect(boxes.state(1)).to_have_text("")
    boxes.text(1).click()
    boxes.page.keyboard.type("Words")
    expect(boxes.state(1)).to_have_text("Saving")
    boxes.saved(1, "<p>Words</p>")
    expect(boxes.state(1)).to_have_text(re.compile(r"^Saved \d{1,2}:\d\d [ap]m$"))
    top = boxes.page.locator("p[data-save-state]")
    expect(top).to_have_text(boxes.state(1).inner_text())
    expect(top).to_have_attribute("data-save-state", "saved")


def test_leaving_the_box_saves_at_once(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("Quick")
    boxes.page.keyboard.press("Shift+Tab")
    boxes.page.keyboard.press("Shift+Tab")
    boxes.saved(1, "<p>Quick</p>")


def test_the_tools_are_one_stop_walked_by_arrows(boxes):
    boxes.open()
    toolbar = boxes.editor(1).get_by_role("toolbar", name="Text tools for Box 1")
    expect(toolbar).to_be_visible()
    assert toolbar.locator("button[tabindex='0']:visible").count() == 1
    boxes.text(1).click()
    boxes.page.keyboard.press("Alt+F10")
    names = []
    for _ in range(10):
        names.append(boxes.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        boxes.page.keyboard.press("ArrowRight")
    assert names == [
        "Text style: Paragraph",
        "Bold",
        "Italic",
        "Bulleted list",
        "Numbered list",
        "Link",
        "Insert table",
        "Undo",
        "Redo",
        "Paste as text",
    ]
    boxes.page.keyboard.press("End")
    expect(boxes.tool(1, "Insert chart")).to_be_focused()
    boxes.page.keyboard.press("ArrowRight")
    expect(boxes.tool(1, "Text style: Paragraph")).to_be_focused()
    boxes.page.keyboard.press("ArrowLeft")
    boxes.page.keyboard.press("Home")
    boxes.page.keyboard.press("ArrowDown")
    boxes.page.keyboard.press("ArrowDown")
    boxes.page.keyboard.press("Enter")
    boxes.page.keyboard.type("A heading")
    boxes.saved(1, "<h2>A heading</h2>")
    expect(boxes.tool(1, "Text style: Heading")).to_be_visible()
    boxes.page.keyboard.press("Alt+F10")
    boxes.page.keyboard.press("Escape")
    expect(boxes.text(1)).to_be_focused()


def test_bold_and_undo(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("plain ")
    boxes.tool(1, "Bold").click()
    expect(boxes.tool(1, "Bold")).to_have_attribute("aria-pressed", "true")
    boxes.page.keyboard.type("strong")
    boxes.saved(1, "<p>plain <strong>strong</strong></p>")
    boxes.tool(1, "Undo").click()
    boxes.tool(1, "Redo").click()
    boxes.saved(1, "<p>plain <strong>strong</strong></p>")
    for _ in range(5):
        boxes.page.keyboard.press("Control+z")
    boxes.saved(1, "")
    expect(boxes.tool(1, "Undo")).to_have_attribute("aria-disabled", "true")


def test_lists_nest_by_tab(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.tool(1, "Bulleted list").click()
    boxes.page.keyboard.type("first\nsecond")
    boxes.page.keyboard.press("Tab")
    boxes.page.keyboard.type("\nthird")
    boxes.page.keyboard.press("Shift+Tab")
    boxes.saved(1, "<ul><li><p>first</p><ul><li><p>second</p></li></ul></li><li><p>third</p></li></ul>")


def test_a_link_is_set_in_a_small_form(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("See guidance")
    boxes.page.keyboard.press("Control+Shift+ArrowLeft")
    boxes.page.wait_for_timeout(300)  # the browser tells of a selection a moment later; hands are slower than this test
    boxes.page.keyboard.press("Control+k")
    address = boxes.editor(1).get_by_label("Web or email address")
    expect(address).to_be_focused()
    boxes.page.keyboard.type("javascript:alert(1)\n")
    expect(boxes.editor(1).get_by_role("alert")).to_have_text(
        "Enter a web address such as https://www.england.nhs.uk, or an email address."
    )
    address.fill("www.england.nhs.uk/maternity")
    boxes.page.keyboard.press("Enter")
    boxes.saved(1, '<p>See <a href="https://www.england.nhs.uk/maternity">guidance</a></p>')
    boxes.tool(1, "Link").click()
    boxes.tool(1, "Remove link").click()
    boxes.saved(1, "<p>See guidance</p>")


def test_a_box_that_may_only_be_read_has_no_tools(boxes):
    stored = boxes.server.read()
    boxes.server.write({**stored, "read_only": ["2"], "boxes": {"2": ["<p>Theirs</p>"]}})
    boxes.open()
    expect(boxes.text(2)).to_have_text("Theirs")
    expect(boxes.text(2)).to_have_attribute("contenteditable", "false")
    assert boxes.editor(2).get_by_role("toolbar").count() == 0


def test_nothing_scrolls_sideways_on_a_phone(boxes):
    boxes.page.set_viewport_size({"width": 390, "height": 844})
    boxes.server.put(1, "<table><tbody><tr>" + "<td><p>a longer word</p></td>" * 9 + "</tr></tbody></table>")
    boxes.open()
    assert boxes.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert boxes.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    boxes.text(1).click()
    heights = boxes.editor(1).locator(".mn-tool:visible").evaluate_all("all => all.map(tool => tool.offsetHeight)")
    assert min(heights) >= 44
