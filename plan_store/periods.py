"""Periods that a measure has no word for yet: after its newest, in its gaps, and before its oldest."""

from collections.abc import Collection
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}
DAYS = {"day": 1, "week": 7}
BEFORE = 24  # periods before the oldest that are offered


def open_periods(there: Collection[date], noun: str, today: date) -> list[date]:
    """The newest first, none that has not begun; noun: how often the measure has a point. Empty for no rhythm."""
    if not there or (noun not in MONTHS and noun not in DAYS):
        return []
    newest, oldest, found = max(there), min(there), []
    step = 0
    while (when := stepped(newest, noun, step + 1)) <= today:
        step += 1
        found.append(when)
    found.reverse()
    step, before = 0, 0
    while before < BEFORE:
        step -= 1
        when = stepped(newest, noun, step)
        before += when < oldest
        if when not in there:
            found.append(when)
    return found


def stepped(start: date, noun: str, steps: int) -> date:
    """So many periods later; months keep to their first day."""
    if noun in DAYS:
        return start + timedelta(days=DAYS[noun] * steps)
    index = start.year * 12 + start.month - 1 + MONTHS[noun] * steps
    return date(index // 12, index % 12 + 1, 1)
