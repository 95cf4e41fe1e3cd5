"""What the text of one date leaves open, decided by the whole column: 19-Apr, 2011/12, Q1 2019."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from charts.series.periods import Period, read_period
from charts.series.seriesfile import Note
from charts.series.words import MONTH_NAMES, month_words

Quarters = Literal["", "calendar", "financial"]
Found = dict[str, Period]

MONTH_OF_YEAR = re.compile(r"[0-9]{4} ?[-/.] ?[0-9]{1,2}")
FINANCIAL = re.compile(r"\b(?:financial|fiscal|f\.?y\.?)(?![a-z])")
CALENDAR = re.compile(r"\bcalendar\b")
QUARTER = re.compile(r"\bq(?:uarter|tr)?\.? ?([1-4])")


@dataclass(frozen=True)
class Order:
    """How what single dates leave open is read, by the whole column, and what to say about it.

    `mixed` is a date that only fits day first in a column where another only fits month first.
    `year_first` reads 19-Apr as April 2019, `financial` 2011/12 as a financial year.
    """

    month_first: bool = False
    mixed: str = ""
    warning: Note | None = None
    problem: Note | None = None
    quarters: Quarters = ""
    year_first: bool = False
    financial: bool = False


def year_first(order: Order, doubtful: Found, found: Found) -> Order:
    """19-Apr, ..., 19-Dec, 20-Jan can only be months; within one year, or beside other forms, nothing decides."""
    if len(doubtful) < len(found):
        return order
    example, period = next(iter(doubtful.items()))
    numbers = sorted(12 * one.date.year + one.date.month for one in doubtful.values())
    in_turn = len(numbers) > 2 and all(later - earlier == 1 for earlier, later in pairwise(numbers))
    if in_turn and len({one.date.year for one in doubtful.values()}) > 1:
        text = f"We read “{example}” as {month_words(period.date)}, its number as the year. Check the months below."
        return replace(order, year_first=True, warning=Note(None, "Month", example, text, "Year first"))
    problem = Note(None, "Month", example, no_year(example, period), "No year")
    return replace(order, year_first=True, problem=problem)


def no_year(text: str, period: Period) -> str:
    """Why 19-Apr is not read, and what to write."""
    day = f"{text[:2].lstrip('0')} {MONTH_NAMES[period.date.month - 1]} without its year"
    return f"“{text}” can be {month_words(period.date)} or {day}. Write every month with its year, such as Sep-25."


def financial_years(order: Order, doubtful: Found, found: Found) -> Order:
    """2011/12 among 2010/11 and 2012/13 is a financial year; among 2011/10 and 2011/11, December 2011."""
    others = [(text, period) for text, period in found.items() if text not in doubtful]
    if any(period.kind == "month" and MONTH_OF_YEAR.fullmatch(text) for text, period in others):
        return order
    if len(found) > 1:
        return replace(order, financial=True)
    text, period = next(iter(doubtful.items()))
    year = f"the financial year {period.date.year}/{(period.date.year + 1) % 100:02d}"
    sentence = f"“{text}” can be {month_words(period.date)} or {year}. Write a month as Sep-25, a year as FY 2011/12."
    return replace(order, problem=Note(None, "Month", text, sentence, "Two ways to read"))


def said_quarters(order: Order, doubtful: Found, found: Found) -> Order:
    """Say how quarters that can be of two kinds were read."""
    example = next(reversed(doubtful))
    first = resolved(doubtful[example], order)
    if not order.quarters or first is None:
        return order
    span = f"{MONTH_NAMES[first.date.month - 1]} to {month_words(moved(first.date, 2))}"
    text = f"We read the quarters as {order.quarters}: “{example}” is {span}. Check the dates below."
    return replace(order, warning=Note(None, "Month", example, text, f"{order.quarters.capitalize()} quarters"))


def resolved(period: Period | None, order: Order) -> Period | None:
    """A period as the column reads it; None where the column does not decide what a single 19-Apr is."""
    if period is None or (period.order == "yearless" and not order.year_first):
        return None
    if period.order == "quarters" and order.quarters == "financial":
        return replace(period, date=moved(period.date, 3))
    if period.order == "financial" and order.financial:
        return Period(date(period.date.year, 4, 1), "year")
    return period


def moved(when: date, months: int) -> date:
    """The first day of a later month."""
    number = 12 * when.year + when.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def asks_quarters(texts: Sequence[str]) -> bool:
    """Whether any date is a quarter that may be a calendar or a financial one."""
    return any(period is not None and period.order == "quarters" for period in map(read_period, dict.fromkeys(texts)))


def quarters_of(texts: Sequence[str], said: Sequence[str]) -> Quarters:
    """Which quarters a column has, as other dates in it or the titles round it say; "" where nothing does."""
    for text in dict.fromkeys(texts):
        number, period = QUARTER.search(text.lower()), read_period(text)
        if number and period and not period.order and period.kind == "quarter":
            return "calendar" if period.date.month == 3 * int(number[1]) - 2 else "financial"
    words = " ".join(said).lower()
    financial, calendar = FINANCIAL.search(words), CALENDAR.search(words)
    if bool(financial) == bool(calendar):
        return ""
    return "financial" if financial else "calendar"
