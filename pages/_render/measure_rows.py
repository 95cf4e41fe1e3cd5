"""The Measurement Plan's columns: what each measure is, and what its data say in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from charts.icons import assurance_icon, variation_icon
from charts.narrative import assurance_words, number, variation_words
from charts.result import SpcResult
from charts.shown import spec_of
from charts.sparkline import sparkline_svg
from pages._render.choices import better_words
from pages._render.rows import Column, two_lines
from pages._render.words import count, day, text
from plan_store.document import cell_text
from plan_store.library import SuggestedMeasure
from plan_store.plan_rows import Better, Measure, MeasureType, choice_words
from plan_store.programmes import ProgrammeDriver
from plan_store.row_values import shown_fields

ICON = 36
MEASURED = ("type", "definition", "numerator", "denominator", "target", "better", "source", "frequency")
MORE = {Better.HIGHER: " or more", Better.LOWER: " or less", Better.NEITHER: ""}


def measure_columns(
    results: Mapping[str, SpcResult], may_write: bool, due: Mapping[str, str] | None = None
) -> tuple[Column, ...]:
    """results: by measure id, one for every measure, also where it has no data. due: what is due of it, as HTML."""
    return (
        Column(
            "Measure", lambda row: _name(row) + (due or {}).get(row.id, ""), ("name", "target", "unit"), named=False
        ),
        Column("Type", lambda row: choice_words(MeasureType(row.type)), ("type",)),
        Column("Better", lambda row: better_words(row.better), ("better",)),
        Column("Latest", lambda row: _latest(results[row.id], row, may_write), (), named=False),
        Column("Icons", lambda row: _icons(results[row.id]), (), named=False),
        Column("What the data say", lambda row: _verdict(results[row.id]), (), named=False),
        Column(
            "Lead and date due", lambda row: two_lines(row.lead, row.due and day(row.due)), ("lead", "due"), named=False
        ),
    )


def data_page(measure: Measure) -> str:
    return f"baseline_data?{urlencode({'programme': measure.programme_id, 'measure': measure.id})}"


def _name(row: Measure) -> str:
    target = (
        f"Target {cell_text(row, 'target')}{MORE[Better(row.better)]}" if row.target is not None else "Target not set"
    )
    link = f'<a class="name" href="{text(data_page(row))}" data-go>{text(row.name)}</a>'
    return f'{link}<span class="second">{text(target)}</span>'


def _latest(result: SpcResult, row: Measure, may_write: bool) -> str:
    if result.last is None:
        add = f'Add data<span class="sr-only"> for {text(row.name)}</span>'
        return f'<a href="{text(data_page(row))}" data-go>{add}</a>' if may_write else ""
    latest = number(result.column("value")[result.last], spec_of(result))
    return f'<span class="spark">{sparkline_svg(result, width=104)}<b>{text(latest)}</b></span>'


def _icons(result: SpcResult) -> str:
    if result.last is None:
        return ""
    signs = variation_icon(result, ICON) + assurance_icon(result, ICON)
    return f'<span class="pair">{signs}</span>' if signs else '<span class="tag">Run chart</span>'


def _verdict(result: SpcResult) -> str:
    if result.last is None:
        return '<span class="secondary">No data yet</span>'
    short, sentence = variation_words(result)
    assured = assurance_words(result)
    if result.variation:
        sentence = assured[0] if assured else "No target set" if result.spec.target is None else sentence
    return f'<b>{text(short)}</b><span class="second">{text(sentence)}</span>'


def measured_html(measure: Measure) -> str:
    """The measure's definition as a table of facts."""
    fields = shown_fields(Measure)
    rows = ((fields[name].title, cell_text(measure, name)) for name in MEASURED)
    lines = "".join(f'<tr><th scope="row">{text(title)}</th><td>{text(said)}</td></tr>' for title, said in rows if said)
    return f'<table class="facts">{lines}</table>'


def measure_counts(measures: Sequence[Measure], drivers: Sequence[ProgrammeDriver], may_write: bool) -> str:
    """How many of each type, and the secondary drivers that no measure follows yet, each a button that adds one."""
    held = Counter(measure.type for measure in measures)
    types = ", ".join(f"{held[kind]} {kind.value}" for kind in MeasureType if held[kind])
    followed = {measure.secondary_driver.casefold() for measure in measures}
    bare = [
        name
        for driver in drivers
        if (name := driver_name(driver)).casefold() not in followed | {""} and driver.title.casefold() not in followed
    ]
    missing = f" No measure yet for {_listed([_missing(name, may_write) for name in bare])}." if bare else ""
    return f"<b>{count(len(measures), 'measure')}:</b> {types}.{missing}"


def driver_name(driver: ProgrammeDriver) -> str:
    """A secondary driver as a measure names it."""
    return driver.short or driver.title


def _missing(name: str, may_write: bool) -> str:
    if not may_write:
        return text(name)
    add = f'<span class="sr-only">Add a measure for </span>{text(name)}'
    return f'<button type="button" class="link" data-action="add" data-id="{text(name)}">{add}</button>'


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def suggestion_html(suggestion: SuggestedMeasure) -> str:
    """A suggested measure in short: its type, the first sentence of its definition, and where it comes from."""
    first = suggestion.definition.split(". ")[0].rstrip(".")
    words = text(suggestion.source.words)
    if suggestion.source.url:
        words = f'<a href="{text(suggestion.source.url)}" target="_blank" rel="noopener">{words}</a>'
    kind = choice_words(suggestion.type)
    return f'<b>{kind}.</b> {text(first)}.<span class="second">Source: {words}</span>'
