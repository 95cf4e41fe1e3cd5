"""What is different between two states of a plan: drivers, boxes and rows, in the plan's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plan_store.change_names import NUMBERS, PROGRAMME, TEXT
from plan_store.plan_rows import Measure
from plan_store.row_values import shown_fields
from plan_store.sections import BOXES, KINDS
from plan_store.states import PlanState

EMPTY: dict[str, Any] = {"html": "", "completed": False}
ORDER = "order"


@dataclass(frozen=True)
class Difference:
    """One thing: a box by its key, a row by its id, or the drivers; None where a row was not in the plan.

    A chart's settings are NUMBERS by the measure's id; the order of a table's rows is ORDER by the table's name.
    """

    thing: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def differences(old: PlanState, new: PlanState) -> list[Difference]:
    """From the old state to the new one."""
    found = [Difference(PROGRAMME, "", old.drivers, new.drivers)] if old.drivers != new.drivers else []
    for box in BOXES:
        before, after = old.texts.get(box.key, EMPTY), new.texts.get(box.key, EMPTY)
        if before != after:
            found.append(Difference(TEXT, box.key, before, after))
    for name in KINDS:
        before, after = _present(old, name), _present(new, name)
        found += [*_rows(name, before, after), *_order(name, before, after)]
    return [*found, *_charts(old, new)]


def _present(state: PlanState, name: str) -> Mapping[str, Any]:
    """The rows of a table that were in the plan, in their order."""
    there = {row_id: row for row_id, row in state.rows.get(name, {}).items() if not row.get("deleted")}
    return dict(sorted(there.items(), key=lambda one: (one[1].get("position", 0), one[0])))


def _rows(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    return [
        Difference(name, row_id, old.get(row_id), new.get(row_id))
        for row_id in sorted({*old, *new}, key=lambda one: ((new.get(one) or old[one]).get("position", 0), one))
        if _cells(name, old.get(row_id)) != _cells(name, new.get(row_id))
    ]


def _order(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """Of the rows that are in both, by the names that they have in the new state."""
    before, after = ([row_id for row_id in rows if row_id in old and row_id in new] for rows in (old, new))
    if before == after:
        return []
    title = KINDS[name].title_field
    states = ({"rows": [str(new[row_id].get(title) or "") for row_id in order]} for order in (before, after))
    return [Difference(ORDER, name, *states)]


def _charts(old: PlanState, new: PlanState) -> list[Difference]:
    """Of the measures that are in the new state."""
    charts = ((one, old.charts.get(one, {}), new.charts.get(one, {})) for one in _present(new, Measure.__name__))
    return [Difference(NUMBERS, one, before, after) for one, before, after in charts if before != after]


def _cells(name: str, state: dict[str, Any] | None) -> dict[str, Any] | None:
    return state and {field: state.get(field) for field in shown_fields(KINDS[name])}
