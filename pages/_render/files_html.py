"""A measure's files: who brought each, what it gave, how it was read; taken back and put back from here."""

from collections.abc import Mapping, Sequence

from charts.numbers import Period
from pages._render.icons import icon
from pages._render.words import count, moment, text
from plan_store.file_effects import FileEffect
from plan_store.uploads import Upload

ROLES = ("date", "numerator", "denominator", "value")
NOTHING = FileEffect()


def files_html(
    uploads: Sequence[Upload], effects: Mapping[str, FileEffect], name: Period, asked: str, may_write: bool
) -> str:
    """One block a file, the newest first; asked: the file of which somebody is about to take back what it gave."""
    items = "".join(_file(upload, effects.get(upload.id, NOTHING), name, asked, may_write) for upload in uploads)
    return f'<ul class="files paper">{items}</ul>'


def _file(upload: Upload, effect: FileEffect, name: Period, asked: str, may_write: bool) -> str:
    given = f"{count(len(effect.periods), name.noun)}, {_span(effect, name)}" if effect.periods else "Nothing new"
    if upload.deleted_at is not None:
        return _gone(upload, effect, name, may_write)
    take = _button("ask-take-back", upload, "Take back") if may_write and upload.id != asked else ""
    ask = _ask(upload, effect, name) if may_write and upload.id == asked else ""
    return (
        f'<li><div class="file-line"><span><b>{text(upload.file_name)}</b>'
        f'<span class="second">{text(upload.user_name)}, {moment(upload.at)}</span>'
        f'<span class="second">{text(given)}. {text(read_words(upload))}</span></span>'
        f'<span class="file-actions">{_download(upload)}{take}</span></div>{ask}</li>'
    )


def _gone(upload: Upload, effect: FileEffect, name: Period, may_write: bool) -> str:
    undo = _button("undo-take-back", upload, f"{icon('undo', 18)} Undo") if may_write else ""
    again = f" Undo gives it {count(len(effect.returns), name.noun)} again." if effect.returns and may_write else ""
    return (
        f'<li class="file-line gone"><span>“{text(upload.file_name)}” was taken back.'
        f'<span class="second">{text(upload.user_name)} uploaded it on {moment(upload.at)}.{again}</span></span>'
        f'<span class="file-actions">{_download(upload)}{undo}</span></li>'
    )


def _ask(upload: Upload, effect: FileEffect, name: Period) -> str:
    """Before anything happens: what would."""
    return (
        f'<div class="ask" role="alert"><p><b>Take this file back?</b> {text(effect_words(effect, name))} '
        "The file itself is kept, and Undo puts it back.</p>"
        f"{_button('take-back', upload, 'Take it back', 'edged')}{_button('keep-file', upload, 'Keep it')}</div>"
    )


def effect_words(effect: FileEffect, name: Period) -> str:
    """13 months go back to what they were before this file. 5 months leave the chart."""
    said = []
    if effect.back:
        goes, they = ("goes", "it was") if len(effect.back) == 1 else ("go", "they were")
        said.append(f"{count(len(effect.back), name.noun)} {goes} back to what {they} before this file.")
    if effect.gone:
        said.append(f"{count(len(effect.gone), name.noun)} {'leaves' if len(effect.gone) == 1 else 'leave'} the chart.")
    other = len(effect.periods) - len(effect.back) - len(effect.gone)
    if other:
        many = "The other" if other == 1 else f"The other {other}"
        all_ = "Its one" if other == 1 else f"All {other}"
        whose = f"{many if said else all_} {name.noun}{'s' if other != 1 else ''}"
        said.append(f"{whose} {'stays as it is' if other == 1 else 'stay as they are'}.")
    return " ".join(said) or "No number changes."


def _span(effect: FileEffect, name: Period) -> str:
    first, last = name.name(effect.periods[0]), name.name(effect.periods[-1])
    return first if first == last else f"{first} to {last}"


def read_words(upload: Upload) -> str:
    """Read as: Month (A), Smokers (C) of Status known (D)."""
    held = [upload.read_as[role] for role in ROLES if role in upload.read_as]
    if "numerator" in upload.read_as and "denominator" in upload.read_as:
        held = [*held[:-2], f"{held[-2]} out of {held[-1]}"]
    if "sheet" in upload.read_as:
        held.append(f"on sheet “{upload.read_as['sheet']}”")
    if "rows" in upload.read_as:
        held.append(f"only the rows of {upload.read_as['rows']}")
    if "quarters" in upload.read_as:
        held.append(f"in {upload.read_as['quarters']} quarters")
    return f"Read as {', '.join(held)}." if held else ""


def _download(upload: Upload) -> str:
    named = f'Download<span class="sr-only"> {text(upload.file_name)}</span>'
    return f'<a href="/files/{text(upload.id)}" download>{named}</a>'


def _button(action: str, upload: Upload, words: str, look: str = "plain") -> str:
    return (
        f'<button type="button" class="{look}" data-action="{action}" data-id="{text(upload.id)}">{words}'
        f'<span class="sr-only"> {text(upload.file_name)}</span></button>'
    )
