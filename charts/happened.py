"""What happened when, a sentence each: rules that fired, rebases, targets, points left out, gaps, events."""

from itertools import pairwise

import numpy as np

from charts.findings import period, value_words
from charts.limits import NEEDED
from charts.meanings import rule_side
from charts.numbers import count, day, listed, number, target_number
from charts.result import SpcResult
from charts.rules import RULES
from charts.shown import fits_target, gap_mask, spec_of

WAYS = {"trend": ("rising", "falling")}
MEANING = {1: ", improvement", -1: ", concern", 0: ""}


def happened(result: SpcResult) -> list[str]:
    """Everything that has a date, in the order it is looked for."""
    told = (signals, rebases, _targets, trial_words, left_out, provisional, gaps, _events)
    return [sentence for tell in told for sentence in tell(result)]


def signals(result: SpcResult) -> list[str]:
    """Every rule that fired: which way, whether that is better, and each unbroken stretch with its dates."""
    said = []
    kept = np.flatnonzero(~result.column("ghosted"))
    date = result.column("date")[kept]
    for rule in RULES:
        flagged = result.column(rule.key)
        sides = np.array([rule_side(result, at, rule.key) if flagged[at] else 0 for at in kept.tolist()], dtype=int)
        edges = np.flatnonzero(np.diff(sides, prepend=0, append=0)).tolist()
        stretches = [(low, high - 1) for low, high in pairwise(edges) if sides[low]]
        for side, way in zip((1, -1), WAYS.get(rule.key, ("high", "low")), strict=True):
            dates = [_span(result, date[low], date[high]) for low, high in stretches if sides[low] == side]
            if dates:
                said.append(f"{rule.name}, {way}{MEANING[side * result.spec.direction.sign]}: {listed(dates)}.")
    return said


def _span(result: SpcResult, first: np.datetime64, last: np.datetime64) -> str:
    name = period(result).name
    return name(first) if first == last else f"{name(first)} to {name(last)}"


def rebases(result: SpcResult) -> list[str]:
    """Each rebase with the centre line before and after, and its reason."""
    said = []
    date, centre, spec = result.column("date"), result.column("centre"), spec_of(result)
    for before, after in pairwise(result.segments):
        start = date[after.start]
        given = result.spec.rebased_because(day(start))
        levels = [float(centre[part.start]) for part in (before, after)]
        moved = f", from {number(levels[0], spec)} to {number(levels[1], spec)}" if np.isfinite(levels).all() else ""
        said.append(f"Limits start again in {period(result).name(start)}{moved}: {given.rstrip('.')}.")
    return said


def trial_words(result: SpcResult) -> list[str]:
    """Why limits are on trial, or not there yet."""
    if result.trial:
        have = f"{result.n} of the {NEEDED} {period(result).noun}s that limits need"
        said = f"limits are on trial and there are no icons: {have}" if result.kind.has_limits else f"{have} are there"
        return [f"{said[:1].upper()}{said[1:]}."]
    last = result.segments[-1]
    n = int((np.isfinite(result.column("value")[last]) & ~result.column("ghosted")[last]).sum())
    if n >= NEEDED or len(result.segments) == 1 or not result.kind.has_limits:
        return []
    since = period(result).name(result.column("date")[last.start])
    return [f"Limits since {since} are on trial: {n} of the {NEEDED} {period(result).noun}s they need."]


def _targets(result: SpcResult) -> list[str]:
    if not result.spec.targets or not fits_target(result):
        return []
    name, steps = period(result).name, result.spec.targets
    levels = [(target_number(result.spec, target=one.value) if one.value is not None else "") for one in steps]
    first = target_number(result.spec) if result.spec.target is not None else ""
    said = [f"{first} before {name(steps[0].date)}"] if first else []
    said += [f"{level or 'none'} from {name(one.date)}" for one, level in zip(steps, levels, strict=True)]
    return [f"The target is {listed(said)}."]


def left_out(result: SpcResult) -> list[str]:
    """The points that are shown and count for nothing, each with its reason."""
    reasons = ghost_reasons(result)
    ghosted = np.flatnonzero(result.column("ghosted") & np.isfinite(result.column("value"))).tolist()
    name, date = period(result).name, result.column("date")
    return [
        f"{name(date[at])}, {value_words(result, at)}, is left out of the limits and rules: {reasons[at].rstrip('.')}."
        for at in ghosted
    ]


def ghost_reasons(result: SpcResult) -> dict[int, str]:
    """The reason by position in the result's columns."""
    reasons, date = result.spec.ghosted_because(), result.column("date")
    return {at: reasons.get(day(date[at]), "") for at in np.flatnonzero(result.column("ghosted")).tolist()}


def provisional(result: SpcResult) -> list[str]:
    """Which values may still change."""
    at = np.flatnonzero((result.column("status") == "provisional") & np.isfinite(result.column("value")))
    if not at.size:
        return []
    return [f"{_dates(result, result.column('date')[at])} {'is' if at.size == 1 else 'are'} provisional."]


def gaps(result: SpcResult) -> list[str]:
    """Which dates have no value, suppressed and missing apart."""
    empty, status, date = gap_mask(result), result.column("status"), result.column("date")
    said = []
    for suppressed, one, many in (
        (True, "is suppressed and is a gap", "are suppressed and are gaps"),
        (False, "is a gap", "are gaps"),
    ):
        at = np.flatnonzero(empty & ((status == "suppressed") == suppressed))
        if at.size:
            said.append(f"{_dates(result, date[at])} {one if at.size == 1 else many}.")
    return said


def _dates(result: SpcResult, dates: np.ndarray) -> str:
    if len(dates) > 4:
        return count(len(dates), period(result).noun)
    return listed([period(result).name(date) for date in dates])


def _events(result: SpcResult) -> list[str]:
    return [f"{period(result).name(event.date)}: {event.text.rstrip('.')}." for event in result.spec.annotations]
