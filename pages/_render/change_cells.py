"""A row as a change holds it, in words: what it is called, and each cell as people read it."""

from collections.abc import Mapping
from typing import Any

from plan_store.document import cell_text
from plan_store.plan_rows import CommunicationAction, PlanRow, TeamMember
from plan_store.row_values import check, shown_fields

State = Mapping[str, Any]
SHORT = 60
INSIDE = {  # how a column's title reads inside a sentence, where it does not read as it stands
    "Which way is better?": "direction",
    "Shown as": "unit",
    "How often": "frequency",
    "Who captures it": "name of who captures it",
    "Who does it": "name of who does it",
    "When": "date",
}


def cells(kind: type[PlanRow], state: State) -> dict[str, str]:
    """Every cell in words, by field, as on the plan; cells that this version of the plan does not know are left out."""
    held = {name: state[name] for name in shown_fields(kind) if name in state}
    kept, _problems = check(kind, held)
    row = kind(**kept)
    return {name: cell_text(row, name) if name in kept else str(held[name]) for name in held}


def field_title(kind: type[PlanRow], name: str) -> str:
    return shown_fields(kind)[name].title or ""


def field_words(kind: type[PlanRow], name: str) -> str:
    """A field inside a sentence: the operational definition."""
    title = field_title(kind, name)
    return INSIDE.get(title, title[:1].lower() + title[1:])


def cut(words: str, most: int = SHORT) -> str:
    """One line, short enough for a sentence."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def called(kind: type[PlanRow], state: State) -> str:
    """The row's name; an action has only its message, which stands in quotes."""
    name = cut(str(state.get(kind.title_field) or "")) or f"a {kind.singular} without a name"
    return f"“{name}”" if kind is CommunicationAction else name


def described(kind: type[PlanRow], state: State) -> str:
    """With what it is: the measure CO test at booking; a person is named alone."""
    return called(kind, state) if kind is TeamMember else f"the {kind.singular} {called(kind, state)}"


def differing(kind: type[PlanRow], before: State, after: State) -> list[tuple[str, str, str]]:
    """(field, before, after) in words, for every cell that reads otherwise."""
    old, new = cells(kind, before), cells(kind, after)
    return [(name, old.get(name, ""), words) for name, words in new.items() if old.get(name, "") != words]
