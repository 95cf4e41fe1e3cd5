"""A new measure: its name is what the file says, nobody's answer is given in advance, a reload is told."""

from collections.abc import Callable

import pandas as pd
import pytest
from sqlmodel import col, func, select

from charts.series import read_series
from pages._parts.measure_choice import ASKED, NAME, WAY, default_name
from pages._render.series_words import how_often
from plan_store.plan_rows import Measure
from plan_store.store import reading
from tests.pages.baseline.conftest import Page

Open = Callable[..., Page]
RELOADED = "The page was loaded again. Nothing was saved: choose the file once more."


def numbers(heads: str, above: str = "") -> bytes:
    """Twelve months under these headings: two counts, or one value."""
    rows = [f"{n:02}/2021,{30 + n % 3}" + ",250" * (heads.count(",") - 1) for n in range(1, 13)]
    return "\n".join([*([above, ""] if above else []), heads, *rows]).encode()


def measures() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Measure)).one()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (numbers("Month,breaches,Attendances"), "Breaches of attendances"),
        (numbers("Month,breaches,NHS attendances"), "Breaches of NHS attendances"),
        (numbers("Month,Breaches,Attendances", "Four-hour waits"), "Four-hour waits"),
        (numbers("Month,smoking_rate"), "Smoking rate"),
        (numbers("Month,Value"), ""),
        (numbers("Month,Rate (%)"), ""),
        (numbers("Month,%"), ""),
        (numbers("Month,Numerator,Denominator"), ""),
        (numbers("Month,Numerator: women tested,Denominator: women booked"), "Women tested of women booked"),
        (numbers("Month,Numerator,Women booked"), ""),
    ],
)
def test_a_measures_name_is_never_the_files(content: bytes, name: str) -> None:
    assert default_name(read_series(content, "ae_attendances.csv")) == name


def test_what_only_the_team_knows_is_asked_and_nothing_is_kept_without_it(page: Open) -> None:
    before = measures()
    here = page().upload("ae_attendances.csv", numbers("Month,Value"))
    here.choose("Save these months to the measure", "new")
    assert next(field for field in here.at.button_group if field.label == WAY).value is None
    assert not any(said in here.words for said in ASKED.values())
    here.press("Confirm and save 12 months")
    assert here.words.count(ASKED[NAME]) == here.words.count(ASKED[WAY]) == 2, "at the top and beside the field"
    assert 'class="problem paper" role="alert"' in here.words
    assert measures() == before
    here.better("lower")
    assert (here.words.count(ASKED[NAME]), here.words.count(ASKED[WAY])) == (2, 0)
    next(field for field in here.at.text_input if field.label == NAME).set_value("Births before arrival")
    assert ASKED[NAME] not in here.run().words
    here.press("Confirm and save 12 months")
    assert here.title == "Place the chart in the plan"
    assert measures() == before + 1


def test_a_name_that_was_emptied_stays_empty(page: Open) -> None:
    here = page().upload("ours.csv", numbers("Month,Breaches,Attendances"))
    here.choose("Save these months to the measure", "new").better("lower")
    next(field for field in here.at.text_input if field.label == NAME).set_value("")
    here.run().press("Confirm and save 12 months")
    assert here.words.count(ASKED[NAME]) == 2
    assert next(field for field in here.at.text_input if field.label == NAME).value == ""


def test_after_a_reload_the_page_says_that_the_file_is_gone(page: Open) -> None:
    here = page().upload("ours.csv", numbers("Month,Breaches,Attendances"))
    assert here.at.query_params["step"] == "check"
    here.press("Choose a different file")
    assert "step" not in here.at.query_params
    assert RELOADED not in here.words
    here.upload("all_problems_at_once.csv")
    assert here.at.query_params["step"] == "problems"
    again = page()
    again.at.query_params["step"] = "problems"
    assert RELOADED in again.run().words
    assert RELOADED not in again.upload("ours.csv", numbers("Month,Breaches,Attendances")).words


QUARTERS = [f"Q{quarter} {year}/{year - 1999}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
WEEKS = [f"{day:%d/%m/%Y}" for day in pd.date_range("2026-08-31", periods=8, freq="7D")]


def audits(periods: list[str], *sites: str) -> bytes:
    rows = [f"{when},{30 + n}" for n, when in enumerate(periods)]
    every = [f"{site},{row}" for site in sites for row in rows] or rows
    return "\n".join(["Site,Period,Audits" if sites else "Period,Audits", *every]).encode()


@pytest.mark.parametrize(
    ("periods", "every"),
    [
        (QUARTERS, "quarterly"),
        (WEEKS, "weekly"),
        (["2019/20", "2020/21", "2021/22", "2022/23"], "yearly"),
        (["Aug-26"], "monthly"),
    ],
)
def test_the_rhythm_of_a_file(periods: list[str], every: str) -> None:
    assert how_often(read_series(audits(periods), "audits.csv").observations) == every


def test_a_measure_of_quarters_is_asked_for_by_quarter(page: Open) -> None:
    here = page().upload("audits.csv", audits(QUARTERS))
    here.choose("Save these months to the measure", "new").better("lower").press("Confirm and save 8 quarters")
    with reading() as session:
        assert session.exec(select(Measure.frequency).where(Measure.name == "Audits")).one() == "quarterly"


def test_import_all_makes_measures_with_the_rhythm_of_the_file(page: Open) -> None:
    here = page().upload("audits.csv", audits(WEEKS, "North", "South")).press("Import all 2 series")
    for field in [one for one in here.at.button_group if one.label == WAY]:
        field.set_value("decrease")
    here.run().press("Save 16 numbers of 2 measures")
    with reading() as session:
        made = session.exec(select(Measure.frequency).where(col(Measure.name).endswith(": audits"))).all()
    assert made == ["weekly", "weekly"]
