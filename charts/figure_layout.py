"""The frame of a Plotly figure: margins, fonts, hover box and axes as plain dicts."""

from typing import Any

import numpy as np

from charts.elements import Drawing, X
from charts.palette import DATA_LINE, FONT, GRIDLINE, INK, PAPER, SECONDARY

AXIS_LINE: dict[str, Any] = {
    "tickmode": "array",
    "ticks": "outside",
    "ticklen": 7,
    "tickcolor": DATA_LINE,
    "tickangle": 0,
    "showgrid": False,
    "zeroline": False,
    "showline": True,
    "linecolor": DATA_LINE,
    "fixedrange": True,
}


def figure_layout(drawing: Drawing) -> dict[str, Any]:
    """Everything but shapes and annotations."""
    margin = {"l": drawing.left, "r": drawing.right, "t": drawing.top, "b": drawing.bottom, "pad": 0}
    return {
        "height": round(drawing.height),
        "margin": {side: round(pixels, 2) for side, pixels in margin.items()} | {"autoexpand": False},
        "font": {"family": FONT, "size": drawing.tick_size, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverdistance": 40,
        "hoverlabel": {
            "bgcolor": PAPER,
            "bordercolor": INK,
            "align": "left",
            "font": {"family": FONT, "size": 14, "color": INK},
        },
        "meta": {"title": " ".join(drawing.title), "text_alternative": drawing.text_alternative},
        "xaxis": _date_axis(drawing) if drawing.x.dated else _number_axis(drawing),
        "yaxis": _value_axis(drawing),
    }


def _date_axis(drawing: Drawing) -> dict[str, Any]:
    ticks = drawing.x.ticks
    return AXIS_LINE | {
        "type": "date",
        "range": [when(drawing.x.low), when(drawing.x.high)],
        "tickvals": [when(tick.at) for tick in ticks],
        "ticktext": [f"{tick.label}<br>{tick.second}" if tick.second else tick.label for tick in ticks],
        "minor": {
            "tickmode": "array",
            "tickvals": [when(day) for day in drawing.x.minor],
            "ticks": "outside",
            "ticklen": 4,
            "tickcolor": DATA_LINE,
        },
        "tickfont": _tick_font(drawing),
    }


def _number_axis(drawing: Drawing) -> dict[str, Any]:
    ticks = drawing.x.ticks
    return AXIS_LINE | {
        "type": "linear",
        "range": [drawing.x.low, drawing.x.high],
        "tickvals": [tick.at for tick in ticks],
        "ticktext": [tick.label for tick in ticks],
        "tickfont": _tick_font(drawing),
    }


def _tick_font(drawing: Drawing) -> dict[str, Any]:
    return {"family": FONT, "size": drawing.tick_size, "color": SECONDARY}


def _value_axis(drawing: Drawing) -> dict[str, Any]:
    return {
        "range": [drawing.y.low, drawing.y.high],
        "tickmode": "array",
        "tickvals": [tick.at for tick in drawing.y.ticks],
        "ticktext": [tick.label for tick in drawing.y.ticks],
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": PAPER,
        "tickfont": _tick_font(drawing),
        "gridcolor": GRIDLINE,
        "gridwidth": 1,
        "showgrid": True,
        "zeroline": False,
        "fixedrange": True,
    }


def when(day: float) -> str:
    """A day since 1970 as Plotly reads dates."""
    return str(np.datetime64(round(day * 86400), "s")).replace("T", " ")


def across(x: X) -> str | float:
    """Where an element lies, as Plotly reads it: a date, a number or a fraction of the plot's width."""
    return when(x.at) if x.dated else x.at
