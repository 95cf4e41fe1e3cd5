"""A file as rows of text with their own numbers: what every reader makes, and what the judgement works on."""

from dataclasses import dataclass

from charts.series.seriesfile import Note

GridRow = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Grid:
    """Rows of trimmed text. `delimiter` is "" for a workbook, where numbers are always written with a point.

    `private` says where the rest of a workbook holds what would identify a patient. `asked` are the sheets that hold
    tables of months, where there is more than one and nobody has said which.
    """

    rows: tuple[GridRow, ...]
    delimiter: str = ""
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    left_out: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    private: tuple[Note, ...] = ()
    asked: tuple[str, ...] = ()


def column_letter(index: int) -> str:
    """0 is A, 26 is AA, as in Excel."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """The cells without spaces round them and without empty ones at the end."""
    texts = [cell if cell.isalnum() else " ".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
