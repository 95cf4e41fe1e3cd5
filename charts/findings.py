"""The finding: what a chart says, in one sentence that can stand as its title."""

from collections.abc import Callable

import numpy as np

from charts.meanings import meaning_words
from charts.numbers import NO_BREAK, Period, count, day, label_number, number, start_lower, target_number
from charts.result import SpcResult
from charts.shown import assurance_of, drawable, line_name, parts, spec_of, subject, target_of

LONGEST_REASON = 60
RECENT = 12  # points: a run that ended longer ago is history


def finding(result: SpcResult, measure: str) -> str:
    """What happened, in plain English: 'Smoking at time of delivery has fallen: 13 months below the mean'."""
    if result.last is None:
        return f"{measure} has no data yet"
    if not drawable(result):
        return f"{measure} cannot be shown as a {result.kind.name}"
    measure = subject(result, measure)
    if not result.kind.has_limits or result.trial:
        return measure + _without_limits(result)
    current = _current(result)
    moved = _rebased(result)
    if moved and current:
        return f"{measure} {moved}, and {current.replace('has ', 'has since ', 1)}"
    if moved:
        return measure + " " + moved + assurance_clause(result)
    if current:
        return f"{measure} {current}"
    return measure + _settled(result)


def line(result: SpcResult) -> str:
    """The centre line inside a sentence: mean, median, centre line."""
    return line_name(result, short=True).lower() if result.kind.centre_name != "Centre" else "centre line"


def period(result: SpcResult) -> Period:
    """How often the series has a point."""
    return result.period


def _without_limits(result: SpcResult) -> str:
    centre = _centre(result, result.segments[-1])
    every = period(result)
    if result.n == 1:
        return f" is {number(centre, spec_of(result))} in its first {every.noun}; too few points for limits yet"
    about = f" sits at about {number(centre, spec_of(result))} after {count(result.n, every.noun)}"
    if result.trial:
        return about + "; too few points for limits yet"
    runs = result.runs[-1]
    if runs.too_long:
        return f" has changed: {runs.longest} {every.noun}s running on one side of the median"
    if runs.too_few:
        return f" has changed: it crosses its median only {count(runs.crossings, 'time')}"
    return about


def _rebased(result: SpcResult) -> str:
    """'rose from 61% to 78% after the new pathway'; empty without a rebase."""
    if len(result.segments) < 2:
        return ""
    before, after = (_centre(result, part) for part in result.segments[-2:])
    start = result.column("date")[result.segments[-1].start]
    since = period(result).name(start).replace(" ", NO_BREAK)
    reason = _reason(result)
    because = f" after {reason}" if reason else f" from {since}"
    first, last = (number(value, spec_of(result)) for value in (before, after))
    if not np.isfinite(before + after):
        return f"has new limits from {since}"
    if first == last:
        return f"stayed at {last}{because}"
    return f"{'rose' if after > before else 'fell'} from {first} to {last}{because}"


def _reason(result: SpcResult) -> str:
    """The last rebase's reason as it reads after 'after'; empty where it is too long for a title."""
    start = result.column("date")[result.segments[-1].start]
    reason = result.spec.rebased_because(day(start)).rstrip(".")
    if len(reason) > LONGEST_REASON:
        return ""
    reason = start_lower(reason)
    return f"the {reason}" if reason.startswith("new ") else reason


def _centre(result: SpcResult, part: slice) -> float:
    return float(result.column("centre")[part][0])


def _current(result: SpcResult) -> str:
    """What the last point's special cause says; a shift says more than the rule that wins its label."""
    last = result.last
    if last is None or result.column("meaning")[last] == "common":
        return ""
    side = result.column("side")[last]
    if result.column("shift")[last]:
        return _shift(result, last)
    if result.column("trend")[last]:
        return _trend(result, last)
    value = number(result.column("value")[last], spec_of(result))
    name = period(result).name(result.column("date")[last])
    if result.column("outside")[last]:
        line = "above the upper limit" if side > 0 else "below the lower limit"
        return f"was unusually {'high' if side > 0 else 'low'} in {name}: {value}, {line}"
    way, line = ("rising", "upper") if side > 0 else ("falling", "lower")
    return f"may be {way}: close to the {line} limit in two of the last three {period(result).noun}s"


def _shift(result: SpcResult, last: int) -> str:
    above = result.column("value")[last] > result.column("centre")[last]
    length = run_length(result, last)
    return (
        f"has {'risen' if above else 'fallen'}: {count(length, period(result).noun)} "
        f"{'above' if above else 'below'} the {line(result)}"
    )


def _trend(result: SpcResult, last: int) -> str:
    rising = result.column("slope")[last] > 0
    length = int((~result.column("ghosted")[trend_start(result, last) : last + 1]).sum())
    word, each = ("risen", "higher") if rising else ("fallen", "lower")
    return f"has {word}: {count(length, period(result).noun)} in a row, each {each} than the one before"


def run_start(result: SpcResult, last: int) -> int:
    """Where the run on one side of the centre that holds `last` begins; points left out do not break it."""
    side = np.sign(result.column("value") - result.column("centre"))
    return _back_while(result, last, lambda at, _: bool(side[at] == side[last]))


def run_length(result: SpcResult, last: int) -> int:
    """How many points the run that ends at `last` has."""
    ghosted = result.column("ghosted")
    return int((~ghosted[run_start(result, last) : last + 1]).sum())


def trend_start(result: SpcResult, last: int) -> int:
    """Where the rise or fall that ends at `last` begins."""
    value, slope = result.column("value"), result.column("slope")[last]
    return _back_while(result, last, lambda at, after: bool(np.sign(value[after] - value[at]) == slope))


def _back_while(result: SpcResult, last: int, goes_on: Callable[[int, int], bool]) -> int:
    """The first of the points up to `last`, in its segment and ghosts apart, each of which goes on to the next."""
    part = next(part for part in result.segments if part.start <= last < part.stop)
    kept = np.flatnonzero(~result.column("ghosted")[part]) + part.start
    start = last
    for at in reversed(kept[kept < last].tolist()):
        if not goes_on(at, start):
            break
        start = at
    return start


def _settled(result: SpcResult) -> str:
    """Common cause now: steady, steady with a month apart, or back after a run."""
    part = result.segments[-1]
    mean = number(_centre(result, part), spec_of(result))
    recent = range(max(part.start, part.stop - RECENT), part.stop)
    runs = [at for at in recent if result.column("shift")[at]]
    if runs:
        above = result.column("value")[runs[-1]] > result.column("centre")[runs[-1]]
        length = run_length(result, runs[-1])
        side = "above" if above else "below"
        return f" is back near its {line(result)} of {mean} after {count(length, period(result).noun)} {side} it"
    outside = [at for at in recent if result.column("outside")[at]]
    if outside:
        value = number(result.column("value")[outside[-1]], spec_of(result))
        name = period(result).name(result.column("date")[outside[-1]])
        return f" holds at about {mean}; {name}, at {value}, was more than chance alone explains"
    return f" is steady at about {mean}" + assurance_clause(result)


def assurance_clause(result: SpcResult) -> str:
    """'; the 90% target is still hit and miss', or nothing without a verdict."""
    words = {
        "pass": "is reliably met",
        "fail": "is not yet in reach",
        "hit_or_miss": "is still hit and miss" if len(result.segments) > 1 else "is hit and miss",
    }
    assurance = assurance_of(result)
    if assurance is None:
        return ""
    target = target_number(result.spec, target=target_of(result))
    of_what = f"{target} target" if result.spec.unit in ("%", "") else f"target of {target}"
    return f"; the {of_what} {words[assurance]}"


def latest(result: SpcResult) -> str:
    """'Latest, March 2026: 71% (57 of 80), common cause'; empty without a value."""
    if result.last is None:
        return ""
    name = period(result).name(result.column("date")[result.last])
    unjudged = result.trial or not result.kind.has_limits or not drawable(result)
    words = "" if unjudged else f", {meaning_words(result, result.last)}"
    return f"Latest, {name}: {value_words(result, result.last)}{words}"


def value_words(result: SpcResult, at: int) -> str:
    """71% (57 of 80)."""
    text, counted = number(result.column("value")[at], spec_of(result)), parts(result, at)
    return f"{text} ({counted})" if counted else text


def limit_words(result: SpcResult, at: int) -> str:
    """Mean 3.2%, limits 0.0% to 6.3%."""
    spec = spec_of(result)
    centre = f"{line_name(result)} {label_number(result.column('centre')[at], spec)}"
    lower, upper = result.column("lpl")[at], result.column("upl")[at]
    if not np.isfinite(lower):
        return centre
    return f"{centre}, limits {label_number(lower, spec)} to {label_number(upper, spec)}"
