"""When a shift has lasted: the question whether the process changed. It is asked, never answered here."""

import datetime
from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.findings import line, period, run_length, run_start
from charts.numbers import NO_BREAK, day, number
from charts.result import SpcResult
from charts.segments import Bools
from charts.shown import drawable, spec_of
from charts.spc import analyse
from charts.spec import Rebase

LASTING = 8  # points of a shift up to now, from which on limits of the time before may no longer fit


@dataclass(frozen=True)
class RebaseQuestion:
    """The first date of the shift, the question, and the centre line before and since, were limits to start again."""

    date: datetime.date
    sentence: str
    before: float
    after: float
    since: str  # the date for people: October 2025


def rebase_question(result: SpcResult) -> RebaseQuestion | None:
    """Asked when 8 or more points on one side of the centre line hold up to now; None otherwise.

    Only where limits can start again: on a chart whose shifts count, with points of the same segment before it.
    """
    last = result.last
    if last is None or result.trial or not drawable(result) or not result.column("shift")[last]:
        return None
    start = run_start(result, last)
    part = result.segments[-1]
    if run_length(result, last) < LASTING or not _counted(result)[part.start : start].any():
        return None
    before, after = _levels(result, start)
    since, every = period(result).name(result.column("date")[start]), period(result).noun
    side = "above" if result.column("value")[last] > result.column("centre")[last] else "below"
    spec, shown = spec_of(result), since.replace(" ", NO_BREAK)
    sentence = (
        f"Since {shown} every {every} is {side} the {line(result)}. Did the way you work change then? "
        f"If it did, new limits from {shown} would show {number(after, spec)} now, and {number(before, spec)} before."
    )
    return RebaseQuestion(day(result.column("date")[start]), sentence, before, after, since)


def _counted(result: SpcResult) -> Bools:
    return np.isfinite(result.column("value")) & ~result.column("ghosted")


def _levels(result: SpcResult, start: int) -> tuple[float, float]:
    """The centre line before and from `start` on, as the chart itself would draw it with limits that start there."""
    if result.kind.plotted is not None:
        value, counted = result.column("value"), _counted(result)
        parts = (slice(result.segments[-1].start, start), slice(start, value.size))
        before, after = (float(value[part][counted[part]].mean()) for part in parts)
        return before, after
    names = ("date", "value", "numerator", "denominator", "status")
    frame = pd.DataFrame({name: result.column(name) for name in names})
    rebases = (*result.spec.rebases, Rebase(date=day(result.column("date")[start]), reason="asked"))
    again = analyse(frame, result.spec.model_copy(update={"chart_type": result.chart_type, "rebases": rebases}))
    levels = [float(again.column("centre")[part.start]) for part in again.segments[-2:]]
    return levels[0], levels[1]
