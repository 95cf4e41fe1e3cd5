"""The chart beside a number that is being typed: its point ringed, its finding as the title."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from charts import analyse
from charts.findings import finding
from charts.newest import point_finding
from charts.result import SpcResult
from charts.svg import spc_svg
from pages._render.due_words import short_period
from pages._render.words import text
from plan_store.observation_rows import REMOVED, STATED, Observation
from plan_store.observations import COLUMNS, measure_spec
from plan_store.plan_rows import Measure

WIDTHS = (("phone-layout", 320), ("middle-layout", 420), ("wide-layout", 640))


def series_of(rows: Sequence[Observation], without: date | None = None) -> pd.DataFrame:
    """The numbers that count as a chart's frame; without a period that is being entered."""
    held = [row for row in rows if row.status != REMOVED and row.period != without]
    return _frame([(row.period, *(getattr(row, name) for name in STATED)) for row in held])


def with_number(
    rows: Sequence[Observation], period: date, numbers: Mapping[str, float | None], status: str
) -> pd.DataFrame:
    """The same with what is being typed."""
    stated = {**numbers, "status": status}
    fresh = _frame([(period, *(stated[name] for name in STATED))])
    held = series_of(rows, without=period)
    both = pd.concat([held, fresh]) if len(held) else fresh
    return both.sort_values("date").reset_index(drop=True)


def _frame(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"date": "datetime64[s]", "value": float, "numerator": float, "denominator": float})


def position(result: SpcResult, period: date) -> int:
    """Where a period's point is."""
    return int(np.flatnonzero(result.column("date").astype("datetime64[D]") == np.datetime64(period))[0])


def entry_chart(
    measure: Measure,
    rows: Sequence[Observation],
    period: date,
    numbers: Mapping[str, float | None],
    status: str = "final",
) -> str:
    """The chart as it will be once this is saved; as it is, where there is no number yet."""
    spec, name = measure_spec(measure), short_period(measure, period)
    if numbers.get("value") is None:
        result = analyse(series_of(rows, without=period), spec)
        if result.last is None:
            return f'<p class="secondary">The chart begins here, with the number for {text(name)}.</p>'
        heading, foot = f"{finding(result, measure.name)}", f"{name} joins the chart as you type."
        if status == "suppressed":
            foot = f"{name} is withheld: the chart has a gap there, never zero."
        return _card(result, measure, None, heading, foot)
    result = analyse(with_number(rows, period, numbers, status), spec)
    heading = point_finding(result, position(result, period), name)
    kind = "month" if name == short_period(Measure(programme_id="", name="-"), period) else "quarter"
    return _card(result, measure, period, heading, f"The ringed point is this {kind}. Not saved yet.")


def _card(result: SpcResult, measure: Measure, ringed: date | None, heading: str, foot: str) -> str:
    pictures = "".join(
        f'<div class="{name}">{spc_svg(result, measure.name, width=width, heading=False, ringed=ringed, foot=False)}'
        "</div>"
        for name, width in WIDTHS
    )
    return (
        f'<div class="chart-card entry-chart paper" role="group" aria-label="{text(f"Chart: {measure.name}")}">'
        f'<h2 role="status">{text(heading)}</h2>{pictures}<p class="secondary">{text(foot)}</p></div>'
    )
