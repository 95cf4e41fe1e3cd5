"""Words on the plot: lines labelled at the right, earlier means on their line, the boxed note on a short series."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from charts.elements import Box, Element, Line, Place, Words, X, Y
from charts.findings import period
from charts.limits import NEEDED
from charts.lines import target_levels
from charts.numbers import NO_BREAK, label_number, target_number
from charts.palette import BLACK, GAP_BAND, INK, LIMIT_LINE, PAPER, SECONDARY, TARGET_TEXT
from charts.plot import Plot
from charts.result import SpcResult
from charts.shown import drawable, line_name, spec_of, target_of
from charts.text_width import balanced, text_width, widest

MOVED = 2  # pixels a label may move before a leader shows where it belongs
STEP = 6
AWAY = (3, 12, 24)  # pixels from a line to its words: further where points lie along it
NOTE_STEP = 12
CLEAR = 4  # pixels between words and the middle of a point or line
NARROW = 160  # pixels a line of the note may take where the wide note finds no room


@dataclass(frozen=True)
class EdgeLabel:
    """A line's name and number at the right end of the plot."""

    value: float
    text: str
    colour: str
    bold: bool = False


def edge_labels(result: SpcResult, phone: bool) -> list[EdgeLabel]:
    """Upper limit, target, mean and lower limit, as far as they are there."""
    if result.last is None or not drawable(result):
        return []
    spec, last = spec_of(result), result.last
    upper, lower = ("Upper", "Lower") if phone else ("Upper limit", "Lower limit")
    centre = float(result.column("centre")[last])
    labels = [EdgeLabel(centre, f"{line_name(result, short=True)} {label_number(centre, spec)}", BLACK, bold=True)]
    for name, word in (("upl", upper), ("lpl", lower)):
        value = float(result.column(name)[last])
        if np.isfinite(value):
            labels.append(EdgeLabel(value, f"{word} {label_number(value, spec)}", SECONDARY))
    if (target := target_of(result)) is not None:
        text = f"Target {target_number(spec, label=True, target=target)}"
        labels.append(EdgeLabel(target, text, TARGET_TEXT, bold=True))
    return sorted(labels, key=lambda label: -label.value)


def edge_width(labels: list[EdgeLabel], size: float) -> float:
    """Pixels of the widest label."""
    return max((text_width(label.text, size, label.bold) for label in labels), default=0.0)


def edge_words(plot: Plot) -> list[Element]:
    """The labels pushed apart, each with a leader where it had to move."""
    layout = plot.layout
    labels = edge_labels(plot.result, layout.phone)
    wanted = [float(plot.down(label.value)) for label in labels]
    said: list[Element] = []
    for label, at, stands in zip(labels, wanted, apart(wanted, layout.label + 4, plot.height), strict=True):
        text = "" if label.bold else label.text
        place = Place(X(1, px=layout.label_gap), Y(1, px=stands))
        bold = label.text if label.bold else ""
        said.append(Words("edge label", place, text, layout.label, label.colour, bold=bold))
        if abs(stands - at) > MOVED:
            ends = (Place(X(1), Y(1, px=at)), Place(X(1, px=layout.label_gap - 2), Y(1, px=stands)))
            said.append(Line("leader", ends, "leader"))
    return said


def apart(wanted: list[float], gap: float, height: float) -> list[float]:
    """Heights in rising order moved as little as leaves them `gap` apart, and kept within the plot."""
    groups: list[tuple[float, int]] = []  # mean of wanted less its share of gaps, and how many
    for number, at in enumerate(wanted):
        level, n = at - number * gap, 1
        while groups and groups[-1][0] > level:
            before, m = groups.pop()
            level, n = (before * m + level * n) / (m + n), m + n
        groups.append((level, n))
    levels = [level for level, n in groups for _ in range(n)]
    highest = height - (len(wanted) - 1) * gap
    return [min(max(level, 0.0), max(highest, 0.0)) + number * gap for number, level in enumerate(levels)]


def earlier_means(plot: Plot) -> list[Element]:
    """The mean before each rebase, and the target before it changed, each on its line where it covers least."""
    result, said = plot.result, []
    name, spec = line_name(result, short=True), spec_of(result)
    for part, (low, high) in list(zip(result.segments, pairwise(plot.boundaries), strict=True))[:-1]:
        level = float(result.column("centre")[part.start])
        if np.isfinite(level):
            number = label_number(level, spec)
            said += _on_line(plot, (low, high, level), number if plot.layout.phone else f"{name} {number}", BLACK)
    for held in target_levels(plot):
        if held[1] < plot.x.high:
            number = target_number(spec, label=True, target=held[2])
            said += _on_line(plot, held, number if plot.layout.phone else f"Target {number}", TARGET_TEXT)
    return said


def _on_line(plot: Plot, held: tuple[float, float, float], text: str, colour: str) -> list[Element]:
    """Words at the place along a level line, above or below it, that covers fewest points and lines."""
    low, high, level = held
    size = plot.layout.label
    width, height = text_width(text, size, bold=True) + 6, size + 3
    left = np.arange(float(plot.across(low)) + 3, float(plot.across(high)) - width - 3, STEP)
    if not left.size:
        return []
    line = float(plot.down(level))
    away = [off for near in AWAY for off in (-height - near, near)]
    lefts, tops = np.tile(left, len(away)), np.repeat([line + off for off in away], left.size)
    off = CLEAR
    cost = plot.covered(lefts - off, tops - off, width + 2 * off, height + 2 * off, plot.data_samples) * 2
    cost += plot.covered(lefts, tops, width, height, plot.line_samples) - lefts * 1e-4
    cost += np.repeat(np.repeat(AWAY, 2), left.size) / 20  # near its line where that is as free
    cost += np.where((tops < 0) | (tops + height > plot.height), 1000, 0)
    best = int(np.argmin(cost))
    place = Place(X(0, px=float(lefts[best]) + 3), Y(1, px=float(tops[best]) + height / 2))
    return [Words("earlier level", _dated(plot, place), "", size, colour, bold=text, ground=PAPER)]


def _dated(plot: Plot, place: Place) -> Place:
    """The same place told as a date, so that it stays with its line when the plot is stretched."""
    day = plot.x.low + place.x.px / plot.width * (plot.x.high - plot.x.low)
    return Place(X(day, dated=True), place.y)


def note_lines(result: SpcResult) -> list[str]:
    """Why there are no limits yet, and when there will be."""
    lines = [f"Too few points for limits: {result.n} of the {NEEDED} needed."]
    every = period(result)
    if every.monthly and result.last is not None:
        last = result.column("date")[result.last].astype("datetime64[M]")
        start = every.name(last + np.timedelta64(NEEDED - result.n, "M")).replace(" ", NO_BREAK)
        lines.append(f"Limits start with {start} data.")
    return lines


def note(plot: Plot) -> list[Element]:
    """The boxed note in a free place, corners first, wide or narrow; nothing where the data leave none."""
    wide = note_lines(plot.result)
    narrow = [part for line in wide for part in balanced(line, plot.layout.label, NARROW)]
    return _note(plot, wide) or _note(plot, narrow)


def _note(plot: Plot, lines: list[str]) -> list[Element]:
    size = plot.layout.label
    width, height = widest(lines, size) + 20, len(lines) * size * 1.3 + 14
    lefts = np.arange(plot.width - width - 8, 8, -NOTE_STEP)
    tops = np.arange(plot.height - height - 8, 8, -NOTE_STEP)
    if not lefts.size or not tops.size:
        return []
    left, top = (grid.ravel() for grid in np.meshgrid(lefts, tops))
    margin = 8
    around = (left - margin, top - margin, width + 2 * margin, height + 2 * margin)
    covered = plot.covered(*around, plot.data_samples) + plot.covered(*around, _held_lines(plot))
    corner = np.minimum(left, plot.width - width - left) * 1.5 + np.minimum(top, plot.height - height - top)
    cost = covered * 1000 + corner + (left < plot.width / 2) * 20 + (top < plot.height / 2) * 10
    best = int(np.argmin(cost))
    if covered[best]:
        return []
    y = float(top[best])
    x = _dated(plot, Place(X(0, px=float(left[best])), Y(1, px=y))).x
    box = Box("note", Place(x, Y(1, px=y)), Place(replace(x, px=width), Y(1, px=y + height)), GAP_BAND, LIMIT_LINE)
    said: list[Element] = [box]
    for number, line in enumerate(lines):
        at = Y(1, px=y + 7 + (number + 0.5) * size * 1.3)
        said.append(Words("note", Place(replace(x, px=10), at), line, size, INK))
    return said


def _held_lines(plot: Plot) -> np.ndarray:
    """Lines the note must not cover: as drawn, with the centre line."""
    across = np.arange(0, plot.width, 3)
    centre = plot.result.column("centre")
    level = plot.down(centre[plot.result.last or 0])
    return np.concatenate((plot.line_samples, np.column_stack((across, np.full(across.size, level)))))
