"""A funnel as a picture and as a Plotly figure: the renderers of every other chart, given its drawing."""

from typing import Any

from charts.figure import plotly
from charts.funnels.drawing import draw_funnel
from charts.funnels.result import FunnelResult
from charts.layouts import layout_for
from charts.svg import picture


def funnel_svg(
    result: FunnelResult,
    measure: str,
    description: str = "",
    across: str = "Denominator",
    noun: str = "trust",
    highlight: str = "",
    width: int = 680,
    heading: bool = True,
) -> str:
    """One self-contained <svg role="img"> with the text alternative as its name.

    measure and description are the subtitle ("Severe haemorrhage", "Percentage of births, 2025/26"); across names the
    axis of sizes ("Number of births"); noun says what is compared, in the singular; highlight is a unit to point out.
    """
    return picture(draw_funnel(result, measure, description, across, noun, highlight, width, heading))


def funnel_figure(
    result: FunnelResult,
    measure: str,
    description: str = "",
    across: str = "Denominator",
    noun: str = "trust",
    highlight: str = "",
    width: int = 980,
    heading: bool = True,
) -> dict[str, Any]:
    """The same as a plain Plotly dict {"data": [...], "layout": {...}}, in the layout that `width` asks for."""
    wide = layout_for(width).designed_for
    return plotly(draw_funnel(result, measure, description, across, noun, highlight, wide, heading))
