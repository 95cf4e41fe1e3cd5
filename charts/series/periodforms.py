"""The forms in which people write a period, each with how it is read. Text comes in lower case, singly spaced."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["day", "month", "quarter", "year"]
Doubt = Literal["", "either", "day", "month", "quarters", "yearless", "financial"]

FIRST_YEAR, LAST_YEAR = 1990, 2059
# English, then Welsh, each known by its first three letters.
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WELSH = ("ion", "chw", "maw", "ebr", "mai", "meh", "gor", "aws", "med", "hyd", "tac", "rha")
MONTH_OF = {name: index % 12 + 1 for index, name in enumerate((*MONTHS, *WELSH))}
NAMES = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    r"|ion(?:awr)?|chwe(?:fror)?|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr)"
)
MON = rf"(?P<mon>{NAMES})\.?"
UNTIL = rf"(?P<until>{NAMES})\.?"
CLOCK = r"(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?)"
TIME = rf"(?:[t ,]{{1,3}}{CLOCK}(?: ?[ap]m)?(?P<zone>z| ?[+-][0-9]{{2}}:?[0-9]{{2}})?)?"
YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
LAST = r"(?P<last>[0-9]{4}|[0-9]{2})"
BOTH = r" ?[/–-] ?(?P<next>[0-9]{4}|[0-9]{2})"
FINANCIAL = rf"\(?(?:f\.?y\.? ?)?{YEAR}{BOTH}\)?"
LONG = rf"(?P<year>[0-9]{{4}}){BOTH}"
QUARTER = r"q(?:uarter|tr)?\.? ?(?P<quarter>[1-4])"
NUMBERED = r"(?:m(?:onth|th)?|p(?:eriod)?)\.? ?(?P<number>0?[1-9]|1[0-2])"
BETWEEN = r"[-–/., _'’]{0,3}"
WEEK = r"w(?:ee)?k?\.? ?(?P<week>[0-9]{1,2})"
# Words before a month that make it something else than that month.
NOT = rf"(?!(?:total|ytd|year|to|since|from|until|till|before|after|by|rolling|up|end|mid|early|late|{NAMES})\b)"


@dataclass(frozen=True)
class Period:
    """When a row is about: its first day and whether a day, a month, a quarter or a year was written.

    `order` says what the text alone leaves open, for the whole column to decide:
    either, day, month   a numeric date: whether it fits both ways, only day first, or only month first
    quarters             Q1 2019, a calendar or a financial quarter; the date is the calendar quarter's
    yearless             19-Apr, April 2019 or the 19th of April; the date is April 2019
    financial            2011/12, December 2011 or a financial year; the date is December 2011
    """

    date: date
    kind: Kind
    order: Doubt = ""


Reader = Callable[[re.Match[str], bool], Period | None]


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


def as_period(found: date | None, kind: Kind, order: Doubt = "") -> Period | None:
    """A period of that kind, where there is such a date."""
    return Period(found, kind, order) if found else None


def moved(year: int, months: int) -> date | None:
    """The first day of the month that many months after January of a year."""
    return calendar(year + months // 12, months % 12 + 1)


def month_of(match: re.Match[str], group: str = "mon") -> int:
    """The month, by name or by number."""
    groups = match.groupdict()
    return MONTH_OF[groups[group][:3]] if groups.get(group) else int(groups["month"])


def follows(match: re.Match[str]) -> bool:
    """Whether a financial year's second part is the year after its first."""
    return int(match["next"][-2:]) == (full_year(match["year"]) + 1) % 100


def from_iso(match: re.Match[str], month_first: bool) -> Period | None:
    """2019-04-01, 20190401. 2019-03-31T23:00Z is midnight of 1 April in Britain's summer, as databases export it."""
    found = calendar(int(match["year"]), int(match["month"]), int(match["day"]))
    groups = match.groupdict()
    summer = (groups.get("clock") or "").startswith("23:00") and groups.get("zone") in ("z", "+00:00", "+0000")
    if found and summer and 3 <= found.month <= 9 and (found + timedelta(days=1)).day == 1:
        found += timedelta(days=1)
    return as_period(found, "day")


def from_numeric(match: re.Match[str], month_first: bool) -> Period | None:
    """01/04/2019 and its kin, in the order asked for."""
    year, first, second = full_year(match["year"]), int(match["first"]), int(match["second"])
    by_day, by_month = calendar(year, second, first), calendar(year, first, second)
    found = by_month if month_first else by_day
    return as_period(found, "day", "either" if by_day and by_month else "month" if month_first else "day")


def from_month(match: re.Match[str], month_first: bool) -> Period | None:
    """Apr-19, April 2019, 04/2019, 201904: a month and no day. Apr-19 (M1) has to be the first of a financial year."""
    month, number = month_of(match), match.groupdict().get("number")
    if number and (int(number) + 2) % 12 + 1 != month:
        return None
    return as_period(calendar(full_year(match["year"]), month), "month")


def from_year_month(match: re.Match[str], month_first: bool) -> Period | None:
    """2019-04 or 2019/04; 2011/12 and 2008-9 may be financial years."""
    month = match["month"]
    doubtful = int(month) == (int(match["year"]) + 1) % 10 ** len(month)
    return as_period(calendar(int(match["year"]), int(month)), "month", "financial" if doubtful else "")


def from_named_day(match: re.Match[str], month_first: bool) -> Period | None:
    """1 April 2019, 1-Apr-19, April 1st, 2019."""
    return as_period(calendar(full_year(match["year"]), month_of(match), int(match["day"])), "day")


def from_yearless(match: re.Match[str], month_first: bool) -> Period | None:
    """19-Apr: what Excel writes for the 19th of April, and some people for April 2019."""
    return as_period(calendar(full_year(match["year"]), month_of(match)), "month", "yearless")


def from_quarter(match: re.Match[str], month_first: bool) -> Period | None:
    """Q1 2019/20: April to June 2019."""
    return as_period(moved(full_year(match["year"]), 3 * int(match["quarter"])), "quarter") if follows(match) else None


def from_some_quarter(match: re.Match[str], month_first: bool) -> Period | None:
    """Q1 2019: January to March, or April to June where the column's quarters are financial."""
    return as_period(moved(full_year(match["year"]), 3 * int(match["quarter"]) - 3), "quarter", "quarters")


def from_number(match: re.Match[str], month_first: bool) -> Period | None:
    """M1 2019/20: April 2019."""
    return as_period(moved(full_year(match["year"]), int(match["number"]) + 2), "month") if follows(match) else None


def from_month_of_year(match: re.Match[str], month_first: bool) -> Period | None:
    """January 2019/20: January 2020."""
    month = month_of(match)
    return as_period(calendar(int(match["year"]) + (month < 4), month), "month") if follows(match) else None


def from_financial_year(match: re.Match[str], month_first: bool) -> Period | None:
    """2019/20: from April 2019."""
    return as_period(calendar(full_year(match["year"]), 4), "year") if follows(match) else None


def from_months(match: re.Match[str], month_first: bool) -> Period | None:
    """Apr-Jun 2019, Apr 19 - Jun 19, Jan-Mar 2019/20: a quarter; Apr 2019 - Mar 2020: a year."""
    groups, first, last = match.groupdict(), month_of(match), month_of(match, "until")
    until = full_year(match["last"])
    if groups.get("next"):
        if int(groups["next"][-2:]) != (until + 1) % 100 or (first < 4) != (last < 4):
            return None
        until += last < 4
    since = full_year(groups["year"]) if groups.get("year") else until
    length = 12 * (until - since) + last - first + 1
    kind: Kind | None = {3: "quarter", 12: "year"}.get(length)  # ty: ignore[invalid-assignment]
    return as_period(calendar(since, first), kind) if kind else None


def from_days(match: re.Match[str], month_first: bool) -> Period | None:
    """01/04/2019 to 30/04/2019, where the two days are the first and the last of a month, a quarter or a year."""
    ends = [numeric_day(match[part], month_first) for part in ("begin", "finish")]
    begin, finish = ends
    if begin is None or finish is None or begin.day != 1 or (finish + timedelta(days=1)).day != 1:
        return None
    kinds: dict[int, Kind] = {1: "month", 3: "quarter", 12: "year"}
    kind = kinds.get(12 * (finish.year - begin.year) + finish.month - begin.month + 1)
    return as_period(begin, kind, "month" if month_first else "day") if kind else None


def numeric_day(text: str, month_first: bool) -> date | None:
    """One end of a span of days."""
    first, second, year = re.split(r"[-/.]", text)
    return calendar(full_year(year), *((int(first), int(second)) if month_first else (int(second), int(first))))


def from_week(match: re.Match[str], month_first: bool) -> Period | None:
    """2019-W14: its Monday."""
    try:
        found = date.fromisocalendar(int(match["year"]), int(match["week"]), 1)
    except ValueError:
        return None
    return Period(found, "day") if FIRST_YEAR <= found.year <= LAST_YEAR else None


def compiled(*forms: tuple[str, Reader]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The patterns, made once."""
    return tuple((re.compile(form), read) for form, read in forms)


DAY = r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"
# Without letters, but for those of a time.
FIGURES = compiled(
    (rf"(?P<year>[0-9]{{4}})(?P<s>[-/.])(?P<month>[0-9]{{1,2}})(?P=s)(?P<day>[0-9]{{1,2}}){TIME}", from_iso),
    (rf"(?P<year>(?:19|20)[0-9]{{2}})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}}){TIME}", from_iso),
    (rf"(?P<first>[0-9]{{1,2}})(?P<s>[-/. ]) ?(?P<second>[0-9]{{1,2}})(?P=s) ?{YEAR}{TIME}", from_numeric),
    (r"(?P<month>[0-9]{1,2}) ?[-/.] ?(?P<year>[0-9]{4})", from_month),
    (r"(?P<year>[0-9]{4}) ?[-/.] ?(?P<month>[0-9]{1,2})", from_year_month),
    (r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})", from_month),
    (LONG, from_financial_year),
    (rf"(?P<begin>{DAY}) ?(?:-|–|to) ?(?P<finish>{DAY})", from_days),
)
NAMED = compiled(
    (rf"(?:{NUMBERED}[:, -]{{0,3}}|{NOT}[a-z]{{1,20}}[-_ ])?\(?{MON}{BETWEEN}{YEAR}\)?", from_month),
    (rf"{MON}{BETWEEN}{YEAR} ?[-(]? ?{NUMBERED}\)?", from_month),
    (rf"(?P<year>[0-9]{{4}}){BETWEEN}{MON}", from_month),
    (rf"(?P<year>[0-9]{{2}})[-/ ]{MON}", from_yearless),
    (rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]{{0,3}}(?:of )?{MON}{BETWEEN}{YEAR}{TIME}", from_named_day),
    (rf"{MON} ?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,? (?P<year>[0-9]{{4}}){TIME}", from_named_day),
    (rf"{MON}[-, ]{{1,2}}\(?{LONG}\)?", from_month_of_year),
    (rf"{LONG}[-, ]{{1,2}}{MON}", from_month_of_year),
    (rf"(?:{QUARTER}[-:, ]{{0,3}})?\(?{MON} ?(?:-|–|to|/) ?{UNTIL}\)?{BETWEEN}{LAST}(?:{BOTH})?\)?", from_months),
    (rf"(?:{QUARTER}[-:, ]{{0,3}})?\(?{MON}{BETWEEN}{YEAR} ?(?:-|–|to) ?{UNTIL}{BETWEEN}{LAST}\)?", from_months),
    (rf"{QUARTER}[-, _]{{0,3}}(?:of )?{FINANCIAL}", from_quarter),
    (rf"{FINANCIAL}[-, _]{{0,3}}{QUARTER}", from_quarter),
    (rf"{QUARTER}[-–/, _'’]{{0,3}}(?:of )?{YEAR}", from_some_quarter),
    (rf"(?P<year>[0-9]{{4}})[-–/, _]{{0,3}}{QUARTER}", from_some_quarter),
    (rf"{NUMBERED}[-, _]{{0,3}}(?:of )?{FINANCIAL}", from_number),
    (rf"{FINANCIAL}[-, _]{{0,3}}{NUMBERED}", from_number),
    (rf"f\.?y\.? ?{YEAR}{BOTH}", from_financial_year),
    (rf"(?:financial )?year {LONG}", from_financial_year),
    (rf"(?P<year>[0-9]{{4}})[- ]?{WEEK}", from_week),
    (rf"{WEEK}[-, ]{{1,2}}(?:of )?(?P<year>[0-9]{{4}})", from_week),
    (rf"(?P<begin>{DAY}) ?to ?(?P<finish>{DAY})", from_days),
    *((pattern.pattern, read) for pattern, read in FIGURES[:3]),
)
