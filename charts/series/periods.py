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
DIGIT = re.compile("[0-9]")
FIVE_DIGITS = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")


def read_period(text: str, month_first: bool = False) -> Period | None:
    """The period that a cell names, or None. What the text alone leaves open is said in the period's `order`."""
    if not 3 < len(text) <= LONGEST or not DIGIT.search(text):
        return None
    return matched(text, month_first)


@lru_cache(maxsize=20_000)
def matched(text: str, month_first: bool) -> Period | None:
    """The first form that fits and names a date that there is."""
    plain = " ".join(text.lower().split())
    found = read_form(plain, month_first)
    bare = BEFORE.sub("", plain)
    return found if found or bare == plain else read_form(bare, month_first)


def read_form(plain: str, month_first: bool) -> Period | None:
    """Try the forms that the characters allow."""
    for form, read in NAMED if any(character.isalpha() for character in plain) else FIGURES:
        match = form.fullmatch(plain)
        if match and (found := read(match, month_first)):
            return found
    return None


def names_period(text: str) -> bool:
    """Whether a cell names a period, in either order of day and month."""
    return read_period(text) is not None or read_period(text, True) is not None


def read_serial(text: str) -> Period | None:
    """Excel's day number (43556 is 1 April 2019), used only in a column that is called a date."""
    if not FIVE_DIGITS.fullmatch(text):
        return None
    found = date(1899, 12, 30) + timedelta(days=int(text.split(".")[0]))
    return Period(found, "day") if FIRST_YEAR <= found.year <= LAST_YEAR else None
