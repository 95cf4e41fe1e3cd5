"""Statistical process control: `analyse` one series, `analyse_many` in one pass over flat arrays."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from charts.flat import DEFAULT, Flat, flatten
from charts.limits import LIMITS, Limits
from charts.result import LABELS, MEANINGS, Analysis, SpcResult
from charts.rules import RULES, Marked
from charts.segments import Bools, Ints, Segments, quiet
from charts.spec import ChartSpec

COMMON, IMPROVEMENT, CONCERN, NEUTRAL, GAP = range(len(MEANINGS))


def analyse(observations: pd.DataFrame, spec: ChartSpec = DEFAULT) -> SpcResult:
    """Limits, rules and icons of one series.

    observations: a row a date with `date`, `value` in the units people read (NaN a gap) and, where there are any,
    `numerator`, `denominator` (then value = numerator / denominator x spec.multiplier) and `status`. Any order of rows.
    """
    _, flat = flatten(observations, spec=spec)
    return SpcResult(_analysis(flat), 0)


def analyse_many(observations: pd.DataFrame, specs: Mapping[str, ChartSpec]) -> dict[str, SpcResult]:
    """As `analyse`, for every value of the column `series`; a series without a spec gets the default one."""
    names, flat = flatten(observations, specs)
    analysis = _analysis(flat)
    return {name: SpcResult(analysis, position) for position, name in enumerate(names)}


def _analysis(flat: Flat) -> Analysis:
    with quiet():
        limits = _limits(flat)
        marked = Marked(flat.value, limits, flat.segment, flat.by_series([s.run_length for s in flat.specs]))
        allowed = flat.by_series([LIMITS[key].has_limits for key in flat.chart_types])
        flags = {rule.key: rule.fires(marked) & allowed for rule in RULES}
        label, side = _labels(flags, marked)
        return Analysis(
            flat=flat,
            limits=limits,
            marked=marked,
            flags=flags,
            label=label,
            side=side,
            meaning=_meanings(flat, label, side),
            last=(last := _last(flat)),
            assurance=_assurance(flat, limits, last),
        )


def _limits(flat: Flat) -> Limits:
    """Each chart type's own limits over its series' points, put back in place."""
    used = sorted(set(flat.chart_types))
    if len(used) == 1:
        return LIMITS[used[0]].compute(_of(flat, None))
    kinds = flat.by_series([used.index(key) for key in flat.chart_types])
    lines = np.full((5, flat.value.size), np.nan)
    for number, key in enumerate(used):
        found = LIMITS[key].compute(_of(flat, kinds == number))
        lines[:, kinds == number] = (found.centre, found.lower, found.upper, found.near_lower, found.near_upper)
    return Limits(*lines)


def _of(flat: Flat, mask: Bools | None) -> Segments:
    rows = slice(None) if mask is None else mask
    screening = np.zeros(flat.segment_count, dtype=bool)
    screening[flat.segment] = flat.by_series([spec.screening for spec in flat.specs])
    return Segments(
        value=flat.value[rows],
        numerator=flat.numerator[rows],
        denominator=flat.denominator[rows],
        baseline=flat.baseline[rows],
        segment=flat.segment[rows],
        count=flat.segment_count,
        screening=screening,
    )


def _labels(flags: dict[str, Bools], marked: Marked) -> tuple[Ints, Ints]:
    """The rule that wins at every point, and which way it points."""
    label = np.full(marked.value.size, len(LABELS) - 1)
    side = np.zeros(marked.value.size)
    for number in range(len(RULES) - 1, -1, -1):
        fires = flags[RULES[number].key]
        label[fires] = number
        side[fires] = RULES[number].side(marked)[fires]
    return label, side.astype(np.intp)


def _meanings(flat: Flat, label: Ints, side: Ints) -> Ints:
    better = side * flat.by_series([spec.direction.sign for spec in flat.specs])
    special = np.where(better > 0, IMPROVEMENT, np.where(better < 0, CONCERN, NEUTRAL))
    meaning = np.where(label == len(LABELS) - 1, COMMON, special)
    return np.where(np.isnan(flat.value), GAP, meaning)


def _last(flat: Flat) -> Ints:
    """Where each series has its last value, -1 for none."""
    last = np.full(len(flat.specs), -1)
    present = np.flatnonzero(~np.isnan(flat.value))
    last[flat.series[present]] = present  # the last assignment of a series stays
    return last


def _assurance(flat: Flat, limits: Limits, last: Ints) -> list[str | None]:
    """pass, fail or hit_or_miss against the limits at the last value; None without target, direction or limits."""
    target = np.array([np.nan if spec.target is None else spec.target for spec in flat.specs])
    sign = np.array([spec.direction.sign for spec in flat.specs])
    at = np.where(last < 0, 0, last)
    none = (last < 0) | (sign == 0) | np.isnan(target)
    if not flat.value.size:
        return [None] * len(flat.specs)
    lower, upper = limits.lower[at], limits.upper[at]
    none |= np.isnan(lower)
    constant = lower == upper
    passes = np.where(
        sign > 0, (target < lower) | (constant & (target == lower)), (target > upper) | (constant & (target == upper))
    )
    fails = np.where(sign > 0, target > upper, target < lower)
    words = np.select([none, passes, fails], ["", "pass", "fail"], "hit_or_miss")
    return [word or None for word in words.tolist()]
