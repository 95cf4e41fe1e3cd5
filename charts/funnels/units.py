"""The units to compare: checked whole, every fault a sentence; what cannot be compared is left out by name."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

NEEDED = ("unit", "numerator", "denominator")
MOST_NAMED = 3
LARGEST, SMALLEST = 1e15, 1e-9


class FunnelError(ValueError):
    """Why these units cannot be compared: `problems` has a whole sentence for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class LeftOut:
    """A unit that is not compared, and why in a few words."""

    unit: str
    name: str
    reason: str


def read_units(units: pd.DataFrame, kind: str) -> tuple[pd.DataFrame, tuple[LeftOut, ...]]:
    """A row a unit that can be compared, by unit, and those that cannot.

    units: columns unit (any, unique), numerator and denominator (numbers; NaN where there are no data) and, if wanted,
    name. Returns columns unit, name (str), numerator, denominator (float). Raises FunnelError naming every fault.
    """
    missing = [column for column in NEEDED if column not in units]
    if missing:
        raise FunnelError([f"The table has no column '{column}'." for column in missing])
    frame = pd.DataFrame({"unit": units["unit"].astype(str)})
    frame["name"] = units["name"].fillna(units["unit"]).astype(str) if "name" in units else frame["unit"]
    problems = []
    for column in NEEDED[1:]:
        frame[column] = pd.to_numeric(units[column], errors="coerce").astype(float)
        problems += _each(frame, frame[column].isna() & units[column].notna(), f"has a {column} that is not a number")
    problems += _faults(frame, kind)
    if problems:
        raise FunnelError(problems)
    empty = frame[["numerator", "denominator"]].isna().any(axis=1)
    zero = frame["denominator"] == 0
    reasons = np.where(empty, "no data", "denominator of zero")
    frame = frame.assign(reason=reasons).sort_values("unit", kind="stable")
    out = frame[(empty | zero).loc[frame.index]]
    kept = frame.drop(index=out.index, columns="reason").reset_index(drop=True)
    if kept.empty:
        raise FunnelError(["There is nothing to compare: no unit has both a numerator and a denominator above zero."])
    named = out[["unit", "name", "reason"]].itertuples(index=False)
    return kept, tuple(LeftOut(unit, name, reason) for unit, name, reason in named)


def _faults(frame: pd.DataFrame, kind: str) -> list[str]:
    numerator, denominator = frame["numerator"], frame["denominator"]
    endless = np.isinf(numerator) | np.isinf(denominator)
    problems = _each(frame, frame["unit"].duplicated(), "is there more than once")
    problems += _each(frame, endless, "has a number without end")
    huge = (np.maximum(numerator, denominator) > LARGEST) & ~endless
    problems += _each(frame, huge, "has a number too large to compare")
    tiny = (denominator > 0) & (denominator < SMALLEST)
    problems += _each(frame, tiny, "has a denominator too small to compare")
    problems += _each(frame, (numerator < 0) | (denominator < 0), "has a number below zero")
    if kind == "p":
        larger = (numerator > denominator) & (denominator > 0) & ~endless
        problems += _each(frame, larger, "has a numerator larger than its denominator")
    return problems


def _each(frame: pd.DataFrame, where: pd.Series, what: str) -> list[str]:
    """One sentence for a fault, with the first units that have it."""
    found = list(dict.fromkeys(frame.loc[where, "unit"]))
    if not found:
        return []
    named = ", ".join(found[:MOST_NAMED])
    more = f" (and {len(found) - MOST_NAMED} more)" if len(found) > MOST_NAMED else ""
    return [f"{named}{more}: {what}."]
