"""The main job from end to end, by somebody who has never seen the portal: from the first link to coming back."""

import re
from io import BytesIO
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, expect
from pypdf import PdfReader

from tests.conftest import WIDE
from tests.journeys.stored import programme_id, text_of
from tests.journeys.writing import DATA, box, paste
from tests.portal_server import Portal
from tests.visit import Visit

EXPORT = Path(__file__).parent / "team_export.csv"
TITLE = "Clean air for every baby"
BASELINE = "What did your baseline data tell you about this topic area"


def sign_in(browser: Browser, link: str, url: str) -> tuple[BrowserContext, Visit]:
    """A fresh browser, and nothing but the link."""
    context = browser.new_context(viewport=WIDE, locale="en-GB", timezone_id="Europe/London")
    here = Visit(context.new_page(), url)
    here.page.goto(link)
    here.page.get_by_role("button", name="Sign in to the MatNeo Improvement Portal").click()
    expect(here.page.get_by_role("heading", name="Programmes of my trust")).to_be_visible(timeout=30_000)
    return context, here.settle().hold_house_rules()


def press(here: Visit, name: str) -> None:
    here.page.get_by_role("button", name=name, exact=True).click()
    here.settle()


def heading(here: Visit, words: str) -> None:
    expect(here.page.get_by_role("heading", name=words)).to_be_visible(timeout=20_000)
    here.settle()


def follow(here: Visit, tab: str, plan: str) -> None:
    here.page.locator(".tabs").get_by_role("link", name=tab, exact=True).click()
    here.page.wait_for_url(re.compile(f"programme={plan}"))
    expect(here.page.locator(".tabs [aria-current]")).to_have_text(tab)
    here.settle().hold_house_rules()


def dialog(here: Visit) -> Locator:
    return here.page.get_by_role("dialog")


def in_dialog(here: Visit, button: str) -> None:
    dialog(here).get_by_role("button", name=button, exact=True).click()
    expect(dialog(here)).to_have_count(0)
    here.settle()


def add_programme(here: Visit) -> None:
    press(here, "+ Add Primary Driver")
    here.page.get_by_text("Increasing the proportion of smoke-free pregnancies", exact=True).click()
    here.settle()
    here.page.get_by_label("Programme title").fill(TITLE)
    press(here, "Continue")
    heading(here, "Choose secondary drivers")
    here.page.get_by_text("A carbon monoxide (CO) test at every contact").click()
    here.settle()
    press(here, "Continue")
    heading(here, "Check before you create it")
    press(here, "Create the programme")
    heading(here, "Programmes of my trust")
    here.page.get_by_role("link", name=f"Improvement Plan of {TITLE}").click()
    expect(here.page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    here.settle()


def upload_baseline(here: Visit, plan: str) -> None:
    here.open(f"/baseline_data?programme={plan}")
    here.page.locator("input[type=file]").set_input_files(EXPORT)
    heading(here, "Check what we read")
    expect(here.page.get_by_text("17 months and 1 gap, from April 2024 to September 2025.")).to_be_visible()
    expect(here.page.get_by_text("Nothing is saved until you confirm.")).to_be_visible()
    here.hold_house_rules().screenshot("main-job-check", whole=True)
    here.page.get_by_label("Name of the new measure").fill("Smoking at time of delivery")
    here.page.keyboard.press("Tab")
    here.settle()
    here.page.get_by_text("Lower", exact=True).click()
    here.settle()
    press(here, "Confirm and save 18 months")
    heading(here, "Place the chart in the plan")
    expect(here.page.locator(".stPlotlyChart:visible").first).to_be_visible(timeout=20_000)
    press(here, "Put the chart in box 2")
    expect(here.page.get_by_text("It stands in box 2")).to_be_visible(timeout=20_000)


def fill_tables(here: Visit, plan: str) -> None:
    follow(here, "Measurement Plan", plan)
    press(here, "Add from the library")
    dialog(here).locator("label").filter(has_text="CO test at booking").click()
    here.settle()
    in_dialog(here, "Add 1 measure")
    follow(here, "Communications Plan", plan)
    here.page.get_by_role("button", name="+ Add action").first.click()
    dialog(here).get_by_label("Audience").fill("Community midwives")
    dialog(here).get_by_label("Message").fill("Every room has a monitor")
    in_dialog(here, "Save action")
    follow(here, "Team", plan)
    here.page.get_by_role("button", name="+ Add person").first.click()
    dialog(here).get_by_label("Name", exact=True).fill("Ward manager")
    dialog(here).get_by_label("Email").fill("ward.manager@northdale")
    in_dialog(here, "Save person")
    row = here.page.get_by_role("row").filter(has_text="Ward manager")
    expect(row).to_contain_text("“ward.manager@northdale” is not a complete email address")


def test_the_main_job(browser: Browser, portal: Portal) -> None:
    context, here = sign_in(browser, portal.first_line, portal.url)
    add_programme(here)
    plan = programme_id(portal, TITLE)
    assert here.page.url == f"{portal.url}/general?programme={plan}"
    paste(here, "Project aims", (DATA / "word" / "word.html").read_text(encoding="utf-8"))
    upload_baseline(here, plan)
    assert text_of(portal, plan, "baseline").count("<figure data-chart=") == 1
    here.open(f"/general?programme={plan}")
    figure = box(here, BASELINE).locator("figure")
    expect(figure.get_by_role("img", name=re.compile("Smoking at time of delivery is steady")).first).to_be_visible(
        timeout=20_000
    )
    here.screenshot("main-job-general", whole=True)
    fill_tables(here, plan)
    follow(here, "All", plan)
    for words in ("CO test at booking", "Every room has a monitor", "Ward manager", "Not yet filled in"):
        expect(here.page.get_by_text(words).first).to_be_visible()
    here.page.goto(f"{portal.url}/print/{plan}")
    sheets = [page.extract_text() for page in PdfReader(BytesIO(here.page.pdf(prefer_css_page_size=True))).pages]
    printed = " ".join(" ".join(sheets).split())
    for words in (TITLE, "Smoking at time of delivery is steady", "Every room has a monitor", "Ward manager"):
        assert words in printed
    context.close()

    context, back = sign_in(browser, portal.new_link(), portal.url)
    expect(back.page.locator("article").first).to_contain_text(TITLE)
    back.page.get_by_role("link", name=f"Improvement Plan of {TITLE}").click()
    expect(box(back, "Project aims").locator("table")).to_be_visible(timeout=20_000)
    expect(box(back, BASELINE).locator("figure")).to_be_visible()
    follow(back, "Team", plan)
    expect(back.page.get_by_role("row").filter(has_text="Ward manager")).to_be_visible()
    context.close()
