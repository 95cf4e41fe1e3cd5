"""The date column as a whole: day or month first, which rows name no month, and how far apart the rows are."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import gcd
from statistics import median
from typing import Literal

from charts.series.doubts import Order, Quarters, financial_years, no_year, resolved, said_quarters, year_first
from charts.series.periods import Period, full_year, read_period, read_serial
from charts.series.seriesfile import Note
from charts.series.words import day_words, month_words

Frequency = Literal["month", "long", "short"]

EXAMPLE = "Use a form such as Sep-25 or 01/09/2025."
NUMERIC = ("either", "day", "month")
MONTH_TITLE = re.compile(r"^(?:(?!week|day|date).)*\bmonths?\b(?!.*(?:week|day|date))")
DAY_OF_MONTH = re.compile(r"(?P<day>29|30|31)[-/. ](?P<month>0?[1-9]|1[0-2])[-/. ](?P<year>[0-9]{4}|[0-9]{2})")


def decide_order(texts: Sequence[str], quarters: Quarters = "") -> Order:
    """Day first, unless the whole column only fits month first; then what else the column decides."""
    different = list(dict.fromkeys(texts))
    found = {text: period for text in different if (period := read_period(text))}
    order = replace(numeric_order(different), quarters=quarters)
    for doubt, decide in (("yearless", year_first), ("financial", financial_years), ("quarters", said_quarters)):
        if doubtful := {text: period for text, period in found.items() if period.order == doubt}:
            order = decide(order, doubtful, found)
    return order


def numeric_order(different: Sequence[str]) -> Order:
    """Day or month first in dates such as 01/04/2019."""
    pairs = [(text, read_period(text), read_period(text, True)) for text in different]
    numeric = [pair for pair in pairs if any(period and period.order in NUMERIC for period in pair[1:])]
    only_month = [text for text, by_day, _ in numeric if by_day is None]
    only_day = [text for text, _, by_month in numeric if by_month is None]
    if only_day or not numeric:
        return Order(mixed=only_day[0] if only_day and only_month else "")
    by_day = [period.date for _, period, _ in numeric if period]
    by_month = [period.date for _, _, period in numeric if period]
    if only_month:
        keeps = len(only_month) * 4 >= len(numeric) or months(by_month) >= months(by_day)
        return Order(True, warning=month_first(only_month[0])) if keeps else Order()
    if not looks_monthly(by_month, by_day):
        return Order()
    if len({when.year for when in by_day}) > 1 and months(by_month) > 2:
        return Order(True, warning=month_first(numeric[1][0]))
    return Order(problem=two_ways(*numeric[1]))


def months(dates: Sequence[date]) -> int:
    """How many different months."""
    return len({(when.year, when.month) for when in dates})


def looks_monthly(by_month: Sequence[date], by_day: Sequence[date]) -> bool:
    """Month first the same day of several months; day first a few days of one month, and not a week apart."""
    if len({when.day for when in by_month}) > 1 or months(by_month) < 2 or months(by_day) == len(by_day):
        return False
    numbers = sorted(when.year * 12 + when.month for when in by_month)
    in_turn = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    weekly = all((later - earlier).days % 7 == 0 for earlier, later in pairwise(sorted(by_day)))
    return in_turn or not weekly


def month_first(example: str) -> Note:
    """Said when dates were read the American way."""
    text = f"The dates only fit with the month first, as in “{example}”, so we read them so. Check the months below."
    return Note(None, "Month", example, text, "Month first")


def two_ways(text: str, by_day: Period | None, by_month: Period | None) -> Note:
    """Said when nothing in the file decides."""
    ways = " or ".join(day_words(period.date) for period in (by_day, by_month) if period)
    advice = "Write the months as Jan-25, Feb-25 and choose the file again."
    sentence = f"“{text}” can be {ways}, and nothing in the file says which. {advice}"
    return Note(None, "Month", text, sentence, "Two ways to read")


def read_date(text: str, order: Order, serials: bool) -> Period | None:
    """One cell of the date column."""
    return resolved(read_period(text, order.month_first), order) or (read_serial(text) if serials else None)


def not_a_month(row: int, text: str, order: Order, letter: str) -> Note:
    """Why a cell is not a month, and what to write instead."""
    if not text:
        return Note(
            row, "Month", "", "The row has numbers but no month. Write its month, such as Sep-25.", "No month", letter
        )
    if order.mixed and read_period(text, True):
        ways = f"“{text}” only fits with the month first, “{order.mixed}” only with the day first."
        return Note(
            row, "Month", text, f"{ways} Write all dates the same way, such as Sep-25.", "Dates in two orders", letter
        )
    found = read_period(text)
    if found and found.order == "yearless":
        return Note(row, "Month", text, no_year(text, found), "No year", letter)
    sentence = f"“{text}” is not a month. {no_such_day(text)}{EXAMPLE}"
    return Note(row, "Month", text, sentence, "Not a month", letter)


def no_such_day(text: str) -> str:
    """Why 31/02/2025 is not a date; nothing where that is not what is wrong."""
    match = DAY_OF_MONTH.fullmatch(text)
    year = full_year(match["year"]) if match else 0
    if match is None or not year:
        return ""
    days = monthrange(year, int(match["month"]))[1]
    return f"{month_words(date(year, int(match['month']), 1))} has {days} days. " if int(match["day"]) > days else ""


def frequency(periods: Sequence[Period], title: str = "") -> Frequency:
    """How far apart the rows are: months; longer (quarters, years); shorter (days, weeks, four weeks).

    Under a title such as Month, days that keep no step name their months.
    """
    dates = sorted({period.date for period in periods})
    steps = [(later - earlier).days for earlier, later in pairwise(dates)]
    apart = gcd(*(12 * (later.year - earlier.year) + later.month - earlier.month for earlier, later in pairwise(dates)))
    if any(period.kind in ("quarter", "year") for period in periods):
        return "long"
    if not steps:
        return "month"
    if all(period.kind == "day" for period in periods) and (
        median(steps) < 25 or (set(steps) == {28} and len(steps) > 1)
    ):
        steady = set(steps) == {1} or all(step % 7 == 0 for step in steps)
        return "short" if steady or not MONTH_TITLE.search(title.lower().replace("_", " ")) else "month"
    return "long" if apart > 2 or (apart == 2 and len(steps) > 2) else "month"


def name_of(when: date, every: Frequency) -> str:
    """The month, or the day where rows are closer together."""
    return day_words(when) if every == "short" else month_words(when)
