"""The plan as HTML: the same blocks for the All tab and for print, in the plan's order."""

from collections.abc import Callable
from datetime import datetime

from pages._render.words import moment, text
from plan_store.document import Block, ChartBlock, DeletedChart, Document, Heading, NotFilledIn, Prose, TableBlock


def front_html(document: Document) -> str:
    """What heads the plan on paper: drivers, aim, who changed it last."""
    rows = {
        "Primary driver": document.primary_driver,
        "Overarching aim": document.aim,
        "Secondary drivers": "; ".join(document.secondary_drivers),
        "Last changed": f"{moment(document.changed_at)}, by {document.changed_by}" if document.changed_at else "",
    }
    lines = "".join(f'<tr><th scope="row">{name}</th><td>{text(said)}</td></tr>' for name, said in rows.items() if said)
    return f'<table class="facts front">{lines}</table>'


def block_html(block: Block, chart: Callable[[ChartBlock], str]) -> str:
    """One block; `chart` draws the charts, since screen and paper differ in nothing else."""
    match block:
        case Heading(level=1):
            return f'<h2 class="tab-name">{text(block.text)}</h2>'
        case Heading():
            return f'<h3 class="part">{f"{block.number}&ensp;" if block.number else ""}{text(block.text)}</h3>'
        case Prose():
            return f'<div class="prose">{block.html}</div>'
        case TableBlock():
            return _table(block)
        case ChartBlock():
            return chart(block)
        case DeletedChart():
            return f'<p class="not-filled">The measure of this chart was deleted: {text(block.title)}</p>'
        case NotFilledIn():
            return '<p class="not-filled">Not yet filled in</p>'


def print_html(document: Document, chart: Callable[[ChartBlock], str], now: datetime) -> str:
    """A whole A4 document: running head with the trust, foot with date and page numbers."""
    body = "".join(block_html(block, chart) for block in document.blocks)
    return (
        '<!doctype html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{text(document.title)} - Improvement plan</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/assets/print.css"><style>{page_margins(document.organisation, now)}</style>'
        '<script src="/assets/print.js" defer></script></head><body>'
        '<div class="bar"><button type="button" id="print">Print</button>'
        "<span>Or save it as a PDF: choose “Save as PDF” as the printer.</span></div>"
        f'<main class="sheet"><h1>{text(document.title)}</h1>'
        f'<p class="under-title">Improvement plan, {moment(now).rsplit(", ", 1)[0]}</p>'
        f"{front_html(document)}{body}</main></body></html>"
    )


def _table(block: TableBlock) -> str:
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in block.columns)
    rows = "".join(
        "<tr>" + "".join(_cell(name, lines) for name, lines in zip(block.columns, row, strict=True)) + "</tr>"
        for row in block.rows
    )
    opening = f'<table class="rows blocks of-{len(block.columns)}">'
    return f"{opening}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(name: str, lines: tuple[str, ...]) -> str:
    first, *rest = lines or ("",)
    more = "".join(f'<span class="second">{_breaks(line)}</span>' for line in rest)
    return f'<td data-label="{text(name)}">{_breaks(first)}{more}</td>'


def _breaks(words: str) -> str:
    return text(words).replace("\n", "<br>")


def page_margins(trust: str, now: datetime) -> str:
    return (
        f"@page {{ @top-left {{ content: {css_string(trust)} }} @top-right {{ content: 'Improvement plan' }} "
        f"@bottom-left {{ content: {css_string(f'Printed {moment(now)}')} }} "
        "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages) } }"
    )


def css_string(words: str) -> str:
    """Words as a CSS string: anything but letters, digits, spaces and simple marks is written as its code."""
    safe = "".join(c if c.isascii() and (c.isalnum() or c in " ,.:-()") else f"\\{ord(c):x} " for c in words)
    return f'"{safe}"'
