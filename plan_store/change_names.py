"""What the rows are called that changes are about but do not name themselves: measures of numbers, charts, comments."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from plan_store.changes import Change
from plan_store.clean import chart_ids
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import find_programme
from plan_store.sections import KINDS

NUMBERS, TEXT, COMMENT, PROGRAMME = "Measure data", "PlanText", "Comment", "Programme"
CHART = "chart"  # the action of a change of NUMBERS that is about the chart's settings


@dataclass(frozen=True)
class RowName:
    """A row's name as it is now; of a measure also how its numbers are said."""

    title: str
    unit: str = ""
    frequency: str = ""


Names = Mapping[str, RowName]


def names_of(session: Session, changes: Iterable[Change]) -> dict[str, RowName]:
    """By id, for changes that the actor was already allowed to read: a query a table, deleted rows too.

    Of their own programmes alone: anybody can write the id of another trust's measure into a text.
    """
    held = list(changes)
    measures, rows = _asked(held)
    own = sorted({change.programme_id for change in held})
    found = {
        row.id: RowName(row.name, row.unit, row.frequency)
        for row in session.exec(
            select(Measure).where(col(Measure.id).in_(sorted(measures | rows)), col(Measure.programme_id).in_(own))
        )
    }
    for kind in KINDS.values():
        if kind is not Measure and rows - set(found):
            there = session.exec(
                select(kind).where(col(kind.id).in_(sorted(rows - set(found))), col(kind.programme_id).in_(own))
            )
            found |= {row.id: RowName(str(getattr(row, kind.title_field))) for row in there}
    return found


def measure_names(session: Session, actor: Actor, programme_id: str) -> dict[str, RowName]:
    """Of all measures of a programme, deleted ones too."""
    find_programme(session, actor, programme_id)
    found = session.exec(select(Measure).where(Measure.programme_id == programme_id))
    return {row.id: RowName(row.name, row.unit, row.frequency) for row in found}


def _asked(changes: Iterable[Change]) -> tuple[set[str], set[str]]:
    """The ids of measures, and of rows of any table."""
    measures: set[str] = set()
    rows: set[str] = set()
    for change in changes:
        if change.thing == NUMBERS:
            measures.add(change.thing_id)
        elif change.thing == TEXT:
            for held in (change.before, change.after):
                measures.update(chart_ids(str(_held(held).get("html", ""))) if "<figure" in held else ())
        elif change.thing == COMMENT:
            rows.add(str(_held(change.after).get("place_id", "")))
    return measures, rows


def _held(state: str) -> dict[str, Any]:
    """What a change held; nothing where it is none that this portal can read."""
    held = json.loads(state)
    return held if isinstance(held, dict) else {}
