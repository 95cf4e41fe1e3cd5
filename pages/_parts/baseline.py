"""The first stages of the Baseline data page: the data that are there, a file, what is wrong with it."""

from collections.abc import Sequence

import streamlit as st

from pages._parts.chart_settings import chart_settings
from pages._parts.chart_slot import chart_slot
from pages._parts.clicks import pressed
from pages._parts.column_choice import CHOOSE
from pages._parts.frame import crumbs, problem_box, steps, title
from pages._parts.measure_data import life_of_data
from pages._parts.plan import Plan
from pages._parts.series_saving import CHECK, Charts, address
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.thread import chart_comments
from pages._parts.upload import Chosen, file_field, good_file, template_button
from pages._render.data_list_html import by_file_link, data_list_html
from pages._render.due_words import due_of_measure
from pages._render.fault_html import fault_heading, fault_rows_html, faults, first_lines_html
from pages._render.measure_rows import measured_html
from pages._render.series_words import without_problem
from pages._render.words import text, today
from plan_store.document import ChartBlock
from plan_store.due import read_due
from plan_store.plan_rows import Measure
from plan_store.store import reading

STEPS = ["Upload", "Check", "Place in the plan"]
STAGES = {
    "upload": (0, "Upload baseline data"),
    "problems": (0, "Upload baseline data"),
    "choose": (1, CHOOSE),
    "check": (1, CHECK),
    "every": (1, CHECK),
    "kept": (2, "Saved"),
    "place": (2, "Place the chart in the plan"),
}
RELOADED = "The page was loaded again. Nothing was saved: choose the file once more."
HELD = {"choose": "check", "every": "check"}  # the steps of the address while there is a file
HINT = "CSV or Excel, up to 10 MB. Nothing is saved until you have checked it."


def stage_of(chosen: Chosen | None, has_chart: bool) -> str:
    """What the page is about now: the address, the file and what was read of it decide."""
    if (action := pressed()) and action.name == "change":
        stay().update(choosing=True, every=False)
    if chosen is None and "kept" in stay():
        return "kept"
    if chosen is None:
        return "place" if has_chart and st.query_params.get("step") == "place" else "upload"
    series = chosen.series
    stay().pop("kept", None)
    if stay().get("every"):
        return "every"
    if stay().get("choosing") or series.series_names or series.choose_from or series.ask_quarters:
        return "choose"
    return "check" if series.ok else "problems"


def remember(stage: str) -> None:
    """The address says that a file is held, so that a reload, which drops it, can be told from a first visit."""
    if st.query_params.get("step") != HELD.get(stage, stage):
        st.query_params["step"] = HELD.get(stage, stage)


def head(plan: Plan, stage: str, measure: str = "") -> None:
    """Where one is, and how far; a measure that has data gives its name to the page."""
    place, words = STAGES[stage]
    words = measure or (words if plan.may_write else "Baseline data")
    trail = crumbs(
        (plan.programme.title, f"{'general' if plan.may_read else 'measurement_plan'}?programme={plan.id}"),
        ("Baseline data", ""),
    )
    way = steps(STEPS, place) if plan.may_write else ""
    title(words, crumbs=trail, beside=way, error=stage == "problems")


def upload(plan: Plan, measures: Sequence[Measure], charts: Charts, asked: str) -> None:
    """The first stage: the data that are there, and the uploader."""
    if plan.may_write and st.query_params.get("step") in ("check", "problems"):
        show(f'<div class="paper lead" role="status">{RELOADED}</div>')
    measure = next((measure for measure in measures if measure.id == asked), None)
    chart = charts.get(asked)
    if chart is not None:
        with chart_slot(chart, key="present"):
            chart_comments(plan, asked)
            if plan.may_write:
                chart_settings(plan, chart)
                onward = f"{address(plan, asked)}&step=place"
                show(f'<div class="paper"><a href="{text(onward)}" data-go>Place this chart in the plan</a></div>')
    if measure is not None:
        if plan.may_write and (due := _due(plan, measure)):
            show(f'<div class="card due paper">{due}</div>')
        if plan.may_read:
            life_of_data(plan, measure)
        else:
            show(f'<div class="card paper"><h2>How it is measured</h2>{measured_html(measure)}</div>')
    if plan.may_write:
        field, example = st.columns([3, 2], gap="small")
        with field, st.container(key="card_file", height="stretch"):
            show(f'<div class="paper"><h2>{_ask(measure, chart)}</h2><p class="secondary">{HINT}</p></div>')
            file_field("Choose a file")
        with example, st.container(key="card_example", height="stretch"):
            good_file(measure)
    if measures and chart is None:
        with st.container(key="card_data"):
            show(data_list_html(measures, charts, plan.may_write))
            if plan.may_write:
                show(f'<p class="secondary">{by_file_link(plan.id)}</p>')


def _due(plan: Plan, measure: Measure) -> str:
    """Which numbers of the measure are due, as a link to enter them; empty where none is."""
    with reading() as session:
        due = read_due(session, plan.actor, plan.programme.organisation, today(), plan.id)
    return due_of_measure(due, plan.id).get(measure.id, "")


def _ask(measure: Measure | None, chart: ChartBlock | None) -> str:
    if measure is None:
        return "Choose the file"
    return f"Upload {'new ' if chart is not None else ''}data for {text(measure.name)}"


def problems(chosen: Chosen) -> None:
    """Every fault at once, beside the rows; nothing is saved."""
    series = chosen.series
    these = "these" if len(series.problems) > 1 else "this"
    show(
        problem_box(
            fault_heading(series),
            faults(series),
            f"Nothing has been saved. Correct {these} in the file, then choose it again.",
        )
    )
    heading, rows = "The rows in your file", fault_rows_html(series)
    if not rows:
        heading, rows = "How your file begins", first_lines_html(series)
    beside, field = st.columns([2, 1], gap="small") if rows else (None, st.container())
    if beside is not None:
        with beside, st.container(key="card_rows"):
            show(f'<div class="paper"><h3>{heading}</h3></div>{rows}')
    with field, st.container(key="card_file"):
        show('<div class="paper"><h3>Choose the corrected file</h3><p class="secondary">CSV or Excel, 10 MB</p></div>')
        file_field("Corrected file")
        show(
            f'<div class="paper chosen">You chose <b>{text(series.filename)}</b>'
            f'<span class="secondary">{text(without_problem(series))}</span></div>'
        )
        if chosen.whole.number_columns and st.button("Choose other columns", type="tertiary"):
            stay()["choosing"] = True
            st.rerun()
        template_button(None)
