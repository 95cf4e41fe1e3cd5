"""Dates and months in every form that NHS files have. Day first, unless told otherwise."""

import re
from datetime import date, timedelta
from functools import lru_cache

from charts.series.periodforms import FIGURES, FIRST_YEAR, LAST_YEAR, MON, MONTHS, NAMED, Kind, Period, full_year

__all__ = ["MON", "MONTHS", "Kind", "Period", "full_year", "names_period", "read_period", "read_serial"]

LONGEST = 40
BEFORE = re.compile(
    r"^(?:(?:w[/. ]?[ceb]\.?|week(?: (?:commencing|beginning|starting|ending|of))?"
    r"|month(?: (?:commencing|beginning|ending|of))?|m/[ce])(?:[: ]+|(?=[0-9]+[-/. ])))?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?,? +(?=[0-9]))?"
)
# What every form with letters has at least one of.
HINT = re.compile(
    r"jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec|ion|chw|maw|ebr|mai|meh|gor|aws|med|hyd|tac|rha"
    r"|[qwmp]\.? ?[0-9]|quarter|qtr|week|wk|month|mth|period|f\.?y|year|[0-9]t[0-9]|[0-9] ?to ?[0-9]|[0-9] ?[ap]m$|z$"
    r"|w.?[ceb]|(?:mon|tue|wed|thu|fri|sat|sun)"
)
LETTER = re.compile(r"[^\W\d_]")
NEITHER = (None, None)
KEPT = 10_000
DIGIT = re.compile("[0-9]")
FIVE_DIGITS = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")


def read_period(text: str, month_first: bool = False) -> Period | None:
    """The period that a cell names, or None. What the text alone leaves open is said in the period's `order`."""
    if not 3 < len(text) <= LONGEST or not DIGIT.search(text):
        return None
    return both_ways(text)[month_first]


def names_period(text: str) -> bool:
    """Whether a cell names a period, in either order of day and month."""
    return 3 < len(text) <= LONGEST and bool(DIGIT.search(text)) and both_ways(text) != NEITHER


@lru_cache(maxsize=150_000)
def both_ways(text: str) -> tuple[Period | None, Period | None]:
    """The period day first, and month first."""
    plain = " ".join(text.lower().split())
    if plain[0].isdigit() or HINT.search(plain):
        found = matched(plain)
        bare = BEFORE.sub("", plain)
        return found if found != NEITHER or bare == plain else matched(bare)
    return NEITHER


def matched(plain: str) -> tuple[Period | None, Period | None]:
    """The first forms that fit and name a date that there is."""
    by_day = by_month = None
    lettered = LETTER.search(plain)
    if lettered and not HINT.search(plain):
        return NEITHER
    for form, read in NAMED if lettered else FIGURES:
        if match := form.fullmatch(plain):
            by_day, by_month = by_day or read(match, False), by_month or read(match, True)
            if by_day and by_month:
                break
    return by_day, by_month


def forget_many() -> None:
    """Let go of the texts of a large file, which nobody reads again."""
    if both_ways.cache_info().currsize > KEPT:
        both_ways.cache_clear()


def read_serial(text: str) -> Period | None:
    """Excel's day number (43556 is 1 April 2019), used only in a column that is called a date."""
    if not FIVE_DIGITS.fullmatch(text):
        return None
    found = date(1899, 12, 30) + timedelta(days=int(text.split(".")[0]))
    return Period(found, "day") if FIRST_YEAR <= found.year <= LAST_YEAR else None
