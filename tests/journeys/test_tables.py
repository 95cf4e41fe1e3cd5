"""The plan's three tables in Chromium: added, edited, moved, deleted, undone, on a keyboard and on a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import Session

from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, TeamMember
from plan_store.programmes import DriverChoice, SecondaryChoice, create_programme
from plan_store.rows import add_row, delete_row, find_row, list_rows, save_row
from plan_store.store import make_engine, reading, writing
from tests.people import actor_of
from tests.portal_server import Portal
from tests.visit import Visit

TRUST_READER = "board.member@northdale.example"
SECONDARY = (
    SecondaryChoice(driver_key="co-test", title="A carbon monoxide test at every contact", short="CO test"),
    SecondaryChoice(driver_key="trained-workforce", title="A trained workforce", short="Trained workforce"),
)
FOCUSED = """() => {
  const here = document.activeElement, shown = here.cloneNode(true)
  shown.querySelectorAll("[data-testid=stIconMaterial]").forEach(icon => icon.remove())
  return (here.ariaLabel || shown.textContent).split(". ")[0].trim()
}"""
Go = Callable[..., Visit]
expect.set_options(timeout=20_000)  # a busy machine answers late


class Plan:
    """A programme of this test's own, and its rows as the store has them."""

    def __init__(self, portal: Portal, driver_key: str) -> None:
        self.engine = make_engine(portal.database)
        with writing(self.engine) as session:
            self.actor = lead(session)
            choice = DriverChoice(
                title="Clear air",
                driver_key=driver_key,
                primary_driver="Clear air",
                aim="Clear air",
                secondary=SECONDARY,
            )
            self.id = create_programme(session, self.actor, self.actor.organisation, choice).id

    def add(self, kind: type[PlanRow], *rows: dict[str, Any]) -> list[str]:
        with writing(self.engine) as session:
            return [add_row(session, self.actor, self.id, kind, row).row.id for row in rows]

    def rows(self, kind: type[PlanRow]) -> list[Any]:
        with reading(self.engine) as session:
            return list_rows(session, self.actor, self.id, kind)

    def page(self, tab: str) -> str:
        return f"/{tab}?programme={self.id}"


def lead(session: Session) -> Any:
    return actor_of(session)


@pytest.fixture
def plan(portal: Portal):
    made = Plan(portal, "smoke-free-pregnancies")
    yield made
    made.engine.dispose()


def press(at: Visit, name: str) -> None:
    at.page.get_by_role("button", name=name, exact=True).click()
    at.settle()


def dialog(at: Visit) -> Locator:
    return at.page.get_by_role("dialog")


def field(at: Visit, label: str) -> Locator:
    return dialog(at).get_by_label(re.compile(f"^{re.escape(label)}"))


def in_dialog(at: Visit, button: str) -> None:
    dialog(at).get_by_role("button", name=button, exact=True).click()
    at.settle()


def save(at: Visit, button: str) -> None:
    in_dialog(at, button)
    expect(dialog(at)).to_have_count(0)
    at.settle()


def row(page: Page, words: str) -> Locator:
    return page.get_by_role("row").filter(has_text=words)


def names(page: Page) -> list[str]:
    return page.locator("tbody tr td:first-child").evaluate_all(
        "all => all.map(cell => cell.firstElementChild.innerText)"
    )


def test_measures_come_from_the_library_several_at_a_time(visit: Go, plan: Plan) -> None:
    at = visit(plan.page("measurement_plan"))
    expect(at.page.get_by_text("Your measures will be listed here.")).to_be_visible()
    press(at, "Add from the library")
    expect(dialog(at).get_by_role("button", name="Add measures")).to_be_disabled()
    for name in ("Smoking at time of delivery", "CO test at booking", "Booking appointments that over-ran"):
        dialog(at).locator("label").filter(has_text=name).click()
        at.settle()
    at.screenshot("tables-library")
    save(at, "Add 3 measures")
    expect(at.page.locator(".counts")).to_have_text(re.compile("^3 measures: 1 outcome, 1 process, 1 balancing."))
    expect(at.page.locator(".counts")).to_contain_text("No measure yet for Add a measure for Trained workforce.")
    at.page.reload()
    at.settle()
    assert names(at.page) == ["Smoking at time of delivery", "CO test at booking", "Booking appointments that over-ran"]
    booking = plan.rows(Measure)[1]
    assert (booking.better, booking.secondary_driver, booking.unit) == ("increase", "CO test", "%")
    assert booking.numerator == "Women with a CO reading recorded at booking"
    press(at, "Add from the library")
    expect(dialog(at).get_by_role("checkbox", name="CO test at booking")).to_be_disabled()
    expect(dialog(at).get_by_role("checkbox", name="Staff trained in very brief advice")).to_be_enabled()


def test_a_programme_in_its_own_words_chooses_whose_suggestions_to_see(visit: Go, portal: Portal) -> None:
    plan = Plan(portal, "")
    at = visit(plan.page("measurement_plan"))
    press(at, "Add from the library")
    expect(dialog(at).get_by_role("checkbox")).to_have_count(0)
    dialog(at).get_by_role("combobox").click()
    at.page.get_by_role("option", name="Culture of safety").click()
    at.settle()
    dialog(at).locator("label").filter(has_text="Length of the safety huddle").click()
    at.settle()
    save(at, "Add 1 measure")
    assert [(measure.name, measure.type) for measure in plan.rows(Measure)] == [
        ("Length of the safety huddle", "balancing")
    ]
    plan.engine.dispose()


def test_a_measure_added_by_hand_keeps_every_field_and_can_be_changed(visit: Go, plan: Plan) -> None:
    plan.add(TeamMember, {"name": "Lead midwife"})
    at = visit(plan.page("measurement_plan"))
    press(at, "+ Add measure")
    field(at, "Measure").fill("Partners offered a CO test")
    for choice in ("Outcome", "Lower"):
        dialog(at).get_by_role("radio", name=choice).click()
    field(at, "Operational definition").fill("Partners who came\nand were offered a test")
    for label, words in (
        ("Numerator", "Partners offered"), ("Denominator", "Partners who came"), ("Target", "8.5%"),
        ("Data source", "Tally sheet"), ("Who captures it", "Clinic"), ("Secondary driver", "CO test"),
        ("Risks", "Forgotten on busy days"),
    ):  # fmt: skip
        field(at, label).fill(words)
    # From the foot of the dialog: a field that grew when it had the focus would scroll, and so close the list.
    dialog(at).get_by_role("combobox", name="How often").click()
    at.page.get_by_role("option", name="Weekly").click()
    expect(dialog(at).get_by_role("combobox", name="How often")).to_have_value("Weekly")
    assert options(at, "Lead") == ["Lead midwife"]
    field(at, "Lead").fill("Lead midwife")
    dialog(at).get_by_role("spinbutton", name="day, Date due").click()
    at.page.keyboard.type("31032027")
    at.screenshot("tables-dialog")
    save(at, "Save measure")
    line = row(at.page, "Partners offered a CO test")
    for words in (
        "Target 8.5% or less",
        "Outcome",
        "Lower",
        "Add data",
        "No data yet",
        "Lead midwife",
        "31 March 2027",
    ):
        expect(line).to_contain_text(words)
    at.page.reload()
    at.settle()
    press(at, "Edit Partners offered a CO test")
    expect(field(at, "Operational definition")).to_have_value("Partners who came\nand were offered a test")
    expect(field(at, "Target")).to_have_value("8.5%")
    expect(dialog(at).get_by_role("radio", name="Lower")).to_be_checked()
    field(at, "Target").fill("9")
    save(at, "Save measure")
    expect(row(at.page, "Partners offered a CO test")).to_contain_text("Target 9% or less")
    kept = plan.rows(Measure)[0]
    assert (kept.frequency, kept.captured_by, kept.risks, kept.due.isoformat(), kept.target) == (
        "weekly", "Clinic", "Forgotten on busy days", "2027-03-31", 9.0,
    )  # fmt: skip


def options(at: Visit, label: str) -> list[str]:
    """What the browser offers while one types in a field."""
    field(at, label).focus()
    return field(at, label).evaluate("input => [...input.list.options].map(option => option.value)")


def test_the_driver_without_a_measure_is_one_press_from_having_one(visit: Go, plan: Plan) -> None:
    plan.add(Measure, {"name": "CO test at booking", "secondary_driver": "CO test"})
    at = visit(plan.page("measurement_plan"))
    press(at, "Add a measure for Trained workforce")
    expect(field(at, "Secondary driver")).to_have_value("Trained workforce")
    field(at, "Measure").fill("Staff trained")
    save(at, "Save measure")
    expect(at.page.locator(".counts")).to_have_text("2 measures: 2 process.")


def test_an_incomplete_email_is_not_saved_and_its_row_says_so(visit: Go, plan: Plan) -> None:
    at = visit(plan.page("team"))
    press(at, "+ Add person")
    field(at, "Name").fill("Clinic manager")
    field(at, "Role").fill("Data")
    field(at, "Email").fill("clinic.manager@trust")
    save(at, "Save person")
    line = row(at.page, "Clinic manager")
    expect(line).to_contain_text("Data")
    said = "“clinic.manager@trust” is not a complete email address. Use a form such as name@trust.nhs.uk."
    expect(line.locator("td").nth(3).locator(".cell-problem")).to_have_text(f"Not saved. {said}")
    assert [(person.name, person.role, person.email) for person in plan.rows(TeamMember)] == [
        ("Clinic manager", "Data", "")
    ]
    at.screenshot("tables-incomplete-email")
    at.page.reload()
    at.settle()
    expect(row(at.page, "Clinic manager").locator(".cell-problem")).to_have_text(f"Not saved. {said}")
    press(at, "Edit Clinic manager")
    expect(dialog(at).get_by_role("alert")).to_have_text(said)
    expect(field(at, "Email")).to_have_value("clinic.manager@trust")
    field(at, "Email").fill("clinic.manager@trust.nhs.uk")
    save(at, "Save person")
    expect(at.page.locator(".cell-problem")).to_have_count(0)
    expect(at.page.get_by_role("link", name="clinic.manager@trust.nhs.uk")).to_be_visible()
    at.page.reload()
    at.settle()
    expect(row(at.page, "Clinic manager")).to_be_visible()
    expect(at.page.locator(".cell-problem")).to_have_count(0)


def test_without_its_name_a_row_is_not_saved_and_nothing_typed_is_lost(visit: Go, plan: Plan) -> None:
    at = visit(plan.page("team"))
    press(at, "+ Add person")
    field(at, "Role").fill("Data analyst")
    in_dialog(at, "Save person")
    expect(dialog(at).get_by_role("alert")).to_have_text("Enter something for “Name”.")
    expect(field(at, "Role")).to_have_value("Data analyst")
    assert plan.rows(TeamMember) == []
    assert at.page.title().startswith("Error: ")
    field(at, "Name").fill("Somebody")
    save(at, "Save person")
    assert [person.role for person in plan.rows(TeamMember)] == ["Data analyst"]
    assert at.page.title().startswith("Team - ")


def test_rows_move_in_the_dialog_and_what_was_typed_stays(visit: Go, plan: Plan) -> None:
    plan.add(TeamMember, *({"name": name} for name in ("First", "Second", "Third")))
    at = visit(plan.page("team"))
    press(at, "Edit Third")
    in_dialog(at, "Move down")
    expect(dialog(at).get_by_text("3 of 3")).to_be_visible()
    field(at, "Role").fill("Sponsor")
    in_dialog(at, "Move up")
    expect(dialog(at).get_by_text("2 of 3")).to_be_visible()
    in_dialog(at, "Move up")
    expect(dialog(at).get_by_text("1 of 3")).to_be_visible()
    expect(field(at, "Role")).to_have_value("Sponsor")
    save(at, "Save person")
    assert names(at.page) == ["Third", "First", "Second"]
    at.page.reload()
    at.settle()
    assert names(at.page) == ["Third", "First", "Second"]
    assert plan.rows(TeamMember)[0].role == "Sponsor"


def test_deleting_leaves_a_line_with_undo_until_the_page_is_left(visit: Go, plan: Plan) -> None:
    plan.add(CommunicationAction, *({"audience": "All", "message": said} for said in ("Chart of the month", "Thanks")))
    at = visit(plan.page("communications_plan"))
    press(at, "Edit Chart of the month")
    in_dialog(at, "Delete")
    expect(at.page.get_by_text("You deleted “Chart of the month”.")).to_be_visible()
    expect(row(at.page, "Chart of the month")).to_have_count(0)
    at.screenshot("tables-undo")
    press(at, "Undo")
    expect(row(at.page, "Chart of the month")).to_be_visible()
    assert [action.message for action in plan.rows(CommunicationAction)] == ["Chart of the month", "Thanks"]
    expect(at.page.get_by_text("You deleted")).to_have_count(0)
    press(at, "Edit Thanks")
    in_dialog(at, "Delete")
    expect(at.page.get_by_text("You deleted")).to_be_visible()
    at.page.get_by_role("link", name="Team", exact=True).click()
    expect(at.page.get_by_role("heading", name="Who is working on this")).to_be_visible()
    at.page.get_by_role("link", name="Communications Plan").click()
    expect(row(at.page, "Chart of the month")).to_be_visible()
    at.settle()
    expect(at.page.get_by_text("You deleted")).to_have_count(0)
    assert len(plan.rows(CommunicationAction)) == 1


def test_closing_without_saving_keeps_what_was_typed(visit: Go, plan: Plan) -> None:
    plan.add(CommunicationAction, {"audience": "All staff", "message": "Chart of the month"})
    at = visit(plan.page("communications_plan"))
    press(at, "Edit Chart of the month")
    field(at, "Channel").fill("Huddle")
    field(at, "Message").click()
    at.page.keyboard.press("Control+End")
    at.page.keyboard.type(", and what it means")
    at.page.keyboard.press("Escape")
    expect(dialog(at)).to_have_count(0)
    expect(at.page.get_by_text("You left “Chart of the month” without saving.")).to_be_visible()
    press(at, "Go on writing")
    expect(field(at, "Message")).to_have_value("Chart of the month, and what it means")
    expect(field(at, "Channel")).to_have_value("Huddle")
    save(at, "Save action")
    expect(at.page.get_by_text("without saving")).to_have_count(0)
    assert plan.rows(CommunicationAction)[0].message == "Chart of the month, and what it means"
    press(at, "Edit Chart of the month, and what it means")
    at.page.keyboard.press("Escape")
    expect(dialog(at)).to_have_count(0)
    at.settle()
    expect(at.page.get_by_text("without saving")).to_have_count(0)


@pytest.mark.parametrize(("button", "role"), [("Keep mine", "Mine"), ("Keep theirs", "Theirs")])
def test_two_people_in_one_cell_choose_and_other_cells_merge(visit: Go, plan: Plan, button: str, role: str) -> None:
    (person,) = plan.add(TeamMember, {"name": "QI lead", "role": "Before"})
    at = visit(plan.page("team"))
    press(at, "Edit QI lead")
    expect(field(at, "Role")).to_have_value("Before")
    with writing(plan.engine) as session:
        save_row(session, plan.actor, TeamMember, person, {"role": "Theirs", "organisation": "Network"}, 1)
    field(at, "Role").fill("Mine")
    field(at, "Email").fill("qi.lead@trust.nhs.uk")
    in_dialog(at, "Save person")
    expect(dialog(at).get_by_text("Somebody changed this to “Theirs” while you were writing.")).to_be_visible()
    expect(field(at, "Role")).to_have_value("Mine")
    expect(field(at, "Organisation")).to_have_value("Network")
    in_dialog(at, "Save person")
    expect(dialog(at).get_by_text("Choose which to keep.")).to_be_visible()
    at.screenshot("tables-conflict")
    in_dialog(at, button)
    save(at, "Save person")
    kept = plan.rows(TeamMember)[0]
    assert (kept.role, kept.organisation, kept.email) == (role, "Network", "qi.lead@trust.nhs.uk")


def test_with_the_keyboard_alone(visit: Go, plan: Plan) -> None:
    at = visit(plan.page("team"))
    keys = at.page.keyboard
    tab_to(at, "+ Add person")
    keys.press("Enter")
    expect(dialog(at)).to_be_visible()
    at.settle()
    for label, words in (
        ("Name", "Lead midwife"),
        ("Role", "Lead"),
        ("Organisation", "Northdale"),
        ("Email", "a@b.nhs.uk"),
    ):
        tab_to(at, label)
        keys.type(words)
    tab_to(at, "Save person")
    assert ring(at), "the focus on Save cannot be seen"
    keys.press("Enter")
    expect(dialog(at)).to_have_count(0)
    at.settle()
    assert [(person.name, person.email) for person in plan.rows(TeamMember)] == [("Lead midwife", "a@b.nhs.uk")]
    expect(at.page.get_by_role("button", name="+ Add person")).to_be_focused()
    plan.add(TeamMember, {"name": "Data analyst"})
    at.page.reload()
    at.settle()
    tab_to(at, "Edit Data analyst")
    assert ring(at), "the focus on Edit cannot be seen"
    keys.press("Enter")
    expect(dialog(at)).to_be_visible()
    at.settle()
    tab_to(at, "Move up")
    keys.press("Enter")
    expect(dialog(at).get_by_text("1 of 2")).to_be_visible()
    keys.press("Escape")
    expect(dialog(at)).to_have_count(0)
    at.settle()
    expect(at.page.locator("tbody tr").first).to_contain_text("Data analyst")
    expect(at.page.get_by_role("button", name="Edit Data analyst")).to_be_focused()
    keys.press("Enter")
    expect(dialog(at)).to_be_visible()
    at.settle()
    tab_to(at, "Delete")
    keys.press("Enter")
    expect(at.page.get_by_role("button", name="Undo")).to_be_focused()
    keys.press("Enter")
    expect(row(at.page, "Data analyst")).to_be_visible()


def tab_to(at: Visit, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    passed = []
    for _ in range(40):
        at.page.keyboard.press("Tab")
        here = at.page.evaluate(FOCUSED)
        if here == name:
            return
        passed.append(here)
    raise AssertionError(f"Tab does not reach {name}; it passes {passed}")


def ring(at: Visit) -> bool:
    return at.page.evaluate("getComputedStyle(document.activeElement).boxShadow.includes('rgb(255, 235, 59)')")


def test_on_a_phone_rows_are_blocks_and_everything_can_be_touched(visit: Go, plan: Plan) -> None:
    plan.add(TeamMember, {"name": "Lead midwife", "role": "Lead", "email": "midwife@a-trust-with-a-long-name.nhs.uk"})
    at = visit(plan.page("team"), phone=True)
    name, role = (row(at.page, "Lead midwife").locator("td").nth(place) for place in (0, 1))
    assert edge(role, "top") >= edge(name, "bottom") - 1, "cells stand beside each other"
    at.page.get_by_role("button", name="Edit Lead midwife").tap()
    expect(field(at, "Role")).to_have_value("Lead")
    at.settle().hold_house_rules()
    lefts = {edge(box, "left") for box in dialog(at).get_by_role("textbox").all()}
    assert len(lefts) == 1, "fields stand in more than one column"
    small = [words for words, height in heights(at) if height < 44]
    assert not small, f"too small to touch: {small}"
    at.screenshot("tables-phone-dialog")
    field(at, "Role").fill("Project lead")
    dialog(at).get_by_role("button", name="Save person").tap()
    expect(dialog(at)).to_have_count(0)
    expect(row(at.page, "Project lead")).to_be_visible()
    small = [words for words, height in heights(at) if height < 44]
    assert not small, f"too small to touch: {small}"
    at.screenshot("tables-phone", whole=True)


def edge(found: Locator, side: str) -> int:
    return round(found.evaluate(f"element => element.getBoundingClientRect().{side}"))


def heights(at: Visit) -> list[tuple[str, float]]:
    """Every control of the dialog, or of the table where none is open, with the height of what can be touched."""
    return at.page.evaluate(
        """() => {
          const inside = document.querySelector(".stDialog") ?? document.querySelector(".table-card");
          const box = e => e.closest("[data-testid$=RootElement]") ?? e;
          return [...inside.querySelectorAll("button, a, input, textarea")].filter(e => e.checkVisibility())
            .map(e => [e.innerText || e.ariaLabel, Math.round(box(e).getBoundingClientRect().height)]);
        }"""
    )


def test_who_may_only_read_sees_the_rows_and_no_buttons(visit: Go, plan: Plan) -> None:
    plan.add(Measure, {"name": "CO test at booking"})
    at = visit(plan.page("measurement_plan"), email=TRUST_READER)
    expect(row(at.page, "CO test at booking")).to_be_visible()
    main = at.page.get_by_test_id("stMain")
    assert [button.inner_text() for button in main.get_by_role("button").all()] == []


def test_what_somebody_else_deleted_meanwhile_says_so_and_can_be_put_back(visit: Go, plan: Plan) -> None:
    (person,) = plan.add(TeamMember, {"name": "QI lead"})
    at = visit(plan.page("team"))
    press(at, "Edit QI lead")
    expect(field(at, "Name")).to_have_value("QI lead")
    with writing(plan.engine) as session:
        delete_row(session, plan.actor, TeamMember, person)
    field(at, "Role").fill("Coach")
    save(at, "Save person")
    expect(
        at.page.get_by_text("Somebody deleted “QI lead” while you were writing; what you wrote is kept.")
    ).to_be_visible()
    press(at, "Undo")
    expect(row(at.page, "QI lead")).to_contain_text("Coach")
    with reading(plan.engine) as session:
        assert find_row(session, plan.actor, TeamMember, person).deleted_at is None
