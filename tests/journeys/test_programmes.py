"""The programme list, and a programme from its drivers to its plan."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from plan_store.changes import last_changes
from plan_store.permissions import Role
from tests.journeys.stored import add_person, drafted, look, programme_id
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
AIM = "Nine in ten babies born before 34 weeks reach the unit at 36.5 to 37.5 °C by March 2027"


def test_the_list_says_what_each_programme_is_for_and_how_it_goes(visit: Go) -> None:
    here = visit("/")
    card = here.page.locator("article", has_text="Smoke-free pregnancies")
    expect(card).to_contain_text("Primary driver: increasing the proportion of smoke-free pregnancies")
    expect(card).to_contain_text("Smoking at time of delivery: 13% to 8% by 31 March 2027.")
    expect(card).to_contain_text("Smoking at time of delivery has fallen")
    expect(card).to_contain_text("9.6%")
    expect(card.get_by_alt_text("Variation: special cause, improvement, values are low")).to_be_visible()
    expect(card).to_contain_text("7 of 9 boxes")
    expect(card).to_contain_text("Lead midwife")
    assert here.page.locator("article h2").all_inner_texts() == [
        "Smoke-free pregnancies",
        "Warm and ready: very preterm babies",
        "Early feeds, fewer separations",
    ]
    here.screenshot("programmes")
    visit("/", phone=True).screenshot("programmes-phone", whole=True)


def test_a_trust_without_programmes_is_told_what_to_do(visit: Go, portal: Portal) -> None:
    add_person(portal, "first.midwife@elsewhere.example", "ZZ2", Role.EDITOR)
    here = visit("/", email="first.midwife@elsewhere.example")
    expect(here.page.get_by_text("Your trust’s improvement programmes will be listed here.")).to_be_visible()
    expect(here.page.get_by_role("button", name="+ Add Primary Driver")).to_be_visible()
    expect(here.page.get_by_text("Smoke-free")).to_have_count(0)
    here.screenshot("programmes-empty")


def test_another_trusts_programme_is_not_there(visit: Go, portal: Portal) -> None:
    add_person(portal, "nosy@elsewhere.example", "ZZ3", Role.TRUST_ADMINISTRATOR)
    theirs = programme_id(portal, "Smoke-free pregnancies")
    for page in ("general", "measurement_plan", "communications_plan", "team", "all", "baseline_data"):
        here = visit(f"/{page}?programme={theirs}", email="nosy@elsewhere.example")
        expect(here.page.get_by_role("heading", name="There is no such programme here")).to_be_visible()
        expect(here.page.get_by_text("Smoke-free")).to_have_count(0)
    answer = here.page.request.get(f"{portal.url}/print/{theirs}")
    assert answer.status == 404
    assert "Smoke-free" not in answer.text()


def test_a_viewer_reads_and_cannot_add(visit: Go) -> None:
    here = visit("/", email="board.member@northdale.example")
    expect(here.page.locator("article")).to_have_count(3)
    expect(here.page.get_by_role("button", name="+ Add Primary Driver")).to_have_count(0)


def begin(visit: Go) -> Visit:
    here = visit("/")
    here.page.get_by_role("button", name="+ Add Primary Driver").click()
    expect(here.page.get_by_role("heading", name="Choose the primary driver")).to_be_visible()
    return here


def press(here: Visit, name: str, heading: str) -> None:
    here.page.get_by_role("button", name=name, exact=True).click()
    expect(here.page.get_by_role("heading", name=heading)).to_be_visible()
    here.settle()


def test_a_programme_is_added_in_two_steps_and_a_check(visit: Go, portal: Portal) -> None:
    here = begin(visit)
    page = here.page
    press(here, "Continue", "There is a problem")
    expect(page.get_by_text("Choose a primary driver, or choose to use your own words.")).to_be_visible()
    assert page.title().startswith("Error: ")
    page.get_by_text("Optimisation and stabilisation of the very preterm infant", exact=True).click()
    expect(page.get_by_label("Programme title")).to_have_value("Very preterm babies")
    expect(page.get_by_label("Overarching programme aim")).to_have_value(
        "Safer maternity and neonatal care with less unwarranted variation, and a high-quality experience "
        "for all women, babies and families"
    )
    here.settle().screenshot("drivers-1", whole=True)
    page.get_by_label("Overarching programme aim").fill(AIM)
    page.get_by_label("Programme title").fill("Golden hour")
    press(here, "Continue", "Choose secondary drivers")
    page.get_by_text("Antenatal steroids at the right time").click()
    here.settle()
    page.get_by_label("Your own secondary drivers").fill("Parents beside the cot")
    here.settle().screenshot("drivers-2", whole=True)
    press(here, "Back", "Choose the primary driver")
    expect(page.get_by_label("Overarching programme aim")).to_have_value(AIM)
    expect(page.get_by_label("Programme title")).to_have_value("Golden hour")
    press(here, "Continue", "Choose secondary drivers")
    expect(page.get_by_label("Antenatal steroids at the right time")).to_be_checked()
    expect(page.get_by_label("Your own secondary drivers")).to_have_value("Parents beside the cot")
    press(here, "Continue", "Check before you create it")
    for words in (AIM, "Golden hour", "Antenatal steroids at the right time", "Parents beside the cot"):
        expect(page.get_by_role("main").or_(page.locator("[data-testid=stMain]")).first).to_contain_text(words)
    here.hold_house_rules().screenshot("drivers-check")
    press(here, "Create the programme", "Programmes of my trust")
    expect(page.locator("article").first).to_contain_text("Golden hour")
    page.get_by_role("link", name="Improvement Plan of Golden hour").click()
    expect(page.get_by_role("heading", name="Golden hour", level=1)).to_be_visible()
    assert page.url == f"{portal.url}/general?programme={programme_id(portal, 'Golden hour')}"


def test_a_reload_at_any_step_loses_nothing(visit: Go, portal: Portal) -> None:
    here = begin(visit)
    page = here.page
    page.get_by_text("Optimisation and stabilisation of the very preterm infant", exact=True).click()
    expect(page.get_by_label("Programme title")).to_have_value("Very preterm babies")
    page.get_by_label("Overarching programme aim").fill(AIM)
    page.get_by_label("Programme title").fill("Reloaded")
    press(here, "Continue", "Choose secondary drivers")
    page.get_by_text("Antenatal steroids at the right time").click()
    here.settle()
    page.get_by_label("Your own secondary drivers").fill("Parents beside the cot")
    page.get_by_label("Your own secondary drivers").blur()
    drafted(portal, "Parents beside the cot")
    here.settle()
    page.reload()
    here.settle()
    expect(page.get_by_label("Antenatal steroids at the right time")).to_be_checked()
    expect(page.get_by_label("Your own secondary drivers")).to_have_value("Parents beside the cot")
    press(here, "Continue", "Check before you create it")
    page.reload()
    here.settle()
    expect(page.get_by_role("heading", name="Check before you create it")).to_be_visible()
    for words in (AIM, "Reloaded", "Antenatal steroids at the right time", "Parents beside the cot"):
        expect(page.locator("[data-testid=stMain]")).to_contain_text(words)
    press(here, "Create the programme", "Programmes of my trust")
    here.open("/drivers?step=2")
    expect(page.get_by_role("heading", name="Choose the primary driver")).to_be_visible()
    expect(page).to_have_url(re.compile("step=1$"))
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)


def test_own_words_are_enough_for_a_primary_driver(visit: Go, portal: Portal) -> None:
    here = begin(visit)
    here.page.get_by_text("Our own words").click()
    here.page.get_by_label("Primary driver, in your own words").fill("Feeding support at weekends <b>now</b>")
    here.page.get_by_label("Overarching programme aim").fill("Every family has help by day two")
    here.page.get_by_label("Programme title").fill("Weekend feeding")
    press(here, "Continue", "Choose secondary drivers")
    press(here, "Continue", "Check before you create it")
    press(here, "Create the programme", "Programmes of my trust")
    card = here.page.locator("article", has_text="Weekend feeding")
    expect(card).to_contain_text("feeding support at weekends <b>now</b>")


def test_drivers_can_be_changed_later(visit: Go, portal: Portal) -> None:
    programme = programme_id(portal, "Early feeds, fewer separations")
    here = visit(f"/team?programme={programme}")
    here.page.get_by_role("link", name="Change").click()
    expect(here.page.get_by_role("heading", name="Choose the primary driver")).to_be_visible()
    here.page.get_by_label("Programme title").fill("Early feeds for every baby")
    press(here, "Continue", "Choose secondary drivers")
    press(here, "Continue", "Check before you create it")
    press(here, "Save the drivers", "Early feeds for every baby")
    with look(portal) as session:
        assert last_changes(session, [programme])[programme].action == "changed"


@pytest.mark.parametrize("tab", ["general", "measurement_plan", "communications_plan", "team", "all"])
def test_an_address_names_programme_and_tab_and_survives_reload(visit: Go, portal: Portal, tab: str) -> None:
    programme = programme_id(portal, "Smoke-free pregnancies")
    here = visit(f"/{tab}?programme={programme}")
    here.page.reload()
    here.settle()
    assert here.page.url == f"{portal.url}/{tab}?programme={programme}"
    current = here.page.locator(".tabs [aria-current]")
    expect(current).to_have_attribute("href", f"{tab}?programme={programme}")
    expect(here.page.get_by_role("heading", name="Smoke-free pregnancies", level=1)).to_be_visible()


def test_tabs_keep_the_programme_and_back_works(visit: Go, portal: Portal) -> None:
    programme = programme_id(portal, "Smoke-free pregnancies")
    here = visit(f"/general?programme={programme}")
    here.page.get_by_role("link", name="Team", exact=True).click()
    here.page.wait_for_url(f"{portal.url}/team?programme={programme}")
    here.page.get_by_role("link", name="Measurement Plan", exact=True).click()
    here.page.wait_for_url(f"{portal.url}/measurement_plan?programme={programme}")
    here.page.go_back()
    here.page.wait_for_url(f"{portal.url}/team?programme={programme}")
    expect(here.page.locator(".tabs [aria-current]")).to_have_text("Team")
