"""The check before anything is kept: what was understood, what it looks like as a chart, what to look at, the rows."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, picked
from pages._render.chart_html import chart_html
from pages._render.series_html import facts_html, look_html
from pages._render.series_rows import rows_html
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
    rows = rows_html(series, preview.spec, bool(stay().get("all_rows")))
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card_understood", height="content" if series.warnings else "stretch"):
        facts = facts_html(series, picked().get("filters") or {}, preview.spec.unit)
        show(f'<div class="paper"><h2>What we understood</h2></div>{facts}')
    with right, st.container(key="preview"):
        show(chart_html(preview))
    if series.warnings:
        with left, st.container(key="card_look"):
            show(look_html(series))
    with right if series.warnings else st.container(), st.container(key="card_rows"):
        show(rows)


def after_saving(block: ChartBlock, fresh: pd.DataFrame) -> ChartBlock:
    """The chart as it will be: the file's months over those that are there."""
    kept = block.observations[~block.observations["date"].isin(fresh["date"])]
    merged = pd.concat([frame for frame in (kept, fresh[list(COLUMNS)]) if len(frame)])
    return replace(block, observations=merged.sort_values("date").reset_index(drop=True))
