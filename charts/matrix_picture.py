"""The matrix as one self-contained SVG, for print and Word."""

from html import escape

from charts.matrix import ASSURANCES, VARIATIONS, Matrix
from charts.matrix_table import ICON, RULE, icon
from charts.palette import FONT, GAP_BAND, INK, PAPER, SECONDARY
from charts.text_width import balanced, text_width, wrap

EDGE = 8
TITLE = 20
HEAD, ROW = 80, 54
WORD = 13
TINT = "#005EB8"
BASELINE = 0.355
SHARE = 0.2  # of the width, for the first column


def matrix_svg(matrix: Matrix, width: int = 680) -> str:
    """Heading and table at `width` pixels, 480 or more; its name is the text alternative."""
    title = balanced(matrix.finding, TITLE, width - 2 * EDGE, bold=True)
    top = 14 + len(title) * TITLE * 1.3 + 8
    edges = _edges(matrix, width)
    drawn = [_text(EDGE, 18 + n * TITLE * 1.3, line, TITLE, bold=True) for n, line in enumerate(title)]
    drawn += _head(matrix, edges, top)
    for number, key in enumerate(ASSURANCES):
        drawn += _row(matrix, key, edges, top + HEAD + number * ROW)
    bottom = top + HEAD + len(ASSURANCES) * ROW
    drawn += _foot(matrix, edges, bottom) + _rules(edges, top, bottom)
    height = bottom + ROW + EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(matrix.text_alternative)}" '
        f'viewBox="0 0 {width} {height:g}" width="100%" style="max-width:{round(width * 1.2)}px;height:auto;'
        f'display:block" font-family="{FONT}"><rect width="{width}" height="{height:g}" fill="{PAPER}"/>'
        f"{''.join(drawn)}</svg>"
    )


def _edges(matrix: Matrix, width: int) -> list[float]:
    """Where columns begin and the last one ends."""
    first, columns = EDGE + SHARE * width, len(matrix.variations) + 1
    each = (width - EDGE - first) / columns
    return [float(EDGE), *(first + n * each for n in range(columns + 1))]


def _head(matrix: Matrix, edges: list[float], top: float) -> list[str]:
    foot = top + 52
    drawn = [_text(edges[0] + 10, foot, matrix.counted, 14, bold=True)]
    drawn.append(_centred(edges[-2:], foot, "All", 14, bold=True))
    for number, key in enumerate(matrix.variations):
        pair = edges[number + 1 : number + 3]
        kinds = VARIATIONS[key].icons
        left = sum(pair) / 2 - (len(kinds) * (ICON + 4) - 4) / 2
        drawn += [_icon(kind, left + n * (ICON + 4), top + 7) for n, kind in enumerate(kinds)]
        lines = wrap(VARIATIONS[key].title, WORD, pair[1] - pair[0] - 2, bold=True)
        drawn += [_centred(pair, foot + n * 16, line, WORD, bold=True) for n, line in enumerate(lines)]
    return drawn


def _row(matrix: Matrix, assurance: str, edges: list[float], top: float) -> list[str]:
    middle = top + ROW / 2
    drawn = [_icon(assurance, edges[0] + 10, middle - ICON / 2)]
    drawn.append(_text(edges[0] + ICON + 22, middle, ASSURANCES[assurance].title, 14, bold=True))
    for number, variation in enumerate(matrix.variations):
        pair, count = edges[number + 1 : number + 3], matrix.at(variation, assurance)
        if count:
            drawn.append(_box(pair, top, TINT, f' fill-opacity="{matrix.tint(count):g}"'))
        drawn.append(_centred(pair, middle, f"{count:,}", 22, bold=count > 0, colour=INK if count else SECONDARY))
    drawn.append(_box(edges[-2:], top, GAP_BAND))
    return [*drawn, _centred(edges[-2:], middle, f"{matrix.row(assurance):,}", 16)]


def _foot(matrix: Matrix, edges: list[float], top: float) -> list[str]:
    middle = top + ROW / 2
    totals = [*(matrix.column(key) for key in matrix.variations), matrix.all]
    drawn = [_box([edges[1], edges[-1]], top, GAP_BAND), _text(edges[0] + 10, middle, "All", 14)]
    return drawn + [_centred(edges[n + 1 : n + 3], middle, f"{total:,}", 16) for n, total in enumerate(totals)]


def _rules(edges: list[float], top: float, bottom: float) -> list[str]:
    levels = [top, *(top + HEAD + n * ROW for n in range(len(ASSURANCES) + 1)), bottom + ROW]
    path = "".join(f"M{edges[0]:g} {y:g}H{edges[-1]:.2f}" for y in levels)
    path += "".join(f"M{x:.2f} {top:g}V{bottom + ROW:g}" for x in edges)
    return [f'<path d="{path}" stroke="{RULE}" fill="none"/>']


def _box(pair: list[float], top: float, fill: str, more: str = "") -> str:
    size = f'width="{pair[1] - pair[0]:.2f}" height="{ROW}"'
    return f'<rect x="{pair[0]:.2f}" y="{top:g}" {size} fill="{fill}"{more}/>'


def _icon(kind: str, x: float, y: float) -> str:
    return f'<g transform="translate({x:.2f} {y:g})">{icon(kind)}</g>'


def _centred(pair: list[float], y: float, text: str, size: float, bold: bool = False, colour: str = INK) -> str:
    return _text(sum(pair) / 2 - text_width(text, size, bold) / 2, y, text, size, bold, colour)


def _text(x: float, y: float, text: str, size: float, bold: bool = False, colour: str = INK) -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = f'x="{x:.2f}" y="{y + BASELINE * size:.2f}"'
    return f'<text {where} font-size="{size:g}" fill="{colour}"{weight}>{escape(text)}</text>'
