"""A measure's data as a table for people: each period as it counts now, and everything that was ever said of it."""

from collections.abc import Sequence
from datetime import datetime

from charts.numbers import Period, share
from charts.spec import ChartSpec
from pages._render.month_words import (
    count_words,
    on_day,
    said_words,
    source_words,
    status_words,
    value_words,
    was_words,
)
from pages._render.rows import two_lines
from pages._render.words import moment, text
from plan_store.months import Month, Said
from plan_store.observation_rows import NUMBERS, differs
from plan_store.plan_rows import Measure

COUNTS = ("numerator", "denominator")
FEW = 12  # periods that are shown at first


def part_title(measure: Measure, part: str) -> str:
    """The measure's own words for what is counted; a value's name has its unit."""
    words = getattr(measure, part, "") if part in COUNTS else ""
    return words or f"{part.capitalize()}{f' ({measure.unit})' if part == 'value' and measure.unit == '%' else ''}"


def months_table(
    measure: Measure, spec: ChartSpec, months: Sequence[Month], name: Period, parts: Sequence[str], may_write: bool
) -> str:
    """The newest first; parts: the counts that have a column before the value."""
    titles = {part: part_title(measure, part) for part in parts}
    heads = [
        _head(name.noun.capitalize()),
        *(_head(title, "number") for title in titles.values()),
        _head("Value", "number"),
        _head("Where it came from", "source"),
    ]
    if may_write:
        heads.append('<th scope="col" role="columnheader"><span class="sr-only">Change</span></th>')
    body = "".join(_row(month, spec, name, titles, may_write) for month in months)
    return (
        '<table class="rows blocks months paper" role="table"><caption class="sr-only">The data, newest first</caption>'
        f'<thead role="rowgroup"><tr role="row">{"".join(heads)}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _head(words: str, kind: str = "") -> str:
    return f'<th scope="col" role="columnheader"{f" class={kind}" if kind else ""}>{text(words)}</th>'


def _row(month: Month, spec: ChartSpec, name: Period, titles: dict[str, str], may_write: bool) -> str:
    when, present = name.name(month.period), month.present
    if present is None:
        return ""
    row = present.observation
    counts = "".join(
        f'<td role="cell" class="number c-count">{count_words(getattr(row, part))}</td>' for part in titles
    )
    value = f"<b>{text(value_words(row, spec))}</b>" if row.value is not None else ""
    if row.numerator is not None and row.denominator is not None:
        value += f'<span class="phone-only secondary">{text(share(row.numerator, row.denominator))}</span>'
    under = text(was_words(month, spec))
    value += f'<span class="second">{under}</span>' if under else ""
    state = f'<span class="second state-{row.status}">{text(status_words(row))}</span>' if status_words(row) else ""
    said = _source(present)
    edit = (
        f'<td role="cell" class="actions"><button type="button" class="plain" data-action="edit-month" '
        f'data-id="{month.period.isoformat()}">Edit<span class="sr-only"> {text(when)}</span></button></td>'
        if may_write
        else ""
    )
    return (
        f'<tr role="row"><td role="cell" class="when"><b>{text(when)}</b>{state}</td>{counts}'
        f'<td role="cell" class="number c-value">{value}</td>'
        f'<td role="cell" class="c-source">{said}</td>{edit}</tr>'
    )


def _source(one: Said) -> str:
    """A file's name on one line, since it says the same for many rows; of what was typed, when and why too."""
    if one.file_name:
        return f'<span class="file-name" title="{text(one.file_name)}">{text(one.file_name)}</span>'
    row = one.observation
    return two_lines(source_words(one), ": ".join(filter(None, (on_day(row.at), row.reason))))


def changes_list(months: Sequence[Month], spec: ChartSpec, name: Period, most: int) -> str:
    """What replaced something else, the newest first: who, when, from what to what, and why."""
    found = sorted(((one, old, month) for month in months for one, old in _replacing(month)), key=_at, reverse=True)
    if not found:
        return '<p class="paper secondary">Nothing has been changed since it was first entered.</p>'
    items = "".join(
        f"<li><b>{text(name.name(month.period))}</b> {text(_from_to(one, old, spec))}"
        f'<span class="second">{text(_signed(one))}</span></li>'
        for one, old, month in found[:most]
    )
    more = len(found) - most
    rest = (
        f'<li class="secondary">{more} older changes: each is in its {name.noun}’s own history.</li>'
        if more > 0
        else ""
    )
    return f'<ul class="said-list paper">{items}{rest}</ul>'


def _replacing(month: Month) -> list[tuple[Said, Said]]:
    """What says something else than what was said before it."""
    pairs = zip(month.said, month.said[1:], strict=False)
    return [(one, old) for one, old in pairs if differs(one.observation, old.observation)]


def _at(entry: tuple[Said, Said, Month]) -> tuple[datetime, str]:
    return entry[0].observation.at, entry[0].observation.id


def _from_to(one: Said, old: Said, spec: ChartSpec) -> str:
    """from 13.2%, 35 of 258 (provisional) to 13.6%, 35 of 257; became final: 13.6%, 35 of 257."""
    before, after = said_words(old.observation, spec), said_words(one.observation, spec)
    if all(getattr(one.observation, name) == getattr(old.observation, name) for name in NUMBERS):
        return f"became {one.observation.status}: {after}"
    return f"from {before}{_provisional(old)} to {after}{_provisional(one)}"


def _provisional(one: Said) -> str:
    status = status_words(one.observation)
    return f" ({status.lower()})" if status and one.observation.value is not None else ""


def _signed(one: Said) -> str:
    """Who said it, from which file, when and why."""
    row = one.observation
    file = f"from {one.file_name}{', a file that was taken back' if one.taken_back else ''}" if one.file_name else ""
    who = ", ".join(filter(None, (row.user_name, file, moment(row.at))))
    return f"{who}. {row.reason}" if row.reason else who


def said_html(one: Said, spec: ChartSpec) -> str:
    """One line of a period's history."""
    status = status_words(one.observation)
    now = '<span class="tag pale">Counts now</span>' if one.counts else ""
    note = f' <span class="secondary">{text(status)}</span>' if status and one.observation.value is not None else ""
    return (
        f'<div class="said paper"><div><b>{text(said_words(one.observation, spec))}</b>{note} {now}</div>'
        f'<div class="secondary">{text(_signed(one))}</div></div>'
    )
