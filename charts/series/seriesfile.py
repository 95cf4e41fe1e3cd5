"""What a read file is: the months, how the columns were understood, and what to look at or to correct."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

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
    """What the user picked, by column title: sheet, columns, the rows of one series, what Q1 2019 means.

    organisations  ODS codes of the user's own trusts: where a file has rows of one of them, only those are read
    """

    sheet: str | None = None
    date: str | None = None
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    quarters: Literal["", "calendar", "financial"] = ""
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Role:
    """A column that has a part to play: its letter, its title and a cell of it."""

    letter: str
    title: str
    example: str


@dataclass(frozen=True)
class Note:
    """One thing to say about a file: where, what was found, what to do. `letter` names the column as Excel does.

    date  the month that it is about, where it is about one
    """

    row: int | None
    column: str
    found: str
    text: str
    short: str
    letter: str = ""
    date: datetime.date | None = None


@dataclass(frozen=True)
class SeriesFile:
    """A file as it was understood. Where anything is a problem or has to be chosen, there are no observations.

    observations  date, value (NaN in a gap), numerator, denominator, status, row (NaN where the file has no such row)
    series_names  columns that split the file into several series, with their values: the user chooses by Choice.filters
    choose_from   number columns among which the user must say which is the value, or numerator and denominator
    ask_quarters  dates such as Q1 2019, and nothing that says which quarters: the user chooses by Choice.quarters
    choose_date   columns of dates among which the user must say which names the months; choose_from is there with it
    rows          every row of the file as text, with its own number
    across        whether the months run across the file, so that a month is a column and not a row
    cells         by month and role, the row and the letter of its cell where the table had to be turned; else empty
    shape         a fingerprint of the sheet and the titles: the same for every edition of one return
    filters       the rows that were read, by the columns that part the file; empty where all were
    quarters      what Q1 2019 was read as, where there was a doubt
    """

    filename: str
    observations: pd.DataFrame = field(default_factory=no_observations)
    columns: tuple[str, ...] = ()
    roles: Mapping[str, Role] = field(default_factory=dict)
    series_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choose_from: tuple[str, ...] = ()
    ask_quarters: bool = False
    choose_date: tuple[str, ...] = ()
    number_columns: tuple[str, ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    unit: str = ""
    left_out: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()
    problems: tuple[Note, ...] = ()
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    header_row: int | None = None
    across: bool = False
    cells: Mapping[tuple[datetime.date, str], tuple[int, str]] = field(default_factory=dict)
    shape: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    quarters: str = ""

    @property
    def ok(self) -> bool:
        """True when there is a series to show and nothing to correct or choose first."""
        asks = bool(self.series_names or self.choose_from or self.ask_quarters)
        return not self.problems and not asks and not self.observations.empty
