"""The life of one measure's data in a browser: corrected with a reason, a file taken back, the same file again, CSV."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlmodel import select

from charts.series import read_series
from plan_store.plan_rows import Measure
from tests.journeys.stored import look, programme_id
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
SATOD = "Smoking at time of delivery"


def address(portal: Portal) -> str:
    with look(portal) as session:
        measure = session.exec(select(Measure.id).where(Measure.name == SATOD)).one()
    return f"/baseline_data?programme={programme_id(portal, 'Smoke-free pregnancies')}&measure={measure}"


def press(here: Visit, name: str) -> None:
    here.page.get_by_role("button", name=name).click()
    here.settle()


def row(page: Page, month: str) -> str:
    return page.get_by_role("row", name=re.compile(f"^{month}")).inner_text()


def download(here: Visit, name: str) -> tuple[str, bytes]:
    with here.page.expect_download() as waiting:
        here.page.get_by_role("link", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_number_is_corrected_a_file_taken_back_and_its_data_downloaded(visit: Go, portal: Portal) -> None:
    here = visit(address(portal))
    page = here.page
    press(here, "Edit August 2026")
    dialog = page.get_by_role("dialog", name="Edit August 2026")
    dialog.get_by_label("Women who were smoking when they gave birth").fill("52")
    dialog.get_by_role("button", name="Save this month").click()
    expect(dialog.get_by_text("Say why the number changes: the old one stays in the history.")).to_be_visible()
    dialog.get_by_label("Why does it change?").fill("Recounted from the register")
    dialog.get_by_role("button", name="Save this month").click()
    expect(page.get_by_text("August 2026 is saved: 11.9%")).to_be_visible()
    here.settle().hold_house_rules().screenshot("data-life-wide", whole=True)
    for said in ("52", "11.9%", "was 10.5%", "Typed by Lead midwife", "Recounted from the register"):
        assert said in row(page, "August 2026")
    expect(page.get_by_role("button", name="Edit August 2026")).to_be_focused()

    name, file = download(here, f"Download {SATOD} (demonstration).csv")
    assert name == f"{SATOD} (demonstration).csv"
    name, data = download(here, "Download as CSV")
    read = read_series(data, name)
    assert name == f"{SATOD}.csv"
    assert read.observations["numerator"].to_list()[-3:] == [52.0, 47.0, 41.0]
    assert b"Recounted from the register" in data

    press(here, f"Take back {SATOD} (demonstration).csv")
    expect(page.get_by_text("30 months leave the chart. The other month stays as it is.")).to_be_visible()
    press(here, f"Take it back {SATOD} (demonstration).csv")
    expect(page.get_by_text(f"“{SATOD} (demonstration).csv” was taken back.")).to_be_visible()
    expect(page.get_by_role("button", name="Edit October 2026")).to_have_count(0)
    press(here, f"Undo {SATOD} (demonstration).csv")
    expect(page.get_by_role("button", name="Edit October 2026")).to_be_visible()
    assert "11.9%" in row(page, "August 2026")

    upload = page.locator(".st-key-card_file input[type=file]")
    upload.set_input_files({"name": "again.csv", "mimeType": "text/csv", "buffer": file})
    expect(page.get_by_text("by Lead midwife, to Smoking at time of delivery. Numbers have")).to_be_visible()
    expect(page.get_by_text("It was corrected by hand: Recounted from the register.")).to_be_visible()
    here.settle().hold_house_rules().screenshot("data-life-again", whole=True)


def test_on_a_phone_the_dialog_closes_without_losing_what_was_typed(visit: Go, portal: Portal) -> None:
    here = visit(address(portal), phone=True)
    press(here, "Edit July 2026")
    dialog = here.page.get_by_role("dialog", name="Edit July 2026")
    dialog.get_by_label("Why does it change?").fill("Two counted twice")
    here.page.keyboard.press("Escape")
    expect(here.page.get_by_text("You left July 2026 without saving.")).to_be_visible()
    here.settle().screenshot("data-life-phone", whole=True)
    press(here, "Go on writing")
    expect(dialog.get_by_label("Why does it change?")).to_have_value("Two counted twice")
    press(here, "Cancel")
