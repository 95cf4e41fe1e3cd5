"""Signing in and out as people do it, in a browser."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.portal_server import Portal
from tests.visit import SETTLED, Visit

Window = Callable[..., BrowserContext]


def test_a_sent_link_leads_to_its_page_by_way_of_sign_in(portal: Portal, window: Window) -> None:
    address = f"{portal.url}/team?programme={portal.programme('Smoke-free pregnancies')}"
    page = window(email=None).new_page()
    page.goto(address)
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.screenshot(path=Visit(page, portal.url).picture("sign-in"))
    page.get_by_label("Or paste the link here").fill("not a link")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("This link has been used already, or is too old.")
    assert page.title().startswith("Error: This link has been used already")
    page.get_by_label("Or paste the link here").fill(portal.new_link())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector(SETTLED)
    assert page.url == address
    expect(page.get_by_text("Smoke-free pregnancies").first).to_be_visible()


def test_signing_out_in_one_tab_ends_the_other_and_leads_back(portal: Portal, window: Window) -> None:
    person = window()
    address = f"/team?programme={portal.programme('Smoke-free pregnancies')}"
    left, other = (Visit(person.new_page(), portal.url).open(address) for _ in range(2))
    other.page.get_by_role("link", name="Sign out").click()
    expect(other.page.get_by_text("You are signed out.")).to_be_visible()
    left.page.keyboard.press("r")  # Streamlit's own key for running the page again
    expect(left.page.get_by_role("heading", name="You are signed out")).to_be_visible()
    left.settle().hold_house_rules().screenshot("signed-out")
    left.page.get_by_role("link", name="Sign in again").click()
    left.page.get_by_label("Or paste the link here").fill(portal.new_link())
    left.page.get_by_role("button", name="Sign in").click()
    left.settle()
    assert left.page.url == portal.url + address


def test_sign_in_on_a_phone(portal: Portal, window: Window) -> None:
    page = window(email=None, phone=True).new_page()
    page.goto(portal.url)
    page.screenshot(path=Visit(page, portal.url).picture("sign-in-phone"))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    button = page.get_by_role("button", name="Sign in").bounding_box()
    assert button
    assert button["height"] >= 44
