"""A chart as a plain Plotly dict: no template and no validation at run time, every font said."""

from functools import singledispatch
from html import escape
from typing import Any

from charts.drawing import draw
from charts.elements import Box, Drawing, Element, Glyph, Line, Place, Points, Words, Y
from charts.figure_layout import across, figure_layout, when
from charts.layouts import Layout, layout_for
from charts.palette import FONT, MARKERS, PAPER, STROKES
from charts.result import SpcResult
from charts.shapes import strokes

Parts = dict[str, list[dict[str, Any]]]
LAYERS = {"gap band": "below"}


def spc_figure(
    result: SpcResult, measure: str, description: str = "", width: int = 980, heading: bool = True
) -> dict[str, Any]:
    """The layout that `width` asks for, which the page may stretch: {"data": [...], "layout": {...}}."""
    return plotly(draw(result, measure, description, layout_for(width).designed_for, heading))


def plotly(drawing: Drawing) -> dict[str, Any]:
    """A drawing of any kind: {"data": [...], "layout": {...}}."""
    layout = layout_for(drawing.width)
    parts: Parts = {"data": [], "shapes": [], "annotations": []}
    for element in drawing.elements:
        add(element, parts, layout)
    if drawing.gap_hover:
        parts["data"].append(_gap_trace(drawing))
    return {
        "data": parts["data"],
        "layout": figure_layout(drawing) | {"shapes": parts["shapes"], "annotations": parts["annotations"]},
    }


@singledispatch
def add(element: Element, parts: Parts, layout: Layout) -> None:
    """One element as a trace, shape or annotation."""
    raise TypeError(f"No way to draw {element!r}")


@add.register
def _(element: Line, parts: Parts, layout: Layout) -> None:
    stroke = STROKES[element.stroke]
    line: dict[str, Any] = {"color": stroke.colour, "width": layout.stroke_width(element.stroke)}
    if stroke.dash:
        line["dash"] = ",".join(f"{pixels}px" for pixels in stroke.dash)
    if all(place.x.on_axis and place.y.valued for place in element.places):
        trace = {
            "type": "scatter",
            "mode": "lines",
            "name": element.role,
            "x": [across(place.x) for place in element.places],
            "y": [place.y.at for place in element.places],
            "line": line,
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        parts["data"].append(trace)
        return
    first, second = element.places
    shape = {"type": "line", "name": element.role, "line": line}
    if first.y.at == second.y.at:
        parts["shapes"].append(shape | {"layer": "above"} | _corners(first, second))
        return
    # A pole: over the plot, where a shape between grid and data would be cut off, and within it.
    top = Place(first.x, Y(1))
    parts["shapes"].append(shape | {"layer": "above"} | _corners(first, top))
    parts["shapes"].append(shape | {"layer": "between"} | _corners(top, second))


def _corners(first: Place, second: Place) -> dict[str, Any]:
    """Both ends by pixels from one anchor where they share it, else each where it lies on the plot."""
    wide: dict[str, Any] = {"xref": "x" if first.x.on_axis else "paper"}
    ends = [across(place.x) for place in (first, second)]
    if ends[0] == ends[1]:
        wide |= {"xsizemode": "pixel", "xanchor": ends[0], "x0": first.x.px, "x1": second.x.px}
    else:
        wide |= {"x0": ends[0], "x1": ends[1]}
    return wide | _heights(first, second)


def _heights(first: Place, second: Place) -> dict[str, Any]:
    """Pixels up from the plot's top; a pole's foot is the plot's own foot."""
    if first.y.at == second.y.at:
        return {
            "yref": "paper",
            "ysizemode": "pixel",
            "yanchor": first.y.at,
            "y0": -first.y.px,
            "y1": -second.y.px,
        }
    return {"yref": "paper", "y0": first.y.at, "y1": second.y.at}


@add.register
def _(element: Points, parts: Parts, layout: Layout) -> None:
    marker = MARKERS[element.marker]
    edge = {"color": marker.edge, "width": 1 if layout.phone else 1.25}
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": marker.name,
        "x": [across(place.x) for place in element.places],
        "y": [place.y.at for place in element.places],
        "marker": {
            "symbol": marker.shape,
            "size": element.size,
            "color": marker.edge if marker.is_open else (PAPER if element.hollow else marker.fill),
            "opacity": 1,
            "line": edge,
        },
        "text": [hover_text(lines) for lines in element.hover],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    parts["data"].append(trace)


def hover_text(lines: tuple[str, ...]) -> str:
    """The date in bold, the rest below it."""
    return "<br>".join([f"<b>{escape(lines[0], quote=False)}</b>", *(escape(line, quote=False) for line in lines[1:])])


def _gap_trace(drawing: Drawing) -> dict[str, Any]:
    """Unseen marks at the foot of gaps, so that a hover says why."""
    span = drawing.y.high - drawing.y.low
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "gaps",
        "x": [when(day) for day, _ in drawing.gap_hover],
        "y": [drawing.y.low + span * 0.03] * len(drawing.gap_hover),
        "marker": {"size": 14, "opacity": 0, "color": PAPER},
        "text": [hover_text(lines) for _, lines in drawing.gap_hover],
        "hoverinfo": "text",
    }


@add.register
def _(element: Glyph, parts: Parts, layout: Layout) -> None:
    half = element.size / 2
    shape: dict[str, Any] = {
        "name": element.role,
        "fillcolor": "rgba(0,0,0,0)" if element.fill == "none" else element.fill,
        "line": {"color": element.edge, "width": element.edge_width},
        "layer": "above",
        **_anchor(element.place),
    }
    x, y = element.place.x.px, -element.place.y.px
    if element.shape == "circle":
        shape |= {"type": "circle", "x0": x - half, "x1": x + half, "y0": y - half, "y1": y + half}
    else:
        shape |= {"type": "path", "path": _path(element.shape, element.size, x, y)}
    parts["shapes"].append(shape)


def _anchor(place: Place) -> dict[str, Any]:
    return {
        "xref": "x" if place.x.on_axis else "paper",
        "yref": "y" if place.y.valued else "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": across(place.x),
        "yanchor": place.y.at,
    }


def _path(shape: str, size: float, x: float, y: float) -> str:
    """In pixels right of and above the anchor."""
    return "".join(
        "M" + "L".join(f"{x + dx:.2f},{y - dy:.2f}" for dx, dy in stroke) + ("Z" if closed else "")
        for stroke, closed in strokes(shape, size)
    )


@add.register
def _(element: Box, parts: Parts, layout: Layout) -> None:
    shape = {
        "type": "rect",
        "name": element.role,
        "fillcolor": element.fill,
        "line": {"color": element.edge or element.fill, "width": 1 if element.edge else 0},
        "layer": LAYERS.get(element.role, "above"),
    }
    parts["shapes"].append(shape | _corners(element.first, element.second))


@add.register
def _(element: Words, parts: Parts, layout: Layout) -> None:
    x, y = element.place.x, element.place.y
    bold = f"<b>{escape(element.bold, quote=False)}</b>" if element.bold else ""
    annotation: dict[str, Any] = {
        "name": element.role,
        "text": bold + escape(element.text, quote=False),
        "xref": "x" if x.on_axis else "paper",
        "x": across(x),
        "xshift": x.px,
        "yref": "paper",
        "y": y.at,
        "yshift": -y.px,
        "xanchor": {"start": "left", "middle": "center", "end": "right"}[element.anchor],
        "yanchor": "middle",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
        "font": {"family": FONT, "size": element.size, "color": element.colour},
    }
    if element.ground:
        annotation |= {"bgcolor": element.ground, "borderpad": 2, "opacity": 1}
    parts["annotations"].append(annotation)
