"""Every reference case by its id: numbers to 1e-9, flags and labels exactly, deviations named with why."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from charts.spc import analyse, analyse_many
from charts.spec import ChartSpec, Rebase

FOLDER = Path(__file__).parent.parent / "data" / "spc"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
PTD = [name for name in CASES if name.startswith("ptd-")]
QIC = [name for name in CASES if name.startswith("qic-")]

# case -> what is not compared, and why. The README's table of deviations says the same.
DEVIATIONS = {
    "ptd-v15-constant": (
        {"lpl", "upl", "assurance"},
        "a constant series has limits equal to its mean, also when screened, and its value is compared with the target",
    ),
    "ptd-v16-short": ({"variation", "assurance"}, "below 13 points limits are on trial and there are no icons"),
}
LABELS = {
    ("outside", 1): "Above UCL",
    ("outside", -1): "Below LCL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
    ("trend", 1): "7 Point Trend (Increasing)",
    ("trend", -1): "7 Point Trend (Decreasing)",
    ("two_in_three", 1): "2 in 3 Above CL",
    ("two_in_three", -1): "2 in 3 Below CL",
}
ASSURANCE = {"pass": "consistent_pass", "fail": "consistent_fail", "hit_or_miss": "inconsistent", None: None}


def facets(case):
    rows = case["input"].get("facet", ["no facet"] * len(case["input"]["date"]))
    for facet in sorted(set(rows)):
        yield facet, [at for at, name in enumerate(rows) if name == facet]


def of_facet(option, facet):
    return option.get(facet) if isinstance(option, dict) else option


def spec_of(case, facet):
    options = case["options"]
    return ChartSpec(
        chart_type="xmr",
        direction=options["improvement_direction"],
        target=of_facet(options["target"], facet),
        rebases=[Rebase(date=date, reason="as the case says") for date in of_facet(options["rebase"], facet) or []],
        fix_first=options["fix_after_n_points"],
        screening=options["screen_outliers"],
    )


def frame_of(case, rows):
    value = pd.array([case["input"]["value"][at] for at in rows], dtype="Float64")
    return pd.DataFrame({"date": [case["input"]["date"][at] for at in rows], "value": value})


def results(case):
    """Every facet's own result, all from one pass."""
    frames = [frame_of(case, rows).assign(series=facet) for facet, rows in facets(case)]
    return analyse_many(pd.concat(frames), {facet: spec_of(case, facet) for facet, _ in facets(case)})


def expected(case, facet):
    points = case["expect"]["points"]
    keep = [at for at, name in enumerate(points["facet"]) if name == facet]
    return {name: [column[at] for at in keep] for name, column in points.items()}


def floats(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def skipped(name):
    return DEVIATIONS.get(name, (set(), ""))[0]


@pytest.mark.parametrize("name", PTD)
def test_numbers(name):
    for facet, result in results(CASES[name]).items():
        points = expected(CASES[name], facet)
        for theirs, ours in (
            ("value", "value"),
            ("mean", "centre"),
            ("lpl", "lpl"),
            ("upl", "upl"),
            ("target", "target"),
        ):
            if ours not in skipped(name):
                np.testing.assert_allclose(result.points[ours], floats(points[theirs]), rtol=1e-9, err_msg=theirs)


@pytest.mark.parametrize("name", PTD)
def test_flags_and_labels(name):
    for facet, result in results(CASES[name]).items():
        points = expected(CASES[name], facet)
        present = ~np.isnan(result.points["value"].to_numpy())
        assert result.points["segment"].tolist() == points["rebase_group"]
        for rule in ("outside", "shift", "trend", "two_in_three"):
            assert result.points[rule].tolist() == points[f"rule_{rule}"], rule
        side = np.sign(result.points["value"] - result.points["centre"])[present]
        assert side.tolist() == [value for value in points["relative_to_mean"] if value is not None]
        won = zip(result.points["label"], result.points["side"], strict=True)
        assert [LABELS.get(pair, "Common Cause") for pair in won] == points["special_cause_type"]
        assert kinds(result) == points["point_type"]


def kinds(result):
    """Our meanings in the reference's words; it calls a gap common cause."""
    names = {"": "common_cause", "common": "common_cause"}
    names |= {kind: f"special_cause_{kind}" for kind in ("improvement", "concern")}
    return [
        names.get(meaning) or f"special_cause_neutral_{'high' if side > 0 else 'low'}"
        for meaning, side in zip(result.points["meaning"], result.points["side"], strict=True)
    ]


@pytest.mark.parametrize("name", PTD)
def test_close_band(name):
    for facet, result in results(CASES[name]).items():
        if "lpl" in skipped(name):
            continue
        points = result.points
        close = (points["value"] < points["near_lower"]) | (points["value"] > points["near_upper"])
        close &= ~points["outside"]
        assert close.tolist() == [bool(value) for value in expected(CASES[name], facet)["close_to_limits"]]


@pytest.mark.parametrize("name", PTD)
def test_icons(name):
    found = results(CASES[name])
    for icons in CASES[name]["expect"]["icons"]:
        result = found[icons["facet"]]
        if "variation" not in skipped(name):
            assert result.variation == icons["variation_icon"]
        if "assurance" not in skipped(name):
            assert ASSURANCE[result.assurance] == icons["assurance"]


def test_constant_series_has_limits_and_a_verdict():
    result = results(CASES["ptd-v15-constant"])["no facet"]
    assert result.points["lpl"].tolist() == result.points["upl"].tolist() == [100.0] * 16
    assert (result.variation, result.assurance) == ("common_cause", "pass")


def test_short_series_has_no_icons():
    result = results(CASES["ptd-v16-short"])["no facet"]
    assert result.trial
    assert (result.variation, result.assurance) == (None, None)


@pytest.mark.parametrize("name", QIC)
def test_qicharts(name):
    case = CASES[name]
    frame = pd.DataFrame({"date": case["input"]["x"], "value": floats(case["input"]["y"])})
    spec = ChartSpec(chart_type=case["options"]["chart"], screening=case["options"]["screened_mr"])
    result, points = analyse(frame, spec), case["expect"]["points"]
    for theirs, ours in (("y", "value"), ("cl", "centre"), ("lcl", "lpl"), ("ucl", "upl")):
        np.testing.assert_allclose(result.points[ours], floats(points[theirs]), rtol=1e-9, err_msg=theirs)
    for theirs, ours in (("lcl95", "near_lower"), ("ucl95", "near_upper")):
        np.testing.assert_allclose(result.points[ours], floats(points[theirs]), rtol=1e-9, err_msg=theirs)
    assert result.points["outside"].tolist() == points["sigma_signal"]
    assert_runs(result, case["expect"]["runs"])


def assert_runs(result, expect):
    assert len(result.runs) == len(expect)
    for runs, theirs in zip(result.runs, expect, strict=True):
        assert runs.useful == theirs["n_useful"]
        assert (runs.longest, runs.longest_allowed) == (theirs["longest_run"], theirs["longest_run_max"])
        assert (runs.crossings, runs.crossings_needed) == (theirs["n_crossings"], theirs["n_crossings_min"])
        assert runs.signal == theirs["runs_signal"]
