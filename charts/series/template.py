"""A blank file to fill in: the months down the side, the columns that the reader knows."""

import csv
import io
from datetime import date

GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are wide signs


def template_csv(measure: str, numerator: str, denominator: str, first_month: date | None = None) -> bytes:
    """Twelve months to fill in, from April where no first month is given; Excel opens it with the right letters."""
    start = first_month or date(2025, 4, 1)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guarded(measure)])
    writer.writerow(["Month", f"Numerator: {numerator or 'number counted'}", f"Denominator: {denominator or 'out of'}"])
    for index in range(start.month - 1, start.month + 11):
        writer.writerow([date(start.year + index // 12, index % 12 + 1, 1).strftime("%b-%y"), "", ""])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def guarded(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text.startswith(GUARDED) else text
