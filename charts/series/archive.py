"""An .xlsx file is a zip of XML parts: opens it without trusting its sizes, its entities or its promises.

Why not python-calamine: a workbook of two cells in opposite corners makes it ask for 512 GB and ends the whole process
(no exception to catch), and it loses percent formats, error values and formulas that were never calculated.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from charts.series.refusals import SAVE_AS, FileRefused, damaged, unpacks_too_large

MAX_PART = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_SMALL = 4 * 1024 * 1024
MAX_PARTS = 2_000
MAX_TAGS = 4_000_000
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    RuntimeError,
    NotImplementedError,
)
ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)")

# What else is a zip inside, by a part that only it has.
OTHERS: tuple[tuple[str, str], ...] = (
    ("word/", "a Word document. Copy its table into Excel, save that and choose it."),
    ("ppt/", "a PowerPoint file. Copy its table into Excel, save that and choose it."),
    ("xl/workbook.bin", f"a binary Excel file (.xlsb), which we do not read. {SAVE_AS}"),
    ("Index/", "an Apple Numbers file. In Numbers choose File, Export To and then CSV, and choose that file."),
    ("content.xml", f"an OpenDocument file, which we do not read. {SAVE_AS}"),
)


@dataclass(frozen=True)
class Archive:
    """The parts of a workbook that was checked before anything in it was unpacked."""

    zip: zipfile.ZipFile
    names: frozenset[str]

    def part(self, name: str) -> bytes:
        """One part, unpacked up to a limit whatever size it declares; refused when it plays tricks."""
        try:
            with self.zip.open(name) as stream:
                content = stream.read(MAX_PART + 1)
        except UNREADABLE:
            raise damaged() from None
        if len(content) > MAX_PART or content.count(b"<") > MAX_TAGS:
            raise unpacks_too_large()
        refuse_tricks(content)
        return content

    def xml(self, name: str) -> ElementTree.Element:
        """One small part as XML."""
        content = self.part(name)
        if len(content) > MAX_SMALL:
            raise unpacks_too_large()
        try:
            return ElementTree.fromstring(content)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise damaged() from None


def open_archive(content: bytes) -> Archive:
    """Open the zip and make sure that it is a workbook of an honest size."""
    try:
        opened = zipfile.ZipFile(io.BytesIO(content))
        parts = opened.infolist()
    except UNREADABLE:
        raise damaged() from None
    names = frozenset(part.filename for part in parts)
    if "xl/workbook.xml" not in names:
        raise not_a_workbook(names)
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(
            "The file is protected by a password, so it cannot be read. Take the password away and choose it again.",
            "Password protected",
        )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise unpacks_too_large()
    return Archive(opened, names)


def not_a_workbook(names: frozenset[str]) -> FileRefused:
    """Say what the zip is instead."""
    for mark, what in OTHERS:
        if any(name.startswith(mark) for name in names):
            return FileRefused(f"This is {what}", "Not a workbook")
    return FileRefused("This is a zip file. Unpack it first and choose the Excel or CSV file inside.", "A zip file")


def refuse_tricks(content: bytes) -> None:
    """Excel writes UTF-8 without document types; anything else is not Excel's, and may be made to harm."""
    encoding = ENCODING.match(content[:200])
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise damaged()
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        raise damaged()


@lru_cache(maxsize=512)
def local(tag: str) -> str:
    """The name of an element without its namespace: strict and transitional workbooks differ only there."""
    return tag.rpartition("}")[2]
