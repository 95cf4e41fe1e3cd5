"""A measure's chart as HTML that needs nothing else: the picture for each width, then both verdicts in words."""

from dataclasses import dataclass, field
from functools import lru_cache

from charts import analyse
from charts.findings import period
from charts.icons import assurance_icon, variation_icon
from charts.narrative import assurance_words, variation_words, why
from charts.result import SpcResult
from charts.svg import spc_svg
from charts.table import data_table
from pages._render.words import text
from plan_store.document import ChartBlock

# The class of each layout, the width it is laid out for, and whether it waits until the stylesheet shows it.
LAYOUTS = (
    ("phone-layout", 320, False),
    ("middle-layout", 420, True),
    ("wide-layout", 640, False),
    ("broad-layout", 800, True),
    ("full-layout", 980, True),
)
WAITS = ' style="display:none"'  # where the stylesheet is not ours, two pictures are enough
PRINTED = 680
ICON = 44


@dataclass(frozen=True)
class _Shown:
    """What a card shows: two blocks that show the same are the same card."""

    key: tuple[str, ...]
    block: ChartBlock = field(compare=False)


def chart_html(block: ChartBlock) -> str:
    """One chart card for the screen; the card's own width chooses the picture."""
    return _card(_shown(block))


def chart_with_data_html(block: ChartBlock) -> str:
    """The card for the screen, and under it the same as a table for who cannot see it; paper has the card alone."""
    shown = _shown(block)
    return (
        f'{_card(shown)}<details class="no-print chart-data"><summary>Show the data'
        f'<span class="sr-only"> of {text(block.title)}</span></summary>{_data(shown)}</details>'
    )


def print_chart_html(block: ChartBlock) -> str:
    """One chart card for paper."""
    return _print_card(_shown(block))


def _shown(block: ChartBlock) -> _Shown:
    data = block.observations.to_json(orient="split", date_format="iso", double_precision=15)
    return _Shown((block.title, block.description, block.spec.model_dump_json(), str(data)), block)


# Drawn once for what it shows: the same chart stands in several places, and pages run again at every click.
@lru_cache(maxsize=128)
def _card(shown: _Shown) -> str:
    block, result = shown.block, analyse(shown.block.observations, shown.block.spec)
    return _framed(
        block.title,
        "".join(
            f'<div class="{name}"{WAITS if waits else ""}>'
            f"{spc_svg(result, block.title, block.description, width=width)}</div>"
            for name, width, waits in LAYOUTS
        ),
        result,
    )


@lru_cache(maxsize=128)
def _data(shown: _Shown) -> str:
    return data_table_html(analyse(shown.block.observations, shown.block.spec), shown.block.title)


@lru_cache(maxsize=128)
def _print_card(shown: _Shown) -> str:
    block, result = shown.block, analyse(shown.block.observations, shown.block.spec)
    return _framed(block.title, spc_svg(result, block.title, block.description, width=PRINTED), result)


def _framed(title: str, pictures: str, result: SpcResult) -> str:
    return (
        f'<div class="chart-card paper" role="group" aria-label="{text(f"Chart: {title}")}">'
        f"{pictures}{verdicts_html(result)}</div>"
    )


def verdicts_html(result: SpcResult) -> str:
    """Variation and assurance, each icon with its words; a tag and the reason where there are too few points."""
    if result.last is None:
        return ""
    short, sentence = variation_words(result)
    sign = variation_icon(result, ICON) or '<span class="tag">Run chart</span>'
    said = [_verdict(sign, short, sentence)]
    words = assurance_words(result)
    if words:
        said.append(_verdict(assurance_icon(result, ICON), *words))
    return f'<div class="verdicts">{"".join(said)}</div>'


def _verdict(sign: str, short: str, sentence: str) -> str:
    return f'<div class="verdict">{sign}<span><b>{text(short)}</b>{text(sentence)}</span></div>'


def why_html(result: SpcResult) -> str:
    """Every coloured point with the rules that colour it."""
    points, name = why(result), period(result).name
    if not points:
        return '<p class="paper">No point is coloured: none of the rules finds a special cause.</p>'
    items = "".join(f"<li><b>{text(name(date))}.</b> {text(said)}</li>" for date, said in points)
    return f'<ul class="why paper">{items}</ul>'


def data_table_html(result: SpcResult, title: str) -> str:
    """What the chart shows as a table."""
    table = data_table(result)
    right = {name: "" if name in (table.columns[0], "Finding") else ' class="number"' for name in table.columns}
    heads = "".join(f'<th scope="col"{right[name]}>{text(name)}</th>' for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td{right[name]}>{text(row[name])}</td>" for name in table.columns) + "</tr>"
        for row in table.to_dict("records")
    )
    return (
        f'<div class="data-table" tabindex="0" role="region" aria-label="{text(f"Data: {title}")}">'
        f'<table class="rows paper"><caption class="sr-only">{text(title)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
