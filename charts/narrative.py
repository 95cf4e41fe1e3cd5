"""A chart in words: sentences, the text alternative, why a point is coloured, and the words beside the icons."""

import datetime
from itertools import pairwise

import numpy as np

from charts.findings import (
    finding,
    latest,
    limit_words,
    meaning_words,
    period,
    value_words,
)
from charts.limits import NEEDED
from charts.numbers import (
    count,
    day,
    label_number,
    listed,
    month,
    number,
    start_lower,
    target_number,
)
from charts.result import SpcResult
from charts.rules import RULES

__all__ = [
    "assurance_words",
    "finding",
    "gaps",
    "latest",
    "limit_words",
    "meaning_words",
    "month",
    "number",
    "sentences",
    "text_alternative",
    "value_words",
    "variation_words",
    "why",
]

WORDS = {"improvement": "Improving", "concern": "Getting worse", "neutral": "Changing"}
ASSURANCE = {"pass": "Target reliably met", "fail": "Target not yet in reach", "hit_or_miss": "Target hit or miss"}


def variation_words(result: SpcResult) -> tuple[str, str]:
    """What stands beside the variation icon: ('Improving', 'Special cause, low side')."""
    if result.trial:
        return "Too early to say", f"Icons at {NEEDED} {period(result).noun}s"
    if not result.kind.has_limits:
        signal = bool(result.runs) and result.runs[-1].signal
        return (
            ("Changing", "More than chance alone explains") if signal else ("Steady", "No run or crossing rule fires")
        )
    variation = result.variation or "common_cause"
    if variation == "common_cause":
        return "Steady", "Common cause, no real change"
    meaning, side = variation.split("_")
    return WORDS[meaning], f"Special cause, {side} side"


def assurance_words(result: SpcResult) -> tuple[str, str] | None:
    """What stands beside the assurance icon, or None without one: ('Target not yet in reach', '8% is below ...')."""
    if result.assurance is None or result.target is None or result.last is None:
        return None
    target, lower, upper = result.target, result.column("lpl")[result.last], result.column("upl")[result.last]
    if target < lower:
        place = "is below the lower limit"
    elif target > upper:
        place = "is above the upper limit"
    else:
        place = "is at every value" if lower == upper else "is inside the limits"
    return ASSURANCE[result.assurance], f"{target_number(result.spec, target=target)} {place}"


def sentences(result: SpcResult, measure: str) -> list[str]:
    """What the chart shows, one fact a sentence, the finding first."""
    said = [f"{finding(result, measure)}."]
    if result.last is None:
        return said
    said.append(f"{latest(result)}.")
    said.append(f"{limit_words(result, result.last)}{_target_part(result)}.")
    return [*said, *_runs(result), *_signals(result), *_rebases(result), *gaps(result), *_events(result)]


def text_alternative(result: SpcResult, measure: str) -> str:
    """The chart for somebody who cannot see it; the data table completes it."""
    said = sentences(result, measure)
    if result.last is None:
        return said[0]
    date, every = result.column("date"), period(result)
    about = (
        f"{result.kind.name} of {measure[:1].lower() + measure[1:] if measure[1:2].islower() else measure}, "
        f"{count(result.n, every.noun)}, {every.name(date[0])} to {every.name(date[-1])}."
    )
    return " ".join([said[0], about, *said[1:]])


def why(result: SpcResult) -> list[tuple[datetime.date, str]]:
    """For every coloured point its date and every rule that fired there, the one that names it first."""
    label, date = result.column("label"), result.column("date")
    return [(day(date[at]), _why(result, at)) for at in range(date.size) if label[at]]


def _why(result: SpcResult, at: int) -> str:
    fired = [rule.key for rule in RULES if result.column(rule.key)[at]]
    value = value_words(result, at)
    return f"{meaning_title(result, at)}: {value} {listed([_reason(result, at, key) for key in fired])}."


def meaning_title(result: SpcResult, at: int) -> str:
    """Improvement, Concern, Special cause, or both where the rules that fire disagree."""
    sign = result.spec.direction.sign
    if not sign:
        return "Special cause"
    first = str(result.column("meaning")[at]).capitalize()
    sides = {_side(result, at, rule.key) * sign for rule in RULES if result.column(rule.key)[at]}
    other = {"Improvement": "Concern", "Concern": "Improvement"}[first]
    return f"{first}, though also {other.lower()}" if sides >= {1, -1} else first


def _side(result: SpcResult, at: int, key: str) -> int:
    if key == "trend":
        return int(result.column("slope")[at])
    return int(np.sign(result.column("value")[at] - result.column("centre")[at]))


def _reason(result: SpcResult, at: int, key: str) -> str:
    high, noun, spec = _side(result, at, key) > 0, period(result).noun, result.spec
    line = result.column("upl" if high else "lpl")[at]
    match key:
        case "outside":
            limit, value = label_number(line, spec), label_number(result.column("value")[at], spec)
            just = "just " if limit == value else ""
            return f"is {just}{'above the upper' if high else 'below the lower'} limit of {limit}"
        case "shift":
            return f"is one of {spec.run_length} or more {noun}s in a row {'above' if high else 'below'} the mean"
        case "trend":
            return f"is part of a {'rise' if high else 'fall'} of {spec.run_length} or more {noun}s in a row"
    return f"is one of two in three {noun}s close to the {'upper' if high else 'lower'} limit"


def _target_part(result: SpcResult) -> str:
    if result.target is None:
        return ""
    words = assurance_words(result)
    verdict = f": {words[0][7:]}" if words else ""
    return f", target {target_number(result.spec, target=result.target)}{verdict}"


def _runs(result: SpcResult) -> list[str]:
    if result.kind.has_limits:
        return []
    return [f"{run_words(result)[:1].upper()}{run_words(result)[1:]}."]


def run_words(result: SpcResult) -> str:
    """What the run and crossing tests of the last segment say."""
    runs = result.runs[-1] if result.runs else None
    if runs is None or not runs.signal:
        return "no run or crossing rule fires"
    said = []
    if runs.too_long:
        said.append(f"the longest run is {runs.longest}, more than {runs.longest_allowed}")
    if runs.too_few:
        said.append(f"the median is crossed {count(runs.crossings, 'time')}, fewer than {runs.crossings_needed}")
    return listed(said)


def _signals(result: SpcResult) -> list[str]:
    """Every rule that fired, each unbroken stretch with its dates."""
    said, name = [], period(result).name
    date = result.column("date")
    for rule in RULES:
        flagged = result.column(rule.key)
        sides = np.array([_side(result, at, rule.key) if flagged[at] else 0 for at in range(flagged.size)])
        edges = np.flatnonzero(np.diff(sides, prepend=0, append=0))
        stretches = [(a, b - 1) for a, b in pairwise(edges.tolist()) if sides[a]]
        for low, high in stretches:
            way = {"trend": ("rising", "falling")}.get(rule.key, ("high", "low"))[0 if sides[low] > 0 else 1]
            dates = name(date[low]) if low == high else f"{name(date[low])} to {name(date[high])}"
            said.append(f"{rule.name}, {way}: {dates}.")
    return said


def _rebases(result: SpcResult) -> list[str]:
    said = []
    date, centre = result.column("date"), result.column("centre")
    for before, after in pairwise(result.segments):
        start = date[after.start]
        given = [rebase.reason for rebase in result.spec.rebases if np.datetime64(rebase.date) <= start]
        said.append(
            f"Limits start again in {period(result).name(start)}, from {number(centre[before.start], result.spec)} "
            f"to {number(centre[after.start], result.spec)}: {given[-1].rstrip('.')}."
        )
    return said


def gaps(result: SpcResult) -> list[str]:
    """Which dates have no value, suppressed and missing apart."""
    empty, status, date = result.column("meaning") == "", result.column("status"), result.column("date")
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
        return f"{len(dates)} {period(result).noun}s"
    return listed([period(result).name(date) for date in dates])


def _events(result: SpcResult) -> list[str]:
    return [f"{period(result).name(event.date)}: {event.text.rstrip('.')}." for event in result.spec.annotations]


def hover_lines(result: SpcResult, at: int) -> tuple[str, ...]:
    """A point in words: date, value, meaning with every rule that fired, mean and limits."""
    first = [period(result).name(result.column("date")[at]), value_words(result, at)]
    fired = [rule.name for rule in RULES if result.column(rule.key)[at]]
    if fired:
        first.append(f"{meaning_title(result, at)}: {start_lower(listed(fired))}")
    elif result.kind.has_limits:
        first.append("Common cause")
    if result.column("status")[at] == "provisional":
        first.append("Provisional")
    return (*first, limit_words(result, at))
