"""All: every tab in one view, in the plan's order, as it will print."""

from datetime import UTC, datetime

import streamlit as st

from pages._parts.plan import open_plan
from pages._parts.show import show
from pages._render.chart_html import chart_with_data_html
from pages._render.history_html import compare_address
from pages._render.html import block_html, front_html, page_margins
from pages._render.icons import icon
from plan_store.document import read_document
from plan_store.store import reading

plan = open_plan("all")
with reading() as session:
    document = read_document(session, plan.actor, plan.id)

address = compare_address(plan.id)
show(f'<p class="no-print paper"><a href="{address}" data-go>Compare the plan on two dates</a></p>')
st.html(f"<style>{page_margins(document.organisation, datetime.now(UTC))}</style>")
with st.container(key="card_all"):
    show(f'<div class="paper">{front_html(document)}</div>')
    for block in document.blocks:
        show(f'<div class="paper">{block_html(block, chart_with_data_html)}</div>')
show(
    f'<p class="no-print"><a class="edged" href="/export/{plan.id}" target="_self">'
    f"{icon('down', 18)} Download this plan as a file (JSON)</a></p>"
)
