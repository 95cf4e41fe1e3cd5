"""Changes of a measure's numbers, files and chart, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from charts.limits import LIMITS
from charts.numbers import PERIODS, Period, start_lower
from charts.spec import AUTO
from pages._render.change_cells import cut
from pages._render.words import count
from plan_store.change_names import RowName

Said = Mapping[str, Any]
NOUNS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
NO_NUMBER = {"missing": "no number", "suppressed": "suppressed", "removed": "taken out"}
CHART = {
    "annotations": ("marked {when} on the chart of {name}: {words}", "took the mark {words} off the chart of {name}"),
    "rebases": (
        "started new limits from {when} on the chart of {name}: {words}",
        "took the new limits from {when} off the chart of {name}",
    ),
    "ghosts": (
        "left {when} out of the limits on the chart of {name}: {words}",
        "put {when} back into the limits on the chart of {name}",
    ),
}


def rhythm_of(name: RowName) -> Period:
    """How often the measure is counted; months where nobody said."""
    noun = NOUNS.get(name.frequency, "month")
    return next(period for _low, _high, period in PERIODS if period.noun == noun)


def period_words(name: RowName, period: str) -> str:
    return rhythm_of(name).name(date.fromisoformat(period))


def stated_words(said: Said, unit: str) -> str:
    """285 of 383; a value with its unit; or why there is none."""
    top, bottom, value = said.get("numerator"), said.get("denominator"), said.get("value")
    if said.get("status") in NO_NUMBER or value is None:
        return NO_NUMBER.get(said.get("status", ""), "no number")
    if top is not None and bottom is not None:
        return f"{top:,.10g} of {bottom:,.10g}"
    return f"{value:,.10g}{'%' if unit == '%' else f' {unit}' if unit not in ('', 'count') else ''}"


def numbers_did(action: str, before: Said | None, after: Said, name: RowName) -> str:
    """What was done to a measure's data; empty for what is not known."""
    if action == "chart":
        return _chart(before or {}, after, name)
    if action in ("data", "file taken back", "file put back"):
        return _file(action, after, name)
    if action in ("entered", "corrected", "taken out"):
        return _entry(action, before, after, name)
    return ""


def _entry(action: str, before: Said | None, after: Said, name: RowName) -> str:
    when, now = period_words(name, after["period"]), stated_words(after, name.unit)
    was = stated_words(before, name.unit) if before and before.get("status") != "removed" else ""
    reason = start_lower(cut(after.get("reason") or "", 200).rstrip("."))
    aside = ": ".join(filter(None, (f"was {was}" if was and was != now else "", reason)))
    if action == "taken out":
        return f"took {when} out of {name.title}{f' ({aside})' if aside else ''}"
    if after.get("status") == "missing":
        return f"said that {name.title} has no number for {when} yet{f' (was {was})' if was and was != now else ''}"
    note = ", provisional" if after.get("status") == "provisional" else ""
    if was == now and before and before.get("status") == "provisional" and not note:
        return f"made {when} of {name.title} final: {now}"
    return f"{action} {when} for {name.title}: {now}{note}{f' ({aside})' if aside else ''}"


def _file(action: str, after: Said, name: RowName) -> str:
    noun, file = rhythm_of(name).noun, cut(str(after.get("file", "")), 80)
    if action != "data":
        periods = f": {count(after['periods'], noun)}" if "periods" in after else ""
        verb = "took back the file" if action == "file taken back" else "put back the file"
        return f"{verb} {file} of {name.title}{periods}"
    added, replaced = after.get("added", 0), after.get("replaced", 0)
    said = [count(added, f"new {noun}")] if added or not replaced else []
    said += [f"{count(replaced, noun)} changed"] if replaced else []
    return f"uploaded the file {file} for {name.title}: {', '.join(said)}".replace(": 0 new", ": no new")


def _chart(before: Said, after: Said, name: RowName) -> str:
    keys = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    if not keys:
        return f"kept the chart of {name.title} as it was"
    if keys == ["chart_type"]:
        kind = after.get("chart_type", AUTO)
        return (
            f"changed the type of the chart of {name.title} to {LIMITS[kind].name if kind in LIMITS else 'automatic'}"
        )
    said = [words for key in keys if key in CHART for words in _marks(key, before, after, name)]
    other = [] if said and not set(keys) - set(CHART) else [f"changed how the chart of {name.title} is drawn"]
    return " and ".join([*said, *other][:3])


def _marks(key: str, before: Said, after: Said, name: RowName) -> list[str]:
    """What was marked and what was taken off; a mark whose words changed is both, said as new."""
    old, new = (held.get(key, ()) for held in (before, after))
    added, gone = CHART[key]
    found = [(added, mark) for mark in new if mark not in old]
    renewed = {mark["date"] for _words, mark in found}
    found += [(gone, mark) for mark in old if mark not in new and mark["date"] not in renewed]
    return [
        words.format(
            when=period_words(name, mark["date"]),
            name=name.title,
            words=f"“{cut(mark.get('text') or mark.get('reason') or '')}”",
        )
        for words, mark in found
    ]
