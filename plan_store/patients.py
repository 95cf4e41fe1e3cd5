"""Patients’ NHS numbers are refused wherever people write: nothing of such a text is kept, in the log neither."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from charts.series.patients import few_digits, holds_nhs_number, in_one_line, masked

SENTENCE = "This looks like a patient’s NHS number, which does not belong here. Take it out and it will be saved."
SHORTEST = 10  # characters
WRITTEN = (str, int, float)
LINK = re.compile(r'href="([^"]*)"')
BLOCK_END = re.compile(r"</(?:p|h[2-4]|li|td|th|figure|blockquote)>|<br>|<hr>")
TAG = re.compile(r"<[^>]*>")


class HoldsNhsNumber(Exception):
    """A text holds what looks like an NHS number; nothing was written. Its words are for the writer."""

    def __init__(self) -> None:
        super().__init__(SENTENCE)


def refuse_nhs_numbers(*texts: str) -> None:
    """Raises HoldsNhsNumber where one of these texts has one."""
    if any(holds_one(text) for text in texts):
        raise HoldsNhsNumber


def refuse_in_html(html: str) -> None:
    """The same for rich text: what a reader would see, and where its links lead; never the ids of charts."""
    if few_digits(html) and "&#" not in html:
        return
    words = unescape(TAG.sub("", BLOCK_END.sub("\n", html)))
    refuse_nhs_numbers(words, *map(unescape, LINK.findall(html)))


def faulty(named: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """The sentence for each field whose text or number looks like an NHS number."""
    return {name: SENTENCE for name, value in named if isinstance(value, WRITTEN) and value and holds_one(str(value))}


def holds_one(text: str) -> bool:
    """Whether words have one, over their lines too."""
    return len(text) >= SHORTEST and not few_digits(text) and holds_nhs_number(in_one_line(text))


def without_nhs_numbers(data: Any) -> Any:
    """Plain JSON with each NHS number in its texts taken out; all other words stay."""
    if isinstance(data, str):
        return masked(data)
    if isinstance(data, dict):
        return {name: without_nhs_numbers(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [without_nhs_numbers(value) for value in data]
    return data
