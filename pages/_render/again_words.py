"""What is known of a file before it is saved: that it was here, how it was read, which corrections it would undo."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from charts.numbers import Period, listed
from charts.series import SeriesFile
from charts.spec import ChartSpec
from pages._render.month_words import on_day, value_words
from plan_store.months import Month
from plan_store.observation_rows import REMOVED, Observation
from plan_store.uploads import Earlier

MOST = 6  # corrections that are named


def again_words(earlier: Sequence[Earlier], measure_id: str, unchanged: bool) -> str:
    """This file was uploaded on 3 November 2026 by Lead midwife, to Smoking at time of delivery."""
    if not earlier:
        return ""
    here = next((one for one in earlier if one.measure.id == measure_id), None)
    one = here or earlier[0]
    said = f"This file was uploaded on {on_day(one.upload.at)} by {one.upload.user_name}, to {one.measure.name}."
    if here is None:
        return f"{said} Saving it here gives a second measure the same numbers."
    return f"{said} Saving it again changes nothing." if unchanged else f"{said} Numbers have changed since."


def undone_words(months: Sequence[Month], fresh: pd.DataFrame, spec: ChartSpec, name: Period) -> list[str]:
    """October 2026 was corrected by hand (recount); this file would put 13.2% back."""
    rows = {row["date"].date(): row for row in fresh.to_dict("records")}
    found = []
    for month in months:
        one = month.present
        row = rows.get(month.period)
        if one is None or row is None or one.file_name or not one.observation.reason:
            continue
        file = _as_observation(row)
        if _says_other(one.observation, file):
            did = "was taken out" if one.observation.status == REMOVED else "was corrected"
            shown = value_words(file, spec) or "a gap"
            found.append(
                f"{name.name(month.period)} {did} by hand ({one.observation.reason}); this file would put {shown} back."
            )
    more = len(found) - MOST
    return found if more <= 0 else [*found[:MOST], f"So it is with {more} more corrections."]


def _as_observation(row: Mapping[Any, Any]) -> Observation:
    numbers: dict[str, Any] = {
        part: None if pd.isna(row[part]) else row[part] for part in ("value", "numerator", "denominator")
    }
    return Observation(measure_id="", period=row["date"].date(), status=row["status"], **numbers)


def _says_other(one: Observation, other: Observation) -> bool:
    return (one.value, one.numerator, one.denominator) != (other.value, other.numerator, other.denominator)


def recalled_words(series: SeriesFile, filters: Mapping[str, str], found: Mapping[str, Any]) -> str:
    """Read as Lead midwife chose on 3 November 2026: columns C and D, site R0A."""
    letters = [role.letter for name, role in series.roles.items() if name != "date" and role.letter]
    columns = f"column{'s' if len(letters) > 1 else ''} {listed(letters)}" if letters else ""
    said = [columns, *(f"{title} {value}" for title, value in filters.items())]
    return f"Read as {found['who']} chose on {on_day(found['at'])}: {', '.join(filter(None, said))}."
