"""Numbers as people and Excel write them. The text is checked first and converted second."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

DecimalMark = Literal["point", "comma", "unclear"]

BODY = r"(?P<whole>[0-9]{1,3}(?:[, '’][0-9]{3})+|[0-9]+)?(?P<fraction>\.[0-9]*)?(?P<exponent>e[+-]?[0-9]{1,3})?"
NUMBER = re.compile(
    rf"(?P<sign>[-+] ?)?(?P<open>\()?(?P<inner>[-+])?£?{BODY} ?(?P<percent>%)?(?P<close>\))?(?P<outer>%)?"
)
MINUSES = str.maketrans({"−": "-", "–": "-", "‒": "-", "﹣": "-", "－": "-", "％": "%"})
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


@dataclass(frozen=True)
class Number:
    """A number as written: its value in the units people read, whether it has a percent sign, its decimals."""

    value: float
    percent: bool
    decimals: int


@lru_cache(maxsize=50_000)
def read_number(text: str, mark: DecimalMark = "point") -> Number | None:
    """The number, or None where the text is not one number. Infinities are not numbers."""
    plain = text.translate(MINUSES).strip().lower()
    if mark == "comma":
        plain = plain.replace(".", "\0").replace(",", ".").replace("\0", ",")
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
    if not any(character in "0123456789" for character in text):
        return ""
    swapped = text.translate(LOOKALIKES)
    if swapped != text and read_number(swapped) is not None:
        return swapped
    if COMMA_DECIMAL.fullmatch(text) and read_number(text.replace(",", ".")) is not None:
        return text.replace(",", ".")
    alone = ONE_NUMBER.fullmatch(text)
    return alone[1] if alone and "<" not in text and ">" not in text else ""
