"""The check before anything is kept: what was understood, what it looks like as a chart, what to look at, the rows."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, picked
from pages._render.chart_html import chart_html
from pages._render.series_html import facts_html, look_html, rows_html
from pages._render.series_words import summary
from pages._render.words import text
from plan_store.document import ChartBlock
from plan_store.observations import COLUMNS


def check(chosen: Chosen, preview: ChartBlock) -> None:
    """Everything that was read, as facts, as a chart and as rows."""
    series = chosen.series
    if (action := pressed()) and action.name == "unfold":
        stay()["all_rows"] = True
    show(f'<div class="paper lead">{text(summary(series))} <b>Nothing is saved until you confirm.</b></div>')
    facts, chart = st.columns(2, gap="small")
    with facts, st.container(key="card_understood", height="stretch"):
        show(f'<div class="paper"><h2>What we understood</h2></div>{facts_html(series, picked().get("filters") or {})}')
    with chart, st.container(key="preview", height="stretch"):
        show(chart_html(preview))
    rows = rows_html(series, preview.spec, bool(stay().get("all_rows")))
    if not series.warnings:
        with st.container(key="card_rows"):
            show(rows)
        return
    looks, table = st.columns(2, gap="small")
    with looks, st.container(key="card_look", height="stretch"):
        show(look_html(series))
    with table, st.container(key="card_rows", height="stretch"):
        show(rows)


def after_saving(block: ChartBlock, fresh: pd.DataFrame) -> ChartBlock:
    """The chart as it will be: the file's months over those that are there."""
    kept = block.observations[~block.observations["date"].isin(fresh["date"])]
    merged = pd.concat([frame for frame in (kept, fresh[list(COLUMNS)]) if len(frame)])
    return replace(block, observations=merged.sort_values("date").reset_index(drop=True))
