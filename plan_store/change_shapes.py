"""What a change of each kind holds before and after: what is otherwise cannot be read, and is not brought in."""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from plan_store.change_names import COMMENT, NUMBERS, PROGRAMME, TEXT
from plan_store.changes import Change
from plan_store.sections import KINDS

MEMBER = "member"


def _day(words: str) -> str:
    """As reading a date of a change asks for: 2025-03-01. Raises ValueError."""
    if date.fromisoformat(words).isoformat() != words or not "1900" <= words[:4] <= "2199":
        raise ValueError("no day of a plan")
    return words


Day = Annotated[str, AfterValidator(_day)]
Cell = str | int | float | bool | None


class State(BaseModel):
    """Names that are not asked for may stand in it: older and newer portals have others."""

    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class TextState(State):
    html: str
    completed: bool = False


class RowState(State):
    """Its cells are beside these two."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Cell]  # ty: ignore[incompatible-mutable-override]
    position: int = 0
    deleted: bool = False


class SecondaryState(State):
    title: str
    driver_key: str = ""
    short: str = ""


class DriversState(State):
    title: str
    driver_key: str = ""
    primary_driver: str
    aim: str
    secondary: list[SecondaryState]


class CommentState(State):
    place: str
    place_id: str
    text: str


class FileState(State):
    file: str
    added: int = 0
    replaced: int = 0
    periods: int = 0


class NumberState(State):
    period: Day
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    status: str
    reason: str = ""


class MarkState(State):
    date: Day
    text: str = ""
    reason: str = ""


class ChartState(State):
    chart_type: str = ""
    annotations: list[MarkState] = []
    rebases: list[MarkState] = []
    ghosts: list[MarkState] = []


class MemberState(State):
    email: str = ""
    name: str = ""
    role: str = ""


SHAPES: dict[str, dict[str, type[State]]] = {  # by thing and action: before, where there was something, and after
    TEXT: {"wrote": TextState},
    PROGRAMME: dict.fromkeys(("created", "changed", "archived", "restored", "imported"), DriversState),
    COMMENT: dict.fromkeys(("commented", "resolved", "opened again", "deleted", "restored"), CommentState),
    NUMBERS: {
        "chart": ChartState,
        **dict.fromkeys(("data", "file taken back", "file put back"), FileState),
        **dict.fromkeys(("entered", "corrected", "taken out"), NumberState),
    },
    MEMBER: dict.fromkeys(("invited", "changed role", "removed", "made a sign-in link"), MemberState),
    **{kind: dict.fromkeys(("added", "changed", "moved", "deleted", "restored"), RowState) for kind in KINDS},
}
MAY_BE_EMPTY = (MEMBER, PROGRAMME)  # after it: who was removed, and a programme archived by an older portal


def states_of(change: Change) -> tuple[Any, Any] | None:
    """A change's states before and after; None where this portal cannot read the change."""
    before, after = json.loads(change.before), json.loads(change.after)
    return (before, after) if can_read(change.thing, change.action, before, after) else None


def can_read(thing: str, action: str, before: Any, after: Any) -> bool:
    """Whether this portal knows such a change, and both its states are what it has."""
    shape = SHAPES.get(thing, {}).get(action)
    if shape is None or (after is None and thing not in MAY_BE_EMPTY):
        return False
    return all(state is None or _fits(shape, state) for state in (before, after))


def is_state(thing: str, state: Any) -> bool:
    """Whether this is what a box, a row or the drivers can have been."""
    return _fits(next(iter(SHAPES[thing].values())), state)


def _fits(shape: type[State], state: Any) -> bool:
    try:
        shape.model_validate(state)
    except ValidationError:
        return False
    return True
