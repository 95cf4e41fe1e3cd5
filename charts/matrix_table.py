"""The matrix as an HTML table: counts are text, icons decorate their headings, each count may be a link."""

import re
from collections.abc import Callable
from html import escape

from charts.icons import assurance_drawing, no_icon, variation_drawing
from charts.matrix import ASSURANCES, NONE, VARIATIONS, Matrix
from charts.palette import FONT, GAP_BAND, INK, PAPER, SECONDARY

ICON = 32
TINT = "0 94 184"
RULE = "#AEB7BD"
TITLES = {key: heading.title for key, heading in VARIATIONS.items()} | {
    "improvement": "Improve&shy;ment",
    "common_cause": "Com&shy;mon cause",
}  # where a phone may break them
STYLE = f"""
.matrix{{container-type:inline-size;color:{INK};background:{PAPER};font-family:{FONT}}}
.matrix h2,.matrix h3{{font-size:20px;line-height:1.3;margin:0 0 4px;padding:0;color:{INK}}}
.matrix table{{border-collapse:collapse;width:100%;table-layout:fixed;font-size:16px;margin:0}}
.matrix caption{{caption-side:top;text-align:left;font-size:14px;color:{SECONDARY};padding:0 0 12px}}
.matrix th,.matrix td{{border:1px solid {RULE};text-align:center;padding:10px 6px;vertical-align:middle}}
.matrix thead th{{vertical-align:bottom;line-height:1.3}}
.matrix thead th:not(:first-child):not(:last-child){{vertical-align:top}}
.matrix tr>:first-child{{width:29%;text-align:left;padding-left:14px}}
.matrix .icons{{display:flex;gap:5px;justify-content:center;margin-bottom:6px}}
.matrix tbody th .heading{{display:flex;align-items:center;gap:12px}}
.matrix tbody .icons{{margin:0}}
.matrix td{{font-size:24px;font-weight:bold;height:64px;padding:0}}
.matrix td.zero{{font-weight:normal;color:{SECONDARY}}}
.matrix .all{{background:{GAP_BAND};font-size:18px;font-weight:normal}}
.matrix tfoot th:first-child{{background:none;font-size:16px}}
.matrix td a{{display:flex;align-items:center;justify-content:center;min-height:64px;color:{INK};}}
.matrix td a:hover{{text-decoration-thickness:3px}}
.matrix td a:focus-visible{{outline:3px solid {INK};outline-offset:-4px;background:#FFEB3B}}
@container (max-width:600px){{
.matrix h2,.matrix h3{{font-size:16px}}
.matrix table{{font-size:12px}}
.matrix caption{{font-size:13px}}
.matrix th{{padding:8px 0;font-weight:normal;overflow-wrap:anywhere}}
.matrix tr>:first-child{{width:17%;padding-left:0;text-align:center}}
.matrix tr>:last-child{{width:10%}}
.matrix thead .icons>*+*{{display:none}}
.matrix tbody th .heading{{flex-direction:column;gap:4px}}
.matrix td{{font-size:20px}}
.matrix .all{{font-size:14px}}
.matrix tfoot th:first-child{{font-size:12px}}
}}
"""


def matrix_html(
    matrix: Matrix,
    address: Callable[[str, str], str] | None = None,
    link_attributes: str = "",
    level: int = 2,
) -> str:
    """A section with the finding as heading of that level and the table.

    address: from (variation, assurance) to where the list of those measures is; only counts above zero are links.
    link_attributes: said in every link as it is, such as data-go.
    """
    across = "".join(_across(key) for key in matrix.variations)
    rows = "".join(_row(matrix, key, address, link_attributes) for key in ASSURANCES)
    foot = "".join(f'<td class="all">{matrix.column(key):,}</td>' for key in matrix.variations)
    return (
        f'<section class="matrix"><h{level}>{escape(matrix.finding)}</h{level}><style>{STYLE}</style>'
        f"<table><caption>Number of {escape(matrix.noun)}s, by assurance down and variation across</caption>"
        f'<thead><tr><th scope="col">{escape(matrix.counted)}</th>{across}<th scope="col">All</th></tr></thead>'
        f'<tbody>{rows}</tbody><tfoot><tr><th scope="row" class="all">All</th>{foot}'
        f'<td class="all">{matrix.all:,}</td></tr></tfoot></table></section>'
    )


def icon(kind: str, size: int = ICON) -> str:
    """The icon of one kind of variation or assurance without a name, for where the word stands beside it."""
    drawn = (
        no_icon(size) if kind == NONE else (assurance_drawing if kind in ASSURANCES else variation_drawing)(kind, size)
    )
    silent = re.sub(r' role="img" aria-label="[^"]*"', ' aria-hidden="true"', drawn, count=1)
    return re.sub(r"<title>.*?</title>", "", silent, count=1)


def _across(key: str) -> str:
    return f'<th scope="col">{_icons(VARIATIONS[key].icons)}{TITLES[key]}</th>'


def _icons(kinds: tuple[str, ...]) -> str:
    return f'<span class="icons">{"".join(icon(kind) for kind in kinds)}</span>'


def _row(matrix: Matrix, key: str, address: Callable[[str, str], str] | None, extra: str) -> str:
    heading = f'<span class="heading">{_icons(ASSURANCES[key].icons)}{ASSURANCES[key].title}</span>'
    cells = "".join(_cell(matrix, variation, key, address, extra) for variation in matrix.variations)
    return f'<tr><th scope="row">{heading}</th>{cells}<td class="all">{matrix.row(key):,}</td></tr>'


def _cell(matrix: Matrix, variation: str, assurance: str, address: Callable[[str, str], str] | None, extra: str) -> str:
    count = matrix.at(variation, assurance)
    if not count:
        return '<td class="zero">0</td>'
    text = f"{count:,}"
    if address:
        noun = matrix.noun + ("" if count == 1 else "s")
        name = f"{text} {noun}: variation {VARIATIONS[variation].title}, assurance {ASSURANCES[assurance].title}"
        href = escape(address(variation, assurance))
        text = f'<a href="{href}" aria-label="{escape(name)}"{" " + extra if extra else ""}>{text}</a>'
    return f'<td style="background:rgb({TINT} / {matrix.tint(count):.1%})">{text}</td>'
