"""Slips of the key in years: a month far from all others, and January of the old year after its December."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from charts.series.dates import Frequency
from charts.series.doubts import moved
from charts.series.observations import month_index
from charts.series.reading import Reading
from charts.series.seriesfile import Note
from charts.series.words import month_words

FAR = 60  # months without any row between a few rows and all others
OLD = 2005  # Apr-01 and 23/04/01 are of 2001, and more often days or years the wrong way round
TEXT = "The row is about {}, far from the other months. Check the year."


def far_months(rows: Sequence[Reading], letter: str, known: Sequence[Note]) -> Iterator[Note]:
    """One row in ten, at most, years before or after all others, where nothing was said about it yet."""
    ordered = sorted(rows, key=lambda row: row.period.date)
    if len(ordered) < 4:
        return
    numbers = [month_index(row.period.date) for row in ordered]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    gap, few = max(FAR, 5 * median(steps)), max(1, len(ordered) // 10)
    first = max((place + 1 for place in range(few) if steps[place] > gap), default=0)
    last = min((place + 1 for place in range(len(steps) - few, len(steps)) if steps[place] > gap), default=len(ordered))
    said = {note.row for note in known}
    for row in (*ordered[:first], *ordered[last:]):
        if row.row not in said:
            year = str(row.period.date.year)
            yield Note(row.row, "Month", year, TEXT.format(month_words(row.period.date)), "Check the year", letter)


def other_years(rows: Sequence[Reading], every: Frequency, letter: str) -> Iterator[Note]:
    """A row whose month comes next in the file, but of another year, and whose own place is empty."""
    numbers = [month_index(row.period.date) for row in rows]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    usual = 1 if sum(step > 0 for step in steps) * 2 > len(steps) else -1
    if every != "month" or len(rows) < 4 or sum(step == usual for step in steps) * 2 < len(steps):
        return
    there, slipped = set(numbers), False
    for place, step in enumerate(steps):
        meant = numbers[place] + usual
        returns = slipped and numbers[place + 1] - numbers[place - 1] == 2 * usual
        slipped = not returns and step != usual and (step - usual) % 12 == 0 and meant not in there
        if slipped:
            row, before = rows[place + 1], month_words(rows[place].period.date)
            found, right = month_words(row.period.date), month_words(moved(rows[place].period.date, usual))
            text = f"{found} stands next to {before}. Check the year: did you mean {right}?"
            yield Note(row.row, "Month", found, text, "Check the year", letter)


def old_years(rows: Sequence[Reading], letter: str) -> Iterator[Note]:
    """A whole file from before anybody keeps such data."""
    newest = max((row.period.date for row in rows), default=None)
    if newest and newest.year < OLD:
        text = f"The newest row is about {month_words(newest)}. Check the years."
        yield Note(None, "Month", str(newest.year), text, "Check the year", letter)
