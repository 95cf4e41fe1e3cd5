"""What is kept of a page from Word, Word for the web, Outlook, Excel and Google Docs."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

PAGES = Path(__file__).resolve().parents[2] / "data" / "word"

WORD = (
    "<h2>Smoke-free pregnancies</h2>"
    "<h2>Why this matters</h2>"
    "<p>About <strong>1 in 8 women</strong> were smoking when they gave birth, and <em>the rate was steady</em>. "
    'See the <a href="https://www.england.nhs.uk/maternity/">national guidance</a>, or ask the '
    '<a href="mailto:improvement@trust.example">improvement team</a>.</p>'
    "<h3>What we will test</h3>"
    "<ul><li><p>Carbon monoxide test at booking</p>"
    "<ul><li><p>one monitor in <strong>every room</strong></p>"
    "<ul><li><p>checked each Monday</p></li></ul></li></ul></li>"
    "<li><p>Opt-out referral within one working day</p><p>also at weekends</p></li></ul>"
    "<p>Then, in this order:</p>"
    "<ol><li><p>Plan</p><ol><li><p>who</p></li><li><p>when</p></li></ol></li><li><p>Do and study</p></li></ol>"
    "<h4>What we measure</h4>"
    "<table><tbody>"
    '<tr><th><p>Measure</p></th><th colspan="2"><p>Now and target</p></th></tr>'
    "<tr><td><p>Smoking at delivery</p></td><td><p>13%</p></td><td><p></p></td></tr>"
    "</tbody></table>"
    "<p>The ward manager agreed; the audit folder, our intranet, a script and the top have no links here.</p>"
    "<p>The end<br>of the page</p>"
)
WORD_FOR_THE_WEB = (
    "<h2>What we learned</h2>"
    "<ul><li><p>Staff want<strong> time</strong></p><ul><li><p>on every shift</p></li></ul></li></ul>"
    "<ol><li><p>Ask</p></li><li><p>Listen</p></li></ol>"
)
OUTLOOK = (
    "<p>Dear all,</p>"
    "<ul><li><p>The huddle is at 8 am</p><ul><li><p>every day</p></li></ul></li>"
    "<li><p>Bring the <strong>board</strong></p></li></ul>"
    '<ol start="3"><li><p>Third</p></li></ol>'
    "<p>From: the improvement lead</p>"
)
EXCEL = (
    "<table><tbody>"
    "<tr><th><p>Month</p></th><th><p>Women</p></th><th><p>Smoking</p></th></tr>"
    "<tr><td><p>Apr-25</p></td><td><p>1,204</p></td><td><p>13%</p></td></tr>"
    "<tr><td><p>May-25</p></td><td><p></p></td><td><p>12%</p></td></tr>"
    "</tbody></table>"
)
GOOGLE_DOCS = (
    "<h2>Early recognition</h2>"
    "<p>Every observation is <strong>scored</strong><em> at once</em>. "
    'See <a href="https://www.rcog.org.uk/guidance/">the guidance</a>.</p>'
    "<ul><li><p>On the ward</p><ul><li><p>every four hours</p></li></ul></li><li><p>At home</p></li></ul>"
    "<table><tbody><tr><td><p><strong>Ward</strong></p></td><td><p>12</p></td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("word", WORD),
        ("word_online", WORD_FOR_THE_WEB),
        ("outlook", OUTLOOK),
        ("excel", EXCEL),
        ("google_docs", GOOGLE_DOCS),
    ],
)
def test_a_pasted_page_keeps_its_shape_and_nothing_else(boxes, page, kept):
    boxes.open()
    boxes.paste(1, (PAGES / f"{page}.html").read_text(encoding="utf-8"))
    boxes.saved(1, kept)


def test_a_pasted_handler_or_frame_never_runs(boxes):
    boxes.open()
    boxes.paste(
        1,
        '<p onclick="document.title=1">a<img src=x onerror="document.title=2"></p><script>document.title=3</script>'
        '<iframe srcdoc="<script>parent.document.title=4</script>"></iframe><svg onload="document.title=5"></svg>'
        '<a href="&#106;avascript:document.title=6">b</a> <a href="//host/x">c</a> <a href="data:text/html,x">d</a>',
    )
    boxes.saved(1, "<p>a</p><p>b c d</p>")
    assert boxes.page.title() not in list("123456")


def test_copy_and_paste_inside_a_box_keeps_all(boxes):
    boxes.server.put(1, '<h3>Title</h3><figure data-chart="co"></figure><ol start="4"><li><p>four</p></li></ol>')
    boxes.open()
    boxes.text(1).locator("h3").click()
    boxes.page.keyboard.press("Control+a")
    boxes.page.keyboard.press("Control+c")
    boxes.text(2).click()
    boxes.page.keyboard.press("Control+v")
    boxes.saved(2, '<h3>Title</h3><figure data-chart="co"></figure><ol start="4"><li><p>four</p></li></ol>')


def put_on_clipboard(boxes, html, plain):
    boxes.page.evaluate(
        """([html, plain]) => navigator.clipboard.write([new ClipboardItem({
             "text/html": new Blob([html], {type: "text/html"}),
             "text/plain": new Blob([plain], {type: "text/plain"})})])""",
        [html, plain],
    )


def test_ctrl_shift_v_pastes_as_text(boxes):
    boxes.open()
    put_on_clipboard(boxes, "<h1>Bold <b>words</b></h1>", "Bold words\nin two lines")
    boxes.text(1).click()
    boxes.page.keyboard.press("Control+Shift+v")
    boxes.saved(1, "<p>Bold words</p><p>in two lines</p>")
    boxes.text(2).click()
    boxes.page.keyboard.press("Control+v")
    boxes.saved(2, "<h2>Bold words</h2>")


def test_the_button_pastes_as_text(boxes):
    boxes.open()
    put_on_clipboard(boxes, "<b>words</b>", "words")
    boxes.text(1).click()
    boxes.tool(1, "Paste as text").click()
    boxes.saved(1, "<p>words</p>")


def test_the_button_takes_the_next_paste_where_the_clipboard_may_not_be_read(boxes):
    boxes.open()
    boxes.page.context.clear_permissions()
    boxes.text(1).click()
    boxes.tool(1, "Paste as text").click()
    expect(boxes.editor(1).get_by_text("Now paste (Ctrl+V). It will come as plain text.")).to_be_visible()
    expect(boxes.tool(1, "Paste as text")).to_have_attribute("aria-pressed", "true")
    boxes.paste(1, "<b>words</b>", "words")
    boxes.saved(1, "<p>words</p>")
    expect(boxes.tool(1, "Paste as text")).to_have_attribute("aria-pressed", "false")
