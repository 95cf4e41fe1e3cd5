"""Tables and charts in the text."""

from playwright.sync_api import expect


def test_a_table_grows_shrinks_and_goes(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.tool(1, "Insert table").click()
    boxes.page.keyboard.type("Audience")
    boxes.page.keyboard.press("Tab")
    boxes.page.keyboard.type("Message")
    menu = "Table rows and columns"
    boxes.choose(1, menu, "Delete row")
    boxes.page.keyboard.type("x")
    boxes.choose(1, menu, "Delete column")
    boxes.choose(1, menu, "Add column to the right")
    boxes.choose(1, menu, "Add column to the right")
    boxes.choose(1, menu, "Delete column")
    boxes.choose(1, menu, "Add row below")
    boxes.page.wait_for_timeout(1200)
    rows = boxes.text(1).locator("tr")
    assert [rows.nth(index).locator("td, th").count() for index in range(rows.count())] == [3, 3, 3]
    assert "style" not in boxes.server.text(1)
    assert "colgroup" not in boxes.server.text(1)
    boxes.choose(1, menu, "Delete table")
    boxes.saved(1, "")
    expect(boxes.tool(1, "Insert table")).to_be_visible()


def test_tab_walks_the_cells_and_leaves_the_last(boxes):
    boxes.server.put(1, "<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>")
    boxes.open()
    boxes.text(1).locator("td").first.click()
    boxes.page.keyboard.press("Tab")
    boxes.page.keyboard.press("End")
    boxes.page.keyboard.type("2")
    boxes.saved(1, "<table><tbody><tr><td><p>a</p></td><td><p>b2</p></td></tr></tbody></table>")
    boxes.page.keyboard.press("Tab")
    expect(boxes.text(1)).not_to_be_focused()


def test_a_chart_is_inserted_drawn_moved_and_removed(boxes):
    boxes.open()
    boxes.text(1).click()
    boxes.page.keyboard.type("Before")
    boxes.choose(1, "Insert chart", "CO test at booking")
    boxes.page.keyboard.type("After")
    boxes.saved(1, '<p>Before</p><figure data-chart="co"></figure><p>After</p>')
    expect(boxes.text(1).locator("figure")).to_contain_text("CO test at booking: 91%")
    menu = "Move or remove the chart: CO test at booking"
    boxes.choose(1, menu, "Move up")
    boxes.saved(1, '<figure data-chart="co"></figure><p>Before</p><p>After</p>')
    boxes.choose(1, menu, "Move down")
    boxes.saved(1, '<p>Before</p><figure data-chart="co"></figure><p>After</p>')
    boxes.choose(1, menu, "Remove from the text")
    boxes.saved(1, "<p>Before</p><p>After</p>")


def test_new_data_changes_the_chart_and_not_the_text_or_the_caret(boxes):
    boxes.server.put(1, '<p>words</p><figure data-chart="co"></figure>')
    boxes.open()
    boxes.text(1).locator("p").first.click()
    boxes.page.keyboard.press("End")
    boxes.page.keyboard.press("ArrowLeft")
    stored = boxes.server.read()
    stored["charts"]["co"][1] = "<p>CO test at booking: 95%</p>"
    boxes.server.write(stored)
    boxes.page.keyboard.type("X")
    boxes.saved(1, '<p>wordXs</p><figure data-chart="co"></figure>')
    expect(boxes.text(1).locator("figure")).to_contain_text("95%")
    boxes.page.keyboard.type("Y")
    boxes.saved(1, '<p>wordXYs</p><figure data-chart="co"></figure>')


def test_a_chart_whose_measure_is_gone_says_so_and_can_be_removed(boxes):
    boxes.server.put(1, '<p>words</p><figure data-chart="gone"></figure>')
    boxes.open()
    figure = boxes.text(1).locator("figure")
    expect(figure).to_contain_text("The measure of this chart is no longer in the plan.")
    boxes.choose(1, "Move or remove the chart: A chart that is no longer here", "Remove from the text")
    boxes.saved(1, "<p>words</p>")


def test_words_typed_or_pasted_on_a_selected_chart_go_after_it(boxes):
    boxes.server.put(1, '<p>a</p><figure data-chart="co"></figure><p>b</p>')
    boxes.open()
    boxes.text(1).locator(".mn-chart-body").click()
    boxes.page.keyboard.type("typed")
    boxes.saved(1, '<p>a</p><figure data-chart="co"></figure><p>typed</p><p>b</p>')
    boxes.text(1).locator(".mn-chart-body").click()
    boxes.text(1).evaluate(
        """text => {
             const data = new DataTransfer()
             data.setData("text/plain", "pasted")
             text.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
           }"""
    )
    boxes.saved(1, '<p>a</p><figure data-chart="co"></figure><p>pasted</p><p>typed</p><p>b</p>')
