"""Tells a list of single patients from a table of totals, where no title and no cell names a person."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from charts.series.grid import GridRow, column_letter
from charts.series.patients import ADVICE, plain_title
from charts.series.periods import Period, read_period
from charts.series.seriesfile import Note

UNIT = r"(?: ?\(?(?:wks?|weeks?|w\+d|days?|g|gr|kg|grams?|mls?|l|litres?|kg/m2|kg/m²|years?|yrs?)\)?)?"
AT = r"(?: (?:at|on) (?:birth|booking|delivery|admission|discharge))?"
# One value for one woman or baby: a number, a date or a time in every row.
VALUED = re.compile(
    r"(?:gestation(?:al age)?|gest|ga|birth ?weight|weight|parity|para|gravida|gravidity|(?:maternal |mother's )?age"
    rf"|bmi|head circumference|(?:customised |birth ?weight )?centile){AT}{UNIT}"
    rf"|(?:total |estimated |measured )?(?:blood loss|ebl|mbl|qbl){UNIT}"
    r"|e\.?d\.?d\.?|(?:estimated|expected) (?:due date|date of delivery)|due date|l\.?m\.?p\.?|last menstrual period"
    r"|apgars?(?: score)?(?: ?(?:at |@ )?(?:1|5|10) ?(?:m|min|mins|minutes?)?)?"
    r"|(?:cord |arterial |venous ){0,2}(?:ph|base excess)"
    r"|(?:admission|discharge|delivery|birth|booking) (?:date(?:/| and )?)?time"
    r"|(?:date/time|date and time|time) of (?:birth|delivery|admission|discharge)|(?:admission|discharge) date"
    r"|date of (?:admission|discharge)|length of stay|los|number of (?:babies|fetuses|previous births)"
)
# A word for one woman or baby; a table of totals may be parted by the same.
WORDED = re.compile(
    r"(?:mode|type|method|place) of (?:delivery|birth|labour|onset)|delivery (?:mode|method|type)"
    r"|birth (?:mode|outcome)|(?:named |responsible |lead |booking )?(?:consultant|midwife|obstetrician|clinician)"
    r"(?:'?s)?(?: name)?|delivered by|onset of labour|analgesia|anaesthetic|perineum|tear"
    r"|perineal (?:trauma|tear)|feeding(?: method| type)?(?: at discharge)?|(?:baby'?s? )?(?:sex|gender)"
    r"|smoking status|presentation|indication|outcome|comments?|reason"
)
# What happened to one of them on the day that the row is dated by.
EVENT = re.compile(
    r"(?:delivery|birth|booking|admission|discharge|procedure|event|incident) date(?:(?: and |/| )time)?"
    r"|date (?:and time )?of (?:delivery|booking|admission|discharge|procedure|event|incident)"
)
# One of them by name, or one case by its number: another in every row.
PERSON = re.compile(r"patient|mother|mum|baby|woman|lady|infant|neonate|newborn|child|client|service user")
CASE = re.compile(r".*\b(?:number|no\.?|id|ref\.?|reference|name)|name|datix|mrn")
WORDS = re.compile(r"[^\W\d_][^\d]*[^\W\d_]\.?")
NUMBERED = re.compile(rf"[a-z]{{0,6}}[-/ ]?[0-9]{{3,12}}(?:[-/ ]?[a-z0-9]{{1,6}})?|{WORDS.pattern}")
COUNTED = re.compile(
    r"\b(?:numbers?|count|totals?|births|deliveries|women|mothers|babies|infants|patients|cases|bookings|admissions"
    r"|numerator|denominator|rate|percent(?:age)?|proportion|mean|average|median|n)\b|%"
)
ONE_VALUE = re.compile(
    r"[0-9]{1,5}(?:[.+/][0-9]{1,3})?(?: ?\+ ?[0-9])?(?: ?(?:w(?:ks?|eeks?)?|g|kg|mls?|l|y(?:rs?)?)\.?)?"
    r"(?: ?[0-9] ?d(?:ays?)?)?|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
)
ROWS = 500


def case_list(
    titles: tuple[str, ...], rows: Sequence[GridRow], date_column: int | None, row: int | None
) -> Iterator[Note]:
    """One sentence where the rows are single patients."""
    sample = [cells for _, cells in rows[:ROWS]]
    plain = [plain_title(title) for title in titles]
    valued = [at for at, title in enumerate(plain) if VALUED.fullmatch(title) and single_values(sample, at)]
    worded = [at for at, title in enumerate(plain) if (EVENT if at == date_column else WORDED).fullmatch(title)]
    people = [at for at, title in enumerate(plain) if PERSON.fullmatch(title) and each_its_own(sample, at, WORDS)]
    cases = [at for at, title in enumerate(plain) if CASE.fullmatch(title) and each_its_own(sample, at, NUMBERED)]
    known = {*valued, *worded, *cases, date_column}
    totals = any(COUNTED.search(title) for at, title in enumerate(plain) if at not in known)
    seen = sorted({*valued, *worded, *cases})
    likely = bool(valued or cases) and len(seen) > 1 and not totals
    if not people and not (likely and one_by_one(sample, date_column, known)):
        return
    shown = (people or seen)[:2]
    said = " and ".join(f"“{titles[at]}”" for at in shown)
    looks = f"columns {said} look" if len(shown) > 1 else f"column {said} looks"
    text = f"The {looks} like a list of single patients, one in each row. {ADVICE}"
    yield Note(row, titles[shown[0]], titles[shown[0]], text, "Patient details", column_letter(shown[0]))


def each_its_own(sample: Sequence[tuple[str, ...]], column: int, form: re.Pattern[str]) -> bool:
    """Whether every row has another name or number in a column."""
    cells = [cells[column].lower() for cells in sample if column < len(cells) and cells[column]]
    fit = sum(bool(form.fullmatch(cell)) for cell in cells)
    return len(cells) > 1 and fit >= len(cells) * 0.8 and len(set(cells)) >= len(cells) * 0.8


def single_values(sample: Sequence[tuple[str, ...]], column: int) -> bool:
    """Whether most cells hold one value (38+4, 3200, 05:20) and not a band (<37, 37 to 41, 40+)."""
    cells = [cells[column] for cells in sample if column < len(cells) and cells[column]]
    fit = sum(bool(ONE_VALUE.fullmatch(cell.lower())) or read_period(cell) is not None for cell in cells)
    return bool(cells) and fit >= len(cells) * 0.8


def one_by_one(sample: Sequence[tuple[str, ...]], date_column: int | None, known: set[int | None]) -> bool:
    """Rows without dates, on any days, or several to a month that nothing else tells apart."""
    if len(sample) < 2 or date_column is None:
        return len(sample) > 1
    dated = [(found, cells) for cells in sample if (found := period(cells, date_column))]
    if not dated:
        return True
    days = sorted(found.date for found, _ in dated if found.kind == "day")
    steps = {(later - earlier).days for earlier, later in pairwise(days)}
    regular = steps <= {1} or steps <= {7, 14} or steps <= {28, 29, 30, 31} or len({day.day for day in days}) == 1
    if len(days) > 2 and len(days) == len(dated) and not regular:
        return True
    keys = {
        (found.date, *(cell for at, cell in enumerate(cells) if at not in known and not cell[:1].isdigit()))
        for found, cells in dated
    }
    return len({found.date for found, _ in dated}) * 2 <= len(dated) and len(keys) < len(dated)


def period(cells: tuple[str, ...], column: int) -> Period | None:
    """The date of a row."""
    return read_period(cells[column]) if column < len(cells) else None
