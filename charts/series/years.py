"""Years and months that are written apart: 2023/24 over Apr, or 2019 beside April."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from charts.series.periods import MON, MONTHS

YEAR_WORD = r"(?:(?:f\.?y\.?|financial year|fiscal year|fin\.? ?year|calendar year|year|cy)[ :]*)?"
SPAN = re.compile(rf"{YEAR_WORD}(?P<year>(?:19|20)?[0-9]{{2}}) ?[/–-] ?(?P<next>(?:19|20)?[0-9]{{2}})(?: f\.?y\.?)?")
CALENDAR = re.compile(r"(?:calendar year|year|cy)?[ :]*(?P<year>(?:19|20)[0-9]{2})")
NAME = re.compile(MON)


@dataclass(frozen=True)
class Year:
    """A calendar year, or a financial year that begins in April of its first one."""

    first: int
    financial: bool

    def of(self, month: int) -> int:
        """The calendar year of one of its months."""
        return self.first + (self.financial and month < 4)

    def place(self, month: int) -> int:
        """Where in this year a month comes: 0 is the first."""
        return (month - 4) % 12 if self.financial else month - 1


def read_year(text: str) -> Year | None:
    """2023/24, FY 2023-24, 23/24 or 2023; nothing where only one half of a financial year is named (FY24)."""
    plain = " ".join(text.lower().split())
    if match := SPAN.fullmatch(plain):
        first = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
        return Year(first, financial=True) if int(match["next"][-2:]) == (first + 1) % 100 else None
    match = CALENDAR.fullmatch(plain)
    return Year(int(match["year"]), financial=False) if match else None


def read_month(text: str) -> int | None:
    """The month that a cell names without a year, by name."""
    match = NAME.fullmatch(text.lower().strip()) if 3 <= len(text) <= 10 else None
    return MONTHS.index(match["mon"][:3]) + 1 if match else None


def joined_month(month: int, year: Year) -> str:
    """Apr 2019."""
    return f"{MONTHS[month - 1].capitalize()} {year.of(month)}"


def in_one_year(months: Sequence[int], year: Year) -> bool:
    """Whether months under one year come in its order, so that none of them can belong to the next."""
    places = [year.place(month) for month in months]
    return places == sorted(places)
