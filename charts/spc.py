"""Statistical process control: `analyse` one series, `analyse_many` in one pass over flat arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from charts.flat import Flat, counts_of, flatten, plotted
from charts.frames import DEFAULT, Observed, observed, observed_many
from charts.limits import LIMITS, Limits
from charts.result import CONCERN, GAP, IMPROVEMENT, NEUTRAL, NO_LABEL, FlatResult, Results, SpcResult
from charts.rules import RULES, Marked
from charts.segments import Bools, Ints, Signs, quiet
from charts.spec import ChartSpec

BY_SIGN = np.array([NEUTRAL, IMPROVEMENT, CONCERN], dtype=np.int8)  # at 0, 1 and -1
Flags = dict[str, Bools]
Ways = dict[str, Signs]


def analyse(observations: pd.DataFrame, spec: ChartSpec = DEFAULT) -> SpcResult:
    """Limits, rules and icons of one series.

    observations: a row a date with `date`, `value` in the units people read (NaN a gap) and, where there are any,
    `numerator`, `denominator` (then value = numerator / denominator x spec.multiplier) and `status` (final,
    provisional, suppressed, missing). Any order of rows; several rows of one date become one point, `spec.summary`
    of them. Finite numbers never raise; where a chart type cannot be drawn from them, `SpcResult.problem` says why.
    """
    return SpcResult(analyse_flat(observed(observations, spec)), 0)


def analyse_many(observations: pd.DataFrame, specs: Mapping[Any, ChartSpec]) -> Results:
    """As `analyse`, for every value of the column `series`; a series without a spec gets the default one.

    Returns a mapping from series to SpcResult; each is put together when it is asked for.
    """
    names, rows = observed_many(observations, specs)
    return Results(names, analyse_flat(rows))


def analyse_flat(rows: Observed) -> FlatResult:
    """As `analyse_many`, from arrays to arrays: see `Observed` and `FlatResult` for their shapes."""
    with quiet():
        flat = flatten(rows)
        kinds = _kinds(flat)
        flat = plotted(flat, kinds)
        limits = _limits(flat, kinds)
        flags, ways = _flags(flat, limits)
        label, side = _labels(flags, ways)
        counts, last = _last(flat)
        return FlatResult(
            flat=flat,
            limits=limits,
            flags=flags,
            slope=ways["trend"],
            label=label,
            side=side,
            meaning=_meanings(flat, label, side),
            counts=counts,
            last=last,
        )


def _kinds(flat: Flat) -> dict[str, Bools]:
    """For each chart type used, which segments have it."""
    used = set(flat.chart_types)
    if len(used) == 1:
        return {used.pop(): np.ones(flat.segment_starts.size, dtype=bool)}
    types = np.array(flat.chart_types)[flat.segment_series]
    return {key: types == key for key in sorted(used)}


def _limits(flat: Flat, kinds: dict[str, Bools]) -> Limits:
    """Each chart type's own limits over its segments, put back in place."""
    if not flat.date.size:
        return Limits(*(np.full((5, 0), np.nan)))
    if len(kinds) == 1:
        found = LIMITS[next(iter(kinds))].compute(flat.segments())
    else:
        lines = np.full((5, flat.value.size), np.nan)
        for key, chosen in kinds.items():
            if chosen.any():
                part = LIMITS[key].compute(flat.segments(chosen))
                points = chosen.repeat(flat.segment_lengths)
                lines[:, points] = (part.centre, part.lower, part.upper, part.near_lower, part.near_upper)
        found = Limits(*lines)
    return _floored(flat, found) if flat.settings.lower_at_zero.any() else found


def _floored(flat: Flat, limits: Limits) -> Limits:
    """Lower limits of at least 0 where asked for, in series that have no value below it."""
    below = counts_of(flat.value < 0, flat.starts) > 0
    floor = np.where(flat.by_series(flat.settings.lower_at_zero & ~below), 0.0, -np.inf)
    lower, near = np.maximum(limits.lower, floor), np.maximum(limits.near_lower, floor)
    return Limits(limits.centre, lower, limits.upper, near, limits.near_upper)


def _flags(flat: Flat, limits: Limits) -> tuple[Flags, Ways]:
    """Where every rule fires and which way; ghosted points are passed over as if they were not there."""
    lengths = flat.settings.run_length
    one = lengths.size > 0 and (lengths == lengths[0]).all()
    run_length = int(lengths[0]) if one else flat.by_series(lengths)
    if flat.ghosted is None:
        marked = Marked(flat.value, limits, flat.begins, run_length)
        flags, ways = {rule.key: rule.fires(marked) for rule in RULES}, {rule.key: rule.side(marked) for rule in RULES}
        return _allowed(flat, flags), ways
    kept = (~flat.ghosted).nonzero()[0]
    begins = np.ones(kept.size, dtype=bool)
    begins[1:] = np.diff(flat.segment[kept]) != 0
    run_length = run_length if isinstance(run_length, int) else run_length[kept]
    marked = Marked(flat.value[kept], limits.at(kept), begins, run_length)
    flags = {rule.key: _put_back(rule.fires(marked), kept, flat.value.size) for rule in RULES}
    return _allowed(flat, flags), {rule.key: _put_back(rule.side(marked), kept, flat.value.size) for rule in RULES}


def _put_back(part: np.ndarray, kept: Ints, size: int) -> np.ndarray:
    whole = np.zeros(size, dtype=part.dtype)
    whole[kept] = part
    return whole


def _allowed(flat: Flat, flags: Flags) -> Flags:
    """Only the rules that hold on each series' chart type; of points in no order, only those outside the limits."""
    types, in_order = set(flat.chart_types), flat.settings.in_order
    for key, fires in flags.items():
        refuse = {kind for kind in types if key not in LIMITS[kind].rules}
        unordered = key != "outside" and not in_order.all()
        if refuse or unordered:
            holds = np.array([kind not in refuse for kind in flat.chart_types])
            flags[key] = fires & flat.by_series(holds & in_order if unordered else holds)
    return flags


def _labels(flags: Flags, ways: Ways) -> tuple[Signs, Signs]:
    """The rule that wins at every point, and which way it points."""
    size = next(iter(flags.values())).size
    label, side = np.full(size, NO_LABEL, dtype=np.int8), np.zeros(size, dtype=np.int8)
    for number in range(len(RULES) - 1, -1, -1):
        at = flags[RULES[number].key].nonzero()[0]
        label[at] = number
        side[at] = ways[RULES[number].key][at]
    return label, side


def _meanings(flat: Flat, label: Signs, side: Signs) -> Signs:
    meaning = np.zeros(label.size, dtype=np.int8)
    at = (label != NO_LABEL).nonzero()[0]
    if at.size:
        better = side[at] * flat.settings.sign[flat.starts.searchsorted(at, side="right") - 1]
        meaning[at] = BY_SIGN[better]
    meaning[np.isnan(flat.value).nonzero()[0]] = GAP
    return meaning


def _last(flat: Flat) -> tuple[Ints, Ints]:
    """How many points each series has that are no gap and not ghosted, and where its last is, -1 for none."""
    there = ~np.isnan(flat.value)
    if flat.ghosted is not None:
        there &= ~flat.ghosted
    counts = counts_of(there, flat.starts)
    places = there.nonzero()[0]
    last = np.cumsum(counts) - 1
    return counts, np.where(counts > 0, places[last], -1) if places.size else np.full(counts.size, -1)
