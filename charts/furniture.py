"""Words round the plot: title and subtitle above, key, list of events and footnote below."""

import numpy as np

from charts.elements import Element, Glyph, Place, Words, X, Y
from charts.findings import latest, period
from charts.happened import gaps, provisional
from charts.layouts import Layout
from charts.limits import NEEDED
from charts.narrative import run_words
from charts.numbers import NO_BREAK, count, held, listed, start_lower
from charts.palette import INK, MARKERS, SECONDARY, marker_key
from charts.result import SpcResult
from charts.shown import drawable, plotted, spec_of, steps, value_heading
from charts.spec import Direction
from charts.text_width import text_width

EDGE = 8  # pixels from the picture's edge to its words
TITLE_WIDTH = 870
LINE = 1.3
AXIS = 42
BARE_FOOT = 46  # pixels below a plot that has its dates and nothing more
KEY = 30
KEY_ROW = 20
BELOW_LINE = 16


def subtitle(result: SpcResult, description: str) -> str:
    """What is counted, how often, which way is better, and the latest value."""
    said = held(description.strip().rstrip(".")) or _unit(result)
    if description.strip() and plotted(result).about:
        said += f"; {start_lower(value_heading(result))}"
    if result.spec.direction is Direction.DECREASE and "lower is better" not in said.lower():
        said += "; lower is better"
    parts = [said, latest(result)]
    return ". ".join(part for part in parts if part)


def _unit(result: SpcResult) -> str:
    """What the values are and how often, where nobody described them."""
    spec, heading, each = spec_of(result), value_heading(result), period(result).each
    if result.chart_type in ("g", "t"):
        return f"{heading} events"
    if spec.unit == "%":
        return f"Percentage, {each}"
    unit = spec.unit[:1].upper() + spec.unit[1:]
    if heading in ("Value", "Rate", unit):
        return f"{unit or heading}, {each}"
    return f"{heading}, {spec.unit}, {each}" if spec.unit else f"{heading}, {each}"


def footnote(result: SpcResult) -> str:
    """Chart type, rule set, what the limits come from, gaps."""
    if not drawable(result):
        return " ".join([result.problem, *gaps(result)]).strip()
    if not result.kind.has_limits:
        said = f"{result.kind.name}, median of {count(result.n, 'point')}; {run_words(result)}."
        said += f" No icons below {NEEDED} points." if result.trial else ""
        return " ".join([said, *_ghosts(result), *provisional(result), *gaps(result)])
    said = f"{result.kind.name}, {_rules(result)}"
    if result.kind.uses_moving_ranges:
        said += f", moving ranges {'' if result.spec.screening else 'not '}screened"
    said += f"; {_limits_from(result)}{', wider where fewer were counted' if steps(result) else ''}."
    if result.trial:
        said += f" Fewer than {NEEDED} points: limits are on trial and there are no icons."
    return " ".join([said, *_ghosts(result), *provisional(result), *gaps(result)])


def _rules(result: SpcResult) -> str:
    if "shift" in result.kind.rules and result.spec.in_order:
        return f"Making Data Count rules, run of {result.spec.run_length}"
    return "points outside the limits alone"


def _ghosts(result: SpcResult) -> list[str]:
    """Which points are left out, without their reasons."""
    ghosted = np.flatnonzero(result.column("ghosted") & np.isfinite(result.column("value")))
    if not ghosted.size:
        return []
    name, date = period(result).name, result.column("date")
    said = listed([name(date[at]) for at in ghosted]) if ghosted.size <= 4 else count(ghosted.size, "point")
    return [f"{said} {'is' if ghosted.size == 1 else 'are'} left out."]


def _limits_from(result: SpcResult) -> str:
    """'limits from 23 points before January 2025 and 15 points since'."""
    value, date, name = result.column("value"), result.column("date"), period(result).name
    counted = np.isfinite(value) & ~result.column("ghosted")
    counts = [int(counted[part].sum()) for part in result.segments]
    fixed = result.spec.fix_first
    points = [f"the first {fixed} points" if fixed and n > fixed else count(n, "point") for n in counts]
    if len(points) == 1:
        return f"limits from {points[0]}"
    starts = [name(date[part.start]) for part in result.segments[1:]]
    said = [f"{points[0]} before {starts[0]}"]
    said += [f"{n} from {start}" for n, start in zip(points[1:-1], starts[:-1], strict=True)]
    last = f"{points[-1]} since" if len(points) == 2 else f"{points[-1]} since {starts[-1]}"
    few = f", too few to be settled before {NEEDED}" if counts[-1] < NEEDED else ""
    return f"limits from {listed([*said, last])}{few}"


def heading(lines: list[str], under: list[str], layout: Layout, top: float) -> list[Element]:
    """Title and subtitle, each line placed from the picture's top."""
    said: list[Element] = []
    at = 7 - top
    for role, texts, size, colour in (
        ("title", lines, layout.title, INK),
        ("subtitle", under, layout.subtitle, SECONDARY),
    ):
        for line in texts:
            place = Place(_page(layout), Y(1, px=at + size * LINE / 2))
            bold, text = (line, "") if role == "title" else ("", line)
            said.append(Words(role, place, text, size, colour, bold=bold))
            at += size * LINE
        at += 8
    return said


def _page(layout: Layout, px: float = EDGE) -> X:
    return X(0, px=px - layout.left)


def key_markers(result: SpcResult) -> list[str]:
    """The meanings that occur, in the palette's order; on a run chart only what is left out or provisional."""
    meaning, side, ghosted = (result.column(name) for name in ("meaning", "side", "ghosted"))
    there = np.isfinite(result.column("value"))
    found = {marker_key(m, s) for m, s in zip(meaning[there & ~ghosted], side[there & ~ghosted], strict=True)}
    found = found if result.kind.has_limits else set()
    found |= {"ghosted"} if (there & ghosted).any() else set()
    found |= {"provisional"} if (there & ~ghosted & (result.column("status") == "provisional")).any() else set()
    return [key for key in MARKERS if key in found]


def key(keys: list[str], layout: Layout, width: float) -> tuple[list[Element], float]:
    """One line of markers with their meaning, more where it is narrow; and its height."""
    if not keys:
        return [], 8.0
    said: list[Element] = []
    left, row = float(EDGE), 0
    for name in keys:
        marker = MARKERS[name]
        wide = 18 + text_width(marker.name, layout.key)
        if left > EDGE and left + wide > width - EDGE:
            left, row = float(EDGE), row + 1
        y = Y(0, px=AXIS + 13 + row * KEY_ROW)
        size = marker.phone_size if layout.phone else marker.size
        said.append(Glyph("key", marker.shape, Place(_page(layout, left + 6), y), size, marker.fill, marker.edge))
        said.append(Words("key", Place(_page(layout, left + 18), y), marker.name, layout.key, INK))
        left += wide + 16
    return said, KEY + row * KEY_ROW


def numbered_list(lines: list[list[str]], layout: Layout, start: float) -> list[Element]:
    """Events by number, wrapped lines indented; `start` is pixels below the plot."""
    said: list[Element] = []
    at = start + BELOW_LINE / 2
    for number, texts in enumerate(lines, start=1):
        said.append(Words("list", Place(_page(layout), Y(0, px=at)), "", layout.key, INK, bold=str(number)))
        for text in texts:
            x = _page(layout, EDGE + text_width(f"{len(lines)}{NO_BREAK}", layout.key, bold=True) + 1)
            said.append(Words("list", Place(x, Y(0, px=at)), text, layout.key, INK))
            at += BELOW_LINE
    return said


def below(lines: list[str], role: str, colour: str, layout: Layout, start: float) -> list[Element]:
    """Lines of small print."""
    return [
        Words(role, Place(_page(layout), Y(0, px=start + (k + 0.5) * BELOW_LINE)), line, layout.footnote, colour)
        for k, line in enumerate(lines)
    ]
