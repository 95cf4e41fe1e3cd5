"""A file of several series, series by series: what each is called there, and how it was read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from charts.series.entry_form import COUNTS, VALUE, Cells, Rows, filled, form_problems, form_rows, form_titles, is_form
from charts.series.every import Every, read_every
from charts.series.form_reading import form_notes, is_blank, merged, without_blanks
from charts.series.reader import read_series
from charts.series.seriesfile import Choice, SeriesFile

SAID = ("programme", "measure", "code")


@dataclass(frozen=True)
class OneSeries:
    """One series of a file. blank: nothing was filled in. notes: what was written beside a month."""

    key: tuple[str, ...]
    series: SeriesFile
    programme: str = ""
    measure: str = ""
    code: str = ""
    notes: Mapping[date, str] = field(default_factory=dict)
    blank: bool = False

    @property
    def label(self) -> str:
        """What the series is called in its file; empty where the file holds one alone."""
        return self.measure or ", ".join(part for part in self.key if part)


@dataclass(frozen=True)
class ReadFile:
    """A file with all its series; where the whole of it cannot be read there are none, and whole says why."""

    whole: SeriesFile
    each: tuple[OneSeries, ...] = ()
    form: bool = False


def read_each(content: bytes, filename: str, choice: Choice | None = None, gaps: bool = True) -> ReadFile:
    """Read every series. Without gaps, a row with no number at all says nothing; so it is in the form of entry_csv."""
    choice = choice or Choice()
    every = read_every(content, filename, choice)
    if is_form(every.whole.columns):
        whole = read_series(content, filename, Choice(sheet=choice.sheet, date=choice.date))
        return _read_form(content, filename, choice, whole)
    if _stopped(every):
        return ReadFile(every.whole)
    rows, each = _rows_of(every.whole), []
    for key, found in every.series.items():
        series = _by_the_whole(content, choice, every.whole, key) if found.choose_from and rows else found
        each.append(_named(key, series if gaps else without_blanks(series), rows[_folded(key)]))
    return ReadFile(every.whole, tuple(each))


def _read_form(content: bytes, filename: str, choice: Choice, whole: SeriesFile) -> ReadFile:
    """Each row of the form has either two counts or a value, so it is read both ways."""
    if found := form_problems(whole):
        return ReadFile(replace(whole, problems=found, series_names={}, choose_from=()), form=True)
    titles = form_titles(whole.columns)
    counts = {name: titles[name] for name in ("numerator", "denominator")}
    by_counts = read_every(content, filename, replace(choice, **counts, value=None))
    by_value = _by_value(
        content, filename, replace(choice, numerator=None, denominator=None, value=titles["value"]), whole
    )
    if _stopped(by_counts):
        return ReadFile(by_counts.whole, form=True)
    rows, each = _rows_of(by_counts.whole), []
    for key, series in by_counts.series.items():
        mine = rows[_folded(key)]
        one = _named(key, merged(series, by_value.get(key, series), mine), mine)
        notes = form_notes(series, mine)
        each.append(replace(one, notes=notes, blank=is_blank(mine.values()) and not notes))
    return ReadFile(by_counts.whole, tuple(each), form=True)


def _by_value(content: bytes, filename: str, choice: Choice, whole: SeriesFile) -> Mapping[tuple[str, ...], SeriesFile]:
    """The second reading, where any row has a value alone."""
    alone = any(filled(cells, VALUE) and not filled(cells, COUNTS) for cells in form_rows(whole).values())
    return read_every(content, filename, choice).series if alone else {}


def _by_the_whole(content: bytes, choice: Choice, whole: SeriesFile, key: tuple[str, ...]) -> SeriesFile:
    """A series that alone does not say which of its columns are the numbers, read by those of the whole file."""
    numbers: dict[str, str | None] = {
        name: role.title if (role := whole.roles.get(name)) else None for name in ("numerator", "denominator", "value")
    }
    filters = {**choice.filters, **dict(zip(whole.series_names, key, strict=True))}
    return read_series(content, whole.filename, replace(choice, **numbers, filters=filters))


def _stopped(every: Every) -> bool:
    """Whether the file as a whole cannot be read, or somebody has to choose its columns first."""
    return not every.whole.series_names and not every.whole.ok


def _named(key: tuple[str, ...], series: SeriesFile, mine: Rows) -> OneSeries:
    """The series with what the form's columns, where the file has them, say of it."""
    programme, measure, code = (next((cells[name] for cells in mine.values() if cells.get(name)), "") for name in SAID)
    return OneSeries(key, series, programme, measure, code)


def _rows_of(whole: SeriesFile) -> dict[tuple[str, ...], dict[int, Cells]]:
    """The rows of each series, by its key with small letters; by the form's columns.

    None where the names do not stand in columns of their own.
    """
    found: dict[tuple[str, ...], dict[int, Cells]] = defaultdict(dict)
    if not set(whole.series_names) <= set(whole.columns):
        return found
    places = [whole.columns.index(name) for name in whole.series_names]
    gone, rows = {note.row for note in whole.left_out}, form_rows(whole)
    for number, cells in whole.rows:
        if number in rows and number not in gone and any(cells):
            key = tuple(cells[place].casefold() if place < len(cells) else "" for place in places)
            found[key][number] = rows[number]
    return found


def _folded(key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in key)
