"""What a measure's own words make of its fields, its last number, and the number that is being typed."""

from collections.abc import Mapping
from datetime import date

from charts.newest import far_off, jumped
from charts.numbers import number
from charts.result import SpcResult
from pages._render.due_words import follows, period_words, short_period
from plan_store.entries import COUNTS, TITLES
from plan_store.observation_rows import Observation
from plan_store.observations import measure_spec
from plan_store.plan_rows import Better, Measure, Unit

HIGHER, LOWER = "Much higher than before. Check the number.", "Much lower than before. Check the number."
PART_OF_ONE = "A count is usually a whole number. Check the number."
BETTER = {Better.HIGHER: "Higher is better.", Better.LOWER: "Lower is better."}


def field_words(measure: Measure, part: str) -> str:
    """The measure's own words for what is entered."""
    if part == "value":
        return "Value" if Unit(measure.unit) == Unit.COUNT else f"Value ({measure.unit})"
    return getattr(measure, part) or TITLES[part]


def about(measure: Measure) -> str:
    """The first sentence of the definition, and which way is better."""
    first = measure.definition.split(". ")[0].strip().rstrip(".")
    return " ".join(filter(None, (f"{first}." if first else "", BETTER.get(Better(measure.better), ""))))


def hint(measure: Measure, part: str, before: Observation | None, period: date) -> str:
    """September was 27; with its year where it is not the one before this period; empty without an earlier number."""
    value = getattr(before, part) if before else None
    if before is None or value is None:
        return ""
    unit = measure.unit if part == "value" and Unit(measure.unit) != Unit.COUNT else ""
    shown = f"{value:,.10g}" + (unit if unit == "%" else f" {unit}" if unit else "")
    said = short_period if follows(measure, before.period, period) else period_words
    return f"{said(measure, before.period)} was {shown}"


def value_words(measure: Measure, numbers: Mapping[str, float | None]) -> str:
    """9.6%; one decimal for a percentage, so that a check against the source is a check. Empty without a number."""
    spec, top, bottom, value = measure_spec(measure), *(numbers.get(n) for n in ("numerator", "denominator", "value"))
    if top is not None and bottom:
        value = top / bottom * spec.multiplier
    if value is None:
        return ""
    return f"{value:,.1f}%" if spec.unit == "%" else number(value, spec)


def counts_words(numbers: Mapping[str, float | None]) -> str:
    """25 of 261; empty where it is no pair."""
    top, bottom = numbers.get("numerator"), numbers.get("denominator")
    return f"{top:,.10g} of {bottom:,.10g}" if top is not None and bottom is not None else ""


def observation_words(measure: Measure, row: Observation) -> str:
    """9.6% (25 of 261), as somebody else gave it."""
    numbers = {name: getattr(row, name) for name in ("numerator", "denominator", "value")}
    if not value_words(measure, numbers):
        return "suppressed" if row.status == "suppressed" else "no number"
    counts = counts_words(numbers)
    return value_words(measure, numbers) + (f" ({counts})" if counts else "")


def look_outs(
    measure: Measure, numbers: Mapping[str, float | None], before: Observation | None, held: SpcResult
) -> dict[str, str]:
    """Beside which field to look twice; nothing is held up. held: the series without this number."""
    value, bottom, top = (numbers.get(part) for part in ("value", "denominator", "numerator"))
    found = {"denominator": jumped(before.denominator, bottom) if before is not None else 0}
    if value is not None:
        shown = top / bottom * measure_spec(measure).multiplier if top is not None and bottom else value
        found["value"] = far_off(held, shown)
    parted = {part: PART_OF_ONE for part in COUNTS if (numbers.get(part) or 0) % 1}
    return parted | {part: HIGHER if way > 0 else LOWER for part, way in found.items() if way}
