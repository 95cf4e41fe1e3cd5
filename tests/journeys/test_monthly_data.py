"""The monthly visit: five numbers on a phone; late months, somebody else's number and a reload on a ward computer."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from pages._render.due_words import short_period
from plan_store.settings import settings
from plan_store.store import engine
from tests.pages.monthly.trust import EDITOR, make_trust, month
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
FIVE = ("Smoking at delivery", "CO test at booking", "CO test at 36 weeks", "Opt-out referral", "Quit date set")


@pytest.fixture
def at_store(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The portal's store is this process's too."""
    monkeypatch.setenv("DATABASE_URL", portal.database)
    settings.cache_clear()
    engine.cache_clear()
    yield
    engine().dispose()
    engine.cache_clear()
    settings.cache_clear()


def fill(at: Visit, numerator: str, denominator: str) -> None:
    """As a thumb does it: the first field, its keys, the second, its keys."""
    for place, words in enumerate((numerator, denominator)):
        field = at.page.locator("[class*='st-key-number_'] input").nth(place)
        field.tap() if at.page.evaluate("navigator.maxTouchPoints") else field.click()
        at.page.keyboard.type(words, delay=30)
        expect(field).to_have_value(words)


def press(at: Visit, name: str | re.Pattern[str], heading: str) -> None:
    """A button, and the page that it leads to."""
    at.page.get_by_role("button", name=name).click()
    expect(at.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    at.settle()


@pytest.mark.usefixtures("at_store")
def test_five_numbers_on_a_phone_from_the_sidebar_to_the_charts(visit: Go) -> None:
    trust = make_trust("phone")
    for name in FIVE:
        trust.counted(name, 14, better="decrease")
    at = visit("/", email="lead@phone.example", phone=True)
    expect(at.page.locator(".due-strip")).to_contain_text("5 measures")
    at.page.get_by_test_id("stExpandSidebarButton").tap()
    at.page.get_by_role("link", name="Monthly data 5").tap()
    expect(at.page.get_by_role("heading", name="Monthly data", level=1)).to_be_visible()
    at.settle()
    now = short_period(trust.measures[FIVE[0]], month())
    press(at, f"Start with {now}", FIVE[0])
    for place in range(1, 6):
        expect(at.page.get_by_text(f"Measure {place} of 5 · {now} {month().year}")).to_be_visible()
        expect(at.page.get_by_test_id("stMain")).to_have_js_property("scrollTop", 0)
        expect(at.page.locator("[class*='st-key-number_'] input").first).to_have_attribute("inputmode", "decimal")
        fill(at, "9", "250")
        expect(at.page.locator(".made")).to_contain_text("= 3.6%")
        expect(at.page.locator(".entry-chart h2")).to_have_text(f"{now} is below the lower limit: improvement")
        if place == 2:
            at.page.get_by_text("Yes, add a note").tap()
            note = at.page.get_by_role("textbox", name="What happened?")
            note.fill("New record system")
            at.settle().hold_house_rules().screenshot("monthly-phone", whole=True)
        press(at, "Continue", FIVE[place] if place < 5 else "Check and submit")
    expect(at.page.locator(".check-list tbody tr")).to_have_count(5)
    at.hold_house_rules().screenshot("monthly-phone-check", whole=True)
    press(at, "Submit 5 numbers", "Saved")
    expect(at.page.get_by_text("5 numbers saved.")).to_be_visible()
    expect(at.page.locator(".saved-list li").first).to_contain_text(
        f"Smoking at delivery was unusually low in {now} {month().year}: 3.6%, below the lower limit."
    )
    at.page.get_by_role("link", name="Open the chart of CO test at booking").tap()
    expect(at.page.get_by_text("New record system").first).to_be_attached()
    at.open("/")
    expect(at.page.locator(".due-strip")).to_have_count(0)


@pytest.mark.usefixtures("at_store")
def test_late_months_a_reload_not_yet_and_somebody_elses_number(visit: Go) -> None:
    trust = make_trust("ward")
    trust.counted("Smoking", 14, since=3)
    trust.counted("CO test", 14)
    at = visit("/", email="lead@ward.example")
    names = [short_period(trust.measures["Smoking"], month(back)) for back in (2, 1, 0)]
    card = at.page.locator("article", has_text="Clear air")
    expect(card.locator("a.late")).to_contain_text(f"{names[0]}")
    card.locator("a.late").click()
    expect(at.page.get_by_role("heading", name="Monthly data", level=1)).to_be_visible()
    assert at.page.url.endswith(f"/monthly_data?programme={trust.programme}")
    at.settle()
    press(at, f"Start with {names[0]}", "Smoking")
    expect(at.page.get_by_text("Measure 1 of 4")).to_be_visible()
    expect(at.page.locator("[class*='st-key-number_'] input").first).to_be_focused()
    fill(at, "26", "250")
    expect(at.page.locator(".made")).to_contain_text("26 of 250")
    at.page.reload()
    at.settle()
    expect(at.page.locator("[class*='st-key-number_'] input").nth(1)).to_have_value("250")
    at.hold_house_rules().screenshot("monthly-wide")
    at.page.get_by_role("button", name="Continue").click()
    expect(at.page.get_by_text(f"Measure 2 of 4 · {names[1]}")).to_be_visible()
    at.settle()
    at.page.get_by_role("button", name="I do not have this number yet").click()
    expect(at.page.get_by_text(f"Measure 3 of 4 · {names[2]}")).to_be_visible()
    at.settle()
    fill(at, "24", "250")
    trust.enter("Smoking", month(), EDITOR, numerator="30", denominator="250")
    press(at, "Continue", "CO test")
    at.page.get_by_role("link", name="Back").click()
    expect(at.page.get_by_role("heading", name="Smoking", level=1)).to_be_visible()
    at.settle()
    at.open(f"/monthly_data?programme={trust.programme}&step=check")
    expect(at.page.get_by_text("Editor entered 12.0% (30 of 250) meanwhile.")).to_be_visible()
    expect(at.page.get_by_text(f"CO test, {names[2]}")).to_be_visible()
    row = at.page.get_by_role("row").filter(has_text="Editor entered")
    row.get_by_role("link", name="Change").click()
    expect(at.page.get_by_text("Theirs: 12.0% (30 of 250). Yours: 9.6% (24 of 250).")).to_be_visible()
    at.settle().screenshot("monthly-conflict")
    press(at, "Keep theirs", "Monthly data")
    at.open(f"/monthly_data?programme={trust.programme}&step=check")
    press(at, "Submit 1 number", "Saved")
    with_numbers = {row.period: row.numerator for row in trust.numbers("Smoking")}
    assert (with_numbers[month(2)], with_numbers[month()]) == (26, 30)
    at.page.get_by_role("link", name="still due").click()
    # a later number is there, so the month said not to be available is a gap now
    expect(at.page.get_by_text("1 earlier month without a number")).to_be_visible()
    expect(at.page.get_by_role("link", name="CO test")).to_be_visible()
