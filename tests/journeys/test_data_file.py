"""One file for all measures in a browser: a template filled in, saved, taken back; and every site of a file."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from sqlmodel import col, select

from plan_store.observation_rows import Observation
from plan_store.plan_rows import Measure
from tests.journeys.stored import look, programme_id
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
SMOKING, BOOKING = "Smoking at time of delivery", "CO test at booking"
SITES = ["Site,Month,Smokers,Status known"] + [
    f"{site},{month:02}/2025,{20 + month},250" for site in ("North", "South") for month in range(1, 13)
]


def numerators(portal: Portal, name: str) -> dict[str, float | None]:
    with look(portal) as session:
        here = (
            select(Observation)
            .join(Measure, col(Observation.measure_id) == col(Measure.id))
            .where(Measure.name == name, col(Observation.replaced_at).is_(None), Observation.status != "removed")
        )
        return {f"{row.period:%Y-%m}": row.numerator for row in session.exec(here)}


def heading(here: Visit, words: str) -> None:
    expect(here.page.get_by_role("heading", level=1)).to_have_text(words)
    here.settle()


def press(here: Visit, name: str) -> None:
    here.page.get_by_role("button", name=name, exact=True).click()
    here.settle()


def choose_file(here: Visit, path: Path) -> None:
    here.page.locator(".st-key-card_file input[type=file]").set_input_files(path)


def filled_in(here: Visit, folder: Path) -> Path:
    """The template as it was downloaded, with two numbers that nobody had said."""
    with here.page.expect_download() as download:
        here.page.get_by_role("button", name="Download the template").click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Measure"] for row in rows} >= {SMOKING, BOOKING}
    codes = {row["Measure"]: row["Measure code"] for row in rows}
    for name, month, numbers in ((SMOKING, "April 2024", (58, 437)), (BOOKING, "October 2024", (401, 450))):
        kept = {"Measure": name, "Month": month, "Measure code": codes[name]}
        rows.append(dict.fromkeys(rows[0], "") | kept | {"Numerator": numbers[0], "Denominator": numbers[1]})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_template_is_filled_in_saved_and_taken_back(visit: Go, portal: Portal, tmp_path: Path) -> None:
    plan = programme_id(portal, "Smoke-free pregnancies")
    before = numerators(portal, SMOKING), numerators(portal, BOOKING)
    here = visit(f"/measurement_plan?programme={plan}")
    here.page.get_by_role("link", name="Enter by file for all measures").click()
    heading(here, "One file for all measures")
    path = filled_in(here, tmp_path)
    assert path.name == "Smoke-free pregnancies data.csv"
    choose_file(here, path)
    heading(here, "Check what we read")
    expect(here.page.get_by_text("1 new number and 1 that changes.")).to_be_visible()
    expect(here.page.get_by_text("April 2024: 59 of 437 becomes 58 of 437.")).to_be_visible()
    here.screenshot("data-file-check", whole=True)
    here.page.get_by_label("Why do these numbers change?").fill("Counted again")
    press(here, "Save 2 numbers of 2 measures")
    heading(here, "Saved")
    expect(here.page.get_by_text("2 numbers of 2 measures are saved.")).to_be_visible()
    assert numerators(portal, SMOKING) == before[0] | {"2024-04": 58.0}
    assert numerators(portal, BOOKING) == before[1] | {"2024-10": 401.0}
    press(here, "Undo")
    heading(here, "Taken back")
    assert (numerators(portal, SMOKING), numerators(portal, BOOKING)) == before
    press(here, "Put it back")
    heading(here, "Saved")
    here.page.get_by_role("link", name=SMOKING).click()
    heading(here, SMOKING)


def test_every_site_of_a_file_becomes_a_measure_on_a_phone(visit: Go, portal: Portal, tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("\n".join(SITES), encoding="utf-8")
    here = visit(f"/baseline_data?programme={programme_id(portal, 'Smoke-free pregnancies')}", phone=True)
    choose_file(here, path)
    heading(here, "Choose the columns")
    press(here, "Import all 2 series")
    heading(here, "Check what we read")
    for place in range(2):
        here.page.get_by_role("radio", name="Lower").nth(place).click()
        here.settle()
    here.screenshot("import-all-phone", whole=True)
    press(here, "Save 24 numbers of 2 measures")
    heading(here, "Saved")
    expect(here.page.get_by_text(re.compile("North: smokers of status known sits at about")).first).to_be_visible()
    assert numerators(portal, "South: smokers of status known") == {f"2025-{n:02}": 20.0 + n for n in range(1, 13)}
