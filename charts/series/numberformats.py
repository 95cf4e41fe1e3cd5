"""Which cell styles of a workbook show a percentage and which a date."""

import re
from dataclasses import dataclass

from charts.series.archive import Archive
from charts.series.xmlstream import Enough, stream

PERCENT_FORMATS = frozenset((9, 10))
DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
MOST_STYLES = 65_536  # Excel has no more, and no format longer than 255
LONGEST = 255


@dataclass(frozen=True)
class Styles:
    """The numbers of the cell styles that are percentages, and those that are dates."""

    percent: frozenset[int] = frozenset()
    date: frozenset[int] = frozenset()


def read_styles(archive: Archive) -> Styles:
    """Read styles.xml; without it every cell is plain."""
    if "xl/styles.xml" not in archive.names:
        return Styles()
    codes, formats = read_formats(archive.part("xl/styles.xml"))
    kinds = {code: (is_percent(code, codes), is_date(code, codes)) for code in set(formats)}
    return Styles(
        frozenset(style for style, code in enumerate(formats) if kinds[code][0]),
        frozenset(style for style, code in enumerate(formats) if kinds[code][1]),
    )


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
