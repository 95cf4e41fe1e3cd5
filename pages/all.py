"""All: every tab in one view, in the plan's order, as it will print."""

from datetime import UTC, datetime

import streamlit as st
from pages._parts.chart_slot import chart_slot

from pages._parts.plan import open_plan
from pages._parts.show import show
from pages._render.html import front_html, page_margins, pieces
from plan_store.document import ChartBlock, read_document
from plan_store.store import reading

plan = open_plan("all")
with reading() as session:
    document = read_document(session, plan.actor, plan.id)

st.html(f"<style>{page_margins(document.organisation, datetime.now(UTC))}</style>")
with st.container(key="card_all"):
    show(f'<div class="paper">{front_html(document)}</div>')
    for place, piece in enumerate(pieces(document)):
        if isinstance(piece, ChartBlock):
            chart_slot(piece, key=f"all_{place}")
        elif piece:
            show(f'<div class="paper">{piece}</div>')
