"""Dates and months in every form that NHS files have. Day first, unless told otherwise."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

Kind = Literal["day", "month", "quarter", "year"]

FIRST_YEAR, LAST_YEAR = 1990, 2059
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MON = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
TIME = r"(?:[t ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:z| ?[+-][0-9]{2}:?[0-9]{2})?)?"
BEFORE = re.compile(
    r"^(?:(?:w/[ceb]|week(?: (?:commencing|beginning|ending|of))?|month(?: (?:commencing|ending|of))?|m/e)[: ]+)?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?,? +(?=[0-9]))?"
)
YEAR = 1990, 2059
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MON = (
    r"(?P<mon>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
TIME = r"(?:[t ,]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:z| ?[+-][0-9]{2}:?[0-9]{2})?)?"
YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
FINANCIAL = r"(?P<year>[0-9]{4}) ?[/–-] ?(?P<next>[0-9]{4}|[0-9]{2})"


@dataclass(frozen=True)
class Period:
    """When a row is about: its first day and whether a day, a month, a quarter or a year was written.

    `order` says what a numeric date can be: "" when it has no day and month to swap, else "either", "day" or "month".
    """

    date: date
    kind: Kind
    order: Literal["", "either", "day", "month"] = ""


def full_year(text: str) -> int:
    """19 is 2019 and 98 is 1998."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 90 else 2000)


def calendar(year: int, month: int, day: int = 1) -> date | None:
    """The date, or None where there is no such day or it is outside the years that files are about."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_YEAR <= year <= LAST_YEAR else None


def as_period(found: date | None, kind: Kind) -> Period | None:
    """A period of that kind, where there is such a date."""
    return Period(found, kind) if found else None


def from_iso(match: re.Match[str], month_first: bool) -> Period | None:
    """2019-04-01, 2019/04/01, 20190401, with or without a time."""
    return as_period(calendar(int(match["year"]), int(match["month"]), int(match["day"])), "day")


def from_numeric(match: re.Match[str], month_first: bool) -> Period | None:
    """01/04/2019 and its kin, in the order asked for."""
    year, first, second = full_year(match["year"]), int(match["first"]), int(match["second"])
    by_day, by_month = calendar(year, second, first), calendar(year, first, second)
    found = by_month if month_first else by_day
    if found is None:
        return None
    return Period(found, "day", "either" if by_day and by_month else "month" if month_first else "day")


def from_month(match: re.Match[str], month_first: bool) -> Period | None:
    """Apr-19, April 2019, 04/2019, 201904: a month and no day."""
    return as_period(calendar(full_year(match["year"]), month_number(match)), "month")


def from_named_day(match: re.Match[str], month_first: bool) -> Period | None:
    """1 April 2019, 1-Apr-19, April 1st, 2019."""
    return as_period(calendar(full_year(match["year"]), month_number(match), int(match["day"])), "day")


def from_quarter(match: re.Match[str], month_first: bool) -> Period | None:
    """Q1 2019/20: April to June 2019."""
    if not follows(match):
        return None
    quarter, year = int(match["quarter"]), int(match["year"])
    return as_period(calendar(year + (quarter == 4), (3 * quarter) % 12 + 1), "quarter")


def from_financial_year(match: re.Match[str], month_first: bool) -> Period | None:
    """2019/20: from April 2019."""
    return as_period(calendar(int(match["year"]), 4), "year") if follows(match) else None


def month_number(match: re.Match[str]) -> int:
    """The month, by name or by number."""
    groups = match.groupdict()
    return MONTHS.index(groups["mon"][:3]) + 1 if groups.get("mon") else int(groups["month"])


def follows(match: re.Match[str]) -> bool:
    """Whether a financial year's second part is the year after its first."""
    return int(match["next"][-2:]) == (int(match["year"]) + 1) % 100


FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool], Period | None]], ...] = tuple(
    (re.compile(form), read)
    for form, read in (
        (rf"(?P<year>[0-9]{{4}})(?P<s>[-/.])(?P<month>[0-9]{{1,2}})(?P=s)(?P<day>[0-9]{{1,2}}){TIME}", from_iso),
        (r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})", from_iso),
        (rf"(?P<first>[0-9]{{1,2}})(?P<s>[-/. ]) ?(?P<second>[0-9]{{1,2}})(?P=s) ?{YEAR}{TIME}", from_numeric),
        (rf"(?:[a-z]+[-_ ])?{MON}[-/., _'’]*{YEAR}", from_month),
        (rf"(?P<year>[0-9]{{4}})[-/., _]*{MON}", from_month),
        (r"(?P<month>[0-9]{1,2}) ?[-/.] ?(?P<year>[0-9]{4})", from_month),
        (r"(?P<year>[0-9]{4}) ?[-/.] ?(?P<month>[0-9]{1,2})", from_month),
        (r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})", from_month),
        (rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]*(?:of )?{MON}[-/., ]*{YEAR}{TIME}", from_named_day),
        (rf"{MON} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}}){TIME}", from_named_day),
        (rf"q(?:uarter|tr)? ?(?P<quarter>[1-4])[-, ]*(?:of )?{FINANCIAL}", from_quarter),
        (rf"{FINANCIAL}[-, ]*q(?:uarter|tr)? ?(?P<quarter>[1-4])", from_quarter),
        (FINANCIAL, from_financial_year),
    )
)


@lru_cache(maxsize=50_000)
def read_period(text: str, month_first: bool = False) -> Period | None:
    """The period that a cell names, or None. Never a guess: a form that can be two months is not read."""
    if not text or len(text) > 40 or not any(character in "0123456789" for character in text):
        return None
    plain = BEFORE.sub("", " ".join(text.lower().split()))
    for form, read in FORMS:
        match = form.fullmatch(plain)
        if match and (found := read(match, month_first)):
            return found
    return None


def names_period(text: str) -> bool:
    """Whether a cell names a period, in either order of day and month."""
    return read_period(text) is not None or read_period(text, True) is not None


def read_serial(text: str) -> Period | None:
    """Excel's day number (43556 is 1 April 2019), used only in a column that is called a date."""
    if not re.fullmatch(r"[0-9]{5}(?:\.[0-9]+)?", text):
        return None
    found = date(1899, 12, 30) + timedelta(days=int(text.split(".")[0]))
    return Period(found, "day") if FIRST_YEAR <= found.year <= LAST_YEAR else None
