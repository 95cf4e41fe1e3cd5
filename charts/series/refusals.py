"""Why a file as a whole cannot be read: one error, and its sentences."""

from charts.series.seriesfile import Note

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000

SAVE_AS = "Open it in Excel, choose Save As and then “CSV UTF-8” or “Excel Workbook (.xlsx)”, and choose that file."


class FileRefused(Exception):
    """The file cannot be read at all; `note` says why and what to do."""

    def __init__(self, text: str, short: str, found: str = "") -> None:
        """Keep the sentence for a person as a note without a row."""
        super().__init__(text)
        self.note = Note(None, "", found, text, short)


def too_many_rows() -> FileRefused:
    """More rows than any monthly file has."""
    return FileRefused(
        f"The file has more than {MAX_ROWS:,} rows. Keep only the rows of your own organisation and choose it again.",
        "Too many rows",
    )


def too_many_columns() -> FileRefused:
    """More columns than any monthly file has."""
    return FileRefused(
        f"The file has more than {MAX_COLUMNS:,} columns. Keep only the columns that you need and choose it again.",
        "Too many columns",
    )


def damaged() -> FileRefused:
    """An Excel file whose inside does not hold together."""
    return FileRefused(
        f"The Excel file is damaged or incomplete, so it cannot be read. {SAVE_AS}",
        "Damaged file",
    )


def unpacks_too_large() -> FileRefused:
    """A compressed file that is far larger inside."""
    return FileRefused(
        "The Excel file is far larger inside than it looks, so we have not opened it. "
        "Copy the table into a new workbook, save that and choose it again.",
        "Too large inside",
    )
