"""Which chart is suggested for which data, and the sentence that says why."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.limits import LIMITS
from charts.spc import analyse
from charts.spec import ChartSpec
from charts.suggestion import fitting, suggest
from tests.charts.reference_cases import CASES

PER_1000 = ChartSpec(unit="per 1,000", multiplier=1000)


def months(n, **columns):
    return pd.DataFrame({"date": pd.date_range("2022-01-01", periods=n, freq="MS"), "value": np.nan, **columns})


def shares(name):
    case = CASES[name]["input"]
    return months(len(case["y"]), numerator=np.array(case["y"], float), denominator=np.array(case["n"], float))


@pytest.mark.parametrize(
    ("observations", "spec", "kind"),
    [
        (months(12, value=range(12)), ChartSpec(), "run"),
        (months(0, value=[]), ChartSpec(), "run"),
        (months(24, value=np.arange(24) % 5 + 0.5), ChartSpec(unit="minutes"), "xmr"),
        (shares("qic-v04-p"), ChartSpec(), "p"),
        (shares("qic-v05-pp"), ChartSpec(), "pp"),
        (shares("qic-v06-u"), PER_1000, "u"),
        (shares("qic-v07-up"), PER_1000, "up"),
        (months(24, numerator=[0.0, 0, 1, 0] * 6, denominator=200.0), ChartSpec(), "g"),
        (months(24, numerator=[0.0, 0, 1, 0] * 6, denominator=900.0), PER_1000, "t"),
        (months(24, value=np.arange(24) + 3.0), ChartSpec(unit="days between falls"), "t"),
        (months(24, value=np.arange(24) % 7), ChartSpec(unit="births between events"), "g"),
        (months(24, numerator=[350.5] * 24, denominator=20.0), ChartSpec(unit="minutes", multiplier=1), "xmr"),
    ],
)
def test_suggestions(observations, spec, kind):
    found = suggest(observations, spec)
    assert found.chart_type == kind
    assert found.why.endswith(".")
    assert found.ready == (kind not in ("g", "t") or "between" in spec.unit)
    if found.ready:
        assert analyse(observations, spec.model_copy(update={"chart_type": kind})).problem == ""


def test_dates_of_events_with_the_days_between_them_are_a_t_chart():
    date = pd.to_datetime("2024-01-01") + pd.to_timedelta(
        np.cumsum([0, 9, 14, 3, 30, 8, 21, 17, 5, 40, 12, 6, 11]), "D"
    )
    observations = pd.DataFrame({"date": date, "value": [20, 9, 14, 3, 30, 8, 21, 17, 5, 40, 12, 6, 11]})
    assert suggest(observations, ChartSpec(unit="")).chart_type == "t"


def test_the_sentences():
    assert suggest(months(9, value=range(9))).why == (
        "There are 9 points; limits need 13, so a run chart shows the values and their median."
    )
    assert suggest(shares("qic-v05-pp")).why == (
        "This is a percentage of about 5,374 a month, so many that the limits of a p chart would be too narrow: "
        "the points vary 4.2 times as much as chance in counting explains, and a p\u2032 chart allows for it."
    )


def test_only_charts_that_can_be_drawn_fit():
    assert fitting(months(14, value=range(14)), ChartSpec()) == ("xmr", "run", "c", "g", "mr", "ip")
    assert "p" in fitting(shares("qic-v04-p"))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))] * 3), max_size=30),
    st.sampled_from(["%", "per 1,000", "", "days between events"]),
)
def test_anything_gets_a_suggestion(rows, unit):
    columns = np.array([[np.nan if number is None else number for number in row] for row in rows]).reshape(-1, 3)
    observations = months(len(rows), value=columns[:, 0], numerator=columns[:, 1], denominator=columns[:, 2])
    found = suggest(observations, ChartSpec(unit=unit))
    assert found.chart_type in LIMITS
    assert set(fitting(observations, ChartSpec(unit=unit))) <= set(LIMITS)
