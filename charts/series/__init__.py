"""Reads any file that an NHS team has into a clean monthly series, or says every problem with its row."""

from charts.series.each import OneSeries, ReadFile, read_each
from charts.series.entry_form import EntryRow, entry_csv
from charts.series.every import Every, read_every
from charts.series.keys import series_keys
from charts.series.numbers import read_number
from charts.series.reader import SHEET, read_series
from charts.series.seriesfile import Choice, Note, Role, SeriesFile
from charts.series.template import template_csv

__all__ = [
    "SHEET",
    "Choice",
    "EntryRow",
    "Every",
    "Note",
    "OneSeries",
    "ReadFile",
    "Role",
    "SeriesFile",
    "entry_csv",
    "read_each",
    "read_every",
    "read_number",
    "read_series",
    "series_keys",
    "template_csv",
]
