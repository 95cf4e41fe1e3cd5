"""What somebody types for one period, read as numbers: a sentence for each field that is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from charts.series import read_number
from charts.series.gaps import gap_status
from plan_store.clean import KEEPABLE
from plan_store.observation_rows import NUMBERS, Number, Observation
from plan_store.observations import MULTIPLIER
from plan_store.plan_rows import Measure, Unit

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), KEEPABLE]
NOT_YET = "Not available yet"
NO_NUMBER = "“{}” is not a number. Use digits, such as 12, or * if it is too small to share."
COUNTS, VALUE = ("numerator", "denominator"), ("value",)
TITLES = {"numerator": "Numerator", "denominator": "Denominator", "value": "Value"}


class Entry(BaseModel):
    """What somebody typed for one period: texts, read by check_entry. Without a number it says missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    period: date
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    provisional: bool = False
    not_yet: bool = False
    reason: Words = ""
    unusual: Words = ""


@dataclass(frozen=True)
class Checked:
    """The numbers of an entry, and a sentence for each field that has none; withheld: one was too small to share."""

    numbers: Mapping[str, float | None]
    problems: Mapping[str, str]
    withheld: bool = False

    def status(self, provisional: bool) -> str:
        """As an observation has it."""
        if self.withheld:
            return "suppressed"
        return "missing" if self.numbers["value"] is None else "provisional" if provisional else "final"


def asked_parts(measure: Measure, rows: Sequence[Observation | Number]) -> tuple[str, ...]:
    """Whether a measure is entered as two counts or as one value: as its newest number was, else as it is shown."""
    for row in reversed(rows):
        if row.denominator is not None:
            return COUNTS
        if row.value is not None:
            return VALUE
    return COUNTS if Unit(measure.unit) in MULTIPLIER else VALUE


def check_entry(measure: Measure, parts: tuple[str, ...], entry: Entry) -> Checked:
    """Read the texts as numbers; a whole pair or a value, and what is wrong with each field.

    * or <5, as in a file, is a number that is withheld.
    """
    if entry.not_yet:
        return Checked(dict.fromkeys(NUMBERS), {})
    numbers: dict[str, float | None] = dict.fromkeys(NUMBERS)
    problems: dict[str, str] = {}
    withheld = False
    for name in parts:
        text = getattr(entry, name).strip()
        found = read_number(text)
        if found is None and gap_status(text) == "suppressed":
            withheld = True
        elif found is None:
            problems[name] = NO_NUMBER.format(text[:40]) if text else f"Enter the {TITLES[name].lower()}."
        elif name in COUNTS and found.value < 0:
            problems[name] = "A count cannot be less than zero."
        elif name in COUNTS and found.percent:
            problems[name] = "Enter the count, not a percentage."
        else:
            numbers[name] = found.value
    top, bottom = numbers["numerator"], numbers["denominator"]
    if top is not None and bottom is not None:
        problems |= _pair_problems(measure, top, bottom)
        numbers["value"] = 100 * top / bottom if bottom else None
    return Checked(numbers, problems, withheld and not problems)


def _pair_problems(measure: Measure, top: float, bottom: float) -> dict[str, str]:
    if top > bottom and Unit(measure.unit) == Unit.PERCENT:
        return {"numerator": f"{top:,.10g} is more than the denominator, {bottom:,.10g}. Check both numbers."}
    if bottom == 0 and top > 0:
        return {"denominator": "The denominator is 0 but the numerator is not. Check both numbers."}
    return {}
