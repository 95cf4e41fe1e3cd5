"""Numbers as people and Excel write them. The text is checked first and converted second."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

DecimalMark = Literal["point", "comma", "unclear"]

BODY = r"(?P<whole>[0-9]{1,3}(?:[, '’][0-9]{3})+|[0-9]+)?(?P<fraction>\.[0-9]*)?(?P<exponent>e[+-]?[0-9]{1,3})?"
NUMBER = re.compile(
    rf"(?P<sign>[-+] ?)?(?P<open>\()?(?P<inner>[-+])?£?{BODY} ?(?P<percent>%)?(?P<close>\))?(?P<outer>%)?"
)
MINUSES = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "－": "-", "％": "%"})
SWAPPED = str.maketrans(".,", ",.")
DIGIT = re.compile("[0-9]")
LONGEST = 60
INFINITE = re.compile(r"[-+]?(?:inf(?:inity)?|∞|1\.#inf)%?", re.IGNORECASE)

COMMA_DECIMAL = re.compile(r"[-(]?(?:[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})|0,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+) ?%?\)?")
POINT_DECIMAL = re.compile(
    r"[-(]?(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|0?\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|[0-9]{1,3}(?:,[0-9]{3}){2,}) ?%?\)?"
)
EITHER = re.compile(r"[-(]?[1-9][0-9]{0,2}[.,][0-9]{3} ?%?\)?")

# Letters that stand where a digit was meant, as on a badly scanned or hastily typed sheet.
LOOKALIKES = str.maketrans(
    {"S": "5", "s": "5", "O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "B": "8", "Z": "2", "z": "2"}
)
ONE_NUMBER = re.compile(r"[^0-9]{0,3}?([0-9]+(?:\.[0-9]+)?)[^0-9.,]{0,3}")


# A note at the end of a cell: 45.2%*, 123†, 12.3 [1], 85.0 r (revised), 85.0 p (provisional).
FOOTNOTE = re.compile(r" ?(?:[*†‡§¶^]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[a-z0-9]{1,2}\])$| [rpe]$", re.IGNORECASE)
TWO_NUMBERS = re.compile(
    r"(?P<one>[0-9][0-9,]{0,8}) ?(?:(?:/|\bof\b|\bout of\b) ?(?P<two>[0-9][0-9,]{0,8})(?: ?\([0-9.]{1,7} ?%\))?"
    r"|\((?P<percent>[0-9]{1,3}(?:\.[0-9]{1,4})?) ?%?\))"
)
POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,4}")


class Number(NamedTuple):
    """A number as written: its value in the units people read, whether it has a percent sign, its decimals.

    `note` is a mark after the number that is no part of it, such as * or [1].
    """

    value: float
    percent: bool
    decimals: int
    note: str = ""


def read_number(text: str, mark: DecimalMark = "point") -> Number | None:
    """The number, or None where the text is not one number. Infinities are not numbers."""
    if len(text) > LONGEST or "/" in text or not DIGIT.search(text):
        return None
    return matched(text, mark)


@lru_cache(maxsize=40_000)
def matched(text: str, mark: DecimalMark) -> Number | None:
    """The number, with or without a note after it."""
    plain = text.translate(MINUSES).strip().lower()
    found = bare_number(plain, mark)
    note = None if found else FOOTNOTE.search(plain)
    if note and (beside := bare_number(plain[: note.start()], mark)):
        return beside._replace(note=note[0].strip())
    return found


def bare_number(plain: str, mark: DecimalMark) -> Number | None:
    """The number that is all of a text."""
    if plain.isdecimal() and plain.isascii():  # most are; the same, in a fifth of the time
        return Number(float(plain), percent=False, decimals=0)
    if mark == "comma":
        plain = plain.translate(SWAPPED)
    elif mark == "unclear" and EITHER.fullmatch(plain):
        return None
    match = NUMBER.fullmatch(plain)
    return converted(match) if match and is_whole(match) else None


def is_whole(match: re.Match[str]) -> bool:
    """Digits, brackets that close, and no sign said twice."""
    digits = match["whole"] or len(match["fraction"] or "") > 1
    twice = (match["sign"] and match["inner"]) or (match["percent"] and match["outer"])
    return bool(digits) and not twice and bool(match["open"]) == bool(match["close"])


def converted(match: re.Match[str]) -> Number | None:
    """The value of a text that has the form of a number."""
    whole = re.sub(r"[^0-9]", "", match["whole"] or "0")
    fraction = (match["fraction"] or ".")[1:]
    value = float(f"{whole}.{fraction or '0'}{match['exponent'] or ''}")
    if not math.isfinite(value):
        return None
    negative = "-" in (match["sign"] or "") or match["inner"] == "-" or bool(match["open"])
    percent = bool(match["percent"] or match["outer"])
    return Number(-value if negative else value, percent, len(fraction))


def is_infinite(text: str) -> bool:
    """Text that says infinity, in words, by sign, or by an exponent no number bears."""
    plain = text.translate(MINUSES).strip().lower()
    if INFINITE.fullmatch(plain):
        return True
    match = NUMBER.fullmatch(plain)
    return bool(match and match["exponent"] and match["whole"] and read_number(text) is None)


def decimal_mark(texts: Iterable[str], delimiter: str) -> DecimalMark:
    """Which mark parts the decimals in this file, from all its cells; unclear where 1,234 or 1.234 could be either."""
    comma = point = either = 0
    for text in texts:
        if "," not in text and "." not in text:
            continue
        comma += bool(COMMA_DECIMAL.fullmatch(text))
        point += bool(POINT_DECIMAL.fullmatch(text))
        either += bool(EITHER.fullmatch(text))
    # One "12,5" between commas may be a slip; a column of them is how the file writes decimals.
    if comma and not point and (delimiter in (";", "\t", "|") or comma >= 3):
        return "comma"
    # Between semicolons the mark may be either country's; elsewhere a comma parts thousands.
    return "unclear" if either and not point and delimiter == ";" else "point"


def suggestion(text: str) -> str:
    """The number that was probably meant ("25S": 255), or nothing where a guess would not be sensible."""
    if text.lower() in ("o", "zero"):
        return "0"
    if len(text) > LONGEST or not DIGIT.search(text):
        return ""
    if POINTS.fullmatch(text):
        return text.replace(".", "")
    swapped = text.translate(LOOKALIKES)
    if swapped != text and read_number(swapped) is not None:
        return swapped
    if COMMA_DECIMAL.fullmatch(text) and read_number(text.replace(",", ".")) is not None:
        return text.replace(",", ".")
    alone = ONE_NUMBER.fullmatch(text)
    return alone[1] if alone and "<" not in text and ">" not in text else ""


def two_numbers(text: str) -> str:
    """What to do about a cell such as 30/250 or 12 (4.8%), which holds two numbers; nothing for others."""
    match = TWO_NUMBERS.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        return ""
    one, two = match["one"], match["two"]
    if two and int(two.replace(",", "")[-2:]) == (int(one.replace(",", "")) + 1) % 100:
        return ""  # a financial year, 19/20
    if two:
        return f"Put the numerator and the denominator in two columns: {one} and {two}."
    return f"Put the count and the percentage in two columns: {one} and {match['percent']}%."
