"""How a trust read files of this shape before, and where this very file is already."""

from typing import Any

from charts.series import SeriesFile
from pages._parts.plan import Plan
from plan_store.permissions import Actor
from plan_store.read_choices import recall_choice
from plan_store.store import reading
from plan_store.uploads import Earlier, find_same_file


def recalled(actor: Actor, organisation: str, shape: str) -> dict[str, Any] | None:
    """The choice, who made it and when; None for a shape that nobody chose anything for."""
    if not shape:
        return None
    with reading() as session:
        found = recall_choice(session, actor, organisation, shape)
    return {"choice": found.choice, "who": found.user_name, "at": found.at} if found else None


def still_fits(series: SeriesFile) -> bool:
    """Whether a remembered choice finds its columns and rows; faults of single rows are the file's own."""
    asked = series.series_names or series.choose_from or series.ask_quarters
    faulty = bool(series.problems) and all(note.row is not None for note in series.problems)
    return not asked and (series.ok or faulty)


def same_file(plan: Plan, content: bytes) -> list[Earlier]:
    """Where this very file is already, the newest upload first."""
    with reading() as session:
        return find_same_file(session, plan.actor, plan.programme.organisation, content)
