"""A measure's data on its page: each period with where it came from, what changed, and the way to correct it."""

from datetime import UTC, datetime

import streamlit as st

from pages._parts.chart_place import saved_line
from pages._parts.clicks import pressed
from pages._parts.dialog_keys import dialog_keys
from pages._parts.measure_files import files_card
from pages._parts.month_form import open_month, show_month
from pages._parts.month_state import MeasureData, list_begun, month_key
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.month_rows import COUNTS, FEW, changes_list, months_table
from pages._render.month_words import rhythm
from pages._render.rows import notice
from pages._render.words import text
from plan_store.entries import asked_parts
from plan_store.months import read_months
from plan_store.observations import measure_spec
from plan_store.periods import open_periods
from plan_store.plan_rows import Measure
from plan_store.store import reading

HISTORY = "History"
CHANGES = 30  # lines of the list of what changed


def read_data(plan: Plan, measure: Measure) -> MeasureData:
    """Every period of the measure, and how its numbers are entered and said."""
    with reading() as session:
        months = read_months(session, plan.actor, measure.id)
    there = [month for month in months if month.present]
    name = rhythm([month.period for month in there])
    rows = [month.present.observation for month in reversed(there) if month.present]
    opened = open_periods({month.period for month in there}, name.noun, datetime.now(UTC).date())
    return MeasureData(measure, measure_spec(measure), name, asked_parts(measure, rows), there, opened)


def life_of_data(plan: Plan, measure: Measure) -> None:
    """What the measure has, period by period and file by file; nothing for a measure that never had any."""
    data = read_data(plan, measure)
    if data.months:
        data_card(plan, data)
    files_card(plan, measure, data.name, bool(data.months))


def data_card(plan: Plan, data: MeasureData) -> None:
    """The periods, newest first, or what changed; and their dialog."""
    every = f"Each {data.name.noun}"
    with st.container(key="card_months"):
        with st.container(key="months_head", horizontal=True, vertical_alignment="center"):
            show('<div class="paper"><h2>Data and corrections</h2></div>')
            show(f'<a href="/data/{text(data.measure.id)}.csv" download>Download as CSV</a>')
            if plan.may_write:
                st.button(f"Add a {data.name.noun}", key="add_month", on_click=open_month, args=(data,))
        saved_line("month_said")
        seen = st.segmented_control(
            "What the table shows", [every, HISTORY], default=every, required=True, label_visibility="collapsed"
        )
        if seen == every:
            _table(data, plan.may_write)
        else:
            show(changes_list(data.months, data.spec, data.name, CHANGES))
        if plan.may_write:
            _offers(plan, data)
    if plan.may_write:
        dialog_keys()
        _answer(data)
        show_month(data)


def _offers(plan: Plan, data: MeasureData) -> None:
    """What was typed and not saved, but for what stands in the open dialog."""
    shown = stay().get("month")
    for period in list_begun(plan.actor, data):
        if shown is None or shown["key"] != month_key(data, period):
            left = text(data.name.name(period)) if period else f"a new {data.name.noun}"
            words, at = f"You left {left} without saving.", period.isoformat() if period else ""
            show(notice(words, "resume-month", at, "Go on writing"))


def _table(data: MeasureData, may_write: bool) -> None:
    if (action := pressed()) and action.name == "all-months":
        stay()["all_months"] = True
    many = len(data.months)
    shown = data.months if stay().get("all_months") or many <= FEW + 2 else data.months[:FEW]
    parts = [part for part in COUNTS if part in data.parts]
    show(months_table(data.measure, data.spec, shown, data.name, parts, may_write))
    if len(shown) < many:
        words = f"Show all {many} {data.name.noun}s"
        show(f'<button type="button" class="plain" data-action="all-months" data-id="">{words}</button>')


def _answer(data: MeasureData) -> None:
    """Open the dialog that a row's button asks for."""
    action = pressed()
    if action is None:
        return
    period = next((month.period for month in data.months if month.period.isoformat() == action.id), None)
    if period is not None and action.name in ("edit-month", "resume-month"):
        open_month(data, period)
    elif action.name == "resume-month" and not action.id:
        open_month(data)
