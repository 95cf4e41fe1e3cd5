"""Numbers and dates as people read them."""

import numpy as np
import pandas as pd
import pytest

from charts.numbers import count, held, month, number, period_of, share, start_lower, target_number
from charts.spec import ChartSpec


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (78.3, {}, "78%"),
        (9.64, {}, "9.6%"),
        (9.96, {}, "10%"),
        (13.14, {"decimals": 1}, "13.1%"),
        (-0.04, {}, "0.0%"),
        (-0.14, {}, "−0.1%"),
        (1204, {"unit": ""}, "1,204"),
        (35, {"unit": "days"}, "35\u00a0days"),
        (3.456, {"unit": ""}, "3.5"),
        (0.034, {"unit": ""}, "0.03"),
    ],
)
def test_number(value, spec, text):
    assert number(value, ChartSpec(**spec)) == text


@pytest.mark.parametrize(("target", "text"), [(8, "8%"), (92.5, "92.5%"), (0, "0%"), (90.0, "90%")])
def test_a_target_is_said_as_it_was_given(target, text):
    assert target_number(ChartSpec(target=target, decimals=1)) == text


def test_words_of_dates_and_counts():
    assert month(np.datetime64("2026-01-01")) == "January 2026"
    assert (count(1, "month"), count(13, "month")) == ("1 month", "13 months")
    assert share(57, 80) == "57\u00a0of\u00a080"
    assert share(57, float("nan")) == ""


@pytest.mark.parametrize(
    ("frequency", "noun", "name"),
    [
        ("MS", "month", "January 2024"),
        ("W-MON", "week", "1 January 2024"),
        ("D", "day", "1 January 2024"),
        ("YS", "year", "2024"),
    ],
)
def test_the_period_is_seen_from_the_dates(frequency, noun, name):
    dates = pd.date_range("2024-01-01", periods=9, freq=frequency).to_numpy()
    assert period_of(dates).noun == noun
    assert period_of(dates).name(dates[0]) == name


def test_numbers_stay_with_their_units():
    assert held("a temperature of 36.5 to 37.5 °C") == "a temperature of 36.5\u00a0to\u00a037.5\u00a0°C"


@pytest.mark.parametrize(("text", "lower"), [("New pathway", "new pathway"), ("PDSA cycle 2", "PDSA cycle 2")])
def test_a_reason_inside_a_sentence(text, lower):
    assert start_lower(text) == lower
