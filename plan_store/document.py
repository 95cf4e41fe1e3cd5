"""The whole plan as a list of blocks, in the plan's order: what the All tab, print and Word are made from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pandas as pd
from sqlmodel import Session

from charts.spec import ChartSpec
from plan_store.changes import last_changes
from plan_store.clean import clean_html, cut_at_charts, is_empty
from plan_store.observations import measure_spec, observations_of
from plan_store.people import organisation
from plan_store.permissions import Actor
from plan_store.plan_rows import Better, Measure, PlanRow, choice_words
from plan_store.programmes import find_programme, list_secondary
from plan_store.row_values import shown_fields
from plan_store.rows import list_deleted, list_rows
from plan_store.sections import SECTIONS, Box, Table
from plan_store.texts import read_texts


@dataclass(frozen=True)
class Heading:
    """Level 1 is a tab, level 2 a box or a table; number is the box's place in its tab."""

    level: int
    text: str
    number: int | None = None


@dataclass(frozen=True)
class Prose:
    """Rich text, already clean."""

    html: str


@dataclass(frozen=True)
class TableBlock:
    """A table as people read it: columns, and a row's cells, each a tuple of lines. Empty columns are left out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class ChartBlock:
    """A measure's chart: its data as they are now and how they are drawn."""

    measure_id: str
    title: str
    description: str
    observations: pd.DataFrame
    spec: ChartSpec


@dataclass(frozen=True)
class NotFilledIn:
    """A part with nothing in it yet."""


@dataclass(frozen=True)
class DeletedChart:
    """A chart whose measure was deleted: its place, and the measure's name."""

    title: str


Block = Heading | Prose | TableBlock | ChartBlock | DeletedChart | NotFilledIn


@dataclass(frozen=True)
class Document:
    """The plan's front matter and its blocks."""

    programme_id: str
    title: str
    organisation: str
    primary_driver: str
    aim: str
    secondary_drivers: tuple[str, ...]
    changed_by: str
    changed_at: datetime | None
    blocks: tuple[Block, ...]


def read_document(session: Session, actor: Actor, programme_id: str) -> Document:
    """The plan as it is now. Raises NotFound."""
    programme = find_programme(session, actor, programme_id)
    change = last_changes(session, [programme_id]).get(programme_id)
    return Document(
        programme_id=programme_id,
        title=programme.title,
        organisation=organisation(session, actor, programme.organisation).name,
        primary_driver=programme.primary_driver,
        aim=programme.aim,
        secondary_drivers=tuple(driver.title for driver in list_secondary(session, programme)),
        changed_by=change.user_name if change else "",
        changed_at=change.at if change else None,
        blocks=tuple(_blocks(session, actor, programme_id)),
    )


def read_charts(session: Session, actor: Actor, programme_id: str) -> dict[str, ChartBlock]:
    """The programme's measures that have data, by id, in the plan's order."""
    measures = list_rows(session, actor, programme_id, Measure)
    data = observations_of(session, [measure.id for measure in measures])
    return {measure.id: chart_block(measure, data[measure.id]) for measure in measures if len(data[measure.id])}


def counted_words(measure: Measure) -> str:
    """What is counted, and out of whom: "Women who smoke, of women with a known status"."""
    of = measure.denominator
    if of[1:2].islower():  # "Women booked" goes on in lower case, "NHS trusts" does not
        of = of[:1].lower() + of[1:]
    return ", of ".join(filter(None, (measure.numerator, of)))


def chart_block(measure: Measure, observations: pd.DataFrame) -> ChartBlock:
    described = counted_words(measure) or measure.definition
    return ChartBlock(measure.id, measure.name, described, observations, measure_spec(measure))


def _blocks(session: Session, actor: Actor, programme_id: str) -> list[Block]:
    texts = read_texts(session, actor, programme_id)
    charts = read_charts(session, actor, programme_id)
    gone = {row.id: DeletedChart(row.name) for row in list_deleted(session, actor, programme_id, Measure)}
    placed: set[str] = set()
    blocks: list[Block] = []
    for section in SECTIONS:
        blocks.append(Heading(1, section.title))
        for number, part in enumerate(section.parts, start=1):
            if isinstance(part, Box):
                text = texts.get(part.key)
                blocks.append(Heading(2, part.title, number))
                blocks.extend(_prose(text.html if text else "", {**gone, **charts}, placed))
            else:
                blocks.append(Heading(2, part.title))
                blocks.append(_table(part, list_rows(session, actor, programme_id, part.row)))
        if section.charts:
            blocks.extend(chart for key, chart in charts.items() if key not in placed)
    return blocks


def _prose(html: str, charts: Mapping[str, ChartBlock | DeletedChart], placed: set[str]) -> list[Block]:
    """A box's text cut at its charts; a chart of a measure without data is left out, a deleted one's says so."""
    blocks: list[Block] = []
    for place, piece in enumerate(cut_at_charts(clean_html(html))):
        if place % 2 and piece in charts:
            placed.add(piece)
            blocks.append(charts[piece])
        elif place % 2 == 0 and not is_empty(piece):
            blocks.append(Prose(piece))
    return blocks or [NotFilledIn()]


def _table(table: Table, rows: list[Any]) -> Block:
    if not rows:
        return NotFilledIn()
    cells = {heading: [_lines(row, names) for row in rows] for heading, names in table.row.columns.items()}
    used = [heading for heading, column in cells.items() if any(column)]
    return TableBlock(table.title, tuple(used), tuple(zip(*(cells[heading] for heading in used), strict=True)))


def _lines(row: PlanRow, names: tuple[str, ...]) -> tuple[str, ...]:
    """One line a field; the first and choices speak for themselves, the others carry their title."""
    fields = shown_fields(type(row))
    said = ((name, cell_text(row, name)) for name in names)
    return tuple(
        words if name == names[0] or _choice(row, name) else f"{fields[name].title}: {words}"
        for name, words in said
        if words
    )


def cell_text(row: PlanRow, name: str) -> str:
    """A cell in words: dates in full, choices as on their buttons, targets with their unit."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, float):
        unit = getattr(row, "unit", "")
        number = f"{value:,.10f}".rstrip("0").rstrip(".")
        return number + ("%" if unit == "%" else f" {unit}" if unit not in ("", "count") else "")
    if kind := _choice(row, name):
        words = choice_words(kind(value))
        return f"{words} is better" if kind is Better else words
    return re.sub(r"\s+\n", "\n", str(value))


def _choice(row: PlanRow, name: str) -> type[StrEnum] | None:
    """The choices that a field has, if it is one of choices."""
    kind = type(row).model_fields[name].annotation
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else None
