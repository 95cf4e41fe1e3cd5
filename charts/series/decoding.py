"""From bytes to text: UTF-8 with and without BOM, UTF-16, and Windows text (cp1252)."""

import codecs
import re

from charts.series.refusals import SAVE_AS, FileRefused

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
INSIDE = re.compile(r"(?<=[^\s,;|\"\x00-\x1f])[\x00-\x08\x0e-\x1f]+(?=[^\s,;|\"\x00-\x1f])")
# Spaces that only look like spaces, marks that cannot be seen, wide digits: a person cannot know that they are there.
AS_SEEN: dict[int, str | None] = {
    0x00A0: " ",
    0x2007: " ",
    0x202F: " ",
    0x2009: " ",
    0x200B: None,
    0x2060: None,
    0xFEFF: None,
    0x200E: None,
    0x200F: None,
    **{0xFF10 + digit: str(digit) for digit in range(10)},
}


def decode(content: bytes) -> tuple[str, bool]:
    """The text, and whether some characters could not be read (they are shown as the replacement mark)."""
    text = decode_wide(content)
    if text is None:
        text = decode_narrow(content.removeprefix(codecs.BOM_UTF8))
    if CONTROL.search(text):
        if len(CONTROL.findall(text[:100_000])) > max(4, len(text[:100_000]) // 200):
            raise FileRefused(f"This file does not hold text that we can read. {SAVE_AS}", "Not a table")
        text = CONTROL.sub("", INSIDE.sub("\ufffd", text))
    return text.translate(AS_SEEN) if not text.isascii() else text, "\ufffd" in text


def decode_wide(content: bytes) -> str | None:
    """UTF-16 with its mark, or without where every second byte is zero."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    start = content[:400]
    if len(start) >= 8 and start[1::2].count(0) > len(start) * 0.4:
        return content.decode("utf-16-le", errors="replace")
    if len(start) >= 8 and start[::2].count(0) > len(start) * 0.4:
        return content.decode("utf-16-be", errors="replace")
    return None


def decode_narrow(content: bytes) -> str:
    """UTF-8; where that fails, UTF-8 with a few bad bytes if most accents are whole, else cp1252."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        lenient = content.decode("utf-8", errors="replace")
    bad = lenient.count("\ufffd")
    whole = sum(not character.isascii() for character in lenient) - bad
    return lenient if whole > bad else content.decode("cp1252", errors="replace")
