"""The date column as a whole: day or month first, which rows name no month, and how far apart the rows are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import gcd
from statistics import median
from typing import Literal

from charts.series.periods import Period, read_period, read_serial
from charts.series.seriesfile import Note
from charts.series.words import day_words, month_words

Frequency = Literal["month", "long", "short"]

EXAMPLE = "Use a form such as Sep-25 or 01/09/2025."


@dataclass(frozen=True)
class Order:
    """Whether numeric dates are read month first, and what to say about it.

    `mixed` is a date that only fits day first in a column where another only fits month first.
    """

    month_first: bool = False
    mixed: str = ""
    warning: Note | None = None
    problem: Note | None = None


def decide_order(texts: Sequence[str]) -> Order:
    """Day first, unless the whole column only fits month first."""
    pairs = [(text, read_period(text), read_period(text, True)) for text in dict.fromkeys(texts)]
    numeric = [pair for pair in pairs if any(period and period.order for period in pair[1:])]
    only_month = [text for text, by_day, _ in numeric if by_day is None]
    only_day = [text for text, _, by_month in numeric if by_month is None]
    if only_day or not numeric:
        return Order(mixed=only_day[0] if only_day and only_month else "")
    by_day = [period.date for _, period, _ in numeric if period]
    by_month = [period.date for _, _, period in numeric if period]
    if only_month:
        keeps = months(by_month) >= months(by_day)
        return Order(True, warning=month_first(only_month[0])) if keeps else Order()
    if len(numeric) < 3 or not is_monthly(by_month) or months(by_day) == len(by_day):
        return Order()
    if len({when.year for when in by_day}) > 1:
        return Order(True, warning=month_first(numeric[1][0]))
    return Order(problem=two_ways(*numeric[1]))


def months(dates: Sequence[date]) -> int:
    """How many different months."""
    return len({(when.year, when.month) for when in dates})


def is_monthly(dates: Sequence[date]) -> bool:
    """The same day of one month after another."""
    numbers = sorted(when.year * 12 + when.month for when in dates)
    return len({when.day for when in dates}) == 1 and all(later - earlier == 1 for earlier, later in pairwise(numbers))


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
    return read_period(text, order.month_first) or (read_serial(text) if serials else None)


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
    return Note(row, "Month", text, f"“{text}” is not a month. {EXAMPLE}", "Not a month", letter)


def frequency(periods: Sequence[Period]) -> Frequency:
    """How far apart the rows are: months; longer (quarters, years); shorter (days, weeks, four weeks)."""
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
        return "short"
    return "long" if apart > 2 or (apart == 2 and len(steps) > 2) else "month"


def name_of(when: date, every: Frequency) -> str:
    """The month, or the day where rows are closer together."""
    return day_words(when) if every == "short" else month_words(when)
