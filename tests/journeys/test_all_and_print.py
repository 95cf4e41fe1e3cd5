"""All and print: the whole plan in one view, in order; on paper as a clean A4 document."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from plan_store.sections import BOXES, SECTIONS
from tests.journeys.stored import programme_id
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
TRUST = "Northdale Maternity and Neonatal Services (demonstration)"
A4 = (595, 842)


@pytest.fixture
def plan(portal: Portal) -> str:
    return programme_id(portal, "Smoke-free pregnancies")


def paper(page: Page) -> list[str]:
    """The pages that the browser prints, as text."""
    read = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in read.pages} == {A4}
    return [" ".join(sheet.extract_text().split()) for sheet in read.pages]


def in_order(words: list[str], text: str) -> None:
    place = 0
    for part in words:
        found = text.find(" ".join(part.split()), place)
        assert found >= 0, f"{part!r} is missing, or not in its place"
        place = found + len(part)


def hold_paper(sheets: list[str]) -> None:
    """Running head and foot on every sheet; whole charts; table headings repeated; no buttons."""
    for number, sheet in enumerate(sheets, start=1):
        assert TRUST in sheet
        assert f"Page {number} of {len(sheets)}" in sheet
        assert "Printed " in sheet
    whole = " ".join(sheets)
    general, *others = (section.title for section in SECTIONS)
    in_order([general, *(box.title for box in BOXES), *others], whole)
    assert "Not yet filled in" in whole
    for button in ("Insert chart", "Programmes of my trust", "Show the data", "Sign out"):
        assert button not in whole, button
    for finding, foot in (
        ("Smoking at time of delivery has fallen", "limits from the first 18 points"),
        ("CO test at 36 weeks has risen", "limits from the first 15 points"),
    ):
        both = [sheet for sheet in sheets if finding in sheet and foot in sheet]
        assert both, f"the chart “{finding}” is cut, or not there"
    rows = [sheet for sheet in sheets if "Operational" not in sheet and "Denominator: " in sheet]
    assert len(rows) > 1, "the table should run over a page in this plan"
    assert all("What is counted" in sheet for sheet in rows), "the table’s heading is repeated"


def test_all_shows_every_tab_in_the_plans_order(visit: Go, plan: str) -> None:
    here = visit(f"/all?programme={plan}")
    expect(here.page.locator("h2.tab-name")).to_have_text([section.title for section in SECTIONS])
    parts = [" ".join(words.split()) for words in here.page.locator("h3.part").all_inner_texts()]
    assert parts[:9] == [f"{number} {box.title}" for number, box in enumerate(BOXES, start=1)]
    expect(here.page.get_by_text("Not yet filled in")).to_have_count(2)
    expect(
        here.page.get_by_role("img", name=re.compile("^Smoking at time of delivery has fallen")).first
    ).to_be_visible()
    here.page.get_by_text("Show the data of Smoking at time of delivery").click()
    expect(here.page.get_by_role("row", name="October 2026 9.6%")).to_be_visible()
    here.settle().hold_house_rules().screenshot("all", whole=True)
    phone = visit(f"/all?programme={plan}", phone=True)
    phone.screenshot("all-phone", whole=True)


def test_the_browsers_own_print_of_all_is_right(visit: Go, plan: str) -> None:
    here = visit(f"/all?programme={plan}")
    expect(here.page.locator("h2.tab-name")).to_have_count(len(SECTIONS))
    expect(here.page.locator(".wide-layout img, .broad-layout img").first).to_be_attached()
    sheets = paper(here.page)
    in_order([section.title for section in SECTIONS], " ".join(sheets))
    for number, sheet in enumerate(sheets, start=1):
        assert f"Page {number} of {len(sheets)}" in sheet
    for button in ("Programmes of my trust", "Show the data", "Sign out"):
        assert button not in " ".join(sheets), button
    assert len(sheets) < 14


def test_print_is_a_clean_a4_document(visit: Go, portal: Portal, plan: str) -> None:
    here = visit(f"/general?programme={plan}")
    with here.page.expect_popup() as opened:
        here.page.get_by_role("link", name="Print").click()
    page = opened.value
    assert page.url == f"{portal.url}/print/{plan}"
    expect(page.get_by_role("heading", name="Smoke-free pregnancies")).to_be_visible()
    page.screenshot(path="tests/screenshots/print.png")
    hold_paper(paper(page))


def test_what_a_user_wrote_cannot_run_in_print(visit: Go, portal: Portal, plan: str) -> None:
    here = visit(f"/general?programme={plan}")
    html = here.page.request.get(f"{portal.url}/print/{plan}")
    assert html.status == 200
    policy = html.headers["content-security-policy"]
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert html.headers["cache-control"] == "no-store"
