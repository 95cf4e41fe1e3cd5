"""Regions, and England as a whole: they hold no programme; their people read what trusts submitted."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "library" / "areas.csv"
NATIONAL = "X24"


@dataclass(frozen=True)
class Area:
    """region: the name that its trusts carry; empty for England, which is every trust's."""

    ods_code: str
    name: str
    region: str


@cache
def areas() -> dict[str, Area]:
    """By ODS code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["ods_code"]: Area(**row) for row in csv.DictReader(file)}


def is_area(ods_code: str) -> bool:
    return ods_code in areas()
