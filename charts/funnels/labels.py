"""Words on a funnel: its lines named at the right, and units named beside their markers where there is room."""

import numpy as np

from charts.elements import Element, Glyph, Line, Place, Words, X, Y
from charts.funnels.dispersion import Floats
from charts.funnels.plot import FunnelPlot
from charts.funnels.result import LIMITS
from charts.funnels.words import centre_words
from charts.labels import MOVED, EdgeLabel, apart
from charts.palette import BLACK, INK, PAPER, SECONDARY, TARGET_TEXT
from charts.text_width import text_width

MOST_NAMED = 8
MOST_NAMED_ON_PHONE = 4
LONGEST = 180  # pixels a unit's name may take on the plot; longer ones are told by code
RING = 9  # pixels wider than the marker
BOUNDARY = 1e6


def edge_labels(plot: FunnelPlot, phone: bool) -> list[EdgeLabel]:
    """Both limits on either side, where they are in the picture, and the centre."""
    result = plot.result
    bold = TARGET_TEXT if result.spec.target is not None else BLACK
    labels = [EdgeLabel(result.centre, centre_words(result, label=True), bold, bold=True)]
    for column in LIMITS:
        _, values = plot.curves[column]
        if values.size:
            level = "95%" if column.endswith("_95") else "99.8%"
            side = column.split("_")[0].capitalize()
            text = f"{side} {level}" if phone else f"{side} {level} limit"
            labels.append(EdgeLabel(float(values[-1]), text, SECONDARY))
    return sorted(labels, key=lambda label: -label.value)


def edge_words(plot: FunnelPlot) -> list[Element]:
    """The labels pushed apart, each with a leader where it had to move."""
    layout, labels = plot.layout, edge_labels(plot, plot.layout.phone)
    wanted = [float(plot.down(np.array(label.value))) for label in labels]
    said: list[Element] = []
    for label, at, stands in zip(labels, wanted, apart(wanted, layout.label + 4, plot.height), strict=True):
        text, bold = ("", label.text) if label.bold else (label.text, "")
        place = Place(X(1, px=layout.label_gap), Y(1, px=stands))
        said.append(Words("edge label", place, text, layout.label, label.colour, bold=bold))
        if abs(stands - at) > MOVED:
            ends = (Place(X(1), Y(1, px=at)), Place(X(1, px=layout.label_gap - 2), Y(1, px=stands)))
            said.append(Line("leader", ends, "leader"))
    return said


def unit_words(plot: FunnelPlot, highlight: str) -> list[Element]:
    """The unit that is looked for in a ring and by name; the few beyond the 99.8% limits where words cover nothing."""
    points, own = plot.result.points, plot.result.place(highlight)
    z = np.abs(points["z"].to_numpy())
    beyond = [at for at in np.argsort(-z, kind="stable").tolist() if points["flag"].iloc[at] == "beyond" and at != own]
    most = MOST_NAMED_ON_PHONE if plot.layout.phone else MOST_NAMED
    said: list[Element] = []
    taken: list[tuple[float, float, float, float]] = []
    for at in ([] if own is None else [own]) + (beyond if len(beyond) <= most else []):
        words = _label(plot, at, at == own, taken)
        said += [_ring(plot, at)] if at == own else []
        said += [words] if words else []
    return said


def marker_of(plot: FunnelPlot, at: int) -> str:
    """A unit's key in palette.MARKERS."""
    flag = plot.result.points["flag"].iloc[at]
    return flag if flag == "inside" else f"{flag}_{'high' if plot.result.points['side'].iloc[at] > 0 else 'low'}"


def _ring(plot: FunnelPlot, at: int) -> Element:
    size = plot.layout.marker_size(marker_of(plot, at), plot.result.n) + RING
    return Glyph("highlight", "circle", _beside(plot, at, 0, 0), size, "none", INK, 2)


def _beside(plot: FunnelPlot, at: int, dx: float, dy: float) -> Place:
    """Pixels right of and below a unit, so that it stays there when the plot is stretched."""
    size = float(plot.result.points["denominator"].iloc[at])
    return Place(X(size, numbered=True, px=dx), Y(1, px=float(plot.units[at, 1]) + dy))


def _label(plot: FunnelPlot, at: int, own: bool, taken: list[tuple[float, float, float, float]]) -> Words | None:
    """A unit's name at the place that covers least; none where it would cover another name or a unit."""
    row, size = plot.result.points.iloc[at], plot.layout.label
    short = plot.layout.phone or text_width(row["name"], size, own) > LONGEST
    text = row["unit"] if short else row["name"]
    wide, high = text_width(text, size, own), size + 3
    gap = plot.layout.marker_size(marker_of(plot, at), plot.result.n) / 2 + (RING / 2 + 7 if own else 4)
    dx, dy = _candidates(wide, high, (gap, gap + 9, gap + 20) if own else (gap, gap + 5))
    left, top = plot.units[at, 0] + dx, plot.units[at, 1] + dy - high / 2
    cost = _cost(plot, left, top, wide, high, taken) + np.arange(dx.size) * 0.01
    best = int(np.argmin(cost))
    if cost[best] >= (BOUNDARY if own else 100):
        return None
    taken.append((float(left[best]), float(top[best]), wide, high))
    place = _beside(plot, at, float(dx[best]), float(dy[best]))
    plain, bold = ("", text) if own else (text, "")
    return Words("unit label", place, plain, size, INK, bold=bold, ground=PAPER)


def _candidates(wide: float, high: float, gaps: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Pixels from a unit to a label's left edge and middle: right, left, above, below, then further away."""
    places = []
    for away in gaps:
        places += [(away, 0), (-away - wide, 0), (-wide / 2, -away - high / 2), (-wide / 2, away + high / 2)]
        slope = away * 0.7
        for side in (slope, -slope - wide):
            places += [(side, -slope - high / 3), (side, slope + high / 3)]
    found = np.array(places)
    return found[:, 0], found[:, 1]


def _cost(plot: FunnelPlot, left: Floats, top: Floats, wide: float, high: float, taken: list) -> Floats:
    """Off the plot, on another name, on a unit, on a line; in falling order."""
    cost = _covered(plot.units, left - 6, top - 5, wide + 12, high + 10) * 100
    cost += _covered(plot.line_samples, left - 1, top, wide + 2, high)
    for x, y, w, h in taken:
        cost += ((left < x + w + 4) & (left + wide + 4 > x) & (top < y + h) & (top + high > y)) * 10000.0
    outside = (left < 2) | (left + wide > plot.width - 2) | (top < 0) | (top + high > plot.height - 2)
    return cost + outside * BOUNDARY


def _covered(samples: Floats, left: Floats, top: Floats, wide: float, high: float) -> Floats:
    x, y = samples[:, 0], samples[:, 1]
    inside = (x >= left[:, None]) & (x <= left[:, None] + wide) & (y >= top[:, None]) & (y <= top[:, None] + high)
    return inside.sum(axis=1).astype(float)
