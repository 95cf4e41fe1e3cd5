"""Every series of a file at once, where it holds several."""

from dataclasses import dataclass, replace

from charts.series.keys import series_keys
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
    if not whole.series_names:
        return Every(whole, {(): whole})
    series = {}
    for key in series_keys(whole, choice.organisations):
        filters = {**choice.filters, **dict(zip(whole.series_names, key, strict=True))}
        series[key] = read_series(content, filename, replace(choice, filters=filters))
    return Every(whole, series)
