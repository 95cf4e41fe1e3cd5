"""Saving what was checked: to which measure, what becomes of the data that are there, and the one green button."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

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
from pages._parts.read_before import same_file
from pages._parts.reason import ASK_REASON, MEANWHILE, reason_field
from pages._parts.series_check import after_saving, check
from pages._parts.series_state import NO_DATA
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, forget_file
from pages._render.again_words import again_words
from pages._render.replacing_words import NOTHING_NEW, nothing_words, replaced_words, with_changes
from pages._render.series_words import period_name
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.document import ChartBlock, chart_block
from plan_store.months import typed_of
from plan_store.observations import MULTIPLIER, FileNotClean, NumbersMeanwhile
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.plan_rows import Measure, Unit
from plan_store.rows import RowIncomplete
from plan_store.series_changes import Changes, compare, seen_numbers
from plan_store.store import reading
from plan_store.unavailable import StoreUnavailable

OTHER_UNIT = (
    "{} Change how the measure is shown on the Measurement Plan, choose other columns, or save to another measure."
)
CHECK = "Check what we read"
Charts = Mapping[str, ChartBlock]


def confirm(plan: Plan, measures: Sequence[Measure], charts: Charts, asked: str, chosen: Chosen) -> None:
    """The check, and under it the one button that keeps."""
    body, foot = st.container(), st.container(key="card_save")
    wrong: list[str] = []
    with foot:
        fields = st.container(horizontal=True, vertical_alignment="bottom")
        with fields:
            measure_id = measure_field(list(measures), asked, chosen.series)
        places = new_measure_fields(chosen.series) if measure_id == NEW else {}
        open_still = unanswered(chosen.series) if measure_id == NEW else []
        measure = next((m for m in measures if m.id == measure_id), None) or new_measure(chosen.series)
        present = charts[measure_id].observations if measure_id in charts else NO_DATA
        changes = compare(chosen.series, present)
        notes = _notes(measure, chosen.series, changes, present)
        reason = reason_field() if changes.asks_reason else ""
        asks = [ASKED[label] for label in open_still]
        asks += [ASK_REASON] if changes.asks_reason and not reason else []
        row = fields if not (notes or places or changes.asks_reason) else st.container(horizontal=True)
        with row:
            months = count(changes.total, period_name(chosen.series.observations).noun)
            if changes.total and st.button(f"Confirm and save {months}", type="primary"):
                stay()["unanswered"] = True
                if asks:
                    st.rerun()
                wrong = _save(plan, measure_id, chosen, reason)
            st.button("Choose a different file", type="tertiary", on_click=forget_file)
    stay()["seen"] = {measure_id: seen_numbers(present)}
    wrong += asks if stay().get("unanswered") else []
    with body:
        if wrong:
            problem_in_tab(CHECK)
            with st.container(key="table_problems"):
                show(problem_box("There is a problem", [("", words) for words in wrong]))
        ask_beside(places, open_still if stay().get("unanswered") else [])
        _check(plan, measure, chosen, changes, charts.get(measure_id))


def _check(plan: Plan, measure: Measure, chosen: Chosen, changes: Changes, chart: ChartBlock | None) -> None:
    """What was read, with what it changes in the measure and what is known of the file."""
    block = chart or replace(chart_block(measure, NO_DATA), title=measure.name or "The new measure")
    with reading() as session:
        typed = typed_of(session, [measure.id])[measure.id] if chart is not None else {}
    again = again_words(same_file(plan, chosen.content), measure.id if chart else NEW, not changes.total)
    series = with_changes(chosen.series, changes, block.spec, typed)
    check(series, after_saving(block, changes.series.observations), again)


def _notes(measure: Measure, series: SeriesFile, changes: Changes, present: pd.DataFrame) -> bool:
    """What saving does to data that are there, and units that do not agree; whether there was anything to say."""
    clash = unit_clash(series, measure)
    said = [*filter(None, [replaced_words(series, changes, present), OTHER_UNIT.format(clash) if clash else ""])]
    if not changes.total:
        said.insert(0, f"{NOTHING_NEW} {nothing_words([changes])}")
    for words in said:
        show(f'<div class="paper replaced">{text(words)}</div>')
    return bool(said)


def unit_clash(series: SeriesFile, measure: Measure) -> str:
    """Why the file's numbers do not suit the measure; empty where they do."""
    if "denominator" in series.roles and Unit(measure.unit) not in MULTIPLIER:
        return "The file has a numerator and a denominator, but this measure is not shown as a share."
    if "denominator" not in series.roles and series.unit == "%" and Unit(measure.unit) != Unit.PERCENT:
        return "The file has percentages, but this measure is not shown as a percentage."
    return ""


def _save(plan: Plan, measure_id: str, chosen: Chosen, reason: str) -> list[str]:
    """Keep it and go on to the chart; else why nothing was kept."""
    try:
        saved = keep(plan, measure_id, chosen.series, chosen.content, reason)
    except (FileNotClean, NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        return [str(refused)]
    except NumbersMeanwhile:
        return [MEANWHILE]
    except NotFound:
        return ["This measure is no longer in the plan. Choose another one."]
    except RowIncomplete as incomplete:
        return [f"{NAME}: {next(iter(incomplete.problems.values()))}"]
    forget_file()
    go(f"{address(plan, saved)}&step=place")
    return []


def address(plan: Plan, measure_id: str) -> str:
    return f"baseline_data?programme={plan.id}&measure={measure_id}"
