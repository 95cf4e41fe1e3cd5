"""Where each series of a file goes, as the fields of the page say it now, and what that would change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts.series import OneSeries, ReadFile
from pages._parts.measure_choice import ASKED, NAME, NEW, WAY, counted_words, default_name, inside
from pages._parts.stay import stay
from pages._render.series_table_html import problem_words
from pages._render.series_words import how_often
from pages._render.words import today
from plan_store.data_files import Notes, notes_of
from plan_store.months import typed_of
from plan_store.observation_rows import Observation
from plan_store.observations import observations_of
from plan_store.permissions import Actor
from plan_store.plan_rows import LINE, Better, Measure, Unit
from plan_store.programmes import Programme, find_programme, list_programmes
from plan_store.rows import list_rows
from plan_store.series_changes import Changes, compare, until
from plan_store.series_matching import match_series
from plan_store.store import reading

OUT = "out"
MOST = 40  # series in one table


@dataclass(frozen=True)
class Into:
    """The measures that a file may go to: one programme's, or the trust's. typed: see typed_of."""

    actor: Actor
    organisation: str
    programme_id: str
    programmes: Mapping[str, str]
    measures: Sequence[Measure]
    data: Mapping[str, pd.DataFrame]
    typed: Mapping[str, Mapping[date, Observation]]

    @property
    def whole_trust(self) -> bool:
        return not self.programme_id


def read_into(actor: Actor, programme_id: str = "") -> Into:
    """One programme's measures with their data, or those of every programme of the actor's own trust."""
    with reading() as session:
        found: list[Programme] = (
            [find_programme(session, actor, programme_id)]
            if programme_id
            else list_programmes(session, actor, actor.organisation)
        )
        measures = [m for programme in found for m in list_rows(session, actor, programme.id, Measure)]
        ids = [measure.id for measure in measures]
        data, typed = observations_of(session, ids), typed_of(session, ids)
    organisation = found[0].organisation if programme_id else actor.organisation
    return Into(actor, organisation, programme_id, {p.id: p.title for p in found}, measures, data, typed)


@dataclass(frozen=True)
class Row:
    """One series: its place in the file, where it goes, what that changes, why it cannot be saved, what is open."""

    place: int
    one: OneSeries
    target: str
    measure: Measure | None
    changes: Changes | None = None
    notes: Notes = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    matched: str = ""

    @property
    def quiet(self) -> bool:
        """Whether its own measure says all of this already."""
        return bool(
            self.changes
            and not self.problems
            and not self.saves
            and not self.changes.stays
            and self.target == self.matched
        )

    @property
    def saves(self) -> bool:
        """Whether saving would keep anything of it."""
        return bool(not self.problems and self.changes and (self.changes.total or self.notes))


def held(what: str, place: int) -> str:
    """The key of a field of a series of the present file."""
    return f"{what}_{place}_{stay().get('file')}"


def shown_places(read: ReadFile, matched: Mapping[int, str]) -> list[int]:
    """The series that have something in them; of very many, those that were asked for."""
    places = [place for place, one in enumerate(read.each) if not one.blank]
    if len(places) <= MOST:
        return places
    first = [place for place in places if place in matched][:MOST]
    return sorted(st.session_state.get(held("some", 0), first))


def read_rows(into: Into, read: ReadFile, new_first: bool) -> list[Row]:
    """Every shown series as the fields say it now; a series without a measure starts as a new one, or left out."""
    matched = matches(into, read)
    places = shown_places(read, matched)
    other = NEW if new_first and not into.whole_trust else OUT
    for place in places:
        left_out = put_before(read.each[place]) == OUT
        st.session_state.setdefault(held("to", place), matched.get(place, OUT if left_out else other))
    targets = Counter(st.session_state[held("to", place)] for place in places)
    twice = {key for key, many in targets.items() if many > 1 and key not in (OUT, NEW)}
    return [
        _row(into, _until_today(read.each[place]), place, twice, matched.get(place, ""), read.form) for place in places
    ]


def _until_today(one: OneSeries) -> OneSeries:
    return replace(one, series=until(one.series, today()))


def matches(into: Into, read: ReadFile) -> dict[int, str]:
    """The measure of each series: the one that somebody put such a series to before, else the likeliest."""
    found = match_series(read.each, into.measures, into.programmes)
    there = {measure.id for measure in into.measures}
    for place, one in enumerate(read.each):
        if (put := put_before(one)) in there:
            found = {other: key for other, key in found.items() if key != put} | {place: put}
        elif put == OUT:
            found.pop(place, None)
    return found


def put_before(one: OneSeries) -> str:
    """Where a series of this name went the last time, if somebody said so."""
    return stay().get("to", {}).get(put_name(one), "")


def put_name(one: OneSeries) -> str:
    return f"{one.programme} {one.label}".strip().casefold()


def _row(into: Into, one: OneSeries, place: int, twice: set[str], matched: str, form: bool) -> Row:
    target = st.session_state[held("to", place)]
    problems = problem_words(one.series.problems)
    if not problems and not (one.series.ok or one.notes):
        problems = ["We cannot tell which columns its numbers are in. Choose this series alone on Baseline data."]
    measure = new_measure(one, place) if target == NEW else next((m for m in into.measures if m.id == target), None)
    if measure is None:
        return Row(place, one, OUT, None, problems=tuple(problems), matched=matched)
    if target in twice:
        problems.append("Another series goes to the same measure. Choose another one, or leave it out.")
    present = into.data.get(target, NO_DATA)
    open_still = tuple(ASKED[label] for label in unanswered(place)) if target == NEW else ()
    there = notes_of(measure)
    notes = {when: words for when, words in one.notes.items() if words != there.get(when, "")}
    changes = compare(one.series, present, form=form)
    return Row(place, one, target, measure, changes, notes, tuple(problems), open_still, matched)


NO_DATA = pd.DataFrame(columns=["date", "value", "numerator", "denominator", "status"])


def new_measure(one: OneSeries, place: int) -> Measure:
    """The new measure as its fields say it now."""
    st.session_state.setdefault(held("name", place), first_name(one))
    roles = {name: role.title for name, role in one.series.roles.items()}
    counts = "numerator" in roles and "denominator" in roles
    values: dict[str, Any] = {
        "name": st.session_state[held("name", place)].strip(),
        "better": st.session_state.get(held("better", place)) or Better.NEITHER,
        "numerator": counted_words(roles["numerator"]) if counts else "",
        "denominator": counted_words(roles["denominator"]) if counts else "",
        "unit": Unit.PERCENT if counts or one.series.unit == "%" else Unit.COUNT,
        "frequency": how_often(one.series.observations),
    }
    return Measure(programme_id="", **values)


def first_name(one: OneSeries) -> str:
    """The series' own words, which tell it from the others, and what the file says is measured."""
    if one.measure:
        return one.measure[:LINE]
    measured = default_name(one.series)
    return ": ".join(filter(None, (one.label, inside(measured) if one.label else measured)))[:LINE]


def unanswered(place: int) -> list[str]:
    """The fields of a new measure that only the user can answer and that are still empty."""
    answers = {
        NAME: st.session_state.get(held("name", place), "").strip(),
        WAY: st.session_state.get(held("better", place)),
    }
    return [label for label, answer in answers.items() if not answer]
