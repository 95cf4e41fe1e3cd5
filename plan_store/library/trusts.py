"""The trusts of the library: read from organisations.csv, with names and groups as people write them."""

import csv
import re
from datetime import date
from functools import cache
from pathlib import Path

from plan_store.library.entries import Trust

FILE = Path(__file__).with_name("organisations.csv")

# MBRRACE-UK's groups of 2018, said in words.
GROUPS = {
    "Level 3 NICU & NS": "Neonatal intensive care and surgery",
    "Level 3 NICU": "Neonatal intensive care",
    ">= 4000 births": "4,000 births a year or more",
    "2000 - 3999 births": "2,000 to 3,999 births a year",
    "< 2000 births": "Fewer than 2,000 births a year",
    "Unknown": "Not known",
}

_SMALL_WORDS = {"and", "of", "the", "upon", "on", "in"}


@cache
def organisations() -> tuple[Trust, ...]:
    """Every trust in the file, by name; closed ones too, with the note that says so."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [_organisation(row) for row in csv.DictReader(file)]
    return tuple(sorted(rows, key=lambda trust: trust.name.lower()))


def organisation(ods_code: str) -> Trust:
    """Raises KeyError for a code that the file does not have."""
    for row in organisations():
        if row.ods_code == ods_code:
            return row
    raise KeyError(ods_code)


def readable_name(capitals: str) -> str:
    """'UNIVERSITY HOSPITALS OF LEICESTER NHS TRUST' -> 'University Hospitals of Leicester NHS Trust'."""
    words = [_readable_word(word) for word in capitals.split()]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _readable_word(capitals: str) -> str:
    if capitals == "NHS":
        return capitals
    lower = capitals.lower()
    return lower if lower in _SMALL_WORDS else lower[0].upper() + lower[1:]


def _organisation(row: dict[str, str]) -> Trust:
    # "[K]" marks, in the file, what its compiler knew rather than looked up; people do not need the mark.
    note = re.sub(r"\s*\[K\]\s*", " ", row["note"]).strip()
    return Trust(
        ods_code=row["ods_code"],
        name=readable_name(row["name"]),
        region=row["nhs_region"],
        comparator_group=GROUPS[row["mbrrace_group_desc"]],
        closed=_closed(note),
        successor=found.group(1) if (found := re.search(r"(?:successor|into) ([A-Z0-9]{3})\b", note)) else "",
        note=note[:1].upper() + note[1:],
    )


def _closed(note: str) -> date | None:
    """The day the note gives; where it gives a month alone, that month's first day."""
    found = re.match(r"(?:closed|merged|dissolved) (\d{4})-(\d{2})(?:-(\d{2}))?", note)
    return date(int(found[1]), int(found[2]), int(found[3] or 1)) if found else None
