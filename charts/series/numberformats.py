"""Which cell styles of a workbook show a percentage, which a date and which a time."""

import re
from dataclasses import dataclass

from charts.series.archive import Archive
from charts.series.xmlstream import Enough, stream

PERCENT_FORMATS = frozenset((9, 10))
DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
TIME_FORMATS = frozenset((*range(18, 22), *range(45, 48)))
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
MOST_STYLES = 65_536  # Excel has no more, and no format longer than 255
LONGEST = 255


@dataclass(frozen=True)
class Styles:
    """The numbers of the cell styles that are percentages, those that are dates, and those that are times."""

    percent: frozenset[int] = frozenset()
    date: frozenset[int] = frozenset()
    time: frozenset[int] = frozenset()


def read_styles(archive: Archive) -> Styles:
    """Read styles.xml; without it every cell is plain."""
    if "xl/styles.xml" not in archive.names:
        return Styles()
    codes, formats = read_formats(archive.part("xl/styles.xml"))
    kinds = {code: (is_percent(code, codes), is_date(code, codes), is_time(code, codes)) for code in set(formats)}
    percent, date, time = (
        frozenset(style for style, code in enumerate(formats) if kinds[code][kind]) for kind in range(3)
    )
    return Styles(percent, date, time)


def read_formats(xml: bytes) -> tuple[dict[int, str], list[int]]:
    """The workbook's own format codes by number, and the number of the format of every cell style."""
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            codes[number(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")[:LONGEST]
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            formats.append(number(attributes.get("numFmtId", "0")))
            if len(formats) >= MOST_STYLES:
                raise Enough

    def end(name: str, text: str) -> None:
        if name == "cellXfs":
            raise Enough

    stream(xml, start, end, frozenset())
    return codes, formats


def number(text: str) -> int:
    """A whole number in an attribute; 0, the plain format, where it is none."""
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else 0


def is_percent(code: int, codes: dict[int, str]) -> bool:
    """A format that shows 0.452 as 45.2%."""
    return code in PERCENT_FORMATS or "%" in QUOTED.sub("", codes.get(code, ""))


def is_date(code: int, codes: dict[int, str]) -> bool:
    """A format that shows a day number as a date."""
    letters = QUOTED.sub("", codes.get(code, "")).lower()
    return code in DATE_FORMATS or "y" in letters or "d" in letters or "mmm" in letters


def is_time(code: int, codes: dict[int, str]) -> bool:
    """A format that shows 0.0625 as 01:30, and no date."""
    own = codes.get(code, "")
    letters = QUOTED.sub("", own).lower()
    return not is_date(code, codes) and bool(code in TIME_FORMATS or ELAPSED.search(own) or "h" in letters)
