"""Patients' NHS numbers in a programme's file: looked for in every word, number and name, and in the files within."""

from collections.abc import Iterator
from typing import Any

from charts.series import read_series
from charts.series.patients import SHORT, holds_nhs_number
from plan_store.clean import CHART_ID
from plan_store.patients import holds_one
from plan_store.portable import Portable


def find_patients(whole: Portable) -> str:
    """Where the first NHS number is, in the file's own names, such as comments 3; empty where there is none."""
    known = {"files": True, "uploads": {"__all__": {"sha256"}}}
    for name, part in whole.model_dump(mode="json", exclude=known).items():
        for place, one in enumerate(part) if isinstance(part, list) else [("", part)]:
            if any(map(_holds_one, _words(one))):
                return f"{name} {place}".strip()
    for place, upload in enumerate(whole.uploads):
        if _file_holds_one(whole.content(upload.sha256), upload.file_name):
            return f"the file of uploads {place}"
    return ""


def _words(data: Any) -> Iterator[str]:
    """Every text of plain JSON, names of cells too, and every whole number."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, int | float) and float(data).is_integer():
        yield str(int(data))
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _words(value)
    elif isinstance(data, list):
        for value in data:
            yield from _words(value)


def _holds_one(words: str) -> bool:
    """Ids have digits too, and say nothing."""
    return holds_one(CHART_ID.sub("", words))


def _file_holds_one(content: bytes, name: str) -> bool:
    """As an upload is asked; and the bare text, for what can no longer be read as a table."""
    if any(note.short == SHORT for note in read_series(content, name).problems):
        return True
    is_packed = content.startswith(b"PK")  # a workbook's parts have numbers that Excel made up
    cells = content.replace(b"\0", b"").replace(b"\t", b"|")
    return not is_packed and holds_nhs_number(cells.decode("latin-1"))
