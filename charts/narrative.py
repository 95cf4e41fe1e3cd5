"""A chart in words: sentences, the text alternative, why a point is coloured, and the words beside the icons."""

import numpy as np

from charts.findings import (
    finding,
    latest,
    limit_words,
    line,
    period,
    value_words,
)
from charts.happened import gaps, ghost_reasons, happened
from charts.limits import NEEDED
from charts.meanings import disagree, fired, meaning_title, meaning_words
from charts.numbers import (
    count,
    listed,
    month,
    number,
    start_lower,
    target_number,
)
from charts.reasons import why
from charts.rebasing import RebaseQuestion, rebase_question
from charts.result import SpcResult
from charts.rules import RULES
from charts.shown import assurance_of, drawable, steps, target_of, variation_of

__all__ = [
    "RebaseQuestion",
    "assurance_words",
    "finding",
    "gaps",
    "latest",
    "limit_words",
    "meaning_words",
    "month",
    "number",
    "rebase_question",
    "sentences",
    "text_alternative",
    "value_words",
    "variation_words",
    "why",
]

WORDS = {"improvement": "Improving", "concern": "Getting worse", "neutral": "Changing"}
ASSURANCE = {"pass": "Target reliably met", "fail": "Target not yet in reach", "hit_or_miss": "Target hit or miss"}
BOTH = {"improvement": "another rule says concern", "concern": "another rule says improvement"}
NATURE = {
    "improvement": "special cause of an improving nature",
    "concern": "special cause of a concerning nature",
    "neutral": "special cause; neither way is better",
}
TARGET = {
    "pass": "variation indicates consistently passing the target",
    "fail": "variation indicates consistently falling short of the target",
    "hit_or_miss": "variation indicates inconsistently passing and falling short of the target",
}


def variation_words(result: SpcResult) -> tuple[str, str]:
    """What stands beside the variation icon: ('Improving', 'Special cause, low side')."""
    if result.trial:
        return "Too early to say", f"Icons at {NEEDED} {period(result).noun}s"
    if not drawable(result):
        return "No limits", result.problem or "There is too little to draw limits from"
    if not result.kind.has_limits:
        signal = bool(result.runs) and result.runs[-1].signal
        return (
            ("Changing", "More than chance alone explains") if signal else ("Steady", "No run or crossing rule fires")
        )
    variation = variation_of(result) or "common_cause"
    if variation == "common_cause":
        return "Steady", "Common cause, no real change"
    meaning, side = variation.split("_")
    if result.last is not None and disagree(result, result.last):
        return WORDS[meaning], f"Special cause, {side} side; {BOTH[meaning]}"
    return WORDS[meaning], f"Special cause, {side} side"


def assurance_words(result: SpcResult) -> tuple[str, str] | None:
    """What stands beside the assurance icon, or None without one: ('Target not yet in reach', '8% is below ...')."""
    assurance, target = assurance_of(result), target_of(result)
    if assurance is None or target is None or result.last is None:
        return None
    lower, upper = result.column("lpl")[result.last], result.column("upl")[result.last]
    if target < lower:
        place = "is below the lower limit"
    elif target > upper:
        place = "is above the upper limit"
    else:
        place = "is at every value" if lower == upper else "is inside the limits"
    return ASSURANCE[assurance], f"{target_number(result.spec, target=target)} {place}"


def sentences(result: SpcResult, measure: str) -> list[str]:
    """What the chart shows, one fact a sentence, the finding first."""
    said = [f"{finding(result, measure)}."]
    if result.last is None:
        return said
    said.append(f"{latest(result)}.")
    if not drawable(result):
        return [*said, *([result.problem] if result.problem else []), *gaps(result)]
    of = f" in {period(result).name(result.column('date')[result.last])}" if steps(result) else ""
    said.append(f"{limit_words(result, result.last)}{of}{_target_part(result)}.")
    return [*said, *_verdicts(result), *_runs(result), *happened(result)]


def _verdicts(result: SpcResult) -> list[str]:
    """Variation and assurance as Making Data Count puts them."""
    variation, assurance, last = variation_of(result), assurance_of(result), result.last
    if variation is None or last is None:
        return []
    said = ["Variation: common cause, no significant change."]
    if variation != "common_cause":
        meaning, side = variation.split("_")
        both = f", though {BOTH[meaning]}" if disagree(result, last) else ""
        said = [f"Variation: {NATURE[meaning]}, {'higher' if side == 'high' else 'lower'} values{both}."]
    return [*said, f"Assurance: {TARGET[assurance]}."] if assurance else said


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


def _target_part(result: SpcResult) -> str:
    target = target_of(result)
    if target is None:
        return ""
    words = assurance_words(result)
    verdict = f": {words[0][7:]}" if words else ""
    return f", target {target_number(result.spec, target=target)}{verdict}"


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
        crossed = count(runs.crossings, "time")
        said.append(f"the {line(result)} is crossed {crossed}, fewer than {runs.crossings_needed}")
    return listed(said)


def hover_lines(result: SpcResult, at: int) -> tuple[str, ...]:
    """A point in words: date, value, meaning with every rule that fired, mean and limits."""
    first = [period(result).name(result.column("date")[at]), value_words(result, at)]
    ghosts = ghost_reasons(result)
    if at in ghosts:
        first.append(f"Left out: {ghosts[at]}")
    elif fired(result, at):
        first.append(f"{meaning_title(result, at)}: {start_lower(listed(rule_names(result, at)))}")
    elif result.kind.has_limits and np.isfinite(result.column("centre")[at]):
        first.append("Common cause")
    if result.column("status")[at] == "provisional":
        first.append("Provisional")
    return (*first, limit_words(result, at))


def rule_names(result: SpcResult, at: int) -> list[str]:
    """The names of the rules that fire at a point."""
    keys = fired(result, at)
    return [rule.name for rule in RULES if rule.key in keys]
