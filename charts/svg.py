"""A chart as one self-contained SVG, for pages, print and Word: real text, no scripts, nothing fetched."""

import datetime
from functools import singledispatch
from html import escape

from charts.drawing import draw
from charts.elements import Box, Drawing, Element, Glyph, Line, Place, Points, Words
from charts.icons import assurance_icon, variation_icon
from charts.layouts import Layout, layout_for
from charts.palette import DATA_LINE, FONT, GRIDLINE, MARKERS, PAPER, SECONDARY, STROKES
from charts.result import SpcResult
from charts.shapes import strokes

STRETCH = 1.2  # how far a picture may be stretched beyond the width it was laid out for
BASELINE = 0.355  # of the font size, from the middle of a line to its baseline
ICON = 52


def spc_svg(
    result: SpcResult,
    measure: str,
    description: str = "",
    width: int = 680,
    heading: bool = True,
    icons: bool = False,
    ringed: datetime.date | None = None,
    foot: bool = True,
) -> str:
    """The chart laid out for `width` pixels.

    `icons` puts both at the top right, as exports want them. `ringed` rings the point of a day; without its foot a
    chart has no key and no small print.
    """
    drawn = icon_row(result, width) if icons and heading and width >= 640 else ""
    aside = 2 * ICON + 28 if drawn else 0
    return picture(draw(result, measure, description, width, heading, aside, ringed, foot), drawn)


def picture(drawing: Drawing, over: str = "") -> str:
    """A drawing of any kind as SVG, with `over` on top of it."""
    layout = layout_for(drawing.width)
    parts = [f'<rect width="{_n(drawing.width)}" height="{_n(drawing.height)}" fill="{PAPER}"/>']
    bands = [element for element in drawing.elements if isinstance(element, Box) and element.role == "gap band"]
    parts += [render(element, drawing, layout) for element in bands]
    parts += _gridlines(drawing)
    parts += [render(element, drawing, layout) for element in drawing.elements if element not in bands]
    parts += _across_axis(drawing)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(drawing.text_alternative)}" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" width="100%" '
        f'style="max-width:{round(drawing.width * STRETCH)}px;height:auto;display:block" font-family="{FONT}">'
        f"{''.join(parts)}{over}</svg>"
    )


def icon_row(result: SpcResult, width: float) -> str:
    """Both icons side by side at the top right; empty where there are none."""
    found = [icon for icon in (variation_icon(result, ICON), assurance_icon(result, ICON)) if icon]
    placed = []
    for number, icon in enumerate(reversed(found)):
        x = width - 8 - ICON - number * (ICON + 6)
        placed.append(f'<g transform="translate({_n(x)} 8)">{icon}</g>')
    return "".join(placed)


def _n(value: float) -> str:
    """A coordinate to a hundredth of a pixel."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _at(drawing: Drawing, place: Place) -> tuple[str, str]:
    x, y = drawing.pixels(place)
    return _n(x), _n(y)


@singledispatch
def render(element: Element, drawing: Drawing, layout: Layout) -> str:
    """One element as SVG."""
    raise TypeError(f"No way to draw {element!r}")


@render.register
def _(element: Line, drawing: Drawing, layout: Layout) -> str:
    stroke = STROKES[element.stroke]
    points = " ".join(",".join(_at(drawing, place)) for place in element.places)
    dash = f' stroke-dasharray="{" ".join(_n(d) for d in stroke.dash)}"' if stroke.dash else ""
    width = _n(layout.stroke_width(element.stroke))
    return f'<polyline points="{points}" fill="none" stroke="{stroke.colour}" stroke-width="{width}"{dash}/>'


@render.register
def _(element: Points, drawing: Drawing, layout: Layout) -> str:
    marker = MARKERS[element.marker]
    fill = PAPER if element.hollow else marker.fill
    width = 1 if layout.phone else 1.25
    drawn = "".join(_shape(marker.shape, element.size, *drawing.pixels(place)) for place in element.places)
    return f'<g fill="{fill}" stroke="{marker.edge}" stroke-width="{width}">{drawn}</g>'


@render.register
def _(element: Glyph, drawing: Drawing, layout: Layout) -> str:
    x, y = drawing.pixels(element.place)
    drawn = _shape(element.shape, element.size, x, y)
    return f'<g fill="{element.fill}" stroke="{element.edge}" stroke-width="{_n(element.edge_width)}">{drawn}</g>'


@render.register
def _(element: Box, drawing: Drawing, layout: Layout) -> str:
    (left, top), (right, bottom) = drawing.pixels(element.first), drawing.pixels(element.second)
    edge = f' stroke="{element.edge}"' if element.edge else ""
    size = f'width="{_n(right - left)}" height="{_n(bottom - top)}"'
    return f'<rect x="{_n(left)}" y="{_n(top)}" {size} fill="{element.fill}"{edge}/>'


@render.register
def _(element: Words, drawing: Drawing, layout: Layout) -> str:
    x, y = drawing.pixels(element.place)
    bold = f'<tspan font-weight="bold">{escape(element.bold)}</tspan>' if element.bold else ""
    anchor = f' text-anchor="{element.anchor}"' if element.anchor != "start" else ""
    text = (
        f'<text x="{_n(x)}" y="{_n(y + BASELINE * element.size)}" font-size="{_n(element.size)}" '
        f'fill="{element.colour}"{anchor}>{bold}{escape(element.text)}</text>'
    )
    return _ground(element, x, y) + text


def _ground(element: Words, x: float, y: float) -> str:
    if not element.ground:
        return ""
    width, height = element.width + 6, element.size + 5
    left = x - 3 - {"start": 0.0, "middle": element.width / 2, "end": element.width}[element.anchor]
    size = f'width="{_n(width)}" height="{_n(height)}"'
    return f'<rect x="{_n(left)}" y="{_n(y - height / 2)}" {size} fill="{element.ground}" fill-opacity="0.86"/>'


def _shape(shape: str, size: float, x: float, y: float) -> str:
    if shape == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(size / 2)}"/>'
    drawn = "".join(
        "M" + "L".join(f"{_n(x + dx)} {_n(y + dy)}" for dx, dy in stroke) + ("Z" if closed else "")
        for stroke, closed in strokes(shape, size)
    )
    return f'<path d="{drawn}" stroke-linejoin="round"/>'


def _gridlines(drawing: Drawing) -> list[str]:
    left, right = drawing.left, drawing.width - drawing.right
    drawn = []
    for tick in drawing.y.ticks:
        y = drawing.value_pixels(tick.at)
        drawn.append(f'<path d="M{_n(left)} {_n(y)}H{_n(right)}" stroke="{GRIDLINE}"/>')
        drawn.append(_tick_text(left - 6, y, tick.label, drawing.tick_size, "end"))
    return drawn


def _across_axis(drawing: Drawing) -> list[str]:
    foot, size = drawing.height - drawing.bottom, drawing.tick_size
    path = f"M{_n(drawing.left)} {_n(foot)}H{_n(drawing.width - drawing.right)}"
    path += "".join(f"M{_n(drawing.day_pixels(at))} {_n(foot)}v4" for at in drawing.x.minor)
    path += "".join(f"M{_n(drawing.day_pixels(tick.at))} {_n(foot)}v7" for tick in drawing.x.ticks)
    drawn = [f'<path d="{path}" fill="none" stroke="{DATA_LINE}"/>']
    for tick in drawing.x.ticks:
        x = drawing.day_pixels(tick.at)
        drawn.append(_tick_text(x, foot + 18, tick.label, size, "middle"))
        if tick.second:
            drawn.append(_tick_text(x, foot + 18 + size * 1.3, tick.second, size, "middle"))
    return drawn


def _tick_text(x: float, y: float, text: str, size: float, anchor: str) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y + BASELINE * size)}" font-size="{_n(size)}" fill="{SECONDARY}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
