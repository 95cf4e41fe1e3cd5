"""Every reference case by its id: numbers to 1e-9, flags and labels exactly, deviations named."""

import numpy as np
import pandas as pd
import pytest

from charts.spc import analyse, analyse_many
from tests.charts.deviations import DEVIATIONS
from tests.charts.reference_cases import (
    CASES,
    QicCase,
    floats,
    names_of,
    of_facet,
    ptd_expected,
    ptd_results,
    trajectory_spec,
)

PTD, QIC = names_of("ptd-"), names_of("qic-")
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
LINES = {"y": "value", "cl": "centre", "lcl": "lpl", "lcl95": "near_lower", "ucl95": "near_upper", "ucl": "upl"}


def close(found, wanted, name):
    np.testing.assert_allclose(found, floats(wanted), rtol=1e-9, atol=1e-12, err_msg=name)


def constant(result, points):
    """Where the reference has a mean but no limits and ours equal the mean: the deviation `constant`."""
    assert DEVIATIONS["constant"]
    none = np.isnan(floats(points["lpl"])) & ~np.isnan(floats(points["mean"]))
    ours = result.points
    return none & (ours["lpl"] == ours["centre"]).to_numpy() & (ours["upl"] == ours["centre"]).to_numpy()


def joined_by_a_tie(result):
    """Where a trend ends at a tie with the first point of the next: the deviation `tie`."""
    assert DEVIATIONS["tie"]
    value, trend = result.points["value"], result.points["trend"]
    return (trend & trend.shift(-1, fill_value=False) & (value == value.shift(-1))).to_numpy()


@pytest.mark.parametrize("name", PTD)
def test_numbers(name):
    found = ptd_results(CASES[name])
    for facet, result in found.items():
        points = ptd_expected(CASES[name], facet)
        settled = ~constant(result, points)
        close(result.points["value"], points["value"], "value")
        close(result.points["centre"], points["mean"], "mean")
        for line in ("lpl", "upl"):
            close(result.points[line][settled], np.array(points[line])[settled], line)
        if of_facet(CASES[name]["options"]["target"], facet) is not None:
            close(result.points["target"], points["target"], "target")


@pytest.mark.parametrize("name", PTD)
def test_flags(name):
    for facet, result in ptd_results(CASES[name]).items():
        points, ours = ptd_expected(CASES[name], facet), result.points
        settled, present = ~constant(result, points), ours["value"].notna().to_numpy()
        groups = np.array(points["rebase_group"])
        assert ours["segment"].tolist() == (groups - groups[0]).tolist()
        for rule in ("shift", "trend"):
            assert ours[rule].tolist() == points[f"rule_{rule}"], rule
        near = (ours["value"] < ours["near_lower"]) | (ours["value"] > ours["near_upper"])
        for theirs, flag in (
            ("rule_outside", ours["outside"]),
            ("rule_two_in_three", ours["two_in_three"]),
            ("outside_limits", ours["outside"]),
            ("close_to_limits", near & ~ours["outside"]),
        ):
            assert flag[settled].tolist() == np.array(points[theirs]).astype(bool)[settled].tolist(), theirs
        side = np.sign(ours["value"] - ours["centre"])[present]
        assert side.tolist() == [value for value in points["relative_to_mean"] if value is not None]


@pytest.mark.parametrize("name", PTD)
def test_labels(name):
    for facet, result in ptd_results(CASES[name]).items():
        points, ours = ptd_expected(CASES[name], facet), result.points
        same = ~constant(result, points) & ~joined_by_a_tie(result)
        won = zip(ours["label"], ours["side"], strict=True)
        labels = np.array([LABELS.get(pair, "Common Cause") for pair in won])
        assert labels[same].tolist() == np.array(points["special_cause_type"])[same].tolist()
        assert np.array(kinds(result))[same].tolist() == np.array(points["point_type"])[same].tolist()
        flagged = (ours["label"] != "").to_numpy()
        assert flagged[same].tolist() == np.array(points["special_cause_flag"]).astype(bool)[same].tolist()


def kinds(result):
    """Our meanings in the reference's words; it calls a gap common cause."""
    names = {"": "common_cause", "common": "common_cause"}
    names |= {kind: f"special_cause_{kind}" for kind in ("improvement", "concern")}
    return [
        names.get(meaning) or f"special_cause_neutral_{'high' if side > 0 else 'low'}"
        for meaning, side in zip(result.points["meaning"], result.points["side"], strict=True)
    ]


@pytest.mark.parametrize("name", PTD)
def test_short_segments(name):
    for facet, result in ptd_results(CASES[name]).items():
        points = ptd_expected(CASES[name], facet)
        if not result.points["value"].isna().any():
            assert result.points["trial"].tolist() == [bool(short) for short in points["short_group_warning"]]


@pytest.mark.parametrize("name", PTD)
def test_icons(name):
    found = ptd_results(CASES[name])
    for icons in CASES[name]["expect"]["icons"]:
        result = found[icons["facet"]]
        if result.trial:
            assert DEVIATIONS["trial"]
            assert (result.variation, result.assurance) == (None, None)
            continue
        if result.last == len(result.points) - 1:
            assert result.variation == icons["variation_icon"]
        else:
            assert DEVIATIONS["last"]
        if of_facet(CASES[name]["options"]["target"], icons["facet"]) is None:
            assert DEVIATIONS["target"]
            assert result.assurance is None
        elif result.points["lpl"].iloc[-1] != result.points["upl"].iloc[-1]:
            assert ASSURANCE[result.assurance] == icons["assurance"]


@pytest.mark.parametrize("name", PTD)
def test_trajectories(name):
    for facet, result in ptd_results(CASES[name]).items():
        points = ptd_expected(CASES[name], facet)
        spec = trajectory_spec(result.spec, (points["date"], points["trajectory"]))
        close(analyse(result.points[["date", "value"]], spec).points["target"], points["trajectory"], "trajectory")


@pytest.mark.parametrize("name", PTD)
def test_summary(name):
    found = ptd_results(CASES[name])
    for row in CASES[name]["expect"]["summary"]:
        result = found[row["f"]]
        points = ptd_expected(CASES[name], row["f"])
        if constant(result, points).any() or joined_by_a_tie(result).any():
            continue
        part = result.points[np.array(points["rebase_group"]) == row["rebase_group"]]
        close(part[["centre", "lpl", "upl"]].iloc[0], [row["mean_col"], row["lpl"], row["upl"]], "lines")
        assert len(part) == row["n"]
        for kind in ("improvement", "concern"):
            assert (part["meaning"] == kind).sum() == row[f"special_cause_{kind}"]


def test_constant_series_has_limits_and_a_verdict():
    result = ptd_results(CASES["ptd-v15-constant"])["no facet"]
    assert result.points["lpl"].tolist() == result.points["upl"].tolist() == [100.0] * 16
    assert (result.variation, result.assurance) == ("common_cause", "pass")


@pytest.mark.parametrize("name", QIC)
def test_lines(name):
    case = QicCase(CASES[name])
    found, expected = case.results(), case.expected()
    assert set(found) == set(expected)
    for facet, (points, _) in expected.items():
        for theirs, ours in LINES.items():
            close(found[facet].points[ours] * case.after, points[theirs], theirs)
        if case.with_n:
            close(np.nan_to_num(found[facet].points["denominator"]), points["n"], "n")


@pytest.mark.parametrize("name", QIC)
def test_signals(name):
    case = QicCase(CASES[name])
    found = case.results()
    for facet, (points, _) in case.expected().items():
        ours = found[facet].points
        beyond = (ours["value"] > ours["upl"]) | (ours["value"] < ours["lpl"])
        assert beyond.tolist() == points["sigma_signal"]
        assert ours["outside"].tolist() == (beyond & ~ours["ghosted"]).tolist()  # the deviation `ghost`
        assert (ours["segment"] + 1).tolist() == points["part"]
        assert (~ours["ghosted"]).tolist() == points["include"]
        by_part = np.array([runs.signal for runs in found[facet].runs])
        assert by_part[ours["segment"]].tolist() == points["runs_signal"]


@pytest.mark.parametrize("name", QIC)
def test_runs(name):
    case = QicCase(CASES[name])
    found = case.results()
    for facet, (_, expected) in case.expected().items():
        assert len(found[facet].runs) == len(expected)
        for runs, part, theirs in zip(found[facet].runs, found[facet].segments, expected, strict=True):
            assert (~found[facet].points["ghosted"][part]).sum() == theirs["n_obs"]
            assert runs.useful == theirs["n_useful"]
            assert (runs.longest, runs.longest_allowed) == (theirs["longest_run"] or 0, theirs["longest_run_max"] or 0)
            assert (runs.crossings, runs.crossings_needed) == (
                theirs["n_crossings"] or 0,
                theirs["n_crossings_min"] or 0,
            )
            assert runs.signal == theirs["runs_signal"]


@pytest.mark.parametrize("name", QIC)
def test_subgroups(name):
    case = QicCase(CASES[name])
    found = case.results()
    for facet, (points, _) in case.expected().items():
        groups = found[facet].analysis.flat.groups
        if groups is not None and len(found) == 1:
            for theirs, ours in (("y_length", groups.size), ("y_mean", groups.mean), ("y_sd", groups.spread)):
                if not case.with_n:
                    close(ours, points[theirs], theirs)


TIMES = {**CASES["qic-v10-t"], "input": {"x": [1, 2, 3], "y": [4.5, 0, 2]}}
TWICE = {**CASES["ptd-v01-stable"], "input": {"date": ["2024-01-01"] * 2, "value": [3, 5]}}
REFUSED = {"a time of 0": TIMES, "two values of one date": TWICE}
REFUSED |= {name: CASES[name] for engine in ("ptd-", "qic-") for name in names_of(engine, fails=True)}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_reference_refuses_is_answered(name):
    assert DEVIATIONS["refuse"]
    case = REFUSED[name]
    found = QicCase(case).results() if "chart" in case["options"] else ptd_results(case)
    for result in found.values():
        repeated = len(result.points) < len(case["input"].get("date", []))
        assert result.problem or repeated or result.points["centre"].notna().any()


def test_a_batch_of_all_cases_is_each_case_alone():
    """One pass over every chart type at once."""
    frames, specs, alone = [], {}, {}
    for name in QIC:
        case = QicCase(CASES[name])
        for facet, frame in case.facets().items():
            key = f"{name} {facet}"
            specs[key] = case.spec(frame, False)
            frames.append(frame.assign(series=key))
            alone[key] = analyse(frame, specs[key])
    together = analyse_many(pd.concat(frames).sample(frac=1, random_state=3), specs)
    for key, result in alone.items():
        points = together[key].points
        for column in ("value", "centre", "lpl", "upl", "near_lower", "near_upper"):
            np.testing.assert_allclose(points[column], result.points[column], rtol=1e-12, err_msg=f"{key} {column}")
        assert points["label"].tolist() == result.points["label"].tolist()
