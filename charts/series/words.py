"""Small pieces of the sentences about a file: months, numbers and lists as people write them."""

from collections.abc import Sequence
from datetime import date

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_words(when: date) -> str:
    """September 2024."""
    return f"{MONTH_NAMES[when.month - 1]} {when.year}"


def day_words(when: date) -> str:
    """6 August 2018."""
    return f"{when.day} {month_words(when)}"


def number_words(value: float, decimals: int | None = None) -> str:
    """A number with the decimals it needs, and no more than ten digits."""
    if decimals is not None:
        return f"{value:,.{decimals}f}"
    return f"{value:,.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.10g}"


def joined(words: Sequence[str], limit: int = 6) -> str:
    """a, b and c; long lists end in "and 12 more"."""
    shown = list(words[:limit])
    if len(words) > limit:
        shown.append(f"{len(words) - limit} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
