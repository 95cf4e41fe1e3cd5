"""Where the words of flags stand: every combination of lanes and sides is costed, and the cheapest wins."""

from dataclasses import dataclass

import numpy as np

from charts.events import Event
from charts.layouts import Layout
from charts.numbers import held
from charts.text_width import balanced, text_width, widest

MOST = 5
LANES = 3
RIGHT, LEFT = 0, 1
OPTIONS = [(lane, side) for lane in range(LANES) for side in (RIGHT, LEFT)]
FROM_POLE = 12
BETWEEN = 8
TEXT_ON_TEXT, OFF, ACROSS_REBASE, ACROSS_POLE, LANE_COST, LEFT_COST = 500.0, 1000.0, 60.0, 9.0, 1.0, 0.4
WRAP_AT = 132  # pixels, where flags take two lines


@dataclass(frozen=True)
class Room:
    """Pixels from the plot's left within which words may stand."""

    layout: Layout
    left: float
    right: float


@dataclass(frozen=True)
class Placed:
    """An event with its lane (0 lowest; rebases have their own lanes above), side and lines."""

    event: Event
    lane: int
    side: int
    lines: tuple[str, ...]
    bold: str = ""


@dataclass(frozen=True)
class _Text:
    event: Event
    lines: tuple[str, ...]
    width: float
    bold: str = ""

    def span(self, side: int) -> tuple[float, float]:
        """From where to where the words reach, with the space they keep to others."""
        at = self.event.across
        if side == LEFT:
            return at - FROM_POLE - self.width, at
        return at, at + FROM_POLE + self.width


def arrange(events: list[Event], room: Room) -> list[Placed] | None:
    """Every event with its place, or None where words would overlap or leave the picture."""
    rebases = _rebases([event for event in events if event.rebase], room)
    poles = [event.across for event in events if event.rebase]
    texts = [_text(event, room.layout) for event in events if not event.rebase]
    if rebases is None or len(texts) > MOST or any(len(text.lines) > room.layout.flag_lines for text in texts):
        return None
    if not texts:
        return rebases
    total = _total(texts, poles, room)
    best = np.unravel_index(int(np.argmin(total)), total.shape)
    if total[best] >= ACROSS_REBASE:
        return None
    chosen = [OPTIONS[int(option)] for option in best]
    placed = [Placed(text.event, lane, side, text.lines) for text, (lane, side) in zip(texts, chosen, strict=True)]
    return placed + rebases


def _text(event: Event, layout: Layout) -> _Text:
    lines = balanced(held(event.text), layout.flag, WRAP_AT) if layout.flag_lines > 1 else [event.text]
    return _Text(event, tuple(lines), widest(lines, layout.flag))


def _rebases(events: list[Event], room: Room) -> list[Placed] | None:
    """Each in the lowest lane of their own where its words and its pole are free of the others, or None."""
    placed: list[tuple[Placed, tuple[float, float]]] = []
    size = room.layout.flag
    for event in events:
        bold = event.bold + "\u00a0\u00a0"
        text = _Text(event, (event.text,), text_width(bold, size, bold=True) + text_width(event.text, size))
        options = [
            (Placed(event, lane, side, text.lines, bold), text.span(side))
            for lane in range(LANES)
            for side in (RIGHT, LEFT)
            if text.span(side)[0] >= room.left and text.span(side)[1] <= room.right
        ]
        free = [option for option in options if not any(_meet(option, other) for other in placed)]
        if not free:
            return None
        placed.append(free[0])
    return [one for one, _ in placed]


def _meet(one: tuple[Placed, tuple[float, float]], other: tuple[Placed, tuple[float, float]]) -> bool:
    (mine, (low, high)), (theirs, (other_low, other_high)) = one, other
    if mine.lane == theirs.lane:
        return low < other_high + BETWEEN and other_low < high + BETWEEN
    if mine.lane > theirs.lane:
        return other_low - 2 < mine.event.across < other_high + 2
    return low - 2 < theirs.event.across < high + 2


def _total(texts: list[_Text], poles: list[float], room: Room) -> np.ndarray:
    """The cost of every combination: one axis an event, one entry an option."""
    total = np.zeros((len(OPTIONS),) * len(texts))
    for i, text in enumerate(texts):
        alone = np.array([_alone(text, lane, side, poles, room) for lane, side in OPTIONS])
        total = total + alone.reshape([-1 if k == i else 1 for k in range(len(texts))])
        for j in range(i):
            pair = np.array([[_pair(texts[j], a, text, b) for b in OPTIONS] for a in OPTIONS])
            total = total + pair.reshape([len(OPTIONS) if k in (i, j) else 1 for k in range(len(texts))])
    return total


def _alone(text: _Text, lane: int, side: int, poles: list[float], room: Room) -> float:
    low, high = text.span(side)
    off = OFF if low < room.left or high > room.right else 0.0
    crossed = sum(low - 3 < pole < high + 3 for pole in poles if pole != text.event.across)
    return off + crossed * ACROSS_REBASE + lane * LANE_COST + (side == LEFT) * LEFT_COST


def _pair(one: _Text, first: tuple[int, int], other: _Text, second: tuple[int, int]) -> float:
    (low, high), (other_low, other_high) = one.span(first[1]), other.span(second[1])
    if first[0] == second[0]:
        return TEXT_ON_TEXT if low < other_high + BETWEEN and other_low < high + BETWEEN else 0.0
    if first[0] > second[0]:
        return ACROSS_POLE if other_low - 3 < one.event.across < other_high + 3 else 0.0
    return ACROSS_POLE if low - 3 < other.event.across < high + 3 else 0.0
