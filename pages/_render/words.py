"""Dates, times and counts as people write them."""

from datetime import date, datetime
from html import escape
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
# Under every field where people write; where colleagues are named, the second.
IDENTITY = "No names, NHS numbers or anything that identifies a person"
PATIENTS = "No patient’s name or NHS number, and nothing else that identifies a patient"
SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def text(value: object) -> str:
    """Anything a user wrote, safe inside HTML."""
    return escape(str(value), quote=True)


def identity(words: str = IDENTITY) -> str:
    """The notice as a quiet line."""
    return f'<p class="identity">{words}</p>'


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def today() -> date:
    """The day it is here."""
    return datetime.now(HERE).date()


def clock(at: datetime) -> str:
    local = at.astimezone(HERE)
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def when(at: datetime, now: datetime) -> str:
    """Today's times as a time, older ones as a date."""
    local = at.astimezone(HERE)
    return f"today, {clock(at)}" if local.date() == now.astimezone(HERE).date() else day(local.date())


def moment(at: datetime) -> str:
    return f"{day(at.astimezone(HERE).date())}, {clock(at)}"


def count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def spelled(number: int) -> str:
    """For the start of a sentence: "Two rows", "12 rows"."""
    return SMALL[number] if number < len(SMALL) else str(number)
