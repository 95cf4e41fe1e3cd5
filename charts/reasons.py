"""Why a point is coloured: every rule that fired there, and both meanings where they disagree."""

import datetime

from charts.findings import line, period, value_words
from charts.meanings import fired, meaning_title, rule_side
from charts.numbers import day, label_number, listed
from charts.result import SpcResult
from charts.shown import spec_of


def why(result: SpcResult) -> list[tuple[datetime.date, str]]:
    """For every coloured point its date and every rule that fired there, the one that names it first."""
    label, date = result.column("label"), result.column("date")
    return [(day(date[at]), _why(result, at)) for at in range(date.size) if label[at]]


def _why(result: SpcResult, at: int) -> str:
    value = value_words(result, at)
    reasons = listed([_reason(result, at, key) for key in fired(result, at)])
    return f"{meaning_title(result, at)}: {value} {reasons}."


def _reason(result: SpcResult, at: int, key: str) -> str:
    high, noun, spec = rule_side(result, at, key) > 0, period(result).noun, spec_of(result)
    edge = result.column("upl" if high else "lpl")[at]
    match key:
        case "outside":
            limit, value = label_number(edge, spec), label_number(result.column("value")[at], spec)
            just = "just " if limit == value else ""
            return f"is {just}{'above the upper' if high else 'below the lower'} limit of {limit}"
        case "shift":
            side = "above" if high else "below"
            return f"is one of {spec.run_length} or more {noun}s in a row {side} the {line(result)}"
        case "trend":
            return f"is part of a {'rise' if high else 'fall'} of {spec.run_length} or more {noun}s in a row"
    return f"is one of two in three {noun}s close to the {'upper' if high else 'lower'} limit"
