"""How a measure's chart is drawn: its type with our suggestion, its rules, and what is marked on it."""

from typing import Any

import streamlit as st

from charts import analyse
from charts.limits import LIMITS
from charts.numbers import start_lower, target_number
from charts.result import SpcResult
from charts.spec import AUTO, ChartSpec
from charts.suggestion import fitting, suggest
from pages._parts.chart_marks import mark_form, marks_html, removed, without
from pages._parts.chart_question import ask_rebase
from pages._parts.chart_saving import save
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.words import text
from plan_store.document import ChartBlock

BETTER = {"increase": "higher is better", "decrease": "lower is better", "neutral": "neither way is better"}
AUTOMATIC = "Automatic: XmR chart from 13 points, run chart below"
FEWEST_FIXED = 12


def chart_settings(plan: Plan, chart: ChartBlock) -> None:
    """Saved on change; direction and target are the measure's own."""
    with st.container():  # there with a question or without, or the settings below would close with it
        ask_rebase(plan, chart)
    result = analyse(chart.observations, chart.spec)
    gone = removed()
    changes = without(chart.spec, *gone) if gone else {}
    with st.expander("Chart settings"):
        show(_own(plan, chart.spec))
        changes |= _suggested(chart, result)
        changes |= _type(chart, bool(changes))
        changes |= _rules(chart.spec, result)
        if marks := marks_html(chart.spec, chart.observations["date"]):
            show(marks)
        changes |= mark_form(chart.spec, chart.observations)
        if changes:
            save(plan, chart, changes)


def _own(plan: Plan, spec: ChartSpec) -> str:
    target = f"Target {target_number(spec)}" if spec.target is not None else "No target is set"
    return (
        f'<div class="paper">{text(target)}; {BETTER[spec.direction]}. '
        f'<a href="measurement_plan?programme={plan.id}" data-go>Change these on the Measurement Plan</a></div>'
    )


def _suggested(chart: ChartBlock, result: SpcResult) -> dict[str, Any]:
    """The suggestion and why, with a button where it is not what is drawn."""
    found = suggest(chart.observations, chart.spec)
    said = f"<b>Suggested: {LIMITS[found.chart_type].name}</b>, because {text(start_lower(found.why))}"
    show(f'<div class="paper">{said}</div>')
    if found.ready and found.chart_type != result.chart_type and st.button("Use it"):
        return {"chart_type": found.chart_type}
    return {}


def _type(chart: ChartBlock, decided: bool) -> dict[str, Any]:
    """Every type that these data bear, by its plain name; what was just decided elsewhere goes first."""
    now = chart.spec.chart_type
    types = [AUTO, *dict.fromkeys((*fitting(chart.observations, chart.spec), *([now] if now != AUTO else [])))]
    kind = st.selectbox(
        "Chart type",
        types,
        index=types.index(now),
        format_func=lambda key: AUTOMATIC if key == AUTO else LIMITS[key].plain_name,
    )
    if kind != AUTO:
        show(f'<div class="paper secondary">{text(LIMITS[kind].when)}</div>')
    return {} if decided or kind == now else {"chart_type": kind}


def _rules(spec: ChartSpec, result: SpcResult) -> dict[str, Any]:
    """Run length, screening and how many points set the limits."""
    if not result.kind.has_limits:
        return {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        lengths = [6, 7, 8]
        run = st.selectbox("Points in a row that make a shift or trend", lengths, index=lengths.index(spec.run_length))
        most = max(result.n, FEWEST_FIXED, spec.fix_first or 0)
        first = st.number_input(
            f"Limits from the first points only ({FEWEST_FIXED} or more; empty for all)",
            min_value=FEWEST_FIXED,
            max_value=most,
            value=spec.fix_first,
            step=1,
        )
    screened = spec.screening
    if result.kind.uses_moving_ranges:
        screened = st.checkbox("Leave unusually large moving ranges out of the limits (screening)", spec.screening)
    chosen = {"run_length": run, "fix_first": first, "screening": screened}
    return {name: value for name, value in chosen.items() if value != getattr(spec, name)}
