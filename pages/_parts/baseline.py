"""The stages of the Baseline data page: choose a file, correct it, say which columns, check, save."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages._parts.chart_settings import chart_settings
from pages._parts.chart_slot import chart_slot
from pages._parts.clicks import go, pressed
from pages._parts.frame import crumbs, problem_box, steps, title
from pages._parts.measure_choice import NEW, keep, measure_field, new_measure, new_measure_fields
from pages._parts.plan import Plan
from pages._parts.series_check import after_saving, check
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, file_field, forget_file, good_file, template_button
from pages._render.data_list_html import data_list_html
from pages._render.fault_html import fault_heading, fault_rows_html, faults
from pages._render.series_words import period_name, replaced_words, without_problem
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.document import ChartBlock, chart_block
from plan_store.observations import COLUMNS, FileNotClean, measure_spec
from plan_store.permissions import NotAllowed
from plan_store.plan_rows import Measure
from plan_store.rows import RowIncomplete

STEPS = ["Upload", "Check", "Place in the plan"]
STAGES = {
    "upload": (0, "Upload baseline data"),
    "problems": (0, "Upload baseline data"),
    "choose": (1, "Choose the columns"),
    "check": (1, "Check what we read"),
    "place": (2, "Place the chart in the plan"),
}
HINT = "CSV or Excel, up to 10 MB. Nothing is saved until you have checked it."
OTHER_UNIT = (
    "The file has percentages, but this measure is not shown as a percentage. "
    "Change that on the Measurement Plan, or save to another measure."
)
Charts = Mapping[str, ChartBlock]


def stage_of(chosen: Chosen | None, has_chart: bool) -> str:
    """What the page is about now: the address, the file and what was read of it decide."""
    if (action := pressed()) and action.name == "change":
        stay()["choosing"] = True
    if chosen is None:
        return "place" if has_chart and st.query_params.get("step") == "place" else "upload"
    if stay().get("choosing") or chosen.series.series_names or chosen.series.choose_from:
        return "choose"
    return "check" if chosen.series.ok else "problems"


def head(plan: Plan, stage: str, measure: str = "") -> None:
    """Where one is, and how far; a measure that has data gives its name to the page."""
    place, words = STAGES[stage]
    words = measure or (words if plan.may_write else "Baseline data")
    trail = crumbs((plan.programme.title, f"general?programme={plan.id}"), ("Baseline data", ""))
    way = steps(STEPS, place) if plan.may_write else ""
    title(words, crumbs=trail, beside=way, error=stage == "problems")


def upload(plan: Plan, measures: Sequence[Measure], charts: Charts, asked: str) -> None:
    """The first stage: the data that are there, and the uploader."""
    measure = next((measure for measure in measures if measure.id == asked), None)
    chart = charts.get(asked)
    if chart is not None:
        slot = chart_slot(chart, key="present")
        if plan.may_write:
            with slot:
                chart_settings(plan, chart)
                onward = f"{_address(plan, asked)}&step=place"
                show(f'<div class="paper"><a href="{text(onward)}" data-go>Place this chart in the plan</a></div>')
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


def _ask(measure: Measure | None, chart: ChartBlock | None) -> str:
    if measure is None:
        return "Choose the file"
    return f"Upload {'new ' if chart is not None else ''}data for {text(measure.name)}"


def problems(chosen: Chosen) -> None:
    """Every fault at once, beside the rows; nothing is saved."""
    series = chosen.series
    show(
        problem_box(
            fault_heading(series),
            faults(series),
            "Nothing has been saved. Correct this in the file, then choose it again.",
        )
    )
    rows = fault_rows_html(series)
    beside, field = st.columns([2, 1], gap="small") if rows else (None, st.container())
    if beside is not None:
        with beside, st.container(key="card_rows"):
            show(f'<div class="paper"><h3>The rows in your file</h3></div>{rows}')
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


def confirm(plan: Plan, measures: Sequence[Measure], charts: Charts, asked: str, chosen: Chosen) -> None:
    """The check, and under it the one button that keeps."""
    series = chosen.series
    body, foot = st.container(), st.container(key="card_save")
    with foot:
        row = st.container(horizontal=True, vertical_alignment="bottom")
        more = st.container(horizontal=True)
        with row:
            measure_id = measure_field(list(measures), asked, series)
        if measure_id == NEW:
            with more:
                new_measure_fields(series)
        measure = next((m for m in measures if m.id == measure_id), None) or new_measure(series)
        notes = st.container()
        with row:
            months = count(len(series.observations), period_name(series.observations).noun)
            if st.button(f"Confirm and save {months}", type="primary"):
                _save(plan, measure_id, chosen)
            st.button("Choose a different file", type="tertiary", on_click=forget_file)
        chart = charts.get(measure_id)
        with notes:
            _notes(measure, chart, chosen)
    fresh = series.observations[list(COLUMNS)]
    with body:
        check(chosen, after_saving(chart, fresh) if chart is not None else chart_block(measure, fresh))


def _notes(measure: Measure, chart: ChartBlock | None, chosen: Chosen) -> None:
    """What saving does to data that are there, and units that do not agree."""
    said = replaced_words(chart.observations, chosen.series.observations) if chart is not None else ""
    if said:
        show(f'<div class="paper replaced">{text(said)}</div>')
    if chosen.series.unit == "%" and measure_spec(measure).unit != "%":
        show(f'<div class="paper replaced">{OTHER_UNIT}</div>')


def _save(plan: Plan, measure_id: str, chosen: Chosen) -> None:
    try:
        saved = keep(plan, measure_id, chosen.series, chosen.content)
    except (FileNotClean, NotAllowed) as refused:
        show(problem_box("There is a problem", [("", str(refused))]))
    except NotFound:
        show(problem_box("There is a problem", [("", "This measure is no longer in the plan. Choose another one.")]))
    except RowIncomplete as incomplete:
        show(problem_box("There is a problem", [("Name of the new measure", next(iter(incomplete.problems.values())))]))
    else:
        forget_file()
        go(f"{_address(plan, saved)}&step=place")


def _address(plan: Plan, measure_id: str) -> str:
    return f"baseline_data?programme={plan.id}&measure={measure_id}"
