"""Every chart type with every option, against plain Python from the formulas; series of all kinds in one batch."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.limits import LIMITS
from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec, Ghost, Rebase
from tests.charts.oracle import CHARTS, Point

LINES = ["value", "centre", "lpl", "near_lower", "near_upper", "upl"]
FIRST = datetime.date(2020, 1, 1)
SHARES = ("p", "pp", "u", "up", "ip", "c", "xmr", "i", "run", "mr")
SUBGROUPS = ("xbar", "s", "c", "ip", "xmr", "run", "t", "g")


def date(number):
    return FIRST + datetime.timedelta(days=number)


@st.composite
def charts(draw):
    """A chart type, its points, and what is fixed, rebased, ghosted, given and screened."""
    kind = draw(st.sampled_from(sorted(CHARTS)))
    size = draw(st.integers(1, 30))
    points = [Point([]) for _ in range(size)]
    if kind in SHARES and draw(st.booleans() if kind not in ("p", "pp", "u", "up") else st.just(True)):
        for point in points:
            point.denominator = draw(st.sampled_from([None, 0.0, 20.0, 55.0, 400.0, 1000.0]))
            if point.denominator is not None:
                point.numerator = float(draw(st.integers(0, int(point.denominator) or 3)))
    else:
        several = kind in SUBGROUPS and draw(st.booleans())
        low = 1 if kind == "t" and draw(st.integers(0, 9)) else 0
        value = st.integers(low, 60).map(lambda n: n / 2)
        for point in points:
            point.values = draw(st.lists(value, max_size=5 if several else 1))
    for point in points:
        point.ghost = draw(st.integers(0, 9)) == 0
    options = {
        "screening": draw(st.booleans()),
        "centre": draw(st.sampled_from([None, None, None, 12.0])),
        "multiplier": draw(st.sampled_from([1.0, 100.0, 1000.0])),
        "cut": draw(st.sampled_from([None, None, size // 2, size // 3])) or None,
        "fix": draw(st.sampled_from([None, None, 3, 12])),
    }
    return kind, points, options


def frame_of(points):
    """A row a value; a date without any has one row without a number."""
    rows = [
        {"date": date(number), "value": value, "numerator": point.numerator, "denominator": point.denominator}
        for number, point in enumerate(points)
        for value in (point.values or [None])
    ]
    frame = pd.DataFrame(rows).astype({"value": float, "numerator": float, "denominator": float})
    return frame.assign(date=pd.to_datetime(frame["date"]))


def spec_of(kind, points, options):
    spec = ChartSpec(
        chart_type=kind,
        screening=options["screening"],
        centre=options["centre"],
        multiplier=options["multiplier"],
        rebases=[Rebase(date=date(options["cut"]), reason="A cut")] if options["cut"] else [],
        ghosts=[Ghost(date=date(number), reason="A ghost") for number, point in enumerate(points) if point.ghost],
    )
    return spec.model_copy(update={"fix_first": options["fix"]})  # the form takes no fewer than 12


def wanted(kind, points, options):
    """The oracle's lines, segment by segment."""
    found, cut = [], options["cut"] or len(points)
    for segment in (points[:cut], points[cut:]):
        for number, point in enumerate(segment):
            point.window = options["fix"] is None or number < options["fix"]
        found += CHARTS[kind](segment, options) if segment else []
    return np.array([[math.nan if value is None else value for value in row] for row in found])


@settings(max_examples=200, deadline=None)
@given(charts())
def test_every_chart_type_is_its_formulas(chart):
    kind, points, options = chart
    found = analyse(frame_of(points), spec_of(kind, points, options)).points
    np.testing.assert_allclose(found[LINES].to_numpy(), wanted(kind, points, options), rtol=1e-9, atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.lists(charts(), min_size=2, max_size=5))
def test_a_batch_of_every_kind_is_each_alone(many):
    frames = {str(number): frame_of(points) for number, (_, points, _) in enumerate(many)}
    specs = {str(number): spec_of(*chart) for number, chart in enumerate(many)}
    together = pd.concat([frame.assign(series=name) for name, frame in frames.items()])
    batch = analyse_many(together.sample(frac=1, random_state=5), specs)
    for name, frame in frames.items():
        one = analyse(frame, specs[name])
        np.testing.assert_allclose(batch[name].points[LINES], one.points[LINES], rtol=1e-12)
        rest = [column for column in one.points if column not in LINES]
        pd.testing.assert_frame_equal(batch[name].points[rest], one.points[rest], check_dtype=False)
        assert (batch[name].variation, batch[name].assurance) == (one.variation, one.assurance)
        assert batch[name].runs == one.runs


def test_every_chart_type_is_in_the_oracle():
    assert set(CHARTS) == set(LIMITS)
    assert len(LIMITS) == 14  # the thirteen, and XmR beside I


@pytest.mark.parametrize("kind", LIMITS)
def test_every_chart_type_says_when_to_use_it(kind):
    entry = LIMITS[kind]
    assert entry.when.endswith(".")
    assert entry.plain_name.startswith(entry.name)
