"""The check before anything is kept: what was understood, what it looks like as a chart, what to look at, the rows."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.series import SeriesFile
from pages._parts.clicks import pressed
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import picked
from pages._render.again_words import recalled_words
from pages._render.chart_html import chart_html
from pages._render.series_html import facts_html, look_html
from pages._render.series_rows import rows_html
from pages._render.series_words import amount, ready, summary
from pages._render.words import text
from plan_store.document import ChartBlock
from plan_store.observations import COLUMNS


def check(series: SeriesFile, preview: ChartBlock, again: str) -> None:
    """Everything that was read, as facts, as a chart and as rows; again: where this very file is already."""
    if (action := pressed()) and action.name == "unfold":
        stay()["all_rows"] = True
    first = summary(series) if series.warnings else ready(series)
    show(f'<div class="paper lead">{text(first)} <b>Nothing is saved until you confirm.</b></div>')
    _before(series, again)
    left, right = st.columns(2, gap="small")
    with left, st.container(key="card_understood", height="content" if series.warnings else "stretch"):
        facts = facts_html(series, picked().get("filters") or {}, preview.spec.unit)
        show(f'<div class="paper"><h2>What we understood</h2></div>{facts}')
    with right, st.container(key="preview"):
        show(chart_html(preview))
    if not series.warnings:
        _folded(series, preview)
        return
    with left, st.container(key="card_look"):
        show(look_html(series))
    with right, st.container(key="card_rows"):
        show(rows_html(series, preview.spec, bool(stay().get("all_rows"))))


def _before(series: SeriesFile, again: str) -> None:
    """How files of this shape were read before, and what is here of this very file."""
    if found := stay().get("recalled"):
        said = text(recalled_words(series, picked().get("filters") or {}, found))
        choose = '<button type="button" class="plain" data-action="change" data-id="">Choose again</button>'
        show(f'<div class="undo-line paper"><span>{said}</span>{choose}</div>')
    if again:
        show(f'<div class="card look paper known"><p>{text(again)}</p></div>')


def _folded(series: SeriesFile, preview: ChartBlock) -> None:
    """Where there is nothing to look at, the rows wait behind a line."""
    with st.container(key="card_rows"):
        show(
            f'<details class="chart-data"><summary>Show the {text(amount(series.observations))}</summary>'
            f"{rows_html(series, preview.spec, all_rows=True)}</details>"
        )


def after_saving(block: ChartBlock, fresh: pd.DataFrame) -> ChartBlock:
    """The chart as it will be: the file's months over those that are there."""
    kept = block.observations[~block.observations["date"].isin(fresh["date"])]
    merged = pd.concat([frame for frame in (kept, fresh[list(COLUMNS)]) if len(frame)])
    return replace(block, observations=merged.sort_values("date").reset_index(drop=True))
