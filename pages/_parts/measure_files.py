"""A measure's files on its page: fetched as they came, taken back, put back."""

import streamlit as st

from charts.numbers import Period
from pages._parts.chart_place import saved_line
from pages._parts.clicks import pressed
from pages._parts.plan import Plan
from pages._parts.refused import permitted, say_refused
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.files_html import files_html
from plan_store.file_effects import read_effects
from plan_store.plan_rows import Measure
from plan_store.store import reading, writing
from plan_store.uploads import delete_upload, list_uploads, undo_delete_upload


def answer_files(plan: Plan) -> None:
    """Do what a file's button asks for; before the data are read, so that the chart shows it."""
    action = pressed()
    if action is None or not plan.may_write:
        return
    if action.name in ("ask-take-back", "keep-file"):
        stay()["take_back"] = action.id if action.name == "ask-take-back" else ""
    elif action.name in ("take-back", "undo-take-back"):
        stay()["take_back"] = ""
        with permitted(stay()), writing() as session:
            do = delete_upload if action.name == "take-back" else undo_delete_upload
            upload = do(session, plan.actor, action.id)
            done = "taken back" if action.name == "take-back" else "put back"
            stay()["file_said"] = f"“{upload.file_name}” is {done}."


def files_card(plan: Plan, measure: Measure, name: Period, has_data: bool) -> None:
    """Every file of the measure, the newest first."""
    with reading() as session:
        uploads = list_uploads(session, plan.actor, measure.id)
        effects = read_effects(session, plan.actor, measure.id)
    if not uploads and not has_data:
        return
    with st.container(key="card_files"):
        show('<div class="paper"><h2>Files</h2></div>')
        saved_line("file_said")
        say_refused(stay(), "undo-line")
        if uploads:
            show(files_html(uploads, effects, name, stay().get("take_back", ""), plan.may_write))
        else:
            show('<p class="paper secondary">No file has been uploaded: every number was typed.</p>')
