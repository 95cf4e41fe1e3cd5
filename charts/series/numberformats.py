"""Which cell styles of a workbook show a percentage and which a date."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from charts.series.archive import Archive, local

PERCENT_FORMATS = frozenset((9, 10))
DATE_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(frozen=True)
class Styles:
    """The numbers of the cell styles that are percentages, and those that are dates."""

    percent: frozenset[int] = frozenset()
    date: frozenset[int] = frozenset()


def read_styles(archive: Archive) -> Styles:
    """Read styles.xml; without it every cell is plain."""
    if "xl/styles.xml" not in archive.names:
        return Styles()
    root = archive.xml("xl/styles.xml")
    codes = {
        number(item, "numFmtId"): item.get("formatCode", "") for item in root.iter() if local(item.tag) == "numFmt"
    }
    cells = next((item for item in root if local(item.tag) == "cellXfs"), ())
    formats = [number(item, "numFmtId") for item in cells]
    return Styles(
        frozenset(style for style, code in enumerate(formats) if is_percent(code, codes)),
        frozenset(style for style, code in enumerate(formats) if is_date(code, codes)),
    )


def number(item: ElementTree.Element, name: str) -> int:
    """A whole number in an attribute; 0, the plain format, where it is none."""
    text = item.get(name, "0")
    return int(text) if len(text) < 10 and text.isascii() and text.isdigit() else 0


def is_percent(code: int, codes: dict[int, str]) -> bool:
    """A format that shows 0.452 as 45.2%."""
    return code in PERCENT_FORMATS or "%" in QUOTED.sub("", codes.get(code, ""))


def is_date(code: int, codes: dict[int, str]) -> bool:
    """A format that shows a day number as a date."""
    letters = QUOTED.sub("", codes.get(code, "")).lower()
    return code in DATE_FORMATS or "y" in letters or "d" in letters or "mmm" in letters
