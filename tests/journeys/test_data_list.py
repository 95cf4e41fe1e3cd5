"""The list of the plan's data and a new measure's questions, in a browser."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.stored import programme_id
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
OVERLAPS = """rows => rows.filter(row => {
  const range = document.createRange(); range.selectNodeContents(row.querySelector('.name'));
  const link = row.querySelector('a')?.getBoundingClientRect();
  return link && [...range.getClientRects()].some(name => name.left < link.right && link.left < name.right
    && name.top < link.bottom && link.top < name.bottom);
}).map(row => row.innerText)"""


def test_on_a_phone_no_name_runs_under_its_link(visit: Go, portal: Portal) -> None:
    here = visit(f"/baseline_data?programme={programme_id(portal, 'Smoke-free pregnancies')}", phone=True)
    here.page.set_viewport_size({"width": 390, "height": 844})
    rows = here.page.locator(".data-list tbody tr")
    expect(rows.first).to_be_visible()
    rows.first.locator(".name").evaluate("cell => cell.textContent = 'Booking appointments that over-ran, all clinics'")
    here.screenshot("baseline-list-phone", whole=True)
    assert rows.count() > 1
    assert rows.evaluate_all(OVERLAPS) == []
    assert not here.page.locator(".data-list [data-label]").count()


def test_confirming_without_an_answer_is_told_at_the_top_and_beside_the_field(
    visit: Go, portal: Portal, tmp_path: Path
) -> None:
    here = visit(f"/baseline_data?programme={programme_id(portal, 'Smoke-free pregnancies')}")
    path = tmp_path / "ae_attendances.csv"
    path.write_text("\n".join(["Month,Value", *(f"{n:02}/2021,{30 + n % 3}" for n in range(1, 13))]), encoding="utf-8")
    here.page.locator(".st-key-card_file input[type=file]").set_input_files(path)
    here.page.get_by_role("button", name="Confirm and save 12 months").click()
    here.settle()
    expect(here.page).to_have_title("Error: Check what we read - MatNeo Improvement Portal")
    for said in ("Enter a name for the new measure.", "Choose which way is better."):
        expect(here.page.get_by_text(said)).to_have_count(2)
    here.screenshot("baseline-unanswered", whole=True)
    here.page.get_by_text("Lower", exact=True).click()
    here.settle()
    expect(here.page.get_by_text("Choose which way is better.")).to_have_count(0)
    here.page.reload()
    expect(
        here.page.get_by_text("The page was loaded again. Nothing was saved: choose the file once more.")
    ).to_be_visible(timeout=20_000)
