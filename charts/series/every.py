"""Every series of a file at once, where it holds several."""

from dataclasses import dataclass, replace

from charts.series.reader import read_series
from charts.series.seriesfile import Choice, SeriesFile


@dataclass(frozen=True)
class Every:
    """The file as a whole, and one SeriesFile for each combination of the values of whole.series_names."""

    whole: SeriesFile
    series: dict[tuple[str, ...], SeriesFile]


def read_every(content: bytes, filename: str, choice: Choice | None = None) -> Every:
    """Read all series; the one key () for a file of one series. Never raises."""
    choice = choice or Choice()
    whole = read_series(content, filename, choice)
    names = tuple(whole.series_names)
    if not names or whole.problems:
        return Every(whole, {(): whole})
    series = {}
    for key in _keys(whole, names):
        filters = {**choice.filters, **dict(zip(names, key, strict=True))}
        series[key] = read_series(content, filename, replace(choice, filters=filters))
    return Every(whole, series)


def _keys(whole: SeriesFile, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The combinations that occur, in the file's order."""
    places = [whole.columns.index(name) for name in names]
    gone = {note.row for note in whole.left_out}
    rows = [cells for number, cells in whole.rows if number > (whole.header_row or 0) and number not in gone]
    keys = (tuple(cells[place] if place < len(cells) else "" for place in places) for cells in rows if any(cells))
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key in keys:
        first.setdefault(tuple(part.casefold() for part in key), key)
    return list(first.values())
