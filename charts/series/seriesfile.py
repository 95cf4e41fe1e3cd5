"""What a read file is: the months, how the columns were understood, and what to look at or to correct."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

COLUMNS = ("date", "value", "numerator", "denominator", "status", "row")


def no_observations() -> pd.DataFrame:
    """The empty frame, with the same columns and types as a full one."""
    return pd.DataFrame(
        {
            "date": pd.Series(dtype="datetime64[ns]"),
            "value": pd.Series(dtype=float),
            "numerator": pd.Series(dtype=float),
            "denominator": pd.Series(dtype=float),
            "status": pd.Series(dtype=object),
            "row": pd.Series(dtype=float),
        }
    )


@dataclass(frozen=True)
class Choice:
    """What the user picked, by column title: sheet, columns, and the rows of one series.

    organisations: the user's own, by code; in a national file the others' series are left out.
    """

    sheet: str | None = None
    date: str | None = None
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A column that has a part to play: its letter, its title and a cell of it."""

    letter: str
    title: str
    example: str


@dataclass(frozen=True)
class Note:
    """One thing to say about a file: where, what was found, what to do. `letter` names the column as Excel does."""

    row: int | None
    column: str
    found: str
    text: str
    short: str
    letter: str = ""


@dataclass(frozen=True)
class SeriesFile:
    """A file as it was understood. Where anything is a problem or has to be chosen, there are no observations.

    observations  date, value (NaN in a gap), numerator, denominator, status, row (NaN where the file has no such row)
    series_names  columns that split the file into several series, with their values: the user chooses by Choice.filters
    choose_from   number columns among which the user must say which is the value, or numerator and denominator
    rows          every row of the file as text, with its own number
    """

    filename: str
    observations: pd.DataFrame = field(default_factory=no_observations)
    columns: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    series_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choose_from: tuple[str, ...] = ()
    number_columns: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    unit: str = ""
    left_out: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    problems: tuple[Note, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    header_row: int | None = None

    @property
    def ok(self) -> bool:
        """True when there is a series to show and nothing to correct or choose first."""
        return not self.problems and not self.series_names and not self.choose_from and not self.observations.empty
