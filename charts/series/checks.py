"""What a careful analyst would query in a series whose cells can all be read."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from statistics import median

from charts.series.dates import Frequency, name_of
from charts.series.numbers import DecimalMark, read_number
from charts.series.periods import Period
from charts.series.places import both
from charts.series.reading import Reading
from charts.series.roles import PERCENT, Roles, agrees, plain
from charts.series.seriesfile import Note
from charts.series.words import number_words

YEARS_APART = 10


def count_problems(rows: Sequence[Reading], roles: Roles) -> Iterator[Note]:
    """Counts below zero, and numerators above their denominators."""
    for row in rows:
        for role, column in (("numerator", roles.numerator), ("denominator", roles.denominator)):
            number = row.numbers.get(role)
            if column and number and number.value < 0:
                text = f"{row.texts[role]} is less than zero, which a count cannot be. Check the sign."
                yield Note(row.row, role.capitalize(), row.texts[role], text, "Less than zero", column.letter)
        if roles.counts and len(row.numbers) == 2:
            top, bottom = row.numbers["numerator"].value, row.numbers["denominator"].value
            if top > bottom >= 0 and roles.numerator:
                larger = f"{number_words(top)} is more than the denominator, {number_words(bottom)}."
                text = f"{larger} Check that a digit was not added."
                yield Note(
                    row.row,
                    "Numerator",
                    row.texts["numerator"],
                    text,
                    "More than the denominator",
                    roles.numerator.letter,
                )


def repeated_months(rows: Sequence[Reading], every: Frequency, letter: str, unit: str) -> Iterator[Note]:
    """Two rows for one month: never summed, averaged or overwritten."""
    first: dict[object, Reading] = {}
    for row in rows:
        key = row.period.date
        earlier = first.setdefault(key, row)
        if earlier is row:
            continue
        one, two = shown(earlier, unit), shown(row, unit)
        values = f"the same value ({one})" if one == two else f"different values ({one} and {two})"
        text = f"{name_of(key, every)} is in {both(earlier.spot, row.spot)} with {values}. Keep one row for each month."
        yield Note(row.row, "Month", name_of(key, every), text, f"Same month as {earlier.spot}", letter)


def without_provisional(rows: Sequence[Reading], every: Frequency, letter: str) -> tuple[list[Reading], list[Note]]:
    """The rows without the provisional ones of a month that also has a final one, and what to say of those."""
    final: dict[object, Reading] = {row.period.date: row for row in rows if row.standing != "provisional"}
    kept, notes = [], []
    for row in rows:
        better = final.get(row.period.date)
        if row.standing != "provisional" or better is None or better.standing is None:
            kept.append(row)
            continue
        when = name_of(row.period.date, every)
        text = f"{when} is provisional in {row.spot} and final in {better.spot}. We read the final one."
        notes.append(Note(row.row, "Month", when, text, "Provisional", letter))
    return kept, notes


def shown(row: Reading, unit: str) -> str:
    """The value of a row as a person would say it."""
    if row.gaps or row.faulty:
        said = ", ".join(text for text in row.texts.values() if text)
        return f"“{said}”" if said else "blank"
    if "value" in row.numbers:
        return f"{number_words(row.numbers['value'].value)}{unit}"
    top, bottom = row.numbers["numerator"].value, row.numbers["denominator"].value
    return f"{100 * top / bottom:.1f}%" if bottom else f"{number_words(top)} of {number_words(bottom)}"


def far_years(rows: Sequence[Reading], letter: str) -> Iterator[Note]:
    """A month many years from all the others is a slip of the key."""
    years = sorted(row.period.date.year for row in rows)
    middle = median(years) if years else 0
    for row in rows:
        year = row.period.date.year
        neighbours = bisect_right(years, year + YEARS_APART) - bisect_left(years, year - YEARS_APART)
        if abs(year - middle) > YEARS_APART and neighbours <= max(1, len(years) // 10):
            text = f"The row is about {year}, far from the other months. Check the year."
            yield Note(row.row, "Month", str(year), text, "Check the year", letter)


def own_percentages(rows: Sequence[Reading], roles: Roles, mark: DecimalMark) -> Iterator[Note]:
    """Where the file's own percentage says something else than its counts."""
    if roles.own is None:
        return
    for row in rows:
        own = read_number(row.own, mark)
        if own is None or len(row.numbers) < 2 or not row.numbers["denominator"].value:
            continue
        top, bottom = row.numbers["numerator"].value, row.numbers["denominator"].value
        if agrees(top, bottom, own.value, own.decimals, roles.per) or top > bottom:
            continue
        percent = roles.per == 100
        exact = f"{roles.per * top / bottom:.{min(max(own.decimals, 1), 4)}f}{'%' if percent else ''}"
        named, counts = "%" if percent else "rate per 1,000", f"{number_words(top)} of {number_words(bottom)}"
        text = (
            f"The file’s own {named} says {row.own.rstrip(' %')}; {counts} is {exact}. "
            "We use the numerator and denominator."
        )
        yield Note(row.row, "Value", row.own, text, "% differs from the counts", roles.own.letter)


def zero_denominators(rows: Sequence[Reading], letter: str) -> Iterator[Note]:
    """Nobody to count: a gap."""
    for row in rows:
        bottom = row.numbers.get("denominator")
        if bottom and not bottom.value and "numerator" in row.numbers and not row.numbers["numerator"].value:
            yield Note(
                row.row,
                "Denominator",
                row.texts["denominator"],
                "The denominator is 0. We left a gap.",
                "Nobody to count",
                letter,
            )


def percent_scale(rows: Sequence[Reading], roles: Roles) -> tuple[list[Note], list[Note]]:
    """Warnings and problems about percentages: above 100, fractions, signs on some rows only."""
    if roles.value is None:
        return [], []
    letter = roles.value.letter
    numbers = [(row, row.numbers["value"]) for row in rows if "value" in row.numbers]
    signed = [number.value for _, number in numbers if number.percent]
    warnings, problems = [], []
    for row, number in numbers:
        text = row.texts["value"]
        if signed and not number.percent and 0 < abs(number.value) <= 1 and median(signed) > 2:
            meant = number_words(number.value * 100)
            sentence = f"“{text}” has no percent sign, other rows have. Did you mean {meant}%?"
            problems.append(Note(row.row, "Value", text, sentence, "No percent sign", letter))
        elif number.value > 100 and (signed or PERCENT.search(plain(roles.value))):
            warnings.append(
                Note(
                    row.row,
                    "Value",
                    text,
                    f"{text} is more than 100%. Check that it is right.",
                    "More than 100%",
                    letter,
                )
            )
    largest = max((abs(number.value) for _, number in numbers), default=0)
    if "%" in roles.value.title and not signed and 0 < largest <= 1:
        sentence = (
            f"The title says % and no value is above 1. We read {number_words(largest)} as {number_words(largest)}%. "
            f"If it means {number_words(largest * 100)}%, write it so and choose the file again."
        )
        warnings.append(Note(None, "Value", roles.value.title, sentence, "Very small percentages", letter))
    return warnings, problems


def missing_months(periods: Sequence[Period], months: Sequence[str]) -> Iterator[Note]:
    """Months between the first and the last that the file does not have."""
    if months and periods:
        shown_months = ", ".join(months[:6]) + (f" and {len(months) - 6} more" if len(months) > 6 else "")
        verb, left = ("is", "a gap") if len(months) == 1 else ("are", "gaps")
        yield Note(None, "Month", shown_months, f"{shown_months} {verb} not in the file. We left {left}.", "Missing")
