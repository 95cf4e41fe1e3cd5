"""Which chart type suits the data, and why, in words; the user decides."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.flat import flatten
from charts.frames import DEFAULT, observed
from charts.kinds.shares import D2
from charts.limits import LIMITS, NEEDED
from charts.numbers import Period, count, period_of
from charts.segments import Floats, quiet
from charts.spc import analyse
from charts.spec import ChartSpec

RARE = 1.0  # events a point, on average, below which limits of counts say little
LARGE = 500  # counted a point: from here a p chart's limits may sit too close to the mean
OVERDISPERSED = 1.3  # times the spread that chance in counting explains


@dataclass(frozen=True)
class Suggestion:
    """A key of LIMITS, a sentence, and whether these data can be drawn so: rare events need their own dates."""

    chart_type: str
    why: str
    ready: bool = True


@dataclass(frozen=True)
class _Seen:
    """What the suggestions look at: the points with a value and, where all have them, numerators and denominators."""

    value: Floats
    date: np.ndarray
    numerator: Floats | None
    denominator: Floats | None
    spec: ChartSpec
    period: Period

    @property
    def each(self) -> str:
        return self.period.noun

    @property
    def share(self) -> bool:
        """Some out of all: no numerator above its denominator, and read as a percentage."""
        if self.numerator is None or self.denominator is None:
            return False
        some_of_all = bool((self.numerator <= self.denominator).all())
        return some_of_all and (self.spec.unit.startswith("%") or self.spec.multiplier in (1, 100))

    def varies(self, shares: bool) -> float:
        """How many times the spread that chance in counting explains: Laney's sigma z of all points."""
        if self.numerator is None or self.denominator is None:
            return 1.0
        centre = self.numerator.sum() / self.denominator.sum()
        sigma = np.sqrt(centre * (1 - centre if shares else 1) / self.denominator)
        if not (sigma > 0).all():
            return 1.0
        return float(np.abs(np.diff((self.numerator / self.denominator - centre) / sigma)).mean() / D2)


def suggest(observations: pd.DataFrame, spec: ChartSpec = DEFAULT) -> Suggestion:
    """The chart type for these observations, by the first of the reasons that holds.

    observations: as `analyse`. The spec's own chart type is not looked at; its unit and multiplier are.
    """
    seen = _seen(observations, spec)
    reasons = (_few, _between, _rare, _shares, _rates)
    return next((found for reason in reasons if (found := reason(seen))), _otherwise(seen))


def fitting(observations: pd.DataFrame, spec: ChartSpec = DEFAULT) -> tuple[str, ...]:
    """The keys of LIMITS that are offered and can be drawn from these observations."""
    return tuple(
        key
        for key, kind in LIMITS.items()
        if (kind.offered or kind.needs_subgroups)
        and not analyse(observations, spec.model_copy(update={"chart_type": key})).problem
    )


def _seen(observations: pd.DataFrame, spec: ChartSpec) -> _Seen:
    with quiet():
        flat = flatten(observed(observations, spec))
    there = ~np.isnan(flat.value)
    if flat.ghosted is not None:
        there &= ~flat.ghosted
    numerator, denominator = flat.numerator, flat.denominator
    complete = False
    if numerator is not None and denominator is not None:
        complete = not np.isnan(numerator[there]).any() and bool((denominator[there] > 0).all())
    return _Seen(
        value=flat.value[there],
        date=flat.date[there],
        numerator=numerator[there] if numerator is not None and complete else None,
        denominator=denominator[there] if denominator is not None and complete else None,
        spec=spec,
        period=period_of(flat.date),
    )


def _few(seen: _Seen) -> Suggestion | None:
    n = seen.value.size
    if n >= NEEDED:
        return None
    have = f"There {'is' if n == 1 else 'are'} {count(n, 'point')}" if n else "There are no points yet"
    return Suggestion("run", f"{have}; limits need {NEEDED}, so a run chart shows the values and their median.")


def _between(seen: _Seen) -> Suggestion | None:
    """Values that are themselves times or cases between events."""
    unit = seen.spec.unit.lower()
    apart = np.diff(seen.date) / np.timedelta64(1, "D")
    days = bool((apart == seen.value[1:]).all()) and len(set(apart.tolist())) > 2
    if not days and "between" not in unit and "since" not in unit:
        return None
    timed = days or any(word in unit for word in ("day", "hour", "week", "minute", "time"))
    if timed and (seen.value > 0).all():
        return Suggestion("t", "Each value is the time since the event before, so a t chart shows whether it grows.")
    if (seen.value >= 0).all() and not timed:
        return Suggestion(
            "g", "Each value counts the cases since the event before, so a g chart shows whether it grows."
        )
    return None


def _rare(seen: _Seen) -> Suggestion | None:
    """Counts so low that most points are 0 or 1."""
    counts = seen.numerator
    if counts is None or not (counts == np.floor(counts)).all() or counts.mean() >= RARE or (counts < 0).any():
        return None
    events, points = int(counts.sum()), count(counts.size, seen.each)
    found = f"There {'was' if events == 1 else 'were'} only {count(events, 'event')} in {points}"
    kind, what = ("g", "how many cases lie between them") if seen.share else ("t", "how many days lie between them")
    chart = LIMITS[kind].name
    return Suggestion(kind, f"{found}: write down the date of each, and a {chart} shows {what}.", ready=False)


def _shares(seen: _Seen) -> Suggestion | None:
    if seen.denominator is None or not seen.share:
        return None
    usual, times = float(np.median(seen.denominator)), seen.varies(shares=True)
    about = f"a percentage of about {usual:,.0f} a {seen.each}"
    if usual >= LARGE and times >= OVERDISPERSED:
        why = f"This is {about}, so many that the limits of a p chart would be too narrow: the points vary {times:.1f} "
        return Suggestion(
            "pp", f"{why}times as much as chance in counting explains, and a p\u2032 chart allows for it."
        )
    return Suggestion("p", f"This is {about}, and a p chart's limits follow how many were counted each {seen.each}.")


def _rates(seen: _Seen) -> Suggestion | None:
    if seen.denominator is None or seen.numerator is None or (seen.numerator < 0).any():
        return None
    if not (seen.numerator == np.floor(seen.numerator)).all():
        return None
    times = seen.varies(shares=False)
    if float(np.median(seen.numerator)) >= LARGE / 10 and times >= OVERDISPERSED:
        why = (
            f"These are many events for the care given, and they vary {times:.1f} times as much as chance in counting "
        )
        return Suggestion("up", f"{why}explains; a u\u2032 chart allows for it.")
    return Suggestion(
        "u", f"These are events for the care given, and a u chart's limits follow how much that was each {seen.each}."
    )


def _otherwise(seen: _Seen) -> Suggestion:
    what = "an average or measurement" if seen.numerator is not None else "one value"
    return Suggestion("xmr", f"There is {what} for each {seen.each} and at least {NEEDED} of them: the usual chart.")
