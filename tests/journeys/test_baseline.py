"""Baseline data in a browser: real files in, every fault said, the chart in the plan and alive there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import func, select

from plan_store.observations import Observation, Upload
from plan_store.plan_rows import Measure
from tests.journeys.stored import forget_choices, look, programme_id, text_of
from tests.portal_server import Portal
from tests.visit import Visit

Go = Callable[..., Visit]
SERIES = Path(__file__).resolve().parents[1] / "data" / "series"
SATOD = "Smoking at time of delivery"
SLOW = 30_000  # a busy machine answers late
expect.set_options(timeout=SLOW)
SHAPES = pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])


@pytest.fixture
def plan(portal: Portal) -> str:
    return programme_id(portal, "Smoke-free pregnancies")


def kept(portal: Portal) -> tuple[int, ...]:
    """How many measures, observations and uploads there are."""
    with look(portal) as session:
        kinds = (Measure, Observation, Upload)
        return tuple(session.exec(select(func.count()).select_from(kind)).one() for kind in kinds)


def measure_id(portal: Portal, name: str) -> str:
    with look(portal) as session:
        return session.exec(select(Measure.id).where(Measure.name == name)).one()


def choose_file(here: Visit, path: Path) -> None:
    here.page.locator(".st-key-card_file input[type=file]").set_input_files(path)


def choose(here: Visit, label: str, option: str) -> None:
    here.page.get_by_role("combobox", name=re.compile(label)).click()
    here.page.keyboard.type(option)
    here.page.get_by_role("option", name=re.compile(rf"^{option}(, |$)")).click()
    here.settle()


def heading(here: Visit, words: str) -> None:
    expect(here.page.get_by_role("heading", level=1)).to_have_text(words)
    here.settle()


def press(here: Visit, name: str) -> None:
    here.page.get_by_role("button", name=name).click()
    here.settle()


def says(here: Visit, words: str) -> None:
    expect(here.page.get_by_text(words).first).to_be_visible(timeout=SLOW)


def live_chart(here: Visit) -> Locator:
    """The one layout of the page's chart that is shown."""
    return here.page.locator(".js-plotly-plot").locator("visible=true")


def whole(here: Visit, chart: Locator) -> None:
    """Nothing of the chart is cut off: every word of it lies inside it, and it lies inside the window."""
    expect(chart.locator("text").first).to_be_visible(timeout=SLOW)
    outside = chart.evaluate(
        """chart => { const room = chart.getBoundingClientRect(), said = [...chart.querySelectorAll("text")];
        return said.filter(one => { const box = one.getBoundingClientRect();
          return box.width && (box.left < room.left - 1 || box.right > room.right + 1);
        }).map(one => one.textContent) }"""
    )
    assert outside == []
    box, window = chart.bounding_box(), here.page.viewport_size
    assert box is not None
    assert window is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= window["width"]


def in_the_plan(here: Visit, measure: str) -> Locator:
    """The picture of a measure's chart as it stands in a box of General, for this width."""
    return here.page.locator(f'figure[data-chart="{measure}"] .chart-card > div > svg').locator("visible=true")


def numbers(folder: Path, months: int, smokers: int) -> Path:
    """A team's file: month, smokers, status known, from January 2022."""
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    rows = [f"{names[n % 12]}-{22 + n // 12},{smokers + n % 3},250" for n in range(months)]
    path = folder / f"our numbers, {months} months.csv"
    path.write_text("\n".join(["Month,Smokers,Status known", *rows]), encoding="utf-8")
    return path


@SHAPES
def test_a_teams_own_export_becomes_a_chart_in_box_2(visit: Go, portal: Portal, plan: str, phone: bool) -> None:
    shape = "phone" if phone else "wide"
    name, before = f"Smoking, our own return, {shape}", kept(portal)
    here = visit(f"/baseline_data?programme={plan}", phone=phone)
    choose_file(here, SERIES / "team_export.csv")
    heading(here, "Check what we read")
    says(here, "13 months, from April 2019 to April 2020.")
    says(here, "Column B “SATOD %”")
    change = here.page.locator(".facts td.change").first
    assert change.evaluate("cell => getComputedStyle(cell).borderLeftWidth") == "0px"
    choose(here, "Save these months", "A new measure")
    here.page.get_by_label("Name of the new measure").fill(name)
    here.page.keyboard.press("Tab")
    here.settle()
    here.page.get_by_text("Lower", exact=True).click()
    here.settle().hold_house_rules().screenshot(f"baseline-check-{shape}", whole=True)
    assert kept(portal) == before, "nothing is kept before it is confirmed"
    press(here, "Confirm and save 13 months")
    heading(here, "Place the chart in the plan")
    expect(live_chart(here)).to_have_count(1)
    whole(here, live_chart(here))
    press(here, "Put the chart in box 2")
    says(here, "The chart stands in box 2")
    here.hold_house_rules().screenshot(f"baseline-place-{shape}", whole=True)
    assert kept(portal) == (before[0] + 1, before[1] + 13, before[2] + 1)
    made = measure_id(portal, name)
    assert f'<figure data-chart="{made}"></figure>' in text_of(portal, plan, "baseline")
    here.page.get_by_role("link", name="Go on to the plan").click()
    expect(in_the_plan(here, made)).to_have_attribute("aria-label", re.compile(f"^{name} "))
    whole(here, in_the_plan(here, made))


def test_a_real_file_with_many_organisations_is_narrowed_to_one(visit: Go, portal: Portal, plan: str) -> None:
    name = "Waits over four hours, phone"
    forget_choices(portal)
    here = visit(f"/baseline_data?programme={plan}", phone=True)
    choose_file(here, SERIES / "real_cut.csv")
    heading(here, "Choose the columns")
    press(here, "Use these columns")
    says(here, "Choose “org_code”.")
    assert here.page.title().startswith("Error: Choose the columns")
    here.hold_house_rules().screenshot("baseline-choose-phone", whole=True)
    for label, option in (
        ("org_code", "RF4"),
        ("type", "1"),
        ("Numerator", "breaches"),
        ("Denominator", "attendances"),
    ):
        choose(here, label, option)
    press(here, "Use these columns")
    heading(here, "Check what we read")
    says(here, "Column E “breaches”")
    choose(here, "Save these months", "A new measure")
    here.page.get_by_label("Name of the new measure").fill(name)
    here.page.keyboard.press("Tab")
    here.settle()
    here.page.get_by_text("Lower", exact=True).click()
    here.settle()
    press(here, "Confirm and save")
    heading(here, "Place the chart in the plan")
    whole(here, live_chart(here))
    with look(portal) as session:
        held = session.exec(select(Observation).where(Observation.measure_id == measure_id(portal, name))).all()
    assert {(row.period.isoformat(), row.numerator, row.denominator) for row in held} >= {("2018-03-01", 6495, 21452)}
    assert len({row.period for row in held}) == len(held), "one row a month"
    here.open(f"/baseline_data?programme={plan}")
    choose_file(here, SERIES / "real_cut.csv")
    heading(here, "Check what we read")
    says(here, "Read as Lead midwife chose on")


@SHAPES
def test_a_wrong_file_gets_every_sentence_with_its_rows_and_nothing_is_kept(
    visit: Go, portal: Portal, plan: str, phone: bool
) -> None:
    before = kept(portal)
    here = visit(f"/baseline_data?programme={plan}&measure={measure_id(portal, SATOD)}", phone=phone)
    choose_file(here, SERIES / "all_problems_at_once.csv")
    says(here, "There is a problem with 4 rows")
    here.settle()
    assert here.page.title().startswith("Error: Upload baseline data")
    lines = [line.inner_text() for line in here.page.locator(".problem li").all()]
    assert lines == [
        "Row 4, Month: September 2024 is in rows 3 and 4 with different values (14.6% and 12.6%). "
        "Keep one row for each month.",
        "Row 5, Numerator: 311 is more than the denominator, 244. Check that a digit was not added.",
        "Row 6, Denominator: “25S” is not a number. Did you mean 255?",
        "Row 7, Month: “13/2025” is not a month. Use a form such as Sep-25 or 01/09/2025.",
    ]
    faults = [" ".join(cell.inner_text().split()) for cell in here.page.locator("td.fault").all()]
    assert faults == [
        "Sep-24 Same month as row 3",
        "311 More than the denominator",
        "25S Not a number",
        "13/2025 Not a month",
    ]
    assert not here.page.get_by_role("button", name="Confirm").count()
    here.hold_house_rules().screenshot(f"baseline-problems-{'phone' if phone else 'wide'}", whole=True)
    assert kept(portal) == before
    here.page.reload()
    heading(here, SATOD)
    says(here, "The page was loaded again. Nothing was saved: choose the file once more.")
    assert kept(portal) == before


def test_the_chart_in_the_text_is_alive(visit: Go, portal: Portal, plan: str, tmp_path: Path) -> None:
    """New data and a changed target show where the chart stands, without touching the text."""
    here = visit(f"/baseline_data?programme={plan}")
    choose_file(here, numbers(tmp_path, 14, 30))
    heading(here, "Check what we read")
    choose(here, "Save these months", "A new measure")
    here.page.get_by_label("Name of the new measure").fill("Smoke-free at delivery")
    here.page.keyboard.press("Tab")
    here.settle()
    here.page.get_by_text("Lower", exact=True).click()
    here.settle()
    press(here, "Confirm and save 14 months")
    heading(here, "Place the chart in the plan")
    press(here, "Put the chart in box 2")
    says(here, "The chart stands in box 2")
    made = measure_id(portal, "Smoke-free at delivery")
    words = text_of(portal, plan, "baseline")

    here.open(f"/baseline_data?programme={plan}&measure={made}")
    choose_file(here, numbers(tmp_path, 16, 30))
    heading(here, "Check what we read")
    says(here, "14 months are already there with the same values.")
    press(here, "Confirm and save 2 months")
    heading(here, "Place the chart in the plan")
    here.open(f"/measurement_plan?programme={plan}")
    press(here, "Edit Smoke-free at delivery")
    target = here.page.get_by_role("dialog").get_by_label(re.compile("^Target"))
    target.fill("6")
    target.press("Tab")
    here.settle()
    here.page.get_by_role("dialog").get_by_role("button", name="Save measure", exact=True).click()
    expect(here.page.get_by_role("dialog")).to_have_count(0)

    here.open(f"/general?programme={plan}")
    chart = in_the_plan(here, made)
    expect(chart).to_have_attribute("aria-label", re.compile("16 months, January 2022 to April 2023"))
    expect(chart).to_contain_text("Target 6%")
    assert text_of(portal, plan, "baseline") == words
    with look(portal) as session:
        said = session.exec(select(Observation).where(Observation.measure_id == made)).all()
    assert len({(row.period, row.numerator, row.denominator) for row in said}) == 16, "the same said twice"


def test_why_points_are_coloured_and_the_data_stand_with_the_chart(visit: Go, portal: Portal, plan: str) -> None:
    here = visit(f"/baseline_data?programme={plan}&measure={measure_id(portal, SATOD)}")
    whole(here, live_chart(here))
    here.page.get_by_text("Why this colour?").click()
    says(here, "is one of 7 or more months in a row below the mean")
    here.page.get_by_text("Show the data").click()
    table = here.page.get_by_role("region", name=f"Data: {SATOD}").get_by_role("table")
    expect(table.get_by_role("columnheader").first).to_have_text("Month")
    expect(table.get_by_role("row")).to_have_count(32)
    here.page.emulate_media(media="print")
    expect(here.page.locator(".print-only img").first).to_be_visible()
    expect(live_chart(here)).to_have_count(0)


def test_a_suggestion_is_taken_and_new_limits_start_with_a_reason(
    visit: Go, portal: Portal, plan: str, tmp_path: Path
) -> None:
    """Whether the process changed is asked; without a reason nothing happens, with one the mean steps everywhere."""
    name = "Smoking, shifted, wide"
    here = visit(f"/baseline_data?programme={plan}")
    choose_file(here, shifted_numbers(tmp_path))
    heading(here, "Check what we read")
    choose(here, "Save these months", "A new measure")
    here.page.get_by_label("Name of the new measure").fill(name)
    here.page.keyboard.press("Tab")
    here.settle()
    here.page.get_by_text("Lower", exact=True).click()
    here.settle()
    press(here, "Confirm and save 30 months")
    heading(here, "Place the chart in the plan")
    press(here, "Put the chart in box 2")
    says(here, "The chart stands in box 2")
    made = measure_id(portal, name)
    here.open(f"/baseline_data?programme={plan}&measure={made}")
    here.page.get_by_text("Chart settings").click()
    says(here, "Suggested: p chart")
    press(here, "Use it")
    says(here, "Did the process change?")
    press(here, "Yes, new limits from July 2023")
    says(here, "Say what changed first")
    assert "rebases" not in chart_of(portal, made)
    here.page.get_by_label("What changed").fill("CO monitor in every room")
    press(here, "Yes, new limits from July 2023")
    expect(here.page.get_by_text("Did the process change?")).to_have_count(0)
    assert chart_of(portal, made)["rebases"] == [{"date": "2023-07-01", "reason": "CO monitor in every room"}]
    expect(live_chart(here)).to_contain_text("From 12% to 8.4%")
    whole(here, live_chart(here))
    here.hold_house_rules().screenshot("baseline-rebased-wide", whole=True)
    here.open(f"/all?programme={plan}")
    expect(here.page.get_by_role("img", name=re.compile(f"^{name} .*from 12% to 8.4%")).first).to_be_attached()


def chart_of(portal: Portal, made: str) -> dict[str, object]:
    """What was chosen for the measure's chart."""
    with look(portal) as session:
        return dict(session.exec(select(Measure.chart).where(Measure.id == made)).one())


def shifted_numbers(folder: Path) -> Path:
    """30 months from January 2022, fewer smokers from July 2023 on."""
    rows = [f"{1 + n % 12:02d}/{2022 + n // 12},{(29, 31, 30)[n % 3] - (9 if n >= 18 else 0)},250" for n in range(30)]
    path = folder / "shifted.csv"
    path.write_text("\n".join(["Month,Smokers,Status known", *rows]), encoding="utf-8")
    return path
