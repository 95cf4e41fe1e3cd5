"""What must hold for any series at all, on every chart type it can hold for."""

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.drawing import draw
from charts.limits import LIMITS
from charts.narrative import text_alternative, why
from charts.sparkline import sparkline_svg
from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec, Ghost, Rebase, TargetFrom
from charts.table import data_table

FLAGS = ["outside", "shift", "trend", "two_in_three"]
LINES = ["centre", "lpl", "upl", "near_lower", "near_upper"]
SWAPPED = {"improvement": "concern", "concern": "improvement"}
NAN = float("nan")
# Whole steps: sums are exact, so a tie with the mean stays one when shifted or scaled.
whole = st.integers(-2000, 2000).map(float)
series = st.lists(st.one_of(whole, st.just(NAN)), min_size=1, max_size=40)
counts = st.lists(st.one_of(st.integers(0, 90).map(float), st.just(NAN)), min_size=1, max_size=40)
anything = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=30)
types = st.sampled_from(["auto", *LIMITS])
days = st.dates(datetime.date(2019, 1, 1), datetime.date(2023, 1, 1))
quick = settings(max_examples=30, deadline=None)


def frame(values, **columns):
    dates = pd.date_range("2020-01-01", periods=len(values), freq="MS")
    return pd.DataFrame({"date": dates, "value": np.array(values, dtype=float), **columns})


def shares(values):
    """The counts of each month out of 100, 120, 140 ...: what every chart type can be drawn from."""
    return frame(values, numerator=np.array(values), denominator=np.arange(len(values)) % 5 * 20.0 + 100)


def subgroups(values):
    """Three values a date around each value."""
    each = [frame([value + off for value in values]) for off in (-4.0, 0.0, 7.0)]
    return pd.concat(each, ignore_index=True)


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


@quick
@given(series, st.sampled_from(["run", "xmr", "i", "xbar"]), st.integers(-64, 64), st.sampled_from([0.25, 2.0, 8.0]))
def test_shifting_and_scaling_the_data_shifts_and_scales_the_limits(values, chart_type, shift, scale):
    spec, made = ChartSpec(chart_type=chart_type), subgroups if chart_type == "xbar" else frame
    before = made(values)
    after = before.assign(value=before["value"] * scale + shift)
    before, after = analyse(before, spec).points, analyse(after, spec).points
    for line in LINES:
        close(after[line], before[line] * scale + shift)


@quick
@given(counts, types, st.booleans())
def test_reversing_the_direction_swaps_improvement_and_concern_alone(values, chart_type, screening):
    up, down = (
        analyse(shares(values), ChartSpec(chart_type=chart_type, screening=screening, direction=direction))
        for direction in ("increase", "decrease")
    )
    assert [SWAPPED.get(meaning, meaning) for meaning in up.points["meaning"]] == down.points["meaning"].tolist()
    pd.testing.assert_frame_equal(up.points.drop(columns="meaning"), down.points.drop(columns="meaning"))


@quick
@given(counts, types, st.data())
def test_a_gap_never_creates_a_signal(values, chart_type, data):
    """Beyond the fixed points, for a gap in the baseline moves the limits themselves."""
    at = data.draw(st.integers(0, len(values) - 1))
    if at < 12 or chart_type in ("mr", "ip"):  # moving ranges are signals of their own; in I' all points count
        return
    spec = ChartSpec(chart_type=chart_type if chart_type != "auto" else "xmr", fix_first=12)
    before, gap = analyse(shares(values), spec).points, shares(values)
    gap.loc[at, ["value", "numerator", "denominator"]] = NAN
    after = analyse(gap, spec).points
    for flag in FLAGS:
        assert not (after[flag] & ~before[flag]).any()
    assert after.loc[at, "meaning"] == ""


@quick
@given(counts, types, st.data())
def test_a_ghost_is_no_signal_and_moves_no_limit(values, chart_type, data):
    """Whatever its value was; in I' it counts towards the spread, and an MR chart's next point is measured from it."""
    at = data.draw(st.integers(0, len(values) - 1))
    if chart_type in ("ip", "mr", "t", "auto"):
        return
    observations = frame(values) if chart_type in ("run", "xmr", "i", "c", "g") else shares(values)
    ghost = Ghost(date=observations["date"][at].date(), reason="Two days of flooding")
    spec = ChartSpec(chart_type=chart_type, ghosts=[ghost])
    other = observations.copy()
    other.loc[at, "value"] = 50.0
    if "numerator" in other:
        other.loc[at, "numerator"] = 50.0
    one, two = analyse(observations, spec).points, analyse(other, spec).points
    same = [name for name in one if name not in ("value", "numerator", "meaning")]
    pd.testing.assert_frame_equal(one[same], two[same])
    assert not one.loc[at, FLAGS].any()


@quick
@given(counts, types, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(values, chart_type, random):
    rows = list(range(len(values)))
    random.shuffle(rows)
    ordered, spec = shares(values), ChartSpec(chart_type=chart_type)
    pd.testing.assert_frame_equal(analyse(ordered, spec).points, analyse(ordered.iloc[rows], spec).points)


@quick
@given(counts, types, st.booleans(), st.data())
def test_a_rebased_series_is_its_segments_alone(values, chart_type, screening, data):
    cut = data.draw(st.integers(0, len(values) - 1))
    observations, spec = shares(values), ChartSpec(chart_type=chart_type, screening=screening)
    if chart_type == "auto":
        spec = spec.model_copy(update={"chart_type": "xmr"})
    rebase = Rebase(date=observations["date"][cut].date(), reason="A new pathway")
    together = analyse(observations, spec.model_copy(update={"rebases": (rebase,)})).points
    parts = [observations[:cut], observations[cut:]]
    alone = pd.concat([analyse(part, spec).points for part in parts if len(part)])
    same = together.drop(columns="segment")
    pd.testing.assert_frame_equal(same, alone.drop(columns="segment").reset_index(drop=True))


@quick
@given(st.lists(st.tuples(counts, types, st.booleans(), st.integers(6, 8)), min_size=1, max_size=4))
def test_a_batch_equals_one_by_one(many):
    specs = {
        str(number): ChartSpec(
            chart_type=kind, screening=screening, run_length=length, direction="increase", target=3, multiplier=length
        )
        for number, (_, kind, screening, length) in enumerate(many)
    }
    together = pd.concat([shares(values).assign(series=str(n)) for n, (values, *_) in enumerate(many)])
    batch = analyse_many(together.sample(frac=1, random_state=1), specs)
    for number, (values, *_) in enumerate(many):
        one = analyse(shares(values), specs[str(number)])
        pd.testing.assert_frame_equal(batch[str(number)].points, one.points)
        assert (batch[str(number)].variation, batch[str(number)].assurance) == (one.variation, one.assurance)


@quick
@given(st.floats(-1e9, 1e9), st.integers(13, 40), st.booleans(), st.sampled_from(["xmr", "i", "ip"]))
def test_a_constant_series_is_common_cause(value, n, screening, chart_type):
    result = analyse(frame([value] * n), ChartSpec(screening=screening, chart_type=chart_type))
    assert result.variation == "common_cause"
    assert result.points["upl"].tolist() == result.points["lpl"].tolist() == [value] * n


@st.composite
def specs(draw):
    """Any spec at all."""
    return ChartSpec(
        chart_type=draw(types),
        direction=draw(st.sampled_from(["increase", "decrease", "neutral"])),
        target=draw(st.sampled_from([None, 1.0])),
        targets=[TargetFrom(date=date, value=2.5) for date in draw(st.sets(days, max_size=2))],
        rebases=[Rebase(date=date, reason="Why") for date in draw(st.lists(days, max_size=2))],
        ghosts=[Ghost(date=date.replace(day=1), reason="Why") for date in draw(st.lists(days, max_size=2))],
        fix_first=draw(st.sampled_from([None, 12])),
        run_length=draw(st.integers(6, 8)),
        screening=draw(st.booleans()),
        centre=draw(st.sampled_from([None, None, -1.0, 0.0, 5.0])),
        lower_at_zero=draw(st.booleans()),
        summary=draw(st.sampled_from(["mean", "median", "sum", "sd"])),
        in_order=draw(st.booleans()),
    )


@settings(max_examples=80, deadline=None)
@given(anything, anything, anything, specs(), st.sampled_from([320, 680, 980]), st.integers(1, 3))
def test_anything_can_be_analysed_drawn_and_said(values, numerators, denominators, spec, width, a_date):
    size = len(values)
    parts = [(list(part) + [NAN] * size)[:size] for part in (numerators, denominators)]
    observations = frame(values, numerator=parts[0], denominator=parts[1])
    observations["date"] = observations["date"].iloc[np.arange(size) // a_date].to_numpy()
    result = analyse(observations, spec)
    assert draw(result, "A measure", width=width).height > 0
    assert text_alternative(result, "A measure").startswith("A measure")
    assert sparkline_svg(result, measure="A measure").startswith("<svg")
    assert len(data_table(result)) == -(-size // a_date)
    assert len(why(result)) == (result.points["label"] != "").sum()
    assert result.problem == "" or result.problem.endswith(".")
    assert all(runs.longest <= runs.useful for runs in result.runs)


@pytest.mark.parametrize("length", [6, 7, 8])
def test_a_shift_is_exactly_as_long_as_asked(length):
    values = [0.0] * 40 + [1.0] * length
    spec = ChartSpec(chart_type="xmr", fix_first=40, run_length=length)
    assert analyse(frame(values), spec).points["shift"].sum() == length
    assert analyse(frame(values[:-1]), spec).points["shift"].sum() == 0


@pytest.mark.parametrize("length", [6, 7, 8])
def test_a_trend_is_exactly_as_long_as_asked(length):
    values = [50.0, 40.0] * 20 + [41.0 + step for step in range(length - 1)]  # the last 40 begins it
    spec = ChartSpec(chart_type="xmr", fix_first=40, run_length=length)
    assert analyse(frame(values), spec).points["trend"].sum() == length
    assert analyse(frame(values[:-1]), spec).points["trend"].sum() == 0
