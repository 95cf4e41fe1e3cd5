"""Finds what would identify a patient. Such a file is refused, and nothing of it is shown back."""

import re
from collections.abc import Iterator

from charts.series.grid import GridRow, column_letter
from charts.series.seriesfile import Note

TEN_DIGITS = re.compile(r"(?<![\d.,])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\d,]|\.\d)", re.ASCII)
PERSONAL = re.compile(
    r"(?:patient'?s? )?nhs ?(?:number|no\.?|num)"
    r"|(?:patient|mother|baby|woman|hospital|unit|case)(?:'s)? ?(?:number|no\.?|id)"
    r"|mrn|dob|date of birth|birth date|(?:patient|mother|baby|full)(?:'s)? ?name|surname|forename|first name|last name"
    r"|post ?code"
)
WEIGHTS = range(10, 1, -1)
ADVICE = "Please remove it, keep only monthly totals, and choose the file again. Nothing of this file was kept."


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last one is the right check digit (modulus 11)."""
    if len(digits) != 10 or digits == "0" * 10:
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False)) % 11
    return (0 if check == 11 else check) == int(digits[9])


def patient_notes(rows: tuple[GridRow, ...]) -> Iterator[Note]:
    """Where the file has an NHS number, or a column that only patient-level data have; never the number itself."""
    for number, cells in rows:
        if not TEN_DIGITS.search("\t".join(cells)):
            continue
        for index, cell in enumerate(cells):
            if any(is_nhs_number("".join(match.group(1, 3, 4))) for match in TEN_DIGITS.finditer(cell)):
                text = f"Row {number} holds what looks like a patient’s NHS number. {ADVICE}"
                yield Note(number, "", "an NHS number", text, "NHS number", column_letter(index))


def personal_titles(titles: tuple[str, ...], row: int | None) -> Iterator[Note]:
    """Column titles that only a list of patients has."""
    for index, title in enumerate(titles):
        if PERSONAL.fullmatch(title.lower().replace("_", " ").replace("’", "'").strip()):
            text = f"The column “{title}” looks like details of single patients. {ADVICE}"
            yield Note(row, title, title, text, "Patient details", column_letter(index))
