"""A series in the height of a table row: band between the limits, mean, target, special causes and the last point."""

from html import escape

import numpy as np

from charts.axes import LARGEST, days
from charts.findings import finding
from charts.palette import BLACK, INK, MARKERS, SPARK_BAND, SPARK_LINE, TARGET_LINE, marker_key
from charts.result import SpcResult
from charts.segments import Floats
from charts.shapes import outline

PAD = 5
MARK = 7
LAST = 6
SHOWN = 36  # points; older ones are left to the chart


def sparkline_svg(result: SpcResult, width: int = 150, height: int = 36, measure: str = "") -> str:
    """Inline SVG. Named by its finding when `measure` is given; else hidden, for the words beside it say it."""
    name = f'role="img" aria-label="{escape(finding(result, measure))}"' if measure else 'aria-hidden="true"'
    drawn = _drawn(result, width, height) if result.n else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {name} viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">{drawn}</svg>'
    )


def _drawn(result: SpcResult, width: int, height: int) -> str:
    show = slice(max(0, result.column("date").size - SHOWN), None)
    column = {
        name: np.clip(result.column(name)[show], -LARGEST, LARGEST)
        for name in ("value", "centre", "lpl", "upl", "target")
    }
    at = days(result.column("date")[show])
    x = PAD + (at - at[0]) / max(at[-1] - at[0], 1) * (width - 2 * PAD)
    shown = np.concatenate(list(column.values()))
    shown = shown[np.isfinite(shown)]
    span = float(np.ptp(shown)) or 1.0
    y = {name: PAD + (shown.max() - line) / span * (height - 2 * PAD) for name, line in column.items()}
    if np.ptp(shown) == 0:
        y = {name: np.where(np.isfinite(line), height / 2, np.nan) for name, line in column.items()}
    parts = [_band(result, x, y, show, width), _segment_lines(result, x, y["centre"], show, width)]
    if np.isfinite(y["target"][-1]):
        stroke = f'stroke="{TARGET_LINE}" stroke-width="1.5" stroke-dasharray="6 3"'
        parts.append(f'<path d="M0 {y["target"][-1]:.1f}H{width}" {stroke}/>')
    return "".join([*parts, _data(x, y["value"]), _marks(result, x, y["value"], show)])


def _stretches(result: SpcResult, x: Floats, show: slice, width: int) -> list[tuple[int, float, float]]:
    """A position, the left and the right edge of every segment shown."""
    segment = result.column("segment")[show]
    starts = np.flatnonzero(np.diff(segment, prepend=-1)).tolist()
    edges = [0.0, *((x[at - 1] + x[at]) / 2 for at in starts[1:]), float(width)]
    return [(at, float(edges[k]), float(edges[k + 1])) for k, at in enumerate(starts)]


def _band(result: SpcResult, x: Floats, y: dict[str, Floats], show: slice, width: int) -> str:
    bands = []
    for at, left, right in _stretches(result, x, show, width):
        top, foot = y["upl"][at], y["lpl"][at]
        if np.isfinite(top):
            box = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{max(foot - top, 0.5):.1f}"'
            bands.append(f'<rect {box} fill="{SPARK_BAND}"/>')
    return "".join(bands)


def _segment_lines(result: SpcResult, x: Floats, y: Floats, show: slice, width: int) -> str:
    lines = [
        f"M{left:.1f} {y[at]:.1f}H{right:.1f}"
        for at, left, right in _stretches(result, x, show, width)
        if np.isfinite(y[at])
    ]
    return f'<path d="{"".join(lines)}" stroke="{BLACK}" fill="none"/>'


def _data(x: Floats, y: Floats) -> str:
    path, pen = [], "M"
    for across, down in zip(x.tolist(), y.tolist(), strict=True):
        if np.isnan(down):
            pen = "M"
            continue
        path.append(f"{pen}{across:.1f} {down:.1f}")
        pen = "L"
    return f'<path d="{"".join(path)}" stroke="{SPARK_LINE}" stroke-width="1.25" fill="none" stroke-linejoin="round"/>'


def _marks(result: SpcResult, x: Floats, y: Floats, show: slice) -> str:
    meaning, side = result.column("meaning")[show], result.column("side")[show]
    last = max(at for at in range(y.size) if np.isfinite(y[at]))
    marks = []
    for at in range(y.size):
        if meaning[at] == "common" and at == last:
            circle = f'<circle cx="{x[at]:.1f}" cy="{y[at]:.1f}" r="{LAST / 2}"'
            marks.append(f'{circle} fill="{MARKERS["common"].fill}" stroke="{INK}"/>')
        elif meaning[at] not in ("common", ""):
            marker = MARKERS[marker_key(meaning[at], side[at])]
            size = MARK * 0.85 if marker.shape in ("square", "diamond") else MARK
            corners = "L".join(f"{x[at] + dx:.1f} {y[at] + dy:.1f}" for dx, dy in outline(marker.shape, size))
            marks.append(f'<path d="M{corners}Z" fill="{marker.fill}" stroke="{INK}" stroke-width=".9"/>')
    return "".join(marks)
