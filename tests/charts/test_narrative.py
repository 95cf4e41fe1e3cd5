"""What charts say, word for word."""

import datetime
import re

import numpy as np
import pytest

from charts.happened import happened
from charts.narrative import assurance_words, finding, sentences, text_alternative, variation_words, why
from charts.spc import analyse
from charts.spec import ChartSpec, Ghost, Rebase

FORBIDDEN = re.compile(r"outlier|anomal|control breach|ucl|lcl|nan\b", re.IGNORECASE)


def said(observed, values, **spec):
    return finding(analyse(observed(values), ChartSpec(**spec)), "CO test at booking")


def test_the_findings_of_the_samples(every):
    assert [finding(result, measure) for result, measure in every] == [
        "Babies admitted with a normal temperature rose from 61% to 78% after the new thermal care pathway; "
        "the 90% target is still hit and miss",
        "Smoking at time of delivery has fallen: 13 months below the mean",
        "First breast milk within 2 hours sits at about 56% after 9 months; too few points for limits yet",
        "CO test at booking is steady at about 90.4%; the 95% target is not yet in reach",
    ]


STEADY = [90, 92, 90, 91, 92, 90, 91, 90, 92, 91, 90, 92, 91, 90, 92, 90]


@pytest.mark.parametrize(
    ("values", "spec", "words"),
    [
        ([], {}, "has no data yet"),
        ([64], {}, "is 64% in its first month; too few points for limits yet"),
        (STEADY, {}, "is steady at about 91%"),
        (STEADY, {"direction": "increase", "target": 80}, "is steady at about 91%; the 80% target is reliably met"),
        ([*STEADY, 99], {}, "was unusually high in August 2025: 99%, above the upper limit"),
        ([*STEADY, 99, 91, 90], {}, "holds at about 91%; August 2025, at 99%, was more than chance alone explains"),
        (
            [*STEADY, 91, 92, 93, 94, 95, 96, 97],
            {"fix_first": 16, "run_length": 8},
            "has risen: 8 months in a row, each higher than the one before",
        ),
        ([*STEADY, *[92.1] * 8, 90], {"fix_first": 16}, "is back near its mean of 91% after 8 months above it"),
        ([*STEADY, 90, 94, 94], {"fix_first": 16}, "is steady at about 91%"),
    ],
)
def test_findings(observed, values, spec, words):
    assert said(observed, values, **spec) == f"CO test at booking {words}"


def test_a_rebase_with_a_later_shift_says_both(observed):
    rebase = Rebase(date=datetime.date(2025, 8, 1), reason="Warm bundle in theatre.")
    values = [*STEADY, *(value - 20 for value in STEADY), *[75.5] * 7]
    assert said(observed, values, rebases=[rebase], fix_first=16) == (
        "CO test at booking fell from 91% to 71% after warm bundle in theatre, and has since risen: "
        "7 months above the mean"
    )


def test_two_reasons_for_one_date_are_both_said(observed):
    day = datetime.date(2025, 8, 1)
    spec = ChartSpec(
        chart_type="xmr",
        rebases=tuple(Rebase(date=day, reason=words) for words in ("Warm bundle.", "New ward.")),
        ghosts=tuple(Ghost(date=day, reason=words) for words in ("Records lost.", "Snow.")),
    )
    told = " ".join(happened(analyse(observed([*STEADY, *(value - 20 for value in STEADY)]), spec)))
    assert ": Warm bundle; New ward." in told
    assert "is left out of the limits and rules: Records lost; Snow." in told


def test_variation_and_assurance_words(every):
    thermal, smoking, milk, steady = (result for result, _ in every)
    assert variation_words(smoking) == ("Improving", "Special cause, low side")
    assert assurance_words(smoking) == ("Target not yet in reach", "8% is below the lower limit")
    assert variation_words(thermal) == ("Steady", "Common cause, no real change")
    assert assurance_words(thermal) == ("Target hit or miss", "90% is inside the limits")
    assert variation_words(milk) == ("Too early to say", "Icons at 13 months")
    assert assurance_words(milk) is None
    assert assurance_words(steady) == ("Target not yet in reach", "95% is above the upper limit")


def test_every_coloured_point_says_why(every):
    for result, _ in every:
        coloured = result.points[result.points["label"] != ""]
        reasons = why(result)
        assert [date for date, _ in reasons] == [date.date() for date in coloured["date"]]
        assert all(words.endswith(".") for _, words in reasons)


def test_the_last_reason_of_the_smoking_chart(smoking):
    assert why(smoking)[-1] == (
        datetime.date(2026, 10, 1),
        "Improvement: 9.6% (48\u00a0of\u00a0500) is below the lower limit of 9.9% "
        "and is one of 7 or more months in a row below the mean.",
    )


def test_a_value_that_rounds_to_its_limit_is_just_beyond_it(observed):
    values = [70, 72, 69, 71, 70.5, 71.5, 68, 72, 70, 71, 72, 73, 74, 75, 76, 77, 78]
    reasons = [words for _, words in why(analyse(observed(values), ChartSpec()))]
    assert "77% is just above the upper limit of 77%" in reasons[-2]


def test_improvement_and_concern_are_both_said_where_both_apply(observed):
    values = [50, 52] * 8 + [40, 41, 42, 43, 44, 45, 46]
    result = analyse(observed(values), ChartSpec(direction="increase", fix_first=16, run_length=7))
    reasons = [words for _, words in why(result)]
    assert any(
        words.startswith(("Improvement, though also concern", "Concern, though also improvement")) for words in reasons
    )


def test_the_text_alternative_of_a_rebased_chart(thermal):
    said = text_alternative(thermal, "Babies admitted with a normal temperature").replace("\u00a0", " ")
    assert said.split(". ") == [
        "Babies admitted with a normal temperature rose from 61% to 78% after the new thermal care pathway; "
        "the 90% target is still hit and miss",
        "XmR chart of babies admitted with a normal temperature, 38 months, January 2023 to March 2026",
        "Latest, March 2026: 71% (57 of 80), common cause",
        "Mean 78%, limits 64% to 93%, target 90%: hit or miss",
        "Variation: common cause, no significant change",
        "Assurance: variation indicates inconsistently passing and falling short of the target",
        "Outside the limits, low, concern: December 2023",
        "Two of three close to a limit, high, improvement: October 2025 to November 2025",
        "Limits start again in January 2025, from 61% to 78%: New thermal care pathway",
        "August 2024 is suppressed and is a gap",
        "October 2023: PDSA cycle 1: wrap before drying",
        "September 2024: PDSA cycle 2: heated mattress",
        "June 2025: PDSA cycle 3: theatre at 25 °C.",
    ]


def test_no_sentence_uses_a_word_we_do_not_use(every, observed):
    generator = np.random.default_rng(5)
    results = [result for result, _ in every]
    results += [analyse(observed(generator.normal(50, 5, 30)), ChartSpec(direction="decrease")) for _ in range(20)]
    for result in results:
        assert not FORBIDDEN.search(" ".join(sentences(result, "A measure")))
