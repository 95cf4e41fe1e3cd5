"""How a measure's chart is drawn: its type, and what happened when, with or without limits that start again."""

from datetime import date

import streamlit as st

from charts.limits import LIMITS
from charts.numbers import month, target_number
from charts.spec import AUTO, Annotation, ChartSpec, Rebase
from pages._parts.clicks import pressed
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.words import text
from plan_store.document import ChartBlock
from plan_store.observations import save_chart
from plan_store.store import writing

BETTER = {"increase": "higher is better", "decrease": "lower is better", "neutral": "neither way is better"}
TYPES = {AUTO: "Automatic: XmR chart from 13 points, run chart below"} | {
    key: kind.plain_name for key, kind in LIMITS.items() if kind.offered
}


def chart_settings(plan: Plan, chart: ChartBlock) -> None:
    """Saved on change; direction and target are the measure's own."""
    spec = _without_removed(chart.spec)
    with st.expander("Chart settings"):
        show(_own(plan, spec))
        kind = st.selectbox(
            "Chart type",
            list(TYPES),
            index=list(TYPES).index(spec.chart_type) if spec.chart_type in TYPES else 0,
            format_func=TYPES.__getitem__,
        )
        if kind != spec.chart_type:
            spec = spec.model_copy(update={"chart_type": kind})
        if marks := _marks(spec):
            show(marks)
        spec = _with_added(spec, [stamp.date() for stamp in chart.observations["date"]])
    if spec != chart.spec:
        with writing() as session:
            save_chart(session, plan.actor, chart.measure_id, spec)
        st.rerun()


def _own(plan: Plan, spec: ChartSpec) -> str:
    target = f"Target {target_number(spec)}" if spec.target is not None else "No target is set"
    return (
        f'<div class="paper">{text(target)}; {BETTER[spec.direction]}. '
        f'<a href="measurement_plan?programme={plan.id}" data-go>Change these on the Measurement Plan</a></div>'
    )


def _marks(spec: ChartSpec) -> str:
    marks = [(mark.date, mark.reason, "limits start again", "rebase") for mark in spec.rebases]
    marks += [(mark.date, mark.text, "marked", "note") for mark in spec.annotations]
    if not marks:
        return ""
    items = "".join(
        f'<tr><td>{text(month(when))}</td><td>{text(said)}<span class="second">{kind}</span></td><td class="actions">'
        f'<button class="plain" data-action="remove-mark" data-id="{how} {when.isoformat()}">Remove'
        f'<span class="sr-only"> {text(said)}</span></button></td></tr>'
        for when, said, kind, how in sorted(marks)
    )
    caption = '<caption class="sr-only">Marked on the chart</caption>'
    return f'<table class="rows paper marks">{caption}<tbody>{items}</tbody></table>'


def _without_removed(spec: ChartSpec) -> ChartSpec:
    action = pressed()
    if action is None or action.name != "remove-mark":
        return spec
    how, _, when = action.id.partition(" ")
    if how == "rebase":
        return spec.model_copy(update={"rebases": tuple(r for r in spec.rebases if r.date.isoformat() != when)})
    return spec.model_copy(update={"annotations": tuple(a for a in spec.annotations if a.date.isoformat() != when)})


def _with_added(spec: ChartSpec, months: list[date]) -> ChartSpec:
    with st.form("mark", clear_on_submit=True, border=False):
        show('<div class="paper"><b>Mark a change on the chart</b></div>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            when = st.selectbox("From", months, index=len(months) // 2, format_func=month, width=220)
            said = st.text_input("What happened", max_chars=200)
        restart = st.checkbox("The process changed then: start the limits again from this month")
        sent = st.form_submit_button("Mark it")
    if not sent or not said.strip():
        return spec
    if restart:
        others = tuple(rebase for rebase in spec.rebases if rebase.date != when)
        return spec.model_copy(update={"rebases": (*others, Rebase(date=when, reason=said.strip()))})
    others_noted = tuple(note for note in spec.annotations if note.date != when)
    return spec.model_copy(update={"annotations": (*others_noted, Annotation(date=when, text=said.strip()))})
