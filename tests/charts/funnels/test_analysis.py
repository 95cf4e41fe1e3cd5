"""Centre, limits, over-dispersion and flags by hand; what cannot be compared; properties that always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.funnels import FunnelError, funnel
from charts.funnels.dispersion import dispersion, winsorised

LIMITS = ["lower_998", "lower_95", "upper_95", "upper_998"]


def test_limits_by_chance_alone(spread):
    """Mean 60 / 300 = 20%; standard error sqrt(0.2 x 0.8 / 100) = 4%; 20 +/- 7.84 and 12.36."""
    result = funnel(spread, adjust=False)
    assert result.centre == pytest.approx(20)
    assert result.points["value"].tolist() == pytest.approx([10, 20, 30])
    assert result.points["z"].tolist() == pytest.approx([-2.5, 0, 2.5])
    for row in result.points[LIMITS].to_numpy():
        assert row.tolist() == pytest.approx([7.64, 12.16, 27.84, 32.36])
    assert result.points["flag"].tolist() == ["between", "inside", "between"]
    assert result.points["side"].tolist() == [-1, 0, 1]


def test_over_dispersion_widens_the_limits(spread):
    """z -2.5, 0, 2.5 winsorised to -2, 0, 2: phi 8/3, q 8 > 2; w 1/16 each: tau2 = 6 / (3/16 - 1/16) = 48.

    sqrt(16 + 48) = 8; 20 +/- 15.68 and 24.72, not below 0.
    """
    result = funnel(spread)
    assert result.dispersion.phi == pytest.approx(8 / 3)
    assert result.dispersion.q == pytest.approx(8)
    assert result.dispersion.threshold == 2
    assert result.dispersion.tau2 == pytest.approx(48)
    assert result.adjusted
    for row in result.points[LIMITS].to_numpy():
        assert row.tolist() == pytest.approx([0, 4.32, 35.68, 44.72])
    assert result.points["flag"].tolist() == ["inside", "inside", "inside"]


def test_unequal_units_about_a_target(units):
    """s 4 and 2, z 2 and 2: q 8 > 1; w 1/16 and 1/4: tau2 = 7 / (5/16 - 17/80) = 70; sqrt(86) and sqrt(74)."""
    result = funnel(units(("A", 28, 100), ("B", 96, 400)), target=20)
    assert result.points["z"].tolist() == pytest.approx([2, 2])
    assert result.dispersion.tau2 == pytest.approx(70)
    assert result.points["upper_95"].tolist() == pytest.approx([20 + 1.96 * 86**0.5, 20 + 1.96 * 74**0.5])
    assert result.points["upper_998"].tolist() == pytest.approx([20 + 3.09 * 86**0.5, 20 + 3.09 * 74**0.5])
    assert result.points["lower_998"].tolist() == [0, 0]


def test_rates_per_hundred(units):
    """20 / 500 = 4 per 100; sqrt(0.04 / 100) = 2 per 100 and sqrt(0.04 / 400) = 1 per 100."""
    result = funnel(units(("A", 4, 100), ("B", 16, 400)), "u", 100)
    assert result.centre == pytest.approx(4)
    assert result.points[LIMITS].to_numpy()[0].tolist() == pytest.approx([0, 0.08, 7.92, 10.18])
    assert result.points[LIMITS].to_numpy()[1].tolist() == pytest.approx([0.91, 2.04, 5.96, 7.09])
    assert (result.dispersion.phi, result.tau, result.adjusted) == (0, 0, False)


def test_rates_may_have_more_events_than_exposure(units):
    assert funnel(units(("A", 9, 4), ("B", 7, 4)), "u", 1).centre == 2


def test_flags_are_strict_and_say_which_side(units):
    """About 50% with 100 each: 5 points; 95% limits 40.2 and 59.8, 99.8% limits 34.55 and 65.45."""
    counts = (34, 35, 40, 41, 50, 59, 60, 65, 66)
    result = funnel(units(*((f"U{n}", n, 100) for n in counts)), target=50, adjust=False)
    assert result.points["flag"].tolist() == [
        *("beyond", "between", "between", "inside", "inside", "inside", "between", "between", "beyond"),
    ]
    assert result.points["side"].tolist() == [-1, -1, -1, -1, 0, 1, 1, 1, 1]


def test_winsorising_pulls_in_the_tenth_at_each_end():
    z = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100.0])
    assert winsorised(z).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]


def test_dispersion_at_its_threshold_is_none():
    found = dispersion(np.array([1.0, -1.0, 0.0, 0.0, 0.0]), np.ones(5))
    assert (found.over, found.tau2) == (False, 0)


def test_one_unit_that_dwarfs_another_leaves_tau2_finite():
    found = dispersion(np.array([-3.0, 4.0]), np.array([1e-12, 1.0]))
    assert found.tau2 == pytest.approx((found.q - 1) / 2)


def test_zero_denominators_and_missing_numbers_are_left_out_by_name(trusts):
    result = funnel(trusts)
    assert result.n == 14
    assert [(out.unit, out.reason) for out in result.left_out] == [("R14", "denominator of zero"), ("R99", "no data")]


def test_all_or_none_leave_no_room_for_chance(units):
    for count in (0, 10):
        result = funnel(units(("A", count, 10), ("B", count * 3, 30)))
        assert result.points["flag"].tolist() == ["inside", "inside"]
        assert result.points["upper_998"].tolist() == [result.centre] * 2


@pytest.mark.parametrize(
    ("rows", "kind", "options", "sentence"),
    [
        ([("A", 5, 4)], "p", {}, "A: has a numerator larger than its denominator."),
        ([("A", -1, 4)], "u", {}, "A: has a number below zero."),
        ([("A", 1, float("inf"))], "p", {}, "A: has a number without end."),
        ([("A", 1e300, 4)], "u", {}, "A: has a number too large to compare."),
        ([("A", 1, 1e-300)], "u", {}, "A: has a denominator too small to compare."),
        ([("A", 1, 4), ("A", 1, 5)], "p", {}, "A: is there more than once."),
        ([("A", "many", 4)], "p", {}, "A: has a numerator that is not a number."),
        ([("A", 0, 0)], "p", {}, "There is nothing to compare: no unit has both a numerator and a denominator"),
        ([], "p", {}, "There is nothing to compare"),
        ([("A", 1, 4)], "c", {}, "A funnel is of kind 'p' for proportions or 'u' for rates, not 'c'."),
        ([("A", 1, 4)], "p", {"multiplier": 0}, "The multiplier must be a number above zero."),
        (
            [("A", 1, 4)],
            "p",
            {"target": 100},
            "A target of 100 leaves no room for limits: it must be above 0 and below",
        ),
        ([("A", 1, 4)], "u", {"target": 0}, "A target of 0 leaves no room for limits: it must be above 0."),
        ([("A", 1, 4)], "u", {"target": float("nan")}, "A target of nan leaves no room"),
    ],
)
def test_bad_input_is_refused_in_words(units, rows, kind, options, sentence):
    with pytest.raises(FunnelError) as refused:
        funnel(units(*rows), kind, **options)
    assert str(refused.value).startswith(sentence)


def test_every_fault_is_told_at_once(units):
    with pytest.raises(FunnelError) as refused:
        funnel(units(("A", 5, 4), ("B", -1, 3), *((f"C{n}", 9, 1) for n in range(4))))
    assert refused.value.problems == (
        "B: has a number below zero.",
        "A, C0, C1 (and 2 more): has a numerator larger than its denominator.",
    )
    with pytest.raises(FunnelError) as refused:
        funnel(pd.DataFrame({"unit": ["A"]}))
    assert len(refused.value.problems) == 2


cases = st.lists(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=25
)


def made(rows):
    return pd.DataFrame(
        [(f"U{at:02}", *row) for at, row in enumerate(rows)], columns=["unit", "numerator", "denominator"]
    )


@given(cases, st.randoms(use_true_random=False), st.sampled_from("pu"))
@settings(max_examples=60, deadline=None)
def test_order_does_not_matter(rows, random, kind):
    units = made(rows)
    shuffled = units.iloc[random.sample(range(len(units)), len(units))]
    pd.testing.assert_frame_equal(funnel(units, kind).points, funnel(shuffled, kind).points)


@given(cases, st.sampled_from("pu"))
@settings(max_examples=60, deadline=None)
def test_four_times_the_size_halves_the_limits_by_chance(rows, kind):
    units = made(rows)
    larger = units.assign(numerator=units["numerator"] * 4, denominator=units["denominator"] * 4)
    one, four = (funnel(table, kind, adjust=False) for table in (units, larger))
    assert four.centre == pytest.approx(one.centre)
    assert (four.points["upper_95"] <= one.points["upper_95"] + 1e-9).all()
    assert (four.points["lower_998"] >= one.points["lower_998"] - 1e-9).all()
    if kind == "u":
        wide, narrow = (result.points["upper_998"] - result.centre for result in (one, four))
        assert narrow.to_numpy() == pytest.approx(wide.to_numpy() / 2)


@given(cases, st.sampled_from("pu"))
@settings(max_examples=60, deadline=None)
def test_adjusting_only_widens_and_only_when_over_dispersed(rows, kind):
    adjusted, plain = funnel(made(rows), kind), funnel(made(rows), kind, adjust=False)
    assert adjusted.adjusted == (adjusted.dispersion.q > len(rows) - 1) == (adjusted.tau > 0)
    assert (adjusted.points["upper_95"] >= plain.points["upper_95"]).all()
    if not adjusted.adjusted:
        pd.testing.assert_frame_equal(adjusted.points, plain.points)


@given(cases)
@settings(max_examples=40, deadline=None)
def test_the_multiplier_only_scales(rows):
    cent, mille = funnel(made(rows)), funnel(made(rows), multiplier=1000)
    assert mille.points[LIMITS].to_numpy() == pytest.approx(cent.points[LIMITS].to_numpy() * 10)
    assert mille.tau == pytest.approx(cent.tau * 10)


@given(cases, st.sampled_from("pu"))
@settings(max_examples=40, deadline=None)
def test_curves_pass_through_the_units_limits(rows, kind):
    result = funnel(made(rows), kind)
    assert result.limits(result.points["denominator"].to_numpy())[LIMITS].equals(result.points[LIMITS])
    widths = result.curves(1, 5000)["upper_998"].diff().dropna()
    assert (widths <= 1e-9).all()
