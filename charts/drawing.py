"""What is drawn, decided once: a result, its words and a width become elements that every renderer draws alike."""

import datetime

from charts.axes import date_axis, value_axis
from charts.elements import Axis, Drawing, Element
from charts.events import events
from charts.findings import finding, period
from charts.flags import Flags, flags
from charts.furniture import (
    AXIS,
    BARE_FOOT,
    BELOW_LINE,
    EDGE,
    LINE,
    TITLE_WIDTH,
    below,
    footnote,
    heading,
    key,
    key_markers,
    numbered_list,
    subtitle,
)
from charts.labels import earlier_means, edge_labels, edge_width, edge_words, note, note_lines
from charts.layouts import Layout, layout_for
from charts.lines import (
    centre_line,
    data_lines,
    gap_bands,
    gap_hover,
    gap_words,
    limit_lines,
    points,
    ring,
    target_line,
)
from charts.narrative import text_alternative
from charts.palette import INK, SECONDARY
from charts.plot import Plot
from charts.result import SpcResult
from charts.text_width import balanced, text_width, wrap


def draw(
    result: SpcResult,
    measure: str,
    description: str = "",
    width: float = 980,
    with_heading: bool = True,
    aside: float = 0,
    ringed: datetime.date | None = None,
    with_foot: bool = True,
) -> Drawing:
    """The whole chart at `width` pixels; `aside` are pixels kept free at the top right, `ringed` the point to find."""
    layout = layout_for(width)
    title = balanced(finding(result, measure), layout.title, min(TITLE_WIDTH, width - 2 * EDGE - aside), bold=True)
    beside = aside if layout.printed or len(title) == 1 else 0
    under = wrap(subtitle(result, description), layout.subtitle, width - 2 * EDGE - beside)
    labels = edge_labels(result, layout.phone)
    right = edge_width(labels, layout.label) + layout.label_gap + layout.label_pad if labels else 24.0
    plot = _plot(result, layout, width, right)
    over = flags(plot, events(plot), right) if plot.result.n else Flags((), 0)
    top = _top(layout, title, under, over) if with_heading else 14 + over.height
    boxed = note(plot) if result.n and result.trial else []
    unsaid = note_lines(result) if result.n and result.trial and not boxed else []
    foot, bottom = _foot(plot, over.listed, unsaid) if with_foot else ([], BARE_FOOT)
    head = heading(title, under, layout, top) if with_heading else []
    return Drawing(
        width=width,
        height=top + plot.height + bottom,
        left=layout.left,
        right=right,
        top=top,
        bottom=bottom,
        x=plot.x,
        y=plot.y,
        tick_size=layout.tick,
        elements=(*head, *_body(plot), *boxed, *ring(plot, ringed), *over.elements, *foot),
        title=tuple(title) if with_heading else (),
        text_alternative=text_alternative(result, measure),
        gap_hover=tuple(gap_hover(plot)) if result.n else (),
    )


def _plot(result: SpcResult, layout: Layout, width: float, right: float) -> Plot:
    inner = width - layout.left - right
    dates = result.column("date")
    x = date_axis(dates, period(result), inner) if dates.size else Axis(0, 1, ())
    has_gaps = bool((result.column("meaning") == "").any())
    return Plot(result, layout, inner, layout.plot_height, width, x, value_axis(result, layout, has_gaps))


def _top(layout: Layout, title: list[str], under: list[str], over: Flags) -> float:
    return 10 + len(title) * layout.title * LINE + len(under) * layout.subtitle * LINE + over.height + 28


def _body(plot: Plot) -> list[Element]:
    """From back to front."""
    if not plot.result.n:
        return [*gap_bands(plot), *gap_words(plot)]
    lines = [*limit_lines(plot), *target_line(plot), *centre_line(plot), *data_lines(plot), *points(plot)]
    words = [*gap_words(plot), *earlier_means(plot), *edge_words(plot)]
    return [*gap_bands(plot), *lines, *words]


def _foot(plot: Plot, listed: tuple[str, ...], unsaid: list[str]) -> tuple[list[Element], float]:
    """Key, numbered list and small print, with the pixels they take below the plot."""
    layout, result, across = plot.layout, plot.result, plot.figure_width - 2 * EDGE
    said, tall = key(key_markers(result), layout, plot.figure_width)
    at = AXIS + tall
    if listed:
        indent = text_width("00", layout.key, bold=True)
        lines = [wrap(text, layout.key, across - indent) for text in listed]
        said += numbered_list(lines, layout, at)
        at += sum(len(texts) for texts in lines) * BELOW_LINE + 6
    if unsaid:
        lines = wrap(" ".join(unsaid), layout.footnote, across)
        said += below(lines, "note", INK, layout, at)
        at += len(lines) * BELOW_LINE
    lines = wrap(footnote(result), layout.footnote, across) if result.n else []
    return said + below(lines, "footnote", SECONDARY, layout, at), at + len(lines) * BELOW_LINE + 10
