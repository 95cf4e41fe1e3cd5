"""One point in words: what it says against the limits, and whether it is so far off that a slip is likelier."""

import math

import numpy as np

from charts.findings import line, period, run_length
from charts.limits import NEEDED
from charts.meanings import fired, meaning_title, rule_side
from charts.numbers import count, number, start_lower
from charts.result import SpcResult
from charts.shown import drawable, spec_of

FAR = 2  # times the way from the centre line to a limit
FACTOR = 5  # a digit too many or too few changes a count by more than this
SMALL = 20  # below it, counts change by chance as much


def point_finding(result: SpcResult, at: int, name: str) -> str:
    """What the point says, as a title; name is its period's: 'October is below the lower limit: improvement'."""
    if result.trial or not result.kind.has_limits or not drawable(result):
        left = NEEDED - result.n
        said = f"{name} is {number(result.column('value')[at], spec_of(result))}"
        return f"{said}; limits come with {count(left, f'more {period(result).noun}')}" if left > 0 else said
    rules = fired(result, at)
    if not rules:
        return f"{name} is within the limits: common cause"
    return f"{name} {_says(result, at, rules[0])}: {start_lower(meaning_title(result, at))}"


def _says(result: SpcResult, at: int, rule: str) -> str:
    high, noun = rule_side(result, at, rule) > 0, period(result).noun
    match rule:
        case "outside":
            return f"is {'above the upper' if high else 'below the lower'} limit"
        case "shift":
            many = run_length(result, at)
            said = f"{many} {noun}s" if many >= result.spec.run_length else f"{result.spec.run_length} or more {noun}s"
            return f"is one of {said} in a row {'above' if high else 'below'} the {line(result)}"
        case "trend":
            return f"carries on a {'rise' if high else 'fall'} of {result.spec.run_length} or more {noun}s"
    return f"is one of two in three {noun}s close to the {'upper' if high else 'lower'} limit"


def far_off(result: SpcResult, value: float) -> int:
    """1 where a value lies far above all that a series has had, -1 far below; 0 where it may well be right.

    The series is the one without that value.
    """
    if result.last is None or result.trial or not np.isfinite(result.column("upl")[result.last]):
        return 0
    centre, upper, lower = (float(result.column(name)[result.last]) for name in ("centre", "upl", "lpl"))
    if value > centre + FAR * (upper - centre) and upper > centre:
        return 1
    return -1 if value < centre - FAR * (centre - lower) and lower < centre else 0


def jumped(count_before: float | None, count_now: float | None) -> int:
    """1 where a count is many times the one before, -1 where it is a small part of it, else 0."""
    if count_before is None or count_now is None or max(count_before, count_now) < SMALL:
        return 0
    if not math.isfinite(count_now) or count_now >= FACTOR * count_before:
        return 1
    return -1 if count_now * FACTOR <= count_before else 0
