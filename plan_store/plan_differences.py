"""What is different between two states of a plan: drivers, boxes and rows, in the plan's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plan_store.change_names import PROGRAMME, TEXT
from plan_store.row_values import shown_fields
from plan_store.sections import BOXES, KINDS
from plan_store.states import PlanState

EMPTY: dict[str, Any] = {"html": "", "completed": False}


@dataclass(frozen=True)
class Difference:
    """One thing: a box by its key, a row by its id, or the drivers; None where a row was not in the plan."""

    thing: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def differences(old: PlanState, new: PlanState) -> list[Difference]:
    """From the old state to the new one; the order of rows is not compared."""
    found = [Difference(PROGRAMME, "", old.drivers, new.drivers)] if old.drivers != new.drivers else []
    for box in BOXES:
        before, after = old.texts.get(box.key, EMPTY), new.texts.get(box.key, EMPTY)
        if before != after:
            found.append(Difference(TEXT, box.key, before, after))
    return [*found, *(one for name in KINDS for one in _rows(name, old.rows.get(name, {}), new.rows.get(name, {})))]


def _rows(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = []
    for row_id in sorted({*old, *new}, key=lambda one: (new.get(one) or old[one]).get("position", 0)):
        before, after = _there(old.get(row_id)), _there(new.get(row_id))
        if _cells(name, before) != _cells(name, after):
            found.append(Difference(name, row_id, before, after))
    return found


def _there(state: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if state is None or state.get("deleted") else state


def _cells(name: str, state: dict[str, Any] | None) -> dict[str, Any] | None:
    return state and {field: state.get(field) for field in shown_fields(KINDS[name])}
