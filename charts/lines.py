"""What the plot itself shows: gap bands, limits, centre line, target, the data and its points."""

import datetime
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from charts.elements import Box, Element, Glyph, Line, Place, Points, Words, X, Y, on_axes
from charts.narrative import hover_lines
from charts.palette import GAP_BAND, INK, MARKERS, marker_key
from charts.plot import Plot
from charts.shown import targets
from charts.text_width import text_width

RING, RING_PHONE = 28, 22  # pixels across
FOOT = 9  # pixels from the plot's foot to the middle of a gap's word


def gap_bands(plot: Plot) -> list[Element]:
    """A band over every stretch of gaps."""
    half = plot.period.days / 2
    return [
        Box(
            "gap band",
            Place(X(max(plot.day[low] - half, plot.x.low), dated=True), Y(1)),
            Place(X(min(plot.day[high] + half, plot.x.high), dated=True), Y(0)),
            GAP_BAND,
        )
        for low, high in gap_stretches(plot)
    ]


def gap_stretches(plot: Plot) -> list[tuple[int, int]]:
    """First and last position of every stretch of gaps."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], plot.gaps, [0]))))
    return [(int(low), int(high) - 1) for low, high in zip(edges[::2], edges[1::2], strict=True)]


def gap_words(plot: Plot) -> list[Element]:
    """'Suppressed' or 'No data' at the foot of each gap; a cross on a phone and where words would meet."""
    size = plot.layout.label - 1
    middles = [float(plot.across((plot.day[low] + plot.day[high]) / 2)) for low, high in gap_stretches(plot)]
    words = ["Suppressed" if suppressed(plot, low, high) else "No data" for low, high in gap_stretches(plot)]
    halves = [text_width(word, size) / 2 + 4 for word in words]
    lefts = [min(max(m - h, 0), plot.width - 2 * h) for m, h in zip(middles, halves, strict=True)]
    meet = any(a + 2 * h > b for (a, h), (b, _) in pairwise(zip(lefts, halves, strict=True)))
    said: list[Element] = []
    for (low, high), word, middle, left, half in zip(gap_stretches(plot), words, middles, lefts, halves, strict=True):
        x = X((plot.day[low] + plot.day[high]) / 2, dated=True)
        if plot.layout.phone or meet:
            said.append(Glyph("gap", "cross", Place(x, Y(0, px=-FOOT)), 7, "none", INK))
        else:
            moved = X(x.at, dated=True, px=left + half - middle)
            said.append(Words("gap", Place(moved, Y(0, px=-FOOT)), word, size, INK, anchor="middle", ground=GAP_BAND))
    return said


def suppressed(plot: Plot, low: int, high: int) -> bool:
    """Whether every gap of a stretch is suppressed."""
    return bool((plot.result.column("status")[low : high + 1] == "suppressed").all())


def limit_lines(plot: Plot) -> list[Element]:
    """Both limits of every segment; where they differ from point to point, steps that break at gaps."""
    lines: list[Element] = []
    for name in ("upl", "lpl"):
        limit = plot.result.column(name)
        for part, (low, high) in zip(plot.result.segments, pairwise(plot.boundaries), strict=True):
            values = limit[part][np.isfinite(limit[part])]
            if values.size and np.ptp(values) == 0:
                lines.append(Line("limit", (on_axes(low, values[0]), on_axes(high, values[0])), "limit"))
            elif values.size:
                lines += [Line("limit", places, "stepped_limit") for places in _steps(plot, limit, part)]
    return lines


def _steps(plot: Plot, limit: np.ndarray, part: slice) -> Iterator[tuple[Place, ...]]:
    """A level for every point, from halfway to the one before to halfway to the one after; broken at gaps."""
    half = plot.period.days / 2
    for stretch in plot.limited:
        inside = np.array([at for at in stretch if part.start <= at < part.stop and np.isfinite(limit[at])], dtype=int)
        if inside.size:
            day = plot.day[inside]
            between = (day[1:] + day[:-1]) / 2
            first = max(day[0] - half, plot.x.low, *(edge for edge in plot.boundaries if edge < day[0]))
            last = min(day[-1] + half, plot.x.high, *(edge for edge in plot.boundaries if edge > day[-1]))
            lows, highs = np.concatenate(([first], between)), np.concatenate((between, [last]))
            yield tuple(
                on_axes(edge, limit[at]) for at, *edges in zip(inside, lows, highs, strict=True) for edge in edges
            )


def centre_line(plot: Plot) -> list[Element]:
    """One line with a riser at every rebase; dotted where limits fixed earlier are carried on."""
    solid: list[Place] = []
    dotted: list[Element] = []
    centre, fixed = plot.result.column("centre"), plot.result.spec.fix_first
    for part, (low, high) in zip(plot.result.segments, pairwise(plot.boundaries), strict=True):
        level = float(centre[part.start])
        if not np.isfinite(level):
            continue
        end = high
        if fixed and part.stop - part.start > fixed:
            end = float(plot.day[part.start + fixed - 1] + plot.day[part.start + fixed]) / 2
            dotted.append(Line("centre", (on_axes(end, level), on_axes(high, level)), "carried"))
        solid += [on_axes(low, level), on_axes(end, level)]
        if end != high:
            dotted.append(Line("centre", tuple(solid), "centre"))
            solid = []
    return [*dotted, Line("centre", tuple(solid), "centre")] if solid else dotted


def target_levels(plot: Plot) -> list[tuple[float, float, float]]:
    """From where to where each target holds, in days, and its value; a change lies halfway between two points."""
    target = targets(plot.result)
    if not plot.result.spec.targets:
        target = target[:1]
    none = np.isnan(target)
    changes = np.flatnonzero((target[1:] != target[:-1]) & ~(none[1:] & none[:-1])) + 1
    edges = [plot.x.low, *((plot.day[at - 1] + plot.day[at]) / 2 for at in changes), plot.x.high]
    levels = target[[0, *changes]] if target.size else target
    held = zip(pairwise(edges), levels.tolist(), strict=True)
    return [(float(low), float(high), level) for (low, high), level in held if np.isfinite(level)]


def target_line(plot: Plot) -> list[Element]:
    """The target, right across; one line with a step where it changes, broken where there is none."""
    lines: list[list[Place]] = []
    end = None
    for low, high, level in target_levels(plot):
        if low != end:
            lines.append([])
        lines[-1] += [on_axes(low, level), on_axes(high, level)]
        end = high
    return [Line("target", tuple(places), "target") for places in lines]


def data_lines(plot: Plot) -> list[Element]:
    """The data, broken at gaps."""
    return [
        Line("data", tuple(on_axes(plot.day[at], plot.value[at]) for at in stretch), "data")
        for stretch in plot.stretches
        if stretch.size > 1
    ]


def points(plot: Plot) -> list[Element]:
    """Every value with the marker of its meaning, special causes in front."""
    meaning, side = plot.result.column("meaning"), plot.result.column("side")
    hollow, ghosted = plot.result.column("status") == "provisional", plot.result.column("ghosted")
    groups: dict[tuple[str, bool], list[int]] = {}
    for at in np.flatnonzero(plot.present).tolist():
        marker = "ghosted" if ghosted[at] else marker_key(meaning[at], side[at])
        groups.setdefault((marker, bool(hollow[at] and not ghosted[at])), []).append(at)
    return [
        Points(
            key,
            plot.layout.marker_size(key, plot.result.n),
            tuple(on_axes(plot.day[at], plot.value[at]) for at in where),
            tuple(hover_lines(plot.result, at) for at in where),
            hollow=is_hollow,
        )
        for (key, is_hollow), where in sorted(groups.items(), key=lambda group: list(MARKERS).index(group[0][0]))
    ]


def ring(plot: Plot, day: datetime.date | None) -> list[Element]:
    """A ring round the point of a day; nothing where that day has no value."""
    at = np.flatnonzero(plot.present & (plot.day == np.datetime64(day, "D").astype(float))) if day else ()
    size = RING_PHONE if plot.layout.phone else RING
    return [Glyph("ring", "circle", on_axes(plot.day[one], plot.value[one]), size, "none", INK, 2) for one in at]


def gap_hover(plot: Plot) -> list[tuple[float, tuple[str, ...]]]:
    """For every gap its day and what is said of it."""
    status, date = plot.result.column("status"), plot.result.column("date")
    return [
        (float(plot.day[at]), (plot.period.name(date[at]), "Suppressed" if status[at] == "suppressed" else "No data"))
        for at in np.flatnonzero(plot.gaps).tolist()
    ]
