"""What was read from a file, in sentences: how much, from when to when, what was left out, what will be replaced."""

from collections.abc import Sequence

import pandas as pd

from charts.numbers import Period, period_of
from charts.series import Note, SeriesFile
from pages._render.words import count, spelled
from plan_store.plan_rows import Frequency

PERIODS = {
    Frequency.DAILY: "day",
    Frequency.WEEKLY: "week",
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.YEARLY: "year",
}


def period_name(observations: pd.DataFrame) -> Period:
    """How often the series has a point: months, unless the dates say otherwise."""
    return period_of(observations["date"].to_numpy())


def how_often(observations: pd.DataFrame) -> Frequency:
    """The rhythm of a measure that is made from these; months where they have none."""
    noun = period_name(observations).noun
    return next((every for every, name in PERIODS.items() if name == noun), Frequency.MONTHLY)


def span(observations: pd.DataFrame) -> str:
    """April 2024 to September 2025; one month as itself."""
    first, last = _ends(observations)
    return first if first == last else f"{first} to {last}"


def _ends(observations: pd.DataFrame) -> tuple[str, str]:
    """The names of the first and the last month or day; a quarter ends with its third month."""
    period, dates = period_name(observations), observations["date"]
    last = dates.iloc[-1] + pd.DateOffset(months=2) if period.noun == "quarter" else dates.iloc[-1]
    return period.name(dates.iloc[0]), period.name(last)


def amount(observations: pd.DataFrame) -> str:
    """17 months and 1 gap."""
    values, empty = int(observations["value"].notna().sum()), int(observations["value"].isna().sum())
    said = count(values, period_name(observations).noun)
    return f"{said} and {count(empty, 'gap')}" if empty else said


def summary(series: SeriesFile) -> str:
    """17 months and 1 gap, from April 2024 to September 2025. Two rows need a look."""
    return f"{amount(series.observations)}, {_when(series.observations)}. {look_words(series)}"


def ready(series: SeriesFile) -> str:
    """Nothing to look at and no gaps: 18 months, from April 2024 to September 2025."""
    gapless = "" if series.observations["value"].isna().any() else " and no gaps"
    return f"Nothing to look at{gapless}: {amount(series.observations)}, {_when(series.observations)}."


def _when(observations: pd.DataFrame) -> str:
    first, last = _ends(observations)
    return f"in {first}" if first == last else f"from {first} to {last}"


def look_words(series: SeriesFile) -> str:
    """Two rows need a look; empty where none does."""
    many, noun = len(look_places(series)), _place_noun(series)
    return (
        f"{spelled(many)} {noun if many == 1 else noun + 's'} {'needs' if many == 1 else 'need'} a look."
        if many
        else ""
    )


def look_heading(series: SeriesFile) -> str:
    many, noun = len(look_places(series)), _place_noun(series)
    return f"{spelled(many)} {noun if many == 1 else noun + 's'} to look at"


def _place_noun(series: SeriesFile) -> str:
    """What the places to look at are: rows, cells where the months run across, things where some have no place."""
    if not all(note.row for note in series.warnings):
        return "thing"
    return "cell" if series.across else "row"


def look_places(series: SeriesFile) -> list[list[Note]]:
    """The warnings, those of one row (or one cell of months across) together, in the file's order; the others last."""
    places: dict[tuple[int, int, str], list[Note]] = {}
    whole = [[note] for note in series.warnings if note.row is None]
    for note in series.warnings:
        if note.row is not None:
            letter = note.letter if series.across else ""
            places.setdefault((note.row, len(letter), letter), []).append(note)
    return [*(places[place] for place in sorted(places)), *whole]


def where(series: SeriesFile, note: Note) -> str:
    """Row 4; cell D4 where the months run across; empty for the whole file."""
    if note.row is None:
        return ""
    return f"Cell {note.letter}{note.row}" if series.across and note.letter else f"Row {note.row}"


def says_its_row(note: Note) -> bool:
    """Whether its sentence begins with its row, which then needs not be said before it."""
    return note.text.startswith(f"Row {note.row} ")


def left_out(series: SeriesFile) -> str:
    """Title (row 1) and total (row 22) left out; many of one kind are counted."""
    rows: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    for note in series.left_out:
        beside = series.across and note.row is None
        place = note.letter if beside else str(note.row or "")
        (columns if beside else rows).setdefault(note.short or "Row", []).append(place)
    said = [_kind(kind, places, "row") for kind, places in rows.items()]
    said += [_kind(kind, places, "column") for kind, places in columns.items()]
    if not said:
        return ""
    words = _listed(said)
    return f"{words[:1].upper()}{words[1:]} left out"


def _kind(kind: str, said: Sequence[str], noun: str) -> str:
    places = [place for place in said if place]
    if len(said) > 3:
        return f"{len(said)} {noun}s ({kind.lower()})"
    if kind == "Column":
        return f"column{'s' if len(places) > 1 else ''} {_listed(places)}"
    many = len(places) > 1
    where = f" ({noun}{'s' if many else ''} {_listed(places)})" if places else ""
    return f"{kind.lower()}{'s' if many and kind in ('Title', 'Total', 'Note') else ''}{where}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def gaps(observations: pd.DataFrame) -> str:
    """1 suppressed month, never zero."""
    empty = observations[observations["value"].isna()]
    if empty.empty:
        return "None"
    noun = period_name(observations).noun
    kinds = [(kind, int((empty["status"] == kind).sum())) for kind in ("suppressed", "missing")]
    said = " and ".join(count(many, f"{kind} {noun}") for kind, many in kinds if many)
    return f"{said or count(len(empty), noun)}, never zero"


def provisional(observations: pd.DataFrame) -> str:
    """2 months; empty where every number is final."""
    many = int((observations["status"] == "provisional").sum())
    return count(many, period_name(observations).noun) if many else ""


def without_problem(series: SeriesFile) -> str:
    """19 rows, 15 of them without a problem."""
    faulty = {note.row for note in series.problems if note.row is not None} if not series.across else set()
    outside = {note.row for note in series.left_out} - faulty
    rows = {row for row, cells in series.rows if any(cells) and row not in outside and row > (series.header_row or 0)}
    if not faulty or not rows:
        return ""
    return f"{count(len(rows), 'row')}, {len(rows - faulty)} of them without a problem"
