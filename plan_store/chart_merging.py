"""Two people's changes of one chart's settings, by setting and by mark, as rows merge by cell."""

from typing import Any

from pydantic import ValidationError

from charts.spec import ChartSpec
from plan_store.rows import RowConflict

OWN = {"direction", "target", "unit", "multiplier"}  # the measure's, not the chart's


def merge_chart(seen: ChartSpec, mine: ChartSpec, theirs: ChartSpec) -> ChartSpec:
    """Theirs, with what mine added, changed and took away since it was seen.

    A mark is its date and its words, so two of one day both stay. Raises RowConflict where both set the same thing.
    """
    changed: dict[str, Any] = {}
    clashes: dict[str, Any] = {}
    for name in ChartSpec.model_fields.keys() - OWN:
        old, new, present = (getattr(spec, name) for spec in (seen, mine, theirs))
        if isinstance(new, tuple):
            changed[name] = _marks(old, new, present)
        elif new != old and present not in (old, new):
            clashes[name] = present
        elif new != old:
            changed[name] = new
    if clashes:
        raise RowConflict(clashes)
    try:
        return ChartSpec.model_validate(theirs.model_dump() | changed)
    except ValidationError:  # each sound, together not: a target from one day on is one
        raise RowConflict({"targets": theirs.targets}) from None


def _marks(old: tuple[Any, ...], new: tuple[Any, ...], present: tuple[Any, ...]) -> list[Any]:
    gone = [mark for mark in old if mark not in new]
    added = [mark for mark in new if mark not in old and mark not in present]
    return [*(mark for mark in present if mark not in gone), *added]
