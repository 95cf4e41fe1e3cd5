"""Numbers and dates as people read them."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from charts.spec import ChartSpec

NO_BREAK = "\u00a0"
MINUS = "\u2212"
UNIT_SPACE = re.compile(
    r"(?<=\d) (?=(?:°|%|(?:ml|mg|g|kg|hours?|minutes?|days?|weeks?|months?|to|of)\b))|(?<=\bto) (?=\d)"
)
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)  # calendar's own follow the computer's language
SHORT_UNIT = 5  # longer units are said once, in the subtitle, not on every label


def number(value: float, spec: ChartSpec) -> str:
    """A value with its unit: 78%, 9.6%, 1,204, 35 days. The spec's decimals win."""
    return _with_unit(plain_number(value, spec), spec.unit)


def label_number(value: float, spec: ChartSpec) -> str:
    """As `number`, without a unit that is too long for the edge of a chart."""
    text = plain_number(value, spec)
    return _with_unit(text, spec.unit) if len(spec.unit) <= SHORT_UNIT else text


def target_number(spec: ChartSpec, label: bool = False, target: float | None = None) -> str:
    """The spec's target, or another, with as many decimals as it was given, no more."""
    text = _minus(f"{spec.target if target is None else target:,.6f}".rstrip("0").rstrip("."))
    return text if label and len(spec.unit) > SHORT_UNIT else _with_unit(text, spec.unit)


def plain_number(value: float, spec: ChartSpec) -> str:
    """A value without its unit."""
    if not np.isfinite(value):
        return "none"
    return _minus(f"{value:,.{_decimals(value, spec)}f}")


def _decimals(value: float, spec: ChartSpec) -> int:
    if spec.decimals is not None:
        return spec.decimals
    size = abs(value)
    if spec.unit == "%":
        return 0 if size >= 9.95 else 1
    if size >= 100 or size < 0.005 or float(value).is_integer():
        return 0
    return 1 if size >= 1 or size == 0 else 2


def _minus(text: str) -> str:
    """A true minus, and never minus nothing."""
    if not text.startswith("-"):
        return text
    return MINUS + text[1:] if text.strip("-0.,") else text[1:]


def _with_unit(text: str, unit: str) -> str:
    if unit in ("%", "") or unit.startswith("%"):
        return text + unit
    return text + NO_BREAK + unit


def share(numerator: float, denominator: float) -> str:
    """57 of 80, held together; empty where there is no denominator."""
    if np.isnan(numerator) or np.isnan(denominator):
        return ""
    return f"{numerator:,.10g}{NO_BREAK}of{NO_BREAK}{denominator:,.10g}"


def held(text: str) -> str:
    """Somebody's words with numbers and their units kept on one line: 25 °C, 36.5 to 37.5 °C."""
    return UNIT_SPACE.sub(NO_BREAK, text)


def count(n: int, noun: str) -> str:
    """1 month, 13 months."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def day(date: Any) -> datetime.date:
    """A datetime64, Timestamp or date as a date."""
    return np.datetime64(date, "D").astype(object)


def month(date: Any) -> str:
    """January 2026."""
    when = day(date)
    return f"{MONTH_NAMES[when.month - 1]} {when.year}"


def short_month(date: Any) -> str:
    """Jan 2026."""
    when = day(date)
    return f"{MONTH_NAMES[when.month - 1][:3]} {when.year}"


def full_date(date: Any) -> str:
    """6 August 2018."""
    return f"{day(date).day} {month(date)}"


@dataclass(frozen=True)
class Period:
    """How often a series has a point."""

    noun: str
    each: str
    days: float

    @property
    def monthly(self) -> bool:
        return self.noun == "month"

    def name(self, date: Any) -> str:
        """January 2026 where points are months, 6 August 2018 otherwise; a year as itself."""
        if self.noun == "year":
            return str(day(date).year)
        return month(date) if self.noun in ("month", "quarter") else full_date(date)

    def short_name(self, date: Any) -> str:
        if self.noun in ("month", "quarter"):
            return short_month(date)
        return str(day(date).year) if self.noun == "year" else f"{day(date).day} {short_month(date)}"


MONTHS = Period("month", "each month", 30.4)
PERIODS = (
    (0.5, 1.6, Period("day", "each day", 1)),
    (6.5, 7.5, Period("week", "each week", 7)),
    (27, 32, MONTHS),
    (88, 93, Period("quarter", "each quarter", 91.3)),
    (364, 367, Period("year", "each year", 365.25)),
)


def period_of(dates: npt.NDArray[np.datetime64]) -> Period:
    """The period most steps between dates show; months where a series is too short to tell."""
    steps = np.diff(dates.astype("datetime64[D]")).astype(float)
    steps = steps[steps > 0]
    if not steps.size:
        return MONTHS
    usual = float(np.median(steps))
    for low, high, period in PERIODS:
        if low <= usual <= high:
            return period
    return Period("point", "in turn", usual)


def listed(words: Sequence[str]) -> str:
    """One, two and three."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def start_lower(text: str) -> str:
    """A phrase as it reads inside a sentence: the first letter small, unless it begins a name such as PDSA."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
