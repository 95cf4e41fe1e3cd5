"""Everything that the reader can say is said by a file of the corpus, or by a test that is named here."""

import ast
from collections.abc import Iterator
from pathlib import Path

from charts.series import read_series
from tests.charts.series.test_corpus import DATA, KINDS, choice_of, expected_lines

SOURCES = Path(__file__).parents[3] / "charts" / "series"
SHORT = {"Note": 4, "FileRefused": 1}  # which argument is the short word
# Words that are made as the reader goes: kinds of rows that are left out, and kinds of gaps.
MADE = {"Title", "Total", "Note", "Repeated titles", "Column", "Suppressed", "Missing"}
# What only a workbook, a very large file or the form for many measures has: test_workbooks, test_limits, test_each.
ELSEWHERE = {
    "Too large", "Too large inside", "Too many rows", "Too many columns", "And more",
    "One sheet of several", "No such sheet", "No sheet", "A zip file", "Not a workbook",
    "Counts and a value", "Too long",
}  # fmt: skip


def shorts_in(source: str) -> Iterator[str]:
    """The short words of a module; of one that is put together, the part that never changes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SHORT:
            place = SHORT[node.func.id]
            said = node.args[place] if len(node.args) > place else None
            choices = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
            for choice in choices:
                if isinstance(choice, ast.Constant) and isinstance(choice.value, str):
                    yield choice.value
                elif isinstance(choice, ast.JoinedStr) and isinstance(choice.values[0], ast.Constant):
                    yield str(choice.values[0].value).strip()


def said_by_the_corpus() -> set[str]:
    """Every short word that reading the corpus brings."""
    found = set()
    for kind in KINDS:
        path = next(path for path in DATA.glob(f"{kind}.*") if path.suffix != ".expected")
        read = read_series(path.read_bytes(), path.name, choice_of(expected_lines(kind)))
        found |= {note.short for note in (*read.problems, *read.warnings, *read.left_out)}
    return found


def test_every_sentence_has_a_file() -> None:
    possible = {short for path in SOURCES.glob("*.py") for short in shorts_in(path.read_text(encoding="utf-8"))} | MADE
    said = said_by_the_corpus()
    unsaid = {short for short in possible - ELSEWHERE if not any(found.startswith(short) for found in said)}
    assert len(possible) > 40
    assert not unsaid
