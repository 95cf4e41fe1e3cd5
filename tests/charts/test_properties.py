"""What must hold for any series at all."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.drawing import draw
from charts.narrative import text_alternative, why
from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec, Rebase
from charts.table import data_table

FLAGS = ["outside", "shift", "trend", "two_in_three"]
LINES = ["centre", "lpl", "upl", "near_lower", "near_upper"]
SWAPPED = {"improvement": "concern", "concern": "improvement"}
# Whole steps: sums are exact, so a tie with the mean stays one when shifted or scaled.
whole = st.integers(-2000, 2000).map(float)
series = st.lists(st.one_of(whole, st.just(float("nan"))), min_size=1, max_size=40)
anything = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=30)
types = st.sampled_from(["auto", "xmr", "run"])
quick = settings(max_examples=30, deadline=None)


def frame(values):
    dates = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    return pd.DataFrame({"date": dates, "value": np.array(values, dtype=float)})


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


@quick
@given(series, types, st.integers(-64, 64), st.sampled_from([0.25, 2.0, 8.0]))
def test_shifting_and_scaling_the_data_shifts_and_scales_the_limits(values, chart_type, shift, scale):
    spec = ChartSpec(chart_type=chart_type)
    before = analyse(frame(values), spec).points
    after = analyse(frame(np.array(values) * scale + shift), spec).points
    for line in LINES:
        close(after[line], before[line] * scale + shift)


@quick
@given(series)
def test_reversing_the_direction_swaps_improvement_and_concern_alone(values):
    up = analyse(frame(values), ChartSpec(chart_type="xmr", direction="increase"))
    down = analyse(frame(values), ChartSpec(chart_type="xmr", direction="decrease"))
    assert [SWAPPED.get(meaning, meaning) for meaning in up.points["meaning"]] == down.points["meaning"].tolist()
    pd.testing.assert_frame_equal(up.points.drop(columns="meaning"), down.points.drop(columns="meaning"))


@quick
@given(series, st.data())
def test_a_gap_never_creates_a_run_or_a_trend(values, data):
    spec = ChartSpec(chart_type="xmr", fix_first=12)
    at = data.draw(st.integers(0, len(values) - 1))
    if at < 12:  # a gap in the baseline moves the limits themselves
        return
    before = analyse(frame(values), spec).points
    after = analyse(frame([*values[:at], float("nan"), *values[at + 1 :]]), spec).points
    for flag in FLAGS:
        assert not (after[flag] & ~before[flag]).any()
    assert after.loc[at, "meaning"] == ""


@quick
@given(series, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(values, random):
    rows = list(range(len(values)))
    random.shuffle(rows)
    ordered = frame(values)
    pd.testing.assert_frame_equal(analyse(ordered).points, analyse(ordered.iloc[rows]).points)


@quick
@given(series, st.data())
def test_a_rebased_series_is_its_segments_alone(values, data):
    cut = data.draw(st.integers(0, len(values) - 1))
    observations = frame(values)
    rebase = Rebase(date=observations["date"][cut].date(), reason="A new pathway")
    whole_series = analyse(observations, ChartSpec(chart_type="xmr", rebases=[rebase])).points
    parts = [observations[:cut], observations[cut:]]
    alone = pd.concat([analyse(part, ChartSpec(chart_type="xmr")).points for part in parts if len(part)])
    same = whole_series.drop(columns="segment")
    pd.testing.assert_frame_equal(same, alone.drop(columns="segment").reset_index(drop=True))


@quick
@given(st.lists(st.tuples(series, types, st.booleans()), min_size=1, max_size=4))
def test_a_batch_equals_one_by_one(many):
    specs = {
        str(number): ChartSpec(chart_type=kind, screening=screening, direction="increase", target=3)
        for number, (_, kind, screening) in enumerate(many)
    }
    together = pd.concat([frame(values).assign(series=str(n)) for n, (values, _, _) in enumerate(many)])
    batch = analyse_many(together.sample(frac=1, random_state=1), specs)
    for number, (values, _, _) in enumerate(many):
        one = analyse(frame(values), specs[str(number)])
        pd.testing.assert_frame_equal(batch[str(number)].points, one.points)
        assert (batch[str(number)].variation, batch[str(number)].assurance) == (one.variation, one.assurance)


@quick
@given(st.floats(-1e9, 1e9), st.integers(13, 40), st.booleans())
def test_a_constant_series_is_common_cause(value, n, screening):
    result = analyse(frame([value] * n), ChartSpec(screening=screening))
    assert result.variation == "common_cause"
    assert result.points["upl"].tolist() == [value] * n


@settings(max_examples=40, deadline=None)
@given(
    anything, types, st.sampled_from([320, 680, 980]), st.dates(datetime.date(2019, 1, 1), datetime.date(2023, 1, 1))
)
def test_anything_can_be_analysed_drawn_and_said(values, chart_type, width, date):
    spec = ChartSpec(chart_type=chart_type, direction="increase", target=1, rebases=[Rebase(date=date, reason="Why")])
    result = analyse(frame(values), spec)
    assert draw(result, "A measure", width=width).height > 0
    assert text_alternative(result, "A measure").startswith("A measure")
    assert len(data_table(result)) == len(values)
    assert len(why(result)) == (result.points["label"] != "").sum()


@pytest.mark.parametrize("length", [6, 7, 8])
def test_a_shift_is_exactly_as_long_as_asked(length):
    values = [0.0] * 40 + [1.0] * length
    spec = ChartSpec(chart_type="xmr", fix_first=40, run_length=length)
    assert analyse(frame(values), spec).points["shift"].sum() == length
    assert analyse(frame(values[:-1]), spec).points["shift"].sum() == 0
