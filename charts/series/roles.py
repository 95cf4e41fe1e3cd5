"""Which number columns are the numerator, the denominator and the value: by choice, by name, by arithmetic."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from charts.series.numbers import DIGIT, read_number
from charts.series.periods import names_period
from charts.series.seriesfile import Choice
from charts.series.table import Column, Table

NUMERATOR = re.compile(r"\bnumerator[0-9]{0,2}\b|^num(?:er)?\.?$|\(num(?:erator)?\)")
DENOMINATOR = re.compile(r"\bdenom(?:inator)?[0-9]{0,2}\b|^den\.?$|\(denom(?:inator)?\)")
PERCENT = re.compile(r"%|\bper ?cent(?:age)?s?\b|\bpct\b|\bperc\b|\brate of\b|^rate$|\bproportion\b")
VALUE = re.compile(
    r"^(?:value|result|measure value|indicator value|performance|compliance|score|actual|figure|rate)s?\b"
)
RATE = re.compile(r"\brates?\b|\bper (?:1,?000|thousand)\b|/ ?1,?000\b")
EVERYBODY = re.compile(r"\b(?:total|all|known|eligible|population|denominator|out of)\b|^n$")
WHOLE = re.compile(
    r"\b(?:births?|deliver(?:y|ies)|bookings?|booked|women|babies|infants|mothers|pregnancies|admissions|attendances|patients"
    r"|discharges|audited|sampled?|reviewed|checked|assessed|seen)\b"
)
BESIDE = re.compile(
    r"\b(?:targets?|trajectory|planned|benchmark|threshold|national|england|peers?|mean|average|median|lcl|ucl|lpl|upl|lower|upper|limits?|ci"
    r"|confidence|code|ods|rank|year|month|week|quarter|index|row|id|previous|ytd|rolling"
    r"|cumulative|centre line|cl)\b|^(?:no\.?|#|s/?n)$"
)
TARGET = re.compile(
    r"\b(?:targets?|trajectory|planned|benchmark|threshold|national|england|peers?|lcl|ucl|lpl|upl|limits?)\b"
)
OTHER = re.compile(
    r"\b(?:comments?|notes?|remarks?|narrative|commentary|actions?|owner|by|name|code|site|trust|hospital|ward|unit|type"
    r"|measure|indicator|metric|group|band|category|level|date|month|ref(?:erence)?|status|rag|version|event)\b"
)
TRIED = re.compile(r"^[~£(<>+-]? ?[0-9]")
PART = re.compile(
    r"\b(?:smok\w*|with|who|whose|received|given|achieved|met|compliant|positive|breast\w*|within|breach\w*|cases|events?|yes)\b"
)
SAMPLE = 300
MOST_COLUMNS = 14


@dataclass(frozen=True)
class Roles:
    """The columns that play a part. `own` is the file's own rate, checked against the counts and not used.

    per  what the file's own rate is out of: 100 for a percentage (or a fraction), 1,000 for a rate per 1,000
    """

    numerator: Column | None = None
    denominator: Column | None = None
    value: Column | None = None
    own: Column | None = None
    asked: bool = False
    per: int = 100

    @property
    def counts(self) -> bool:
        """Whether the value is numerator / denominator."""
        return self.numerator is not None and self.denominator is not None


def find_roles(table: Table, choice: Choice, numeric: Sequence[Column]) -> Roles:
    """The roles of these number columns; `asked` where a person has to say."""
    picked = chosen_roles(table, choice)
    if picked is not None:
        return with_own(table, picked, numeric)
    likely = [column for column in numeric if not BESIDE.search(plain(column))]
    if numeric and not by_name(likely):
        likely += [column for column in unread(table, numeric, bool(likely)) if column.title not in choice.filters]
    likely = likely or numeric
    found = by_name(likely) or by_quotient(table, likely) or by_only_value(likely) or by_two_counts(table, likely)
    if found and found.value and not found.value.numbers + found.value.texts + found.value.slips + found.value.tries:
        return Roles()
    return with_own(table, found, numeric) if found else Roles(asked=bool(numeric))


def unread(table: Table, numeric: Sequence[Column], beside_others: bool) -> Iterator[Column]:
    """Columns that were meant to hold the value and hold no number: cells such as 10.1 per 1000, or nothing yet.

    Left aside, the target or a count beside them would be taken for it. Beside other numbers only what is called a
    value, a rate or a percentage is meant; beside nothing but targets, whatever has digits or is still to be filled.
    """
    targets = all(TARGET.search(plain(column)) for column in numeric)
    for column in table.columns:
        title = plain(column)
        called = VALUE.search(title) or PERCENT.search(title) or RATE.search(title)
        apart = column in numeric or column.index in (table.header.date_column, table.status, table.part)
        if apart or BESIDE.search(title) or OTHER.search(title) or column.title.startswith("Column "):
            continue
        cells = [cells[column.index] for _, cells in table.rows[:SAMPLE] if cells[column.index]]
        form = TRIED if beside_others else DIGIT
        digits = sum(bool(form.search(cell)) and not names_period(cell) for cell in cells)
        withheld = column.gaps == len(cells) and (bool(cells) or not beside_others)
        if (called or not beside_others) and (digits * 2 > len(cells) or (withheld and (called or targets))):
            yield column


def number_columns(table: Table) -> list[Column]:
    """The columns that hold numbers, without the one that holds the dates."""
    dated = table.header.date_column
    found = [column for column in table.columns if column.is_number and column.index != dated]
    named = [
        column
        for column in found
        if column.numbers or column.tries or NUMERATOR.search(plain(column)) or DENOMINATOR.search(plain(column))
    ]
    return [column for column in named if not is_index(table, column)]


def is_index(table: Table, column: Column) -> bool:
    """A column that only counts the rows: 1, 2, 3."""
    numbers = [cells[column.index] for _, cells in table.rows[:SAMPLE]]
    blank = column.title.startswith("Column ")
    untitled = blank or BESIDE.search(plain(column))
    few = 0 if blank and column.index < table.dated else 2  # left of the months, one row or two are enough
    return (
        bool(untitled) and len(numbers) > few and numbers in ([str(n + k) for n in range(len(numbers))] for k in (0, 1))
    )


def plain(column: Column) -> str:
    """A title to look for words in."""
    return column.title.lower().replace("_", " ").strip()


def chosen_roles(table: Table, choice: Choice) -> Roles | None:
    """What the user picked, where anything was picked that the file has."""
    numerator, denominator, value = (
        table.column(title) for title in (choice.numerator, choice.denominator, choice.value)
    )
    if numerator is not None and denominator is not None:
        return Roles(numerator, denominator)
    only = value or numerator
    return Roles(value=only) if only is not None else None


def by_name(columns: Sequence[Column]) -> Roles | None:
    """One column called numerator and one called denominator."""
    numerators = [column for column in columns if NUMERATOR.search(plain(column))]
    denominators = [column for column in columns if DENOMINATOR.search(plain(column))]
    return Roles(numerators[0], denominators[0]) if len(numerators) == len(denominators) == 1 else None


def by_quotient(table: Table, columns: Sequence[Column]) -> Roles | None:
    """Two columns whose quotient is a third; nothing where more than one pair has that."""
    if len(columns) > MOST_COLUMNS:
        return None
    numbers = {column: sampled(table, column) for column in columns}
    found = [
        Roles(top, bottom, own=own)
        for top, bottom, own in permutations(columns, 3)
        if is_quotient(numbers[top], numbers[bottom], numbers[own], 0.55 if is_percent(own) else 0.8)
    ]
    percents = [roles for roles in found if roles.own and is_percent(roles.own)] or found
    for share in (0.9, 0.55) if not found else ():
        percents = percents or [
            Roles(top, bottom, own=own, per=1000)
            for top, bottom, own in permutations(columns, 3)
            if RATE.search(plain(own)) and is_quotient(numbers[top], numbers[bottom], numbers[own], share, 1000)
        ]
    return percents[0] if len(percents) == 1 else None


def sampled(table: Table, column: Column) -> list[tuple[float, int] | None]:
    """The first numbers of a column with their decimals."""
    cells = (read_number(row[column.index], table.mark) for _, row in table.rows[:SAMPLE])
    return [(cell.value, cell.decimals) if cell else None for cell in cells]


def is_quotient(
    tops: list[tuple[float, int] | None],
    bottoms: list[tuple[float, int] | None],
    owns: list[tuple[float, int] | None],
    share: float,
    per: int = 100,
) -> bool:
    """Whether top / bottom is the third number, as a percentage, a fraction or per 1,000, in enough of the rows."""
    rows = [row for row in zip(tops, bottoms, owns, strict=True) if all(row)]
    agree = sum(agrees(top[0], bottom[0], *own, per) for top, bottom, own in rows if top and bottom and own)
    return len(rows) >= 2 and agree >= len(rows) * share and any(top and top[0] for top in tops)


def agrees(top: float, bottom: float, own: float, decimals: int, per: int = 100) -> bool:
    """Whether a percentage, a fraction or a rate says the same as its counts; cut and rounded digits both do."""
    if not bottom or abs(top) > abs(bottom):
        return False
    step = 10.0 ** -min(decimals, 6)
    return any(
        -0.51 * step <= exact - own < step
        for exact in (per * top / bottom, *((top / bottom,) if decimals >= 2 else ()))
    )


def is_percent(column: Column) -> bool:
    """Says that it is a percentage, in its title or its cells."""
    return column.percents > 0 or bool(PERCENT.search(plain(column)))


def by_only_value(columns: Sequence[Column]) -> Roles | None:
    """The only number, the only percentage, or the only one called a value."""
    for likely in (columns, [c for c in columns if is_percent(c)], [c for c in columns if VALUE.search(plain(c))]):
        if len(likely) == 1:
            return Roles(value=likely[0])
    return None


def by_two_counts(table: Table, columns: Sequence[Column]) -> Roles | None:
    """Two counts of which one is called the whole (births, status known) and is never the smaller."""
    if len(columns) != 2 or any(is_percent(column) for column in columns):
        return None
    part, whole = sorted(columns, key=wholeness)
    if wholeness(whole) < 1 or wholeness(part) == wholeness(whole):
        return None
    pairs = [pair for pair in zip(sampled(table, part), sampled(table, whole), strict=True) if all(pair)]
    smaller = sum(top[0] <= bottom[0] for top, bottom in pairs if top and bottom)
    return Roles(part, whole) if pairs and smaller >= len(pairs) * 0.8 else None


def wholeness(column: Column) -> int:
    """How much a title says everybody (all, status known; births) and not some of them (smokers)."""
    title = plain(column)
    return (
        2 * bool(EVERYBODY.search(title) or DENOMINATOR.search(title))
        + bool(WHOLE.search(title))
        - 2 * bool(PART.search(title))
    )


def with_own(table: Table, roles: Roles, columns: Sequence[Column]) -> Roles:
    """Find the file's own percentage beside the counts, where there is only one."""
    if not roles.counts or roles.own is not None:
        return roles
    owns = [
        c
        for c in columns
        if is_percent(c) and not BESIDE.search(plain(c)) and c not in (roles.numerator, roles.denominator)
    ]
    own = owns[0] if len(owns) == 1 else None
    return Roles(roles.numerator, roles.denominator, own=own, per=per_of(table, roles, own))


def per_of(table: Table, roles: Roles, own: Column | None) -> int:
    """1,000 where most of the file's own rates are the counts' per 1,000, else 100."""
    if own is None or roles.numerator is None or roles.denominator is None:
        return 100
    tops, bottoms, owns = (sampled(table, column) for column in (roles.numerator, roles.denominator, own))
    return 1000 if is_quotient(tops, bottoms, owns, 0.55, 1000) else 100
