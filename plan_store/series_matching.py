"""Which measure a series of a file is about: by its code, else by its name, else by the words they share."""

import re
from collections.abc import Iterable, Mapping, Sequence

from charts.series import OneSeries
from plan_store.plan_rows import Measure

SMALL_WORDS = frozenset({"the", "and", "for", "per", "with", "data", "monthly", "return", "month", "site", "trust"})
ENOUGH = 2  # words in common


def code_of(measure_id: str) -> str:
    """A short name for a measure: the random end of its id."""
    return f"m-{measure_id[-8:]}"


def match_series(
    each: Sequence[OneSeries], measures: Sequence[Measure], programmes: Mapping[str, str]
) -> dict[int, str]:
    """The measure's id for the place of each series that has one; no measure is given twice.

    programmes: their titles by id.
    """
    found: dict[int, str] = {}
    for place, one in enumerate(each):
        measure_id = _by_code(one, measures) or _by_name(one, measures, programmes)
        if measure_id and measure_id not in found.values():
            found[place] = measure_id
    for place, one in enumerate(each):
        left = [measure for measure in measures if measure.id not in found.values()]
        if place not in found and (measure_id := _by_words(one, _of_programme(one, left, programmes))):
            found[place] = measure_id
    return found


def _by_code(one: OneSeries, measures: Iterable[Measure]) -> str:
    return _only(m.id for m in measures if one.code and code_of(m.id) == _plain(one.code))


def _by_name(one: OneSeries, measures: Iterable[Measure], programmes: Mapping[str, str]) -> str:
    """Its measure's name, and its programme's where the file has one; else a part of the series' own name."""
    names = {_plain(one.measure)} if one.measure else {_plain(part) for part in one.key}
    return _only(m.id for m in _of_programme(one, measures, programmes) if _plain(m.name) in names)


def _of_programme(one: OneSeries, measures: Iterable[Measure], programmes: Mapping[str, str]) -> list[Measure]:
    """The measures of the programme that the series names, where it names one."""
    wanted = _plain(one.programme)
    return [m for m in measures if not wanted or _plain(programmes.get(m.programme_id, "")) == wanted]


def _by_words(one: OneSeries, measures: Iterable[Measure]) -> str:
    """The measure that shares most words with the series' name, where no other shares as many."""
    said = _words(one.label)
    scores = {m.id: len(said & _words(m.name)) for m in measures}
    best = max(scores.values(), default=0)
    return _only(key for key, score in scores.items() if score == best) if best >= ENOUGH else ""


def _only(found: Iterable[str]) -> str:
    """The one that was found, where it is one."""
    every = list(found)
    return every[0] if len(every) == 1 else ""


def _plain(words: str) -> str:
    return " ".join(words.removeprefix("'").casefold().split())


def _words(words: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]{3,}", words.lower())) - SMALL_WORDS
