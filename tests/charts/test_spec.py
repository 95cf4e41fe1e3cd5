"""A spec is checked, frozen and survives JSON."""

import pytest
from pydantic import ValidationError

from charts.spec import ChartSpec


@pytest.mark.parametrize(
    "wrong",
    [
        {"chart_type": "pie"},
        {"direction": "sideways"},
        {"fix_first": 11},
        {"run_length": 9},
        {"target": float("nan")},
        {"multiplier": 0},
        {"decimals": -1},
        {"rebases": [{"date": "2025-01-01", "reason": ""}]},
        {"colour": "red"},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        ChartSpec.model_validate(wrong)


def test_json_both_ways():
    spec = ChartSpec.model_validate(
        {
            "direction": "decrease",
            "target": 8,
            "rebases": [{"date": "2025-01-01", "reason": "A new pathway"}],
            "annotations": [{"date": "2025-06-01", "text": "Warm theatre"}],
        }
    )
    assert ChartSpec.model_validate_json(spec.model_dump_json()) == spec


def test_it_cannot_be_changed():
    with pytest.raises(ValidationError):
        setattr(ChartSpec(), "target", 3)  # noqa: B010
