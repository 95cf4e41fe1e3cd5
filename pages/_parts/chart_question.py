"""Under a chart whose shift has lasted: did the process change? New limits only with a reason, never by themselves."""

import streamlit as st

from charts import analyse
from charts.narrative import rebase_question
from pages._parts.chart_marks import REBASE, with_mark
from pages._parts.chart_saving import save
from pages._parts.frame import problem_box
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.words import identity, text
from plan_store.document import ChartBlock

SAID, SENT = "rebase_reason", "rebase_sent"
ANSWERED = "Somebody else has just answered this question, and the chart has new limits. Your reason was not saved"
UNSAID = "Say what changed first: the reason stands on the chart. Nothing was saved."


def ask_rebase(plan: Plan, chart: ChartBlock) -> None:
    """The question, the reason and the button; nothing where no shift has lasted."""
    question = rebase_question(analyse(chart.observations, chart.spec))
    if question is None:
        said = st.session_state.get(SAID, "").strip() if st.session_state.get(SENT) else ""
        if said:
            show(problem_box("There is a problem", [("What changed", f"{ANSWERED}: {said}")]))
        return
    with st.form("rebase", border=False):
        show(f'<div class="paper"><b>Did the process change?</b> {text(question.sentence)}</div>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            reason = st.text_input("What changed", max_chars=200, key=SAID).strip()
            sent = st.form_submit_button(f"Yes, new limits from {question.since}", key=SENT)
        show(identity())
    if sent and not reason:
        show(problem_box("There is a problem", [("What changed", UNSAID)]))
    elif sent:
        save(plan, chart, with_mark(chart.spec, REBASE, question.date, reason))
