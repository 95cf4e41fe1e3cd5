"""What a change can hold: every verb's is read, and nothing else is."""

from typing import Any

import pytest

from plan_store.change_shapes import can_read

UNREADABLE: tuple[tuple[str, str, Any, Any], ...] = (
    ("Measure", "changed", "x", "y"), ("Measure", "changed", [1], {"deleted": "no"}),
    ("PlanText", "wrote", {"html": 5}, {"html": "", "completed": 1}), ("PlanText", "wrote", None, {"completed": True}),
    ("PlanText", "painted", None, {"html": ""}), ("Programme", "changed", {"title": 3}, {"secondary": "q"}),
    ("Comment", "commented", None, 3), ("Comment", "commented", None, {}), ("Measure data", "data", {"a": 1}, {"b": 2}),
    ("Measure data", "file taken back", None, {"file": {"x": 1}, "added": "k"}),
    ("Measure data", "file taken back", None, 3), ("member", "invited", {"email": 1}, {"role": 9}),
    ("Weird", "boo", 1, 2), ("Measure data", "corrected", None, {"period": "zzz", "status": "final"}),
    ("Measure data", "corrected", None, {"period": "0001-01-01", "status": "final"}),
    ("Measure data", "chart", {"annotations": 3}, {"annotations": [1]}),
    ("TeamMember", "added", None, {"name": {"x": 1}}), ("TeamMember", "deleted", None, None),
)  # fmt: skip


@pytest.mark.parametrize(("thing", "action", "before", "after"), UNREADABLE)
def test_what_is_otherwise_cannot_be_read(thing: str, action: str, before: Any, after: Any) -> None:
    assert not can_read(thing, action, before, after)


def test_what_older_portals_wrote_is_read() -> None:
    assert can_read("PlanText", "wrote", None, {"html": "<p>a</p>"})
    assert can_read("Programme", "archived", None, None)
    assert can_read("TeamMember", "added", None, {"name": "A. Ward", "shoe_size": 7})
    assert can_read("Measure data", "file taken back", None, {"file": "a.csv"})
