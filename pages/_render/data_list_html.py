"""The plan's measures and the data that each has."""

from collections.abc import Mapping, Sequence

from pages._render.series_words import amount, span
from pages._render.words import text
from plan_store.document import ChartBlock
from plan_store.plan_rows import Measure


def data_list_html(measures: Sequence[Measure], charts: Mapping[str, ChartBlock], may_write: bool) -> str:
    """One row a measure, each a way to its chart or to its first data."""
    rows = "".join(_row(measure, charts.get(measure.id), may_write) for measure in measures)
    return (
        '<div class="paper"><h2>Data in this plan</h2></div><table class="rows blocks data-list paper"><thead><tr>'
        '<th scope="col">Measure</th><th scope="col">Data</th><th scope="col"><span class="sr-only">Open</span></th>'
        f"</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(measure: Measure, chart: ChartBlock | None, may_write: bool) -> str:
    address = f"baseline_data?programme={measure.programme_id}&measure={measure.id}"
    held = '<span class="secondary">No data yet</span>'
    if chart is not None:
        held = f'{text(amount(chart.observations))}<span class="second">{text(span(chart.observations))}</span>'
    verb = "Open the chart" if chart is not None else "Upload data" if may_write else ""
    link = (
        f'<a href="{text(address)}" data-go>{verb}<span class="sr-only"> of {text(measure.name)}</span></a>'
        if verb
        else ""
    )
    return f'<tr><td class="name">{text(measure.name)}</td><td>{held}</td><td class="actions">{link}</td></tr>'


def by_file_link(programme_id: str) -> str:
    """The way to one file for the whole programme."""
    return f'<a href="data_file?programme={text(programme_id)}" data-go>Enter by file for all measures</a>'
