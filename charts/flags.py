"""Flags over the plot: poles, and words placed so that nothing overlaps, else numbers and a list."""

from dataclasses import dataclass

from charts.elements import Element, Glyph, Line, Place, Words, X, Y
from charts.events import Event
from charts.flag_search import LEFT, Placed, Room, arrange
from charts.layouts import Layout
from charts.palette import INK, PAPER
from charts.plot import Plot

FIRST = 17  # pixels from the plot's top up to the middle of the lowest lane
REBASE_LANE = 20
LINE = 15
FLAG = 11
FROM_POLE = 12
CIRCLE = 18
CIRCLES_APART = 21
CIRCLE_LANE = 22


@dataclass(frozen=True)
class Flags:
    """What stands over the plot, how many pixels it takes, and the list to print below it when flags are numbers."""

    elements: tuple[Element, ...]
    height: float
    listed: tuple[str, ...] = ()


def flags(plot: Plot, found: list[Event], right: float) -> Flags:
    """Words where the room allows, numbers on a phone, for more than five, and where words would overlap."""
    if not found:
        return Flags((), 0)
    if not plot.layout.phone:
        room = Room(plot.layout, -plot.layout.left + 6, plot.width + right - 6)
        placed = arrange(found, room)
        if placed is not None:
            return _worded(placed, plot.layout)
    return _numbered(plot, found)


def _pole(event: Event, top: float) -> Line:
    x = X(event.day, dated=True)
    role, stroke = ("rebase", "rebase") if event.rebase else ("event", "event")
    return Line(role, (Place(x, Y(1, px=top)), Place(x, Y(0))), stroke)


def _worded(placed: list[Placed], layout: Layout) -> Flags:
    lanes = 1 + max((one.lane for one in placed if not one.event.rebase), default=-1)
    below = lanes * layout.lane
    poles, signs = [], []
    highest = 0.0
    for one in placed:
        last = -FIRST - (below + one.lane * REBASE_LANE if one.event.rebase else one.lane * layout.lane)
        first = last - (len(one.lines) - 1) * LINE
        poles.append(_pole(one.event, first - FLAG / 2 * 0.75))
        signs += _words(one, first, layout.flag)
        highest = min(highest, first)
    return Flags((*poles, *signs), -highest + FIRST - 8)


def _words(one: Placed, first: float, size: float) -> list[Element]:
    way = -1 if one.side == LEFT else 1
    shape = "flag-left" if one.side == LEFT else "flag-right"
    at = X(one.event.day, dated=True)
    fill = INK if one.event.rebase else PAPER
    said: list[Element] = [Glyph("flag", shape, Place(at, Y(1, px=first)), FLAG, fill, INK, 1)]
    x = X(one.event.day, dated=True, px=way * FROM_POLE)
    anchor = "end" if one.side == LEFT else "start"
    for number, line in enumerate(one.lines):
        bold = one.bold if number == 0 else ""
        place = Place(x, Y(1, px=first + number * LINE))
        said.append(Words("flag", place, line, size, INK, bold=bold, anchor=anchor))
    return said


def _numbered(plot: Plot, found: list[Event]) -> Flags:
    ends: list[float] = []
    poles, signs, listed = [], [], []
    for number, event in enumerate(found, start=1):
        lane = next((k for k, end in enumerate(ends) if event.across - end >= CIRCLES_APART), len(ends))
        ends[lane : lane + 1] = [event.across]
        middle = -CIRCLE / 2 - 3 - lane * CIRCLE_LANE
        place = Place(X(event.day, dated=True), Y(1, px=middle))
        poles.append(_pole(event, middle))
        fill, colour = (INK, PAPER) if event.rebase else (PAPER, INK)
        signs.append(Glyph("flag", "circle", place, CIRCLE, fill, INK, 1.25))
        signs.append(Words("flag number", place, "", plot.layout.flag, colour, bold=str(number), anchor="middle"))
        listed.append(event.listed(plot))
    return Flags((*poles, *signs), len(ends) * CIRCLE_LANE + 2, tuple(listed))
