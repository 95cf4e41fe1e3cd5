"""One point in words, and when to look at a number twice."""

import datetime

import pytest

from charts.findings import finding
from charts.newest import far_off, jumped, point_finding
from charts.spc import analyse
from charts.spec import ChartSpec, Ghost
from tests.charts.conftest import SMOKING, STEADY

LOWER = ChartSpec(direction="decrease", target=8, fix_first=18)


def last_says(result):
    return point_finding(result, result.last, "October")


@pytest.mark.parametrize(
    ("values", "spec", "said"),
    [
        (SMOKING, LOWER, "October is below the lower limit: improvement"),
        (SMOKING[:26], LOWER, "October is one of 8 months in a row below the mean: improvement"),
        (SMOKING[:-1], LOWER, "October is one of two in three months close to the lower limit: improvement"),
        (SMOKING[:18], LOWER, "October is within the limits: common cause"),
        ([*STEADY, 99], ChartSpec(direction="increase"), "October is above the upper limit: improvement"),
        ([*STEADY, 99], ChartSpec(direction="decrease"), "October is above the upper limit: concern"),
        ([*STEADY, 99], ChartSpec(), "October is above the upper limit: special cause"),
        (
            [50, 52, 48, 51, 49, 52, 48, 50, 47, 47.5, 48, 48.5, 49, 49.5, 50, 50.5],
            ChartSpec(direction="increase"),
            "October carries on a rise of 7 or more months: improvement",
        ),
        (STEADY[:9], ChartSpec(), "October is 90%; limits come with 4 more months"),
        (STEADY[:12], ChartSpec(), "October is 90%; limits come with 1 more month"),
        (STEADY, ChartSpec(chart_type="run"), "October is 90%"),
    ],
)
def test_what_a_point_says(observed, values, spec, said):
    assert last_says(analyse(observed(values), spec)) == said


def test_a_point_inside_a_run_does_not_count_what_comes_after(observed):
    result = analyse(observed(SMOKING), LOWER)
    at = len(SMOKING) - 11  # the third month of the run
    assert (
        point_finding(result, at, "October")
        == "October is one of 7 or more months in a row below the mean: improvement"
    )
    assert "13 months" in finding(result, "Smoking")


def test_a_value_far_beyond_the_limits_is_far_off(observed):
    held = analyse(observed(SMOKING[:18]), LOWER)
    upper, mean = float(held.column("upl")[0]), float(held.column("centre")[0])
    assert [far_off(held, value) for value in (mean, upper + 0.5, mean + 2.1 * (upper - mean))] == [0, 0, 1]
    assert far_off(held, mean - 2.1 * (upper - mean)) == -1
    assert far_off(held, 96) == 1


def test_without_limits_nothing_is_far_off(observed):
    assert far_off(analyse(observed(STEADY[:9])), 1000) == 0
    assert far_off(analyse(observed([])), 1000) == 0
    assert far_off(analyse(observed(STEADY), ChartSpec(chart_type="run")), 1000) == 0
    assert far_off(analyse(observed([90] * 16)), 91) == 0


@pytest.mark.parametrize(
    ("before", "now", "way"),
    [(261, 2610, 1), (261, 26, -1), (261, 250, 0), (261, 1304, 0), (261, 1305, 1), (4, 1, 0), (2, 19, 0), (2, 20, 1)],
)
def test_a_digit_too_many_or_too_few_is_a_jump(before, now, way):
    assert jumped(before, now) == way


def test_without_a_count_there_is_no_jump():
    assert (jumped(None, 5000), jumped(5000, None)) == (0, 0)


def test_a_point_left_out_counts_for_no_finding(observed):
    spec = ChartSpec(ghosts=[Ghost(date=datetime.date(2025, 8, 1), reason="Strike")])
    result = analyse(observed([*STEADY, 99]), spec)
    assert point_finding(result, result.n, "August") == "August is within the limits: common cause"
