"""What is drawn of a funnel, decided once from the same parts as any chart."""

from dataclasses import replace

from charts.counting import capital
from charts.elements import Drawing, Element, Glyph, Line, Place, Points, Words, X, Y, on_numbers
from charts.funnels.labels import edge_labels, edge_words, marker_of, unit_words
from charts.funnels.plot import FunnelPlot
from charts.funnels.result import FunnelResult
from charts.funnels.words import (
    finding,
    footnote,
    limit_words,
    place_words,
    subtitle,
    text_alternative,
    value_words,
)
from charts.furniture import AXIS, BELOW_LINE, EDGE, LINE, TITLE_WIDTH, below, heading, key
from charts.labels import edge_width
from charts.layouts import Layout, layout_for
from charts.palette import MARKERS, SECONDARY
from charts.text_width import balanced, wrap

FUNNEL_MARKERS = tuple(name for name in MARKERS if name == "inside" or name.startswith(("between", "beyond")))
AXIS_TITLE = 39  # pixels below the plot
BELOW_TITLE = 10  # pixels by which the key stands lower than under months


def draw_funnel(
    result: FunnelResult,
    measure: str,
    description: str = "",
    across: str = "Denominator",
    noun: str = "trust",
    highlight: str = "",
    width: float = 980,
    with_heading: bool = True,
) -> Drawing:
    """The whole funnel at `width` pixels; `across` names the axis, `highlight` is a unit to point out."""
    layout = layout_for(width)
    plot = _plot(result, layout, width)
    title = balanced(finding(result, noun), layout.title, min(TITLE_WIDTH, width - 2 * EDGE), bold=True)
    under = wrap(subtitle(result, measure, description, highlight), layout.subtitle, width - 2 * EDGE)
    top = 14.0
    if with_heading:
        top = 10 + len(title) * layout.title * LINE + len(under) * layout.subtitle * LINE + 28
    foot, bottom = _foot(plot, across, noun, width)
    head = heading(title, under, layout, top) if with_heading else []
    return Drawing(
        width=width,
        height=top + plot.height + bottom,
        left=layout.left,
        right=width - layout.left - plot.width,
        top=top,
        bottom=bottom,
        x=plot.x,
        y=plot.y,
        tick_size=layout.tick,
        elements=(*head, *_lines(plot), *_units(plot), *edge_words(plot), *unit_words(plot, highlight), *foot),
        title=tuple(title) if with_heading else (),
        text_alternative=text_alternative(result, measure, noun, highlight),
    )


def _plot(result: FunnelResult, layout: Layout, width: float) -> FunnelPlot:
    """The labels at the right decide how wide the plot is; which there are does not depend on it."""
    tried = FunnelPlot(result, layout, width - layout.left, layout.plot_height)
    right = edge_width(edge_labels(tried, layout.phone), layout.label) + layout.label_gap + layout.label_pad
    return FunnelPlot(result, layout, width - layout.left - right, layout.plot_height)


def _lines(plot: FunnelPlot) -> list[Element]:
    drawn: list[Element] = []
    for column, (sizes, values) in plot.curves.items():
        places = tuple(on_numbers(float(n), float(value)) for n, value in zip(sizes, values, strict=True))
        stroke = "near_limit" if column.endswith("_95") else "limit"
        drawn += [Line(column.replace("_", " "), places, stroke)] if len(places) > 1 else []
    ends = (on_numbers(plot.x.low, plot.result.centre), on_numbers(plot.x.high, plot.result.centre))
    role = "target" if plot.result.spec.target is not None else "centre"
    return [*drawn, Line(role, ends, role)]


def _units(plot: FunnelPlot) -> list[Element]:
    """One group a marker, those furthest out on top."""
    groups: dict[str, list[int]] = {name: [] for name in FUNNEL_MARKERS}
    for at in range(plot.result.n):
        groups[marker_of(plot, at)].append(at)
    return [_group(plot, name, where) for name, where in groups.items() if where]


def _group(plot: FunnelPlot, marker: str, where: list[int]) -> Points:
    rows = plot.result.points.iloc[where]
    places = zip(rows["denominator"].to_numpy(), rows["value"].to_numpy(), strict=True)
    return Points(
        marker=marker,
        size=plot.layout.marker_size(marker, plot.result.n),
        places=tuple(on_numbers(float(n), float(value)) for n, value in places),
        hover=tuple(_hover(plot.result, at) for at in where),
    )


def _hover(result: FunnelResult, at: int) -> tuple[str, ...]:
    name = str(result.points["name"].iloc[at])
    return (name, value_words(result, at), capital(place_words(result, at)), *limit_words(result, at))


def _foot(plot: FunnelPlot, across: str, noun: str, width: float) -> tuple[list[Element], float]:
    """The axis' name, key and small print, with the pixels they take below the plot."""
    layout = plot.layout
    found = {marker_of(plot, at) for at in range(plot.result.n)}
    signs, tall = key([name for name in FUNNEL_MARKERS if name in found], layout, width)
    said = [_lower(element, BELOW_TITLE) for element in signs]
    at = AXIS + tall + BELOW_TITLE
    middle = Place(X(0.5), Y(0, px=AXIS_TITLE))
    said.append(Words("axis title", middle, across, layout.tick, SECONDARY, anchor="middle"))
    lines = wrap(footnote(plot.result, noun), layout.footnote, width - 2 * EDGE)
    return said + below(lines, "footnote", SECONDARY, layout, at), at + len(lines) * BELOW_LINE + 10


def _lower(element: Element, px: float) -> Element:
    """A sign or word of the key, further down."""
    if not isinstance(element, Glyph | Words):
        return element
    return replace(element, place=Place(element.place.x, Y(element.place.y.at, px=element.place.y.px + px)))
