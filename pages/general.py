"""General: nine boxes as a task list, then as paper."""

from functools import partial

import streamlit as st

from pages._parts.plan import open_plan
from pages._parts.rich_text import Chart
from pages._parts.show import show
from pages._parts.text_box import text_box
from pages._parts.thread import answer_comments, open_asked
from pages._render.chart_html import chart_html
from pages._render.general_html import task_list
from plan_store.comments import BOX
from plan_store.document import read_charts
from plan_store.sections import BOXES
from plan_store.store import reading
from plan_store.texts import read_texts

plan = open_plan("general")
answer_comments(plan)
if (asked := st.query_params.get("comments")) in {box.key for box in BOXES}:
    open_asked(plan, (BOX, str(asked)))
with reading() as session:
    texts = read_texts(session, plan.actor, plan.id)
    blocks = read_charts(session, plan.actor, plan.id)

states = {box.key: texts[box.key].state if box.key in texts else "Not yet started" for box in BOXES}
show(task_list(states))
charts = {key: Chart(block.title, partial(chart_html, block)) for key, block in blocks.items()}
for number, box in enumerate(BOXES, start=1):
    text_box(plan, number, box, charts)
