"""Looks for NHS numbers in every part of a workbook: other sheets, comments, names, properties, headers, caches."""

import re
from collections.abc import Iterator, Sequence

from charts.series.archive import MAX_TAGS, Archive
from charts.series.patients import ADVICE, FOUND, SHORT, holds_nhs_number, is_nhs_number
from charts.series.refusals import unpacks_too_large
from charts.series.seriesfile import Note

AT_ONCE = 20_000
GAP = rb"(?: |-|_|\.|\xc2\xa0|\xe2\x80[\x80-\x95\xaf]|&#160;|&#x[aA]0;)?"
DIGITS = re.compile(
    rb"(?<![0-9])(?<![0-9][.,])([1-9][0-9]{2})"
    + GAP
    + rb"([0-9]{3})"
    + GAP
    + rb"([0-9]{4})(?:\.0{1,9})?(?![0-9]|[.,](?![1-9][0-9]{2}"
    + GAP
    + rb"[0-9]{3}"
    + GAP
    + rb"[0-9]{4}(?![0-9]))[0-9])"
    rb"|(?<![0-9])(?<![0-9][.,])([1-9])\.([0-9]{9})[eE]\+?0?9(?![0-9])"
)
ABROAD = re.compile(rb"\+[0-9]{1,3}[ -]?\(?$")
# Attributes that hold what a person wrote or a cell's value; others hold the numbers that Excel makes up.
ATTRIBUTE = re.compile(rb"([A-Za-z:]+)\s*=\s*[\"'][^\"'<>]*$")
WRITTEN = frozenset(
    b"v name tooltip display prompt promptTitle error errorTitle caption title descr author displayName Target"
    b" formatCode".split()
)
PLACES = (
    ("xl/worksheets/", "A sheet"),
    ("xl/comments", "A comment"),
    ("xl/threadedComments", "A comment"),
    ("xl/pivotCache", "A pivot table"),
    ("xl/workbook.xml", "The name of a sheet or of a range"),
    ("docProps/", "The workbook’s properties"),
    ("xl/styles.xml", "The format of a cell"),
)


def hidden_notes(archive: Archive) -> Iterator[Note]:
    """One note for each part that holds an NHS number; refuses a workbook with more in it than can be looked at."""
    tags = 0
    for name in sorted(archive.names):
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.part(name)
        tags += content.count(b"<")
        if tags > MAX_TAGS:
            raise unpacks_too_large()
        if holds_number(content):
            place = next((words for start, words in PLACES if name.startswith(start)), "The workbook")
            yield note(place)


def note(place: str) -> Note:
    """Said of a part of a workbook; never the number itself."""
    text = f"{place} holds what looks like a patient’s NHS number, seen or not. {ADVICE}"
    return Note(None, "", FOUND, text, SHORT)


def texts_notes(texts: Sequence[str]) -> Iterator[Note]:
    """The texts of all cells once more, each in one piece: bold or colour may part a number in the file."""
    for first in range(0, len(texts), AT_ONCE):
        if holds_nhs_number("\n".join(texts[first : first + AT_ONCE])):
            yield note("A cell")
            return


def holds_number(content: bytes) -> bool:
    """Whether the text of an XML part, or an attribute that says something, has an NHS number."""
    return any(
        is_nhs_number("".join(part.decode() for part in match.groups() if part))
        and not ABROAD.search(content[max(0, match.start() - 6) : match.start()])
        and is_written(content, match.start())
        for match in DIGITS.finditer(content)
    )


def is_written(content: bytes, position: int) -> bool:
    """Whether a place in an XML part is text, or an attribute that a person wrote."""
    before = content[max(0, position - 2_000) : position]
    if before.rfind(b"<") <= before.rfind(b">"):
        return True
    attribute = ATTRIBUTE.search(before[before.rfind(b"<") :])
    return bool(attribute and attribute[1] in WRITTEN)
