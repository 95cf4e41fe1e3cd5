"""A programme as a card: its aim, what its main measure says, what each tab still needs."""

from datetime import datetime

from charts.icons import assurance_icon, variation_icon
from charts.narrative import assurance_words, finding, number, variation_words
from charts.result import SpcResult
from charts.shown import spec_of
from charts.sparkline import sparkline_svg
from pages._render.icons import icon
from pages._render.since_words import since_card
from pages._render.words import text, when
from plan_store.progress import ProgrammeCard, TabProgress
from plan_store.since import Since


def card(
    entry: ProgrammeCard,
    result: SpcResult | None,
    now: datetime,
    added: bool = False,
    behind: str = "",
    since: Since | None = None,
) -> str:
    """One card; result is the analysis of the main measure, None without data; behind is what is late, as HTML;
    since: what others changed."""
    programme = entry.programme
    tab = "general" if entry.tabs else "measurement_plan"  # all that who sees no progress may read
    address = f"{tab}?programme={programme.id}"
    foot, words = ("", "Improvement Plan") if entry.tabs else (" bare", "Measures and charts")
    new = '<span class="tag pale">Added just now</span> ' if added else ""
    changed = f"{text(entry.changed_by)}<br>{when(entry.changed_at, now)}" if entry.changed_at else ""
    return (
        f'<article class="card programme paper{" due" if added else ""}"><div class="programme-head"><div>'
        f'<h2><a href="{address}" data-go>{text(programme.title)}</a> {new}</h2>'
        f'<p class="secondary">Primary driver: {text(_small(programme.primary_driver))}</p>'
        f'<p class="aim">{text(programme.aim)}</p>{behind}{since_card(programme.id, since)}</div>'
        f"<div>{_state(entry, result)}</div></div>"
        f'<div class="programme-foot{foot}">{"".join(_tab(tab) for tab in entry.tabs)}'
        f'<div class="changed">{changed}</div>'
        f'<a class="edged" href="{address}" data-go>{words}'
        f'<span class="sr-only"> of {text(programme.title)}</span></a></div></article>'
    )


def _state(entry: ProgrammeCard, result: SpcResult | None) -> str:
    measure = entry.main_measure
    if measure is None:
        return '<p class="state secondary">No measure yet. The main measure’s chart will stand here.</p>'
    if result is None or result.last is None:
        address = f"baseline_data?programme={entry.programme.id}&measure={measure.id}"
        upload = f'<br><a href="{address}" data-go>Upload baseline data</a>' if entry.tabs else ""
        return f'<p class="state"><b>{text(measure.name)}</b> has no data yet.{upload}</p>'
    latest = number(float(result.column("value")[result.last]), spec_of(result))
    marks = '<span class="tag">Run chart</span>' if result.trial else variation_icon(result) + assurance_icon(result)
    said, words = finding(result, measure.name), assurance_words(result)
    more = words[0] if words and "target" not in said else variation_words(result)[1]
    return (
        f'<div class="state-row">{sparkline_svg(result, 200, 42)}<span class="value">{text(latest)}</span>'
        f'<span class="icons">{marks}</span></div>'
        f'<p class="state"><b>{text(said)}.</b> {text(more)}.</p>'
    )


def _tab(tab: TabProgress) -> str:
    tick = f"{icon('tick', 16)} " if tab.words == "Completed" else ""
    return (
        f'<div class="tab-progress">{text(tab.section.short)}<b>{tick}{text(tab.words)}</b>'
        f'<span class="bar"><i style="width:{tab.share:.0%}"></i></span></div>'
    )


def _small(words: str) -> str:
    """A driver inside a sentence: its first letter small, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
