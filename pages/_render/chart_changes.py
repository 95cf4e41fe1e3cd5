"""A chart's settings before and after, each in words: its type, its rules, what is marked on it."""

from collections.abc import Mapping
from typing import Any

from charts.limits import LIMITS
from charts.spec import ChartSpec
from pages._render.number_changes import period_words
from plan_store.change_names import RowName

State = Mapping[str, Any]
TITLES = {
    "chart_type": "Chart type",
    "annotations": "Marked",
    "rebases": "Limits start again",
    "ghosts": "Left out of the limits",
    "targets": "Target from a date",
    "fix_first": "Limits from the first points",
    "run_length": "Points in a row that make a shift or trend",
    "screening": "Large moving ranges left out of the limits",
    "decimals": "Decimals shown",
    "centre": "Centre line given",
    "lower_at_zero": "Lower limit kept at zero",
    "summary": "How values of one date are joined",
    "in_order": "Points in order of time",
}
DEFAULTS = ChartSpec().model_dump(mode="json")


def chart_fields(before: State, after: State, name: RowName) -> list[tuple[str, str, str]]:
    """(title, before, after) of every setting that is not the same."""
    said = [(words, _said(before, key, name), _said(after, key, name)) for key, words in TITLES.items()]
    return [one for one in said if one[1] != one[2]]


def _said(state: State, key: str, name: RowName) -> str:
    value = state.get(key, DEFAULTS.get(key))
    if key == "chart_type":
        return LIMITS[value].name if value in LIMITS else "Automatic"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(f"{period_words(name, mark['date'])}: {_words(mark)}" for mark in value)
    return "" if value is None else str(value)


def _words(mark: State) -> str:
    words = mark.get("text") or mark.get("reason")
    return str(words if words is not None else mark.get("value", "none"))
