"""Sizes, speed, the template, and what the file says besides its months."""

import time
import tracemalloc

import pytest

from charts.series import Choice, SeriesFile, read_series, template_csv
from charts.series.numbers import read_number
from charts.series.patients import is_nhs_number
from charts.series.periods import read_period


def short(read: SeriesFile) -> list[str]:
    return [item.short for item in read.problems]


def test_more_than_ten_megabytes_is_refused() -> None:
    assert short(read_series(b"Month,n\n" + b"Apr-19,1\n" * 1_200_000, "large.csv")) == ["Too large"]


def test_more_than_a_hundred_thousand_rows_is_refused() -> None:
    assert short(read_series(b"Month,n\n" + b"Apr-19,1\n" * 100_001, "long.csv")) == ["Too many rows"]


def test_more_than_a_thousand_columns_is_refused() -> None:
    assert short(read_series(b"Month" + b",n" * 1001 + b"\nApr-19" + b",1" * 1001, "wide.csv")) == ["Too many columns"]


def large_file() -> bytes:
    rows = [
        f"20{y}-{m:02d}-01,R{site:03d},{100 + site},{site % 50}"
        for y in range(14, 24)
        for m in range(1, 13)
        for site in range(107)
    ]
    return ("period,org_code,attendances,breaches\n" + "\n".join(rows)).encode()


def test_a_file_of_a_whole_country_is_read_quickly_and_in_little_memory() -> None:
    content = large_file()
    assert content.count(b"\n") == 12_840
    choice = Choice(numerator="breaches", denominator="attendances", filters={"org_code": "R007"})
    began = time.process_time()
    found = read_series(content, "country.csv", choice)
    assert time.process_time() - began < 2
    assert len(found.observations) == 120
    tracemalloc.start()
    read_series(content, "country.csv", choice)
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


def test_the_template_is_read_once_it_is_filled() -> None:
    blank = template_csv("Smoking at time of delivery", "women smoking", "women with a known status")
    assert blank.decode("utf-8-sig").splitlines()[:3] == [
        "Smoking at time of delivery",
        "Month,Numerator: women smoking,Denominator: women with a known status",
        "Apr-25,,",
    ]
    filled = blank.replace(b",,", b",30,250")
    found = read_series(filled, "template.csv")
    assert found.ok
    assert found.roles["denominator"].title == "Denominator: women with a known status"
    assert list(found.observations.value) == [12.0] * 12


@pytest.mark.parametrize("formula", ["=1+2", "+1", "-1", "@SUM(1)", "\t=1", "\n=1", "\uff1d1+2"])
def test_the_template_guards_against_formulas(formula: str) -> None:
    assert template_csv(formula, "a", "b").decode("utf-8-sig").lstrip('"').startswith(f"'{formula}")


def test_what_was_understood() -> None:
    content = b"SATOD\n\nMonth,Site,Smokers,Status known\nApr-24,A,30,250\n"
    found = read_series(content, "SATOD monthly return v3.csv")
    assert (found.filename, found.header_row) == ("SATOD monthly return v3.csv", 3)
    assert found.columns == ("Month", "Site", "Smokers", "Status known")
    assert found.number_columns == ("Smokers", "Status known")
    assert found.rows[3] == (4, ("Apr-24", "A", "30", "250"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", 1234.0), ("12.5%", 12.5), ("45.2 %", 45.2), ("(5)", -5.0), ("−5", -5.0), (".5", 0.5), ("5.", 5.0),
        ("1e3", 1000.0), ("£12.50", 12.5), ("1,23", None), ("12,34,567", None), ("1_000", None), ("0x1f", None),
        ("", None), ("nan", None), ("inf", None), ("1e999", None), ("5%%", None), ("(5", None), ("--5", None),
         ("٣", None), (".", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float | None) -> None:
    number = read_number(text)
    assert (number.value if number else None) == value


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2019-04-01", "2019-04-01"), ("01/04/2019", "2019-04-01"), ("Jan-20", "2020-01-01"), ("1/4/19", "2019-04-01"),
        ("29/02/2020", "2020-02-29"), ("29/02/2019", None), ("May-19 (M1)", None), ("2019/21", None),
        ("12", None), ("2019", None), ("13/2025", None), ("Apr", None), ("00/04/2019", None), ("1/4/1066", None),
    ],
)  # fmt: skip
def test_periods(text: str, when: str | None) -> None:
    period = read_period(text)
    assert (str(period.date) if period else None) == when


def test_nhs_numbers_by_their_check_digit() -> None:
    assert is_nhs_number("9434765919")
    assert is_nhs_number("4010232137")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("0000000000")


def test_a_very_long_list_of_problems_is_cut_and_says_so() -> None:
    content = b"Month,n\nApr-19,1\n" + b"13/2025,1\n" * 1_000
    problems = read_series(content, "slips.csv").problems
    assert len(problems) == 301
    assert problems[0].row == 3
    assert problems[-1].text == "There are 700 more like these."


def test_the_date_column_can_be_chosen() -> None:
    content = b"Period start,Period end,n\n01/04/2019,05/05/2019,3\n01/05/2019,05/06/2019,4\n"
    assert [f"{when:%b-%y}" for when in read_series(content, "a.csv").observations.date] == ["Apr-19", "May-19"]
    chosen = read_series(content, "a.csv", Choice(date="Period end"))
    assert [f"{when:%b-%y}" for when in chosen.observations.date] == ["May-19", "Jun-19"]
    assert chosen.roles["date"].letter == "B"
