"""Baseline data: upload a file, check what was read, keep it as a measure's months, put its chart in the plan."""

import streamlit as st

from pages._parts.baseline import head, problems, remember, stage_of, upload
from pages._parts.chart_place import place_chart, saved_line
from pages._parts.chart_slot import chart_slot
from pages._parts.column_choice import choose_columns
from pages._parts.import_all import import_all
from pages._parts.measure_files import answer_files
from pages._parts.plan import DATA, open_plan
from pages._parts.series_keeping import kept_page
from pages._parts.series_saving import confirm
from pages._parts.series_state import read_into
from pages._parts.thread import answer_comments, chart_comments
from pages._parts.upload import chosen_file, hold_file
from plan_store.document import read_charts
from plan_store.plan_rows import Measure
from plan_store.rows import list_rows
from plan_store.store import reading

plan = open_plan(title="Baseline data", submitted=True, shown=("Comment", *DATA))
if plan.may_read:
    answer_comments(plan)
answer_files(plan)
with reading() as session:
    measures = list_rows(session, plan.actor, plan.id, Measure)
    charts = read_charts(session, plan.actor, plan.id)
asked = st.query_params.get("measure", "")
chosen = chosen_file(plan.actor, plan.programme.organisation) if plan.may_write else None
stage = stage_of(chosen, asked in charts)

head(plan, stage, charts[asked].title if stage == "upload" and asked in charts else "")
saved_line()
if chosen is None and stage == "place":
    chart_slot(charts[asked], key="saved")
    chart_comments(plan, asked)
    if plan.may_write:
        place_chart(plan, charts[asked])
elif chosen is None and stage == "kept":
    kept_page(read_into(plan.actor, plan.id))
elif chosen is None:
    upload(plan, measures, charts, asked)
elif stage == "problems":
    problems(chosen)
elif stage == "every":
    import_all(plan, chosen)
elif stage == "choose":
    choose_columns(chosen, plan.actor)
else:
    confirm(plan, measures, charts, asked, chosen)
if chosen is not None:
    remember(stage)
    hold_file()
