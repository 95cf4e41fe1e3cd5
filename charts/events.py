"""What happened when: rebases and annotations in order of date, with the words of their flags."""

from dataclasses import dataclass

import numpy as np

from charts.numbers import NO_BREAK, label_number, start_lower
from charts.numbers import day as day_of
from charts.plot import Plot
from charts.shown import spec_of


@dataclass(frozen=True)
class Event:
    """A pole on the chart. `across` is in pixels from the plot's left; `bold` is said before `text`."""

    day: float
    across: float
    date: np.datetime64
    text: str
    bold: str = ""
    rebase: bool = False

    def listed(self, plot: Plot) -> str:
        """As an entry of the numbered list."""
        words = f"{self.bold}: {start_lower(self.text)}" if self.bold else self.text
        return f"{words}, {plot.period.short_name(self.date).replace(' ', NO_BREAK)}"


def events(plot: Plot) -> list[Event]:
    """Rebases stand halfway between two points, annotations on their date; those off the axis are left out."""
    centre, date = plot.result.column("centre"), plot.result.column("date")
    found = []
    for number, day in enumerate(plot.boundaries[1:-1], start=1):
        before, after = plot.result.segments[number - 1].start, plot.result.segments[number].start
        given = plot.result.spec.rebased_because(day_of(date[after]))
        first, then = (label_number(centre[at], spec_of(plot.result)) for at in (before, after))
        bold = f"From {first} to {then}" if np.isfinite(centre[before] + centre[after]) else "New limits"
        found.append(Event(day, float(plot.across(day)), date[after], given, bold, rebase=True))
    for annotation in plot.result.spec.annotations:
        day = float(np.datetime64(annotation.date, "D").astype(float))
        if plot.x.low <= day <= plot.x.high:
            across = float(plot.across(day))
            found.append(Event(day, across, np.datetime64(annotation.date), annotation.text.strip()))
    return sorted(found, key=lambda event: (event.day, not event.rebase))
