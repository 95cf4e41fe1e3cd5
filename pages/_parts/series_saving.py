"""Saving what was checked: to which measure, what becomes of the data that are there, and the one green button."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.series import SeriesFile
from pages._parts.clicks import go
from pages._parts.frame import problem_box, problem_in_tab
from pages._parts.measure_choice import (
    ASKED,
    NAME,
    NEW,
    ask_beside,
    keep,
    measure_field,
    new_measure,
    new_measure_fields,
    unanswered,
)
from pages._parts.plan import Plan
from pages._parts.read_before import months_of, same_file
from pages._parts.series_check import after_saving, check
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, forget_file
from pages._render.again_words import again_words, undone_words
from pages._render.series_words import changes_nothing, period_name, replaced_words
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.document import ChartBlock, chart_block
from plan_store.observations import COLUMNS, MULTIPLIER, FileNotClean
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.plan_rows import Measure, Unit
from plan_store.rows import RowIncomplete
from plan_store.unavailable import StoreUnavailable

OTHER_UNIT = (
    "{} Change how the measure is shown on the Measurement Plan, choose other columns, or save to another measure."
)
CHECK = "Check what we read"
Charts = Mapping[str, ChartBlock]


def confirm(plan: Plan, measures: Sequence[Measure], charts: Charts, asked: str, chosen: Chosen) -> None:
    """The check, and under it the one button that keeps."""
    body, foot = st.container(), st.container(key="card_save")
    open_still: list[str] = []
    with foot:
        fields = st.container(horizontal=True, vertical_alignment="bottom")
        places = {}
        with fields:
            measure_id = measure_field(list(measures), asked, chosen.series)
        if measure_id == NEW:
            places = new_measure_fields(chosen.series)
            open_still = unanswered(chosen.series)
        measure = next((m for m in measures if m.id == measure_id), None) or new_measure(chosen.series)
        chart = charts.get(measure_id)
        series = chosen.series if chart is None else without_filled(chosen.series, chart.observations)
        with st.container(horizontal=True, vertical_alignment="center") if measure_id == NEW else fields:
            months = count(len(series.observations), period_name(series.observations).noun)
            if st.button(f"Confirm and save {months}", type="primary"):
                if open_still:
                    stay()["unanswered"] = True
                else:
                    _save(plan, measure_id, series, chosen.content)
            st.button("Choose a different file", type="tertiary", on_click=forget_file)
        _notes(measure, chart, series)
    fresh = series.observations[list(COLUMNS)]
    with body:
        if open_still and stay().get("unanswered"):
            _ask(open_still, places)
        preview = after_saving(chart, fresh) if chart is not None else chart_block(measure, fresh)
        changes = chart is None or not changes_nothing(chart.observations, series.observations)
        known = known_before(plan, measure_id, chosen, preview, changes)
        check(chosen, preview if preview.title else replace(preview, title="The new measure"), known)


def known_before(plan: Plan, measure_id: str, chosen: Chosen, preview: ChartBlock, changes: bool) -> list[str]:
    """That this very file is here already, and which corrections made by hand it would undo."""
    again = again_words(same_file(plan, chosen.content), measure_id, not changes)
    months = months_of(plan, measure_id) if measure_id != NEW else []
    fresh = chosen.series.observations
    return [*([again] if again else []), *undone_words(months, fresh, preview.spec, period_name(fresh))]


def _ask(labels: list[str], places: dict[str, DeltaGenerator]) -> None:
    """What is still to be answered, at the top and beside each field, until it is answered."""
    problem_in_tab(CHECK)
    show(problem_box("There is a problem", [("", ASKED[label]) for label in labels]))
    ask_beside(places, labels)


def without_filled(series: SeriesFile, present: pd.DataFrame) -> SeriesFile:
    """The series without the gaps that stand for months the file has no row for, where the measure has those months."""
    observations = series.observations
    there = observations["row"].isna() & observations["date"].isin(present["date"])
    return replace(series, observations=observations[~there].reset_index(drop=True))


def _notes(measure: Measure, chart: ChartBlock | None, series: SeriesFile) -> None:
    """What saving does to data that are there, and units that do not agree."""
    said = replaced_words(chart.observations, series.observations) if chart is not None else ""
    if said:
        show(f'<div class="paper replaced">{text(said)}</div>')
    if clash := unit_clash(series, measure):
        show(f'<div class="paper replaced">{OTHER_UNIT.format(clash)}</div>')


def unit_clash(series: SeriesFile, measure: Measure) -> str:
    """Why the file's numbers do not suit the measure; empty where they do."""
    if "denominator" in series.roles and Unit(measure.unit) not in MULTIPLIER:
        return "The file has a numerator and a denominator, but this measure is not shown as a share."
    if "denominator" not in series.roles and series.unit == "%" and Unit(measure.unit) != Unit.PERCENT:
        return "The file has percentages, but this measure is not shown as a percentage."
    return ""


def _save(plan: Plan, measure_id: str, series: SeriesFile, content: bytes) -> None:
    try:
        saved = keep(plan, measure_id, series, content)
    except (FileNotClean, NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        show(problem_box("There is a problem", [("", str(refused))]))
    except NotFound:
        show(problem_box("There is a problem", [("", "This measure is no longer in the plan. Choose another one.")]))
    except RowIncomplete as incomplete:
        show(problem_box("There is a problem", [(NAME, next(iter(incomplete.problems.values())))]))
    else:
        forget_file()
        go(f"{address(plan, saved)}&step=place")


def address(plan: Plan, measure_id: str) -> str:
    return f"baseline_data?programme={plan.id}&measure={measure_id}"
