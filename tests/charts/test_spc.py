"""Limits, segments, gaps and verdicts, in numbers written out."""

import datetime

import numpy as np
import pandas as pd
import pytest

from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec, Rebase


def frame(values, **columns):
    dates = pd.date_range("2024-01-01", periods=len(values), freq="MS")
    return pd.DataFrame({"date": dates, "value": np.array(values, dtype=float), **columns})


def test_limits_are_266_mean_moving_ranges_from_the_mean():
    points = analyse(frame([10, 12, 10, 14, 10]), ChartSpec(chart_type="xmr")).points
    # Mean 11.2; moving ranges 2, 2, 4, 4: mean 3.
    np.testing.assert_allclose(points[["centre", "lpl", "upl"]].iloc[0], [11.2, 11.2 - 7.98, 11.2 + 7.98], rtol=1e-12)
    np.testing.assert_allclose(points["near_upper"], 11.2 + 2 * 7.98 / 3, rtol=1e-12)


def test_moving_ranges_do_not_bridge_a_gap():
    points = analyse(frame([10, 12, np.nan, 90, 92]), ChartSpec(chart_type="xmr")).points
    np.testing.assert_allclose(points["upl"], 51 + 2.66 * 2, rtol=1e-12)


def test_screening_leaves_out_large_moving_ranges_once():
    values = [10, 11] * 10 + [40] + [10, 11] * 5
    open_limits, screened = (
        analyse(frame(values), ChartSpec(screening=screening)).points["upl"][0] for screening in (False, True)
    )
    mean = np.mean(values)
    np.testing.assert_allclose(screened, mean + 2.66 * 1.0, rtol=1e-12)
    assert open_limits > screened


def test_an_exact_decimal_tie_is_on_the_mean():
    values = [0.1, 0.3, 0.2] * 5
    result = analyse(frame(values), ChartSpec())
    assert (result.points["value"] == result.points["centre"]).sum() == 5


def test_numerator_and_denominator_make_the_value():
    observed = frame([0, 0, 0], numerator=[13.0, 5.0, 4.0], denominator=[100.0, 0.0, np.nan])
    points = analyse(observed, ChartSpec()).points
    assert points["value"].tolist()[:1] == [13.0]
    assert np.isnan(points["value"][1])  # nobody was counted
    assert points["value"][2] == 0  # no denominator: the value given


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_suppressed_and_missing_are_gaps_never_zero(status):
    result = analyse(frame([5, 0, 7], status=["final", status, "final"]))
    assert np.isnan(result.points["value"][1])
    assert (result.n, result.points["meaning"][1]) == (2, "")


def test_auto_is_a_run_chart_below_13_points():
    assert analyse(frame(range(12))).chart_type == "run"
    assert analyse(frame(range(13))).chart_type == "xmr"


def test_a_run_chart_has_a_median_and_no_flags():
    points = analyse(frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 100])).points
    assert points["centre"].tolist() == [5.5] * 10
    assert points["upl"].isna().all()
    assert not points[["outside", "shift", "trend", "two_in_three"]].to_numpy().any()


def test_a_rebase_starts_at_the_first_point_on_or_after_its_date():
    spec = ChartSpec(chart_type="xmr", rebases=[Rebase(date=datetime.date(2024, 2, 15), reason="A new ward")])
    points = analyse(frame([1, 1, 5, 5]), spec).points
    assert points["segment"].tolist() == [0, 0, 1, 1]
    assert points["centre"].tolist() == [1, 1, 5, 5]


def test_a_rebase_before_or_after_the_data_changes_nothing():
    dates = (datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
    spec = ChartSpec(rebases=[Rebase(date=date, reason="Far off") for date in dates])
    assert analyse(frame([1, 2, 3]), spec).points["segment"].tolist() == [0, 0, 0]


def test_fixing_works_inside_every_segment():
    values = [1.0] * 12 + [9.0] * 3 + [20.0] * 12 + [50.0] * 3
    spec = ChartSpec(fix_first=12, rebases=[Rebase(date=datetime.date(2025, 4, 1), reason="A new pathway")])
    assert analyse(frame(values), spec).points["centre"].tolist() == [1.0] * 15 + [20.0] * 15


@pytest.mark.parametrize(
    ("direction", "target", "verdict"),
    [
        ("increase", 5, "pass"),
        ("increase", 20, "fail"),
        ("increase", 10.5, "hit_or_miss"),
        ("decrease", 20, "pass"),
        ("decrease", 5, "fail"),
        ("decrease", 10.5, "hit_or_miss"),
        ("neutral", 5, None),
        ("increase", None, None),
    ],
)
def test_assurance(direction, target, verdict):
    spec = ChartSpec(direction=direction, target=target)
    assert analyse(frame([10, 11] * 8), spec).assurance == verdict


def test_the_last_value_decides_the_variation_icon_not_a_gap_after_it():
    result = analyse(frame([10, 11] * 10 + [30, np.nan]), ChartSpec(direction="decrease"))
    assert result.variation == "concern_high"


def test_a_series_without_a_value_has_no_icons():
    result = analyse(frame([np.nan, np.nan]))
    assert (result.n, result.last, result.variation, result.assurance) == (0, None, None, None)


def test_many_names_every_spec_and_every_series():
    observed = frame([1, 2, 3]).assign(series=["a", "b", "a"])
    found = analyse_many(observed, {"a": ChartSpec(), "c": ChartSpec()})
    assert {name: result.n for name, result in found.items()} == {"a": 2, "b": 1, "c": 0}


@pytest.mark.parametrize("kind", ["str", "object", "category", "int64"])
@pytest.mark.parametrize("together", [True, False])
def test_series_may_be_named_by_anything_and_stand_in_any_order(kind, together):
    names = ["1", "1", "2", "2"] if together else ["2", "1", "1", "2"]
    observed = frame([3, 5, 7, 9]).assign(series=pd.Series(names).astype(kind))
    found = analyse_many(observed, {})
    assert {str(name): sorted(result.points["value"]) for name, result in found.items()} == (
        {"1": [3, 5], "2": [7, 9]} if together else {"1": [5, 7], "2": [3, 9]}
    )


def test_rows_without_a_series_are_left_out():
    observed = frame([3, 5, 7]).assign(series=["a", None, "a"])
    assert {name: result.n for name, result in analyse_many(observed, {}).items()} == {"a": 2}


def test_a_target_from_a_date_on():
    targets = [{"date": "2024-03-01", "value": 20}, {"date": "2024-05-01", "value": None}]
    spec = ChartSpec.model_validate({"target": 10, "targets": targets, "direction": "increase"})
    found = analyse(frame([1, 2, 3, 4]), spec)
    assert found.points["target"].tolist() == [10, 10, 20, 20]
    assert found.target == 20
    assert analyse(frame([1, 2, 3, 4, 5]), spec).target is None


def test_the_verdict_is_of_the_target_at_the_last_value():
    targets = [{"date": "2025-01-01", "value": 30}]
    spec = ChartSpec.model_validate({"target": 5, "targets": targets, "direction": "increase"})
    assert analyse(frame([10, 11] * 6), spec.model_copy(update={"fix_first": 12})).assurance is None  # 12 points
    assert analyse(frame([10, 11] * 8), spec).assurance == "fail"
    assert analyse(frame([10, 11] * 8), ChartSpec(target=5, direction="increase")).assurance == "pass"


def test_a_ghost_is_shown_and_left_out():
    spec = ChartSpec.model_validate({"chart_type": "xmr", "ghosts": [{"date": "2024-03-01", "reason": "A flood"}]})
    found = analyse(frame([10, 12, 90, 10, 14, 10]), spec)
    np.testing.assert_allclose(found.points[["centre", "upl"]].iloc[2], [11.2, 11.2 + 2.66 * 3], rtol=1e-12)
    assert found.points["value"][2] == 90
    assert (found.n, found.points["ghosted"].tolist()) == (5, [False, False, True, False, False, False])
    assert not found.points["outside"].any()


def test_runs_go_on_across_a_ghost_and_break_at_a_gap():
    ghost = {"date": "2027-09-01", "reason": "A flood"}  # the fifth of eight below
    values = [10.0, 12.0] * 20 + [9.0] * 4 + [30.0] + [9.0] * 3
    spec = ChartSpec.model_validate({"chart_type": "xmr", "fix_first": 40, "ghosts": [ghost]})
    assert analyse(frame(values), spec).points["shift"].sum() == 7
    values[44] = np.nan
    assert analyse(frame(values), ChartSpec(chart_type="xmr", fix_first=40)).points["shift"].sum() == 0


def test_several_rows_of_a_date_are_one_point():
    observed = frame([1, 2, 6, 8, 8]).assign(date=pd.to_datetime(["2024-01-01"] * 3 + ["2024-02-01"] * 2))
    for summary, values in (("mean", [3, 8]), ("median", [2, 8]), ("sum", [9, 16]), ("sd", [np.sqrt(7), 0])):
        np.testing.assert_allclose(analyse(observed, ChartSpec(summary=summary)).points["value"], values)


@pytest.mark.parametrize(
    ("chart_type", "values", "words"),
    [
        ("t", [3, 0, 2], "needs times above 0"),
        ("p", [3, 0, 2], "needs a numerator and a denominator for every point; 3 of 3 have none"),
        ("c", [3, -1, 2], "a count cannot be below 0"),
        ("xbar", [3, 1, 2], "needs several values for each date"),
        ("xmr", [3, 1, 2], ""),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_why(chart_type, values, words):
    assert words in analyse(frame(values), ChartSpec(chart_type=chart_type)).problem


def test_names_in_no_order_have_no_runs():
    values = [1.0] * 10 + [9.0] * 10
    ordered, named = (analyse(frame(values), ChartSpec(chart_type="i", in_order=order)) for order in (True, False))
    assert ordered.points["shift"].all()
    assert not named.points[["shift", "trend", "two_in_three"]].to_numpy().any()
    assert (ordered.runs[0].signal, named.runs[0].signal) == (True, False)


def test_a_lower_limit_may_be_kept_at_zero():
    for values, lowest in (([1, 9, 2, 8], 0.0), ([-1, 9, 2, 8], None)):
        lower = analyse(frame(values), ChartSpec(chart_type="xmr", lower_at_zero=True)).points["lpl"][0]
        assert (lower == lowest) == (lowest is not None)


@pytest.mark.parametrize("kind", ["str", "object", "category", "string"])
def test_a_series_without_a_name_is_left_out_wherever_it_stands(kind):
    observed = frame([3, 5, 7, 9]).assign(series=pd.Series(["a", "a", None, "b"]).astype(kind))
    assert {name: result.n for name, result in analyse_many(observed, {}).items()} == {"a": 2, "b": 1}


def test_nothing_at_all_has_no_results():
    nothing = pd.DataFrame({"series": [], "date": pd.to_datetime([]), "value": []})
    assert dict(analyse_many(nothing, {})) == {}
    assert {name: result.n for name, result in analyse_many(nothing, {"a": ChartSpec(screening=True)}).items()} == {
        "a": 0
    }


@pytest.mark.parametrize(
    "dates",
    [
        ["2024-01-01", "2024-02-01"],
        [datetime.date(2024, 1, 1), datetime.date(2024, 2, 1)],
        pd.date_range("2024-01-01", periods=2, freq="MS", tz="Europe/London"),
        pd.date_range("2024-01-01", periods=2, freq="MS", unit="ns"),
    ],
)
@pytest.mark.parametrize("kind", ["int64", "float32", "Float64", "Int64"])
def test_dates_and_numbers_come_in_many_types(dates, kind):
    observed = pd.DataFrame({"date": dates, "value": pd.Series([3, 5]).astype(kind)})
    points = analyse(observed).points
    assert points["value"].tolist() == [3, 5]
    assert points["date"].tolist() == [pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 2, 1)]
