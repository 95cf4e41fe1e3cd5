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
        {"ghosts": [{"date": "2025-01-01", "reason": ""}]},
        {"ghosts": [{"date": "2025-01-01"}]},
        {"targets": [{"date": "2025-01-01", "value": 1}, {"date": "2025-01-01", "value": 2}]},
        {"targets": [{"date": "2025-01-01", "value": float("inf")}]},
        {"summary": "mode"},
        {"centre": float("nan")},
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
            "targets": [{"date": "2026-01-01", "value": 6}, {"date": "2025-09-01", "value": None}],
            "ghosts": [{"date": "2025-02-01", "reason": "Two days of flooding"}],
        }
    )
    assert ChartSpec.model_validate_json(spec.model_dump_json()) == spec


def test_it_cannot_be_changed():
    with pytest.raises(ValidationError):
        setattr(ChartSpec(), "target", 3)  # noqa: B010


def test_a_spec_kept_before_this_version_still_reads():
    kept = {"chart_type": "xmr", "fix_first": 12, "rebases": [{"date": "2025-01-01", "reason": "A new pathway"}]}
    spec = ChartSpec.model_validate(kept)
    assert spec.model_dump(mode="json", exclude_defaults=True) == kept


def test_dated_things_are_in_order_of_date():
    rebases = [{"date": date, "reason": "Why"} for date in ("2025-06-01", "2024-01-01")]
    assert [rebase.date.year for rebase in ChartSpec.model_validate({"rebases": rebases}).rebases] == [2024, 2025]
