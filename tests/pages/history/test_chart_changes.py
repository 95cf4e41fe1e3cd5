"""A chart's settings in words: every one of them, with what it was."""

from datetime import date
from typing import Any

import pytest

from charts.spec import Annotation, ChartSpec, Ghost, Rebase, TargetFrom
from pages._render.chart_changes import TITLES, chart_fields
from pages._render.number_changes import numbers_did
from plan_store.change_names import RowName
from plan_store.chart_merging import OWN

MAY = date(2025, 5, 1)
NAME = RowName("CO test", "%", "monthly")


def kept(**settings: Any) -> dict[str, Any]:
    return ChartSpec(**settings).model_dump(mode="json", exclude=OWN, exclude_defaults=True)


def test_every_setting_has_its_words() -> None:
    assert TITLES.keys() == ChartSpec.model_fields.keys() - OWN


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"chart_type": "run"}, ("Chart type", "Automatic", "Run chart")),
        ({"screening": True}, ("Large moving ranges left out of the limits", "No", "Yes")),
        ({"run_length": 8}, ("Points in a row that make a shift or trend", "7", "8")),
        ({"fix_first": 12}, ("Limits from the first points", "", "12")),
        ({"summary": "median"}, ("How values of one date are joined", "mean", "median")),
        ({"annotations": (Annotation(date=MAY, text="Snow"),)}, ("Marked", "", "May 2025: Snow")),
        ({"rebases": (Rebase(date=MAY, reason="New ward"),)}, ("Limits start again", "", "May 2025: New ward")),
        ({"ghosts": (Ghost(date=MAY, reason="Lost"),)}, ("Left out of the limits", "", "May 2025: Lost")),
        ({"targets": (TargetFrom(date=MAY, value=0),)}, ("Target from a date", "", "May 2025: 0.0")),
        ({"targets": (TargetFrom(date=MAY),)}, ("Target from a date", "", "May 2025: none")),
    ],
)
def test_a_setting_says_what_it_was(settings: dict[str, Any], said: tuple[str, str, str]) -> None:
    assert chart_fields({}, kept(**settings), NAME) == [said]
    assert chart_fields(kept(**settings), {}, NAME) == [(said[0], said[2], said[1])]


def test_of_two_marks_of_one_month_the_one_that_came_or_went_is_said() -> None:
    one, other = (Annotation(date=MAY, text=words) for words in ("Snow", "New ward"))
    first, both = kept(annotations=(one,)), kept(annotations=(one, other))
    assert numbers_did("chart", first, both, NAME) == "marked May 2025 on the chart of CO test: “New ward”"
    assert numbers_did("chart", both, first, NAME) == "took the mark “New ward” off the chart of CO test"
