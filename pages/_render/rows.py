"""A plan's table as HTML: one row a row, with what could not be saved beside its cell and one Edit at its end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages._render.comments_html import mark
from pages._render.words import text
from plan_store.plan_rows import PlanRow


@dataclass(frozen=True)
class Column:
    """A heading, the row's cell as safe HTML, the fields whose problems stand in it, and its class."""

    title: str
    cell: Callable[[Any], str]
    fields: tuple[str, ...]
    named: bool = True  # on a phone the heading stands before the cell

    @property
    def style(self) -> str:
        return f"c-{self.title.split()[0].lower()}"


def rows_table(
    caption: str,
    columns: Sequence[Column],
    rows: Sequence[PlanRow],
    problems: Mapping[str, Mapping[str, str]],
    may_write: bool,
    marks: Mapping[str, int] | None = None,
) -> str:
    """problems: row id -> field -> sentence. marks: row id -> how many comments are open."""
    marks = marks or {}
    heads = "".join(f'<th scope="col" role="columnheader">{text(column.title)}</th>' for column in columns)
    last = '<th scope="col" role="columnheader"><span class="sr-only">Change</span></th>' if may_write or marks else ""
    body = "".join(_row(columns, row, problems.get(row.id, {}), may_write, marks) for row in rows)
    return (
        f'<table class="rows blocks" role="table"><caption class="sr-only">{text(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}{last}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _row(
    columns: Sequence[Column], row: PlanRow, problems: Mapping[str, str], may_write: bool, marks: Mapping[str, int]
) -> str:
    shown = {name for column in columns for name in column.fields}
    cells = []
    for place, column in enumerate(columns):
        # a field without a column of its own speaks in the first
        names = [name for name in problems if name in column.fields or (not place and name not in shown)]
        said = "".join(f'<span class="cell-problem">Not saved. {text(problems[name])}</span>' for name in names)
        label = f' data-label="{text(column.title)}"' if column.named else ""
        cells.append(f'<td role="cell" class="{column.style}"{label}>{column.cell(row)}{said}</td>')
    if may_write or marks:
        edit = f'Edit<span class="sr-only"> {text(row_title(row))}</span>'
        button = f'<button type="button" class="plain" data-action="edit" data-id="{text(row.id)}">{edit}</button>'
        comments = mark(marks.get(row.id, 0), row.id, row_title(row))
        cells.append(f'<td role="cell" class="actions">{comments}{button if may_write else ""}</td>')
    return f'<tr role="row">{"".join(cells)}</tr>'


def row_title(row: PlanRow) -> str:
    """What the row is called, short enough for a button or a sentence."""
    words = " ".join(str(getattr(row, row.title_field)).split())
    return words if len(words) <= 80 else f"{words[:79].rstrip()}…"


def notice(words: str, action: str, row_id: str, button: str) -> str:
    """A quiet line with one thing to do; words and button are safe HTML."""
    return (
        f'<div class="undo-line" role="status"><span>{words}</span><button type="button" class="plain" '
        f'data-action="{action}" data-id="{text(row_id)}">{button}</button></div>'
    )


def deleted_rows(kind: type[PlanRow], rows: Sequence[PlanRow]) -> str:
    """What was taken out of the table, folded away, each with a button that puts it back."""
    lines = "".join(
        f'<li>{text(row_title(row))} <button type="button" class="plain" data-action="undo" data-id="{text(row.id)}">'
        f'Put back<span class="sr-only"> {text(row_title(row))}</span></button></li>'
        for row in rows
    )
    return f'<details class="deleted"><summary>Deleted {kind.plural} ({len(rows)})</summary><ul>{lines}</ul></details>'


def two_lines(first: object, second: object) -> str:
    """A fact, and under it another in secondary text; either may be missing."""
    under = f'<span class="second">{text(second)}</span>' if second else ""
    return f"{text(first or '')}{under}"
