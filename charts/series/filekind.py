"""What the bytes are, whatever the file is called: text, an Excel workbook, or something to refuse kindly."""

import re
from typing import Literal

from charts.series.refusals import MAX_BYTES, SAVE_AS, FileRefused

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE | re.DOTALL
)

# What a file begins with, what people call it, and what to do about it.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "Ask for the table itself as Excel or CSV; a PDF holds only its picture."),
    (b"{\\rtf", "a Word document (RTF)", "Copy its table into Excel, save that and choose it."),
    (b"\x89PNG", "a picture", "Choose the file that holds the numbers, as Excel or CSV."),
    (b"\xff\xd8\xff", "a picture", "Choose the file that holds the numbers, as Excel or CSV."),
    (b"GIF8", "a picture", "Choose the file that holds the numbers, as Excel or CSV."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first and choose the file inside."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)", "Unpack it first and choose the file inside."),
    (b"Rar!", "a compressed file (RAR)", "Unpack it first and choose the file inside."),
    (b"BZh", "a compressed file (bzip2)", "Unpack it first and choose the file inside."),
    (b"\xfd7zXZ", "a compressed file (xz)", "Unpack it first and choose the file inside."),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", "Unpack it first and choose the file inside."),
    (b"II*\x00", "a picture", "Choose the file that holds the numbers, as Excel or CSV."),
    (b"MM\x00*", "a picture", "Choose the file that holds the numbers, as Excel or CSV."),
    (b"MIME-Version:", "a saved web page", SAVE_AS),
    (b"SQLite format 3", "a database", "Export the table as CSV and choose that."),
    (b"PAR1", "a Parquet file", "Export the table as CSV and choose that."),
)


def identify(content: bytes) -> Literal["text", "workbook"]:
    """Say how to read the bytes; raise FileRefused for what holds no table that we read."""
    if len(content) > MAX_BYTES:
        raise FileRefused(
            "The file is larger than 10 MB. Keep only the rows of your own organisation and choose it again.",
            "Too large",
        )
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise FileRefused("The file is empty. Check that it was saved with its rows and choose it again.", "Empty file")
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return "workbook"
    refuse_old_office(content)
    refuse_known(content)
    refuse_markup(content)
    return "text"


def refuse_old_office(content: bytes) -> None:
    """Old .xls files and password-protected workbooks begin alike."""
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return
    if ENCRYPTED in content:
        raise FileRefused(
            "The file is protected by a password, so it cannot be read. Open it in Excel, choose File, Info, "
            "Protect Workbook, take the password away, save it and choose it again.",
            "Password protected",
        )
    raise FileRefused(f"This is an old Excel file (.xls), which we do not read. {SAVE_AS}", "Old Excel file")


def refuse_known(content: bytes) -> None:
    """Files that say what they are in their first bytes."""
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    for signature, name, advice in SIGNATURES:
        if start.startswith(signature):
            raise FileRefused(f"This is {name}, not a table of months. {advice}", "Not a table")


def refuse_markup(content: bytes) -> None:
    """Web pages and XML, often saved by reporting tools under the name of a spreadsheet."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf")
    if HTML.match(start):
        raise FileRefused(f"This is a web page, even if its name says otherwise. {SAVE_AS}", "A web page")
    if start.lstrip().startswith(b"<?xml"):
        raise FileRefused(f"This is an XML file, which we do not read. {SAVE_AS}", "An XML file")
    if start.lstrip()[:1] in (b"{", b"[") and b'"' in start[:200]:
        raise FileRefused(
            "This is a JSON file, which we do not read. Export the table as CSV and choose that.", "A JSON file"
        )
