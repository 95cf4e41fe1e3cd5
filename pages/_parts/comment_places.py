"""Where a comment stands, as people know the place, and the address that opens it there."""

from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from pages._parts.plan import Plan
from pages._render.comments_html import Spot
from pages._render.rows import row_title
from plan_store.base import NotFound
from plan_store.comments import BOX, CHART, Comment, Place, Thread
from plan_store.plan_rows import Measure, PlanRow
from plan_store.rows import find_row
from plan_store.sections import SECTIONS, Section, Table, box_named
from plan_store.store import reading


def spots_of(plan: Plan, threads: Sequence[Thread]) -> Callable[[Comment], Spot]:
    """The spot of each place that these conversations are about."""
    places = {(thread.comment.place, thread.comment.place_id) for thread in threads}
    spots = {place: _spot(plan, place) for place in places}
    return lambda comment: spots[comment.place, comment.place_id]


def _spot(plan: Plan, place: Place) -> Spot:
    kind, place_id = place
    if kind == BOX:
        return Spot(box_named(place_id).title, "General", _address("general", programme=plan.id, comments=place_id))
    if kind == CHART:
        row = _row(plan, Measure, place_id)
        address = _address("baseline_data", programme=plan.id, measure=place_id, comments="chart")
        return Spot(row_title(row) if row else "A chart", "Chart", address)
    for section, table in _tables():
        if row := _row(plan, table.row, place_id):
            return Spot(row_title(row), section.title, _address(section.key, programme=plan.id, comments=place_id))
    return Spot("A row that is gone", "", _address("general", programme=plan.id))


def _tables() -> list[tuple[Section, Table]]:
    return [(section, part) for section in SECTIONS for part in section.parts if isinstance(part, Table)]


def _row(plan: Plan, kind: type[PlanRow], row_id: str) -> PlanRow | None:
    try:
        with reading() as session:
            return find_row(session, plan.actor, kind, row_id)
    except NotFound:
        return None


def _address(page: str, **query: str) -> str:
    return f"{page}?{urlencode(query)}"
