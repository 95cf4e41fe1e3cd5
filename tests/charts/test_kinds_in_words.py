"""Every chart type in words: findings, sentences, footnotes, tables, and the question after a lasting shift."""

import datetime

import numpy as np
import pandas as pd
import pytest

from charts.furniture import footnote, subtitle
from charts.icons import assurance_icon, variation_icon
from charts.narrative import assurance_words, finding, rebase_question, sentences, variation_words, why
from charts.spc import analyse
from charts.spec import ChartSpec, Ghost, Rebase
from charts.table import data_table
from tests.charts.kinds_of_chart import MEASURE, one_kind

FINDINGS = {
    "run": " has changed: 12 months running on one side of the median",
    "xmr": " fell from 50% to 43% after the new stop smoking pathway; the 36% target is still hit and miss",
    "mr": ": the change from one month to the next is steady at about 3.9 percentage points",
    "p": " fell from 12% to 9.6% after the new stop smoking pathway; the 9% target is still hit and miss",
    "pp": " has fallen: 10 months below the mean",
    "u": " is steady at about 26.2 per 1,000 cot days; the target of 18 per 1,000 cot days is hit and miss",
    "up": " is steady at about 26.2 per 1,000 cot days; the target of 18 per 1,000 cot days is hit and miss",
    "c": " is steady at about 9.1; the 7.2 target is hit and miss",
    "g": ": the number between events is steady at about 194 births",
    "t": ": the time between events is steady at about 27.0 days",
    "xbar": " is steady at about 36.9 °C",
    "s": ": the spread within a month is steady at about 0.24 °C",
    "ip": " has fallen: 10 months below the mean",
}
HEADINGS = {
    "run": ["Value", "Median"],
    "xmr": ["Value", "Mean"],
    "mr": ["Moving range", "Mean moving range"],
    "p": ["Value", "Mean"],
    "pp": ["Value", "Mean"],
    "u": ["Per 1,000 cot days", "Mean"],
    "up": ["Per 1,000 cot days", "Mean"],
    "c": ["Count", "Mean"],
    "g": ["Births between", "Median"],
    "t": ["Days between", "Centre line"],
    "xbar": ["Average", "Mean"],
    "s": ["Standard deviation", "Mean standard deviation"],
    "ip": ["Value", "Mean"],
}


def test_every_type_has_its_finding(kinds):
    said = {kind: finding(result, MEASURE).replace("\u00a0", " ") for kind, result in kinds.items()}
    assert said == {kind: MEASURE + words for kind, words in FINDINGS.items()}


def test_every_type_has_its_headings(kinds):
    plain = ("Month", "Date", "Numerator", "Denominator", "Lower limit", "Upper limit", "Target", "Finding")
    found = {kind: [name for name in data_table(result) if name not in plain] for kind, result in kinds.items()}
    assert found == HEADINGS


def test_a_p_chart_says_everything(kinds):
    assert [said.replace("\u00a0", " ") for said in sentences(kinds["p"], MEASURE)[1:]] == [
        "Latest, March 2026: 6.8% (17 of 250), common cause.",
        "Mean 9.6%, limits 4.0% to 15% in March 2026, target 9%: hit or miss.",
        "Variation: common cause, no significant change.",
        "Assurance: variation indicates inconsistently passing and falling short of the target.",
        "Outside the limits, high, concern: April 2025.",
        "Shift, low, improvement: June 2025 to December 2025.",
        "Limits start again in December 2024, from 12% to 9.6%: New stop smoking pathway.",
        "The target is 10% before April 2025 and 9% from April 2025.",
        "February 2024, 14% (36 of 260), is left out of the limits and rules: Ward closed for a flood.",
        "March 2026 is provisional.",
        "June 2024 is suppressed and is a gap.",
        "September 2024: CO monitor in every room.",
    ]
    assert footnote(kinds["p"]) == (
        "p chart, Making Data Count rules, run of 7; limits from 12 points before December 2024 and 16 points since, "
        "wider where fewer were counted. February 2024 is left out. March 2026 is provisional. "
        "June 2024 is suppressed and is a gap."
    )


def test_moving_ranges_are_not_the_measure(kinds):
    result = kinds["mr"]
    assert footnote(result).startswith("MR chart, points outside the limits alone, moving ranges not screened;")
    assert "October 2023" not in " ".join(sentences(result, MEASURE)), "the first month has no range and is no gap"
    assert "July 2024" not in " ".join(sentences(result, MEASURE)), "nor has the month after a gap"
    assert "target" not in " ".join(sentences(result, MEASURE))
    assert data_table(result)["Moving range"][0] == ""
    assert subtitle(result, "Women who smoke").startswith("Women who smoke; moving range; lower is better.")


def test_rates_count_cases_in_the_care_given(kinds):
    assert "24\u00a0per 1,000 cot days (6\u00a0in\u00a0250)" in sentences(kinds["u"], MEASURE)[1]


def test_the_numerators_of_a_percentage_are_counts_without_its_target(observed):
    result = analyse(
        observed([13, 14, 12] * 6, denominator=400), ChartSpec(chart_type="c", target=6, direction="decrease")
    )
    said = " ".join(sentences(result, MEASURE))
    assert "steady at about 52" in said
    assert "%" not in said
    assert (assurance_words(result), assurance_icon(result)) == (None, "")


def test_what_cannot_be_drawn_says_why_and_has_no_icon(observed):
    result = analyse(observed([13, 14, 12] * 6), ChartSpec(chart_type="p", target=6, direction="decrease"))
    assert sentences(result, MEASURE)[0] == f"{MEASURE} cannot be shown as a p chart."
    assert "needs a numerator and a denominator" in sentences(result, MEASURE)[2]
    assert variation_words(result) == ("No limits", result.problem)
    assert (variation_icon(result), assurance_icon(result)) == ("", "")


def test_a_trial_chart_says_why(observed):
    trial = analyse(observed([13, 14, 12] * 3), ChartSpec(chart_type="xmr"))
    said = "Limits are on trial and there are no icons: 9 of the 13 months that limits need."
    assert said in sentences(trial, MEASURE)
    rebase = Rebase(date=datetime.date(2025, 6, 1), reason="New pathway")
    later = analyse(observed([13, 14, 12] * 6), ChartSpec(rebases=[rebase]))
    assert "Limits since June 2025 are on trial: 4 of the 13 months they need." in sentences(later, MEASURE)


@pytest.mark.parametrize(("direction", "better"), [("increase", "Improvement"), ("decrease", "Concern")])
def test_both_meanings_are_said_everywhere(observed, direction, better):
    values = [50, 52] * 8 + [40, 41, 42, 43, 44, 45, 46]
    result = analyse(observed(values), ChartSpec(direction=direction, fix_first=16))
    other = {"Improvement": "concern", "Concern": "improvement"}[better]
    both = [words for _, words in why(result) if ", though also" in words]
    assert both
    said = " ".join(sentences(result, MEASURE))
    assert f"though also {other}" in said or f"though also {better.lower()}" in said
    assert "another rule says" in said
    assert "another rule says" in variation_words(result)[1]


def shifted(observed, n=9, **spec):
    return analyse(observed([12, 14, 13, 12.5, 13.5, 13] * 4 + [11, 11.4, 11.2] * (n // 3)), ChartSpec(**spec))


def test_a_lasting_shift_asks_whether_the_process_changed(observed):
    question = rebase_question(shifted(observed))
    assert question is not None
    assert question.date == datetime.date(2026, 4, 1)
    assert question.sentence.replace("\u00a0", " ") == (
        "Since April 2026 every month is below the mean. Did the way you work change then? "
        "If it did, new limits from April 2026 would show 11% now, and 13% before."
    )
    assert (question.before, round(question.after, 6)) == (13, 11.2)


def test_the_question_is_what_the_chart_would_then_show(kinds):
    for kind in ("p", "pp", "ip"):
        result = one_kind(kind, rebases=(), fix_first=18)
        question = rebase_question(result)
        assert question is not None, kind
        rebased = one_kind(kind, fix_first=18, rebases=(Rebase(date=question.date, reason="Asked"),))
        levels = [float(rebased.column("centre")[part.start]) for part in rebased.segments]
        assert levels == pytest.approx([question.before, question.after]), kind
        assert rebase_question(rebased) is None, "once limits start again the question is answered"


def test_no_question_without_a_lasting_shift_up_to_now(observed, kinds):
    assert rebase_question(shifted(observed, n=6)) is None, "six points"
    assert rebase_question(analyse(observed([*[12, 14] * 9, *[11] * 9, 14]), ChartSpec())) is None, "it has ended"
    assert rebase_question(analyse(observed([]), ChartSpec())) is None
    assert rebase_question(analyse(observed([12, 14] * 4), ChartSpec(chart_type="xmr"))) is None, "on trial"
    assert [kind for kind in ("run", "mr", "c", "g", "t", "xbar", "s") if rebase_question(kinds[kind])] == []
    wards = shifted(observed, in_order=False)
    assert rebase_question(wards) is None, "points in no order have no shift"


def test_a_point_left_out_does_not_break_the_run(observed):
    left_out = Ghost(date=datetime.date(2026, 7, 1), reason="Records lost")
    values = [12, 14, 13, 12.5, 13.5, 13] * 4 + [11, 11.4, 11.2, 19, 11, 11.4, 11.2, 11, 11]
    result = analyse(observed(values), ChartSpec(ghosts=[left_out], direction="decrease"))
    assert "8 months below the mean" in finding(result, MEASURE)
    question = rebase_question(result)
    assert question is not None
    assert question.date == datetime.date(2026, 4, 1)


def test_words_hold_on_any_numbers():
    draw = np.random.default_rng(3)
    for size in (1e-9, 1.0, 1e12):
        frame = pd.DataFrame(
            {"date": pd.date_range("2024-01-01", periods=20, freq="MS"), "value": draw.normal(0, size, 20)}
        )
        for kind in ("xmr", "run", "mr", "c", "g", "t"):
            said = " ".join(sentences(analyse(frame, ChartSpec(chart_type=kind, unit="")), MEASURE))
            assert "nan" not in said
