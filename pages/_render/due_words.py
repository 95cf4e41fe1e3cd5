"""Months, quarters and days by which numbers are due, as people say them."""

from collections.abc import Iterable, Sequence
from datetime import date

from charts.numbers import MONTH_NAMES, listed
from pages._render.icons import icon
from pages._render.series_words import PERIODS
from pages._render.words import count, text
from plan_store.due import MONTHS, Due, DueList
from plan_store.plan_rows import Frequency, Measure


def short_day(value: date) -> str:
    """13 November."""
    return f"{value.day} {MONTH_NAMES[value.month - 1]}"


def short_period(measure: Measure, period: date) -> str:
    """October; July to September."""
    last = period.month + MONTHS.get(Frequency(measure.frequency), 1) - 1
    first = MONTH_NAMES[period.month - 1]
    return first if last == period.month else f"{first} to {MONTH_NAMES[(last - 1) % 12]}"


def period_words(measure: Measure, period: date) -> str:
    """October 2026; July to September 2026."""
    return f"{short_period(measure, period)} {period.year}"


def follows(measure: Measure, earlier: date, later: date) -> bool:
    """Whether a period is the one after another."""
    months = 12 * (later.year - earlier.year) + later.month - earlier.month
    return months == MONTHS.get(Frequency(measure.frequency), 1)


def months_words(entries: Sequence[Due]) -> str:
    """September and October: every period once, in order."""
    found = sorted({(entry.period, short_period(entry.measure, entry.period)) for entry in entries})
    return listed(list(dict.fromkeys(words for _, words in found)))


def period_noun(measures: Iterable[Measure]) -> str:
    """What one number of these is about: a month or a quarter; a period, where there are both."""
    every = {Frequency(measure.frequency) for measure in measures}
    return PERIODS[every.pop()] if len(every) == 1 else "period"


def measures_words(entries: Sequence[Due]) -> str:
    return count(len({entry.measure.id for entry in entries}), "measure")


def by_words(entry: Due) -> str:
    """Until when, as safe HTML; what is late in red words with an icon."""
    if entry.before is None and not entry.late:
        return "The first number"
    if not entry.late:
        return f"By {short_day(entry.by)}"
    return f'<span class="late">{icon("error", 18)} Late: was due {short_day(entry.by)}</span>'


def late_html(programme: str, due: DueList) -> str:
    """On a programme's card: what is late or missing, each a link; empty where nothing is."""
    said, to = [], f"monthly_data?programme={programme}"
    if late := [entry for entry in due.of(programme) if entry.late]:
        words = f"{_late_words(late)} late for {measures_words(late)}"
        said.append(f'<a class="late" href="{text(to)}" data-go>{icon("error", 18)} {text(words)}</a>')
    behind = [measure for owner, measure in due.measures if owner.id == programme and due.gaps[measure.id]]
    if behind:
        where = behind[0].name if len(behind) == 1 else count(len(behind), "measure")
        words = f"{count(sum(len(due.gaps[m.id]) for m in behind), period_noun(behind))} missing in {where}"
        said.append(f'<a href="{text(to)}" data-go>{text(words)}</a>')
    return f'<p class="late-line">{" ".join(said)}</p>' if said else ""


def _late_words(late: Sequence[Due]) -> str:
    """September and October; how many and since when, where that is not so of every measure."""
    by_measure: dict[str, set[date]] = {}
    for entry in late:
        by_measure.setdefault(entry.measure.id, set()).add(entry.period)
    if all(periods == by_measure[late[0].measure.id] for periods in by_measure.values()):
        return months_words(late)
    oldest = min(late, key=lambda entry: entry.period)
    return f"{len(late)} numbers since {short_period(oldest.measure, oldest.period)}"


def due_of_measure(due: DueList, programme: str) -> dict[str, str]:
    """By measure: which of its numbers are due, a link to enter them."""
    said = {}
    for measure in {entry.measure.id: entry.measure for entry in due.of(programme)}.values():
        entries = [entry for entry in due.of(programme) if entry.measure.id == measure.id]
        late, many = any(entry.late for entry in entries), len(entries) > 1
        words = f"{months_words(entries)} {'are' if many else 'is'} {'late' if late else 'due'}"
        sign = f"{icon('error', 16)} " if late else ""
        to = f"monthly_data?programme={programme}&measure={measure.id}&period={entries[0].period:%Y-%m}"
        said[measure.id] = (
            f'<a class="due-now{" late" if late else ""}" href="{text(to)}" data-go>{sign}{text(words)}'
            f'<span class="sr-only"> for {text(measure.name)}</span></a>'
        )
    return said
