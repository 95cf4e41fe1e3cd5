"""Every change of a programme, read again: what it was at any time, and any version put back."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from charts.spec import ChartSpec
from plan_store.base import NotFound
from plan_store.change_names import NUMBERS, PROGRAMME, TEXT
from plan_store.change_shapes import is_state, states_of
from plan_store.changes import Change
from plan_store.observations import measure_spec, save_chart
from plan_store.permissions import Actor, May
from plan_store.plan_differences import Difference, differences
from plan_store.plan_rows import Measure, PlanRow
from plan_store.programmes import (
    ChangedMeanwhile,
    DriverChoice,
    change_drivers,
    chosen,
    find_programme,
    find_within,
    hold_programme,
)
from plan_store.row_values import shown_fields
from plan_store.rows import delete_row, find_row, order_rows, save_row, undo_delete
from plan_store.sections import KINDS
from plan_store.states import DRIVERS, PlanState, newest_change, read_state, restorable
from plan_store.texts import mark_completed, read_texts, save_text

PAGE = 50
TOO_LONG = "This version is longer than a plan can hold now. Copy what you need from it."


class NotRestorable(Exception):
    """What this change was about is put back elsewhere: numbers on the measure's own page."""


class NotReadable(NotRestorable):
    """A change that this portal cannot read, such as one that was damaged."""


def list_changes(
    session: Session,
    actor: Actor,
    programme_id: str,
    *,
    thing_id: str = "",
    until: str = "",
    since: datetime | None = None,
    limit: int = PAGE,
) -> list[Change]:
    """The changes of a programme, the newest first; of one thing, older than a change (its id), or since a time."""
    find_programme(session, actor, programme_id)
    here = select(Change).where(Change.programme_id == programme_id)
    if thing_id:
        here = here.where(Change.thing_id == thing_id)
    if until:
        here = here.where(Change.id < until)
    if since is not None:
        here = here.where(Change.at > since)
    return list(session.exec(here.order_by(col(Change.id).desc()).limit(limit)))


def find_change(session: Session, actor: Actor, change_id: str, what: May = May.READ) -> Change:
    """One change. Raises NotFound, also for another trust's."""
    return find_within(session, actor, Change, change_id, what)


def state_at(session: Session, actor: Actor, programme_id: str, at: datetime) -> PlanState:
    """The plan as it was at a time, from its changes until then. Raises NotReadable."""
    find_programme(session, actor, programme_id)
    state = read_state(session, programme_id, at)
    held = [(TEXT, text) for text in state.texts.values()]
    held += [(name, row) for name, rows in state.rows.items() for row in rows.values()]
    held += [(NUMBERS, chart) for chart in state.charts.values()]
    held += [(PROGRAMME, state.drivers)] if state.drivers else []
    if not all(is_state(thing, one) for thing, one in held):
        raise NotReadable("The plan as it was then has a change that this portal cannot read.")
    return state


def last_change(session: Session, actor: Actor, programme_id: str, like: Change | None = None) -> Change | None:
    """The last change of the plan, or of the thing that another change is about: what a restore is shown against."""
    find_programme(session, actor, programme_id)
    return newest_change(session, programme_id, like)


def first_change(session: Session, actor: Actor, programme_id: str) -> datetime:
    """When the programme's history begins. Raises NotFound."""
    find_programme(session, actor, programme_id)
    here = select(Change.at).where(Change.programme_id == programme_id, Change.thing == PROGRAMME)
    found = session.exec(here.order_by(col(Change.id)).limit(1)).first()
    if found is None:
        raise NotFound(programme_id)
    return found


def restore_version(session: Session, actor: Actor, change_id: str, seen: str = "") -> bool:
    """Put a thing back to what it was after a change; False where it is so already. Others' words stay in the history.

    seen: the thing's last change (its id) as who restores it saw it. Raises NotRestorable for numbers and files,
    ChangedMeanwhile, NotFound, NotAllowed, NotReadable.
    """
    change = find_change(session, actor, change_id, May.WRITE)
    _unchanged(newest_change(session, change.programme_id, change), seen)
    states = states_of(change)
    if states is None:
        raise NotReadable("This portal cannot read this change.")
    after = states[1]
    if not restorable(change) or (change.thing == PROGRAMME and not after):
        raise NotRestorable("Numbers and files are put back on the measure’s own page.")
    key = change.thing_id.rpartition("/")[2]
    return _put_back(session, actor, change.programme_id, Difference(change.thing, key, None, after))


def restore_plan(session: Session, actor: Actor, programme_id: str, at: datetime, seen: str = "") -> int:
    """Put the whole plan back to a time, in one transaction; how many things changed.

    Boxes, rows and their order, charts' settings, drivers. What was added since is taken out (it can be put back),
    what was deleted since comes back. Numbers stay. seen: the plan's last change as who restores it saw it. Raises
    ChangedMeanwhile, NotRestorable, NotFound, NotAllowed.
    """
    hold_programme(session, find_programme(session, actor, programme_id, May.WRITE))
    _unchanged(newest_change(session, programme_id), seen)
    then = state_at(session, actor, programme_id, at)
    if then.drivers is None:
        raise NotFound(programme_id)
    found = differences(read_state(session, programme_id), then)
    for one in found:
        _put_back(session, actor, programme_id, one)
    for name, kind in KINDS.items():  # also where a row that comes back would stand between others
        places = {row_id: row["position"] for row_id, row in then.rows[name].items() if "position" in row}
        order_rows(session, actor, programme_id, kind, places)
    return len(found)


_GONE = {"deleted": True}


def _unchanged(last: Change | None, seen: str) -> None:
    if seen and last is not None and last.id != seen:
        raise ChangedMeanwhile(f"{last.user_name} changed this while you were looking at it.")


def _put_back(session: Session, actor: Actor, programme_id: str, one: Difference) -> bool:
    after = one.after if one.after is not None else _GONE
    if one.thing == TEXT:
        return _restore_text(session, actor, programme_id, one.key, after)
    if one.thing == PROGRAMME:
        return _restore_drivers(session, actor, programme_id, after)
    if one.thing == NUMBERS:
        return _restore_chart(session, actor, one.key, after)
    return one.thing in KINDS and _restore_row(session, actor, KINDS[one.thing], one.key, after)


def _restore_text(session: Session, actor: Actor, programme_id: str, box: str, after: dict[str, Any]) -> bool:
    held = read_texts(session, actor, programme_id).get(box)
    revision, html = (held.revision, held.html) if held else (0, "")
    done = False
    if html != after["html"]:
        save_text(session, actor, programme_id, box, after["html"], revision)
        done = True
    held = read_texts(session, actor, programme_id).get(box)
    completed = after.get("completed", False)
    if held is not None and held.completed != completed:
        mark_completed(session, actor, programme_id, box, completed)
        done = True
    return done


def _restore_row(session: Session, actor: Actor, kind: type[PlanRow], row_id: str, after: dict[str, Any]) -> bool:
    row = find_row(session, actor, kind, row_id, May.WRITE)
    before = row.revision
    if after.get("deleted"):
        return delete_row(session, actor, kind, row_id).revision != before
    undo_delete(session, actor, kind, row_id)
    values = {name: value for name, value in after.items() if name in shown_fields(kind)}
    seen = find_row(session, actor, kind, row_id).revision
    return save_row(session, actor, kind, row_id, values, seen).row.revision != before


def _restore_drivers(session: Session, actor: Actor, programme_id: str, after: dict[str, Any]) -> bool:
    programme = find_programme(session, actor, programme_id, May.WRITE)
    before = programme.revision
    try:
        choice = DriverChoice.model_validate({name: after[name] for name in DRIVERS if name in after})
    except ValidationError:
        raise NotRestorable(TOO_LONG) from None
    if chosen(session, programme) == choice:
        return False
    return change_drivers(session, actor, programme_id, choice, before).revision != before


def _restore_chart(session: Session, actor: Actor, measure_id: str, after: dict[str, Any]) -> bool:
    measure = find_row(session, actor, Measure, measure_id, May.WRITE)
    before, seen = measure.chart, measure_spec(measure)
    try:
        spec = ChartSpec.model_validate(after)
    except ValidationError:
        raise NotRestorable("The chart cannot be drawn with these settings. Nothing was put back.") from None
    return save_chart(session, actor, measure_id, spec, seen).chart != before
