"""What was deleted lately, as a list."""

from collections.abc import Sequence
from datetime import datetime

from pages._render.change_cells import cut
from pages._render.history_html import put_back_button
from pages._render.since_words import then
from pages._render.words import text
from plan_store.gone import COMMENT, FILE, Gone
from plan_store.sections import KINDS

OLDER = (
    "What was deleted longer ago is still in the history: choose a part of the plan under “What changed”, open the "
    "change that deleted it, and choose “Put it back”. A file taken back longer ago is put back on its measure’s page. "
    "A comment is listed for who wrote it."
)


def gone_html(gone: Sequence[Gone], programme_id: str, now: datetime, may_write: bool) -> str:
    items = "".join(_item(one, now, may_write) for one in gone)
    listed = f'<ul class="changes-list">{items}</ul>' if gone else "<p>Nothing was deleted in the last 30 days.</p>"
    to = f"history?programme={text(programme_id)}"
    more = f'<a href="{to}" data-go>What changed</a>'
    return f'<section class="card paper">{listed}<p class="secondary older">{text(OLDER)} {more}</p></section>'


def _item(one: Gone, now: datetime, may_write: bool) -> str:
    title = text(cut(one.title, 80))
    what = {FILE: f"File of {one.of}", COMMENT: f"Your comment on {one.of}"}.get(one.kind)
    what = what or KINDS[one.kind].singular.capitalize()
    done = "taken back" if one.kind == FILE else "deleted"
    by = f" by {one.by}" if one.by and one.kind != COMMENT else ""
    named = f'Put back<span class="sr-only"> {title}</span>'
    button = put_back_button(f"{one.kind} {one.id}", named) if may_write else ""
    return (
        f'<li class="gone-line"><span><b>{title}</b><span class="second">{text(what)}, {done} {then(one.at, now)}'
        f"{text(by)}</span></span>{button}</li>"
    )
