"""Keeping a chart's settings: checked whole, then saved and logged, or a sentence and nothing saved."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from charts.spec import ChartSpec
from pages._parts.frame import problem_box
from pages._parts.plan import Plan
from pages._parts.show import show
from plan_store.base import NotFound
from plan_store.document import ChartBlock
from plan_store.observations import save_chart
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.rows import RowConflict
from plan_store.store import writing
from plan_store.unavailable import StoreUnavailable

REFUSED = "These settings do not fit together. Nothing was saved."
GONE = "This measure is no longer in the plan. Nothing was saved."
MEANWHILE = (
    "Somebody else has just changed the same setting, and theirs stands. To have yours instead, choose it again."
)


def save(plan: Plan, chart: ChartBlock, changes: dict[str, Any]) -> None:
    """Keep what differs from what was shown, and draw the chart again at once."""
    try:
        spec = ChartSpec.model_validate(chart.spec.model_dump() | changes)
        if spec == chart.spec:
            return
        with writing() as session:
            save_chart(session, plan.actor, chart.measure_id, spec, chart.spec)
    except ValidationError:
        show(problem_box("There is a problem", [("Chart settings", REFUSED)]))
    except (NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        show(problem_box("There is a problem", [("", str(refused))]))
    except NotFound:
        show(problem_box("There is a problem", [("", GONE)]))
    except RowConflict:
        show(problem_box("There is a problem", [("", MEANWHILE)]))
    else:
        st.rerun()
