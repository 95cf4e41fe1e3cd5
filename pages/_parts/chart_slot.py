"""A chart on the screen: it answers to the pointer, and its words, its reasons and its numbers stand with it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts import analyse
from charts.figure import spc_figure
from charts.narrative import text_alternative
from charts.result import SpcResult
from pages._parts.show import show
from pages._render.chart_html import data_table_html, print_chart_html, verdicts_html, why_html
from plan_store.document import ChartBlock

# Laid out for the narrowest width that each may have: a layout may be stretched, never squeezed.
WIDTHS = {"narrow": 320, "wide": 640}
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "responsive": True}


def chart_slot(block: ChartBlock, key: str) -> DeltaGenerator:
    """The chart, both verdicts, why points are coloured, and the data; on paper the picture and nothing to press.

    The slot is returned, so that a page can add to it.
    """
    result = analyse(block.observations, block.spec)
    slot = st.container(key=f"slot_{key}")
    with slot:
        if result.last is not None:
            _figures(block, result, key)
        show(f'<div class="screen-only">{verdicts_html(result)}</div>')
        show(f'<div class="print-only">{print_chart_html(block)}</div>')
        with st.expander("Why this colour?"):
            show(why_html(result))
        with st.expander("Show the data"):
            show(data_table_html(result, block.title))
    return slot


def _figures(block: ChartBlock, result: SpcResult, key: str) -> None:
    """The same chart in two layouts; the stylesheet shows the one that fits the slot."""
    for name, width in WIDTHS.items():
        with st.container(key=f"slot_{name}_{key}"):
            st.plotly_chart(
                spc_figure(result, block.title, block.description, width=width),
                theme=None,
                config=CONFIG,
                alt=text_alternative(result, block.title),
                key=f"figure_{name}_{key}",
            )
