"""What is known of a file before it is saved: that it was here, and how it was read."""

from collections.abc import Mapping, Sequence
from typing import Any

from charts.numbers import listed
from charts.series import SeriesFile
from pages._render.month_words import on_day
from plan_store.uploads import Earlier

NAMED = 4  # measures of one file


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


def every_again_words(earlier: Sequence[Earlier], unchanged: bool) -> str:
    """This file was uploaded on 3 November 2026 by Lead midwife, to CO tests and Referrals."""
    if not earlier:
        return ""
    one = earlier[0].upload
    names = list(dict.fromkeys(each.measure.name for each in earlier if each.upload.batch == one.batch))
    many = listed(names) if len(names) <= NAMED else f"{len(names)} measures"
    said = f"This file was uploaded on {on_day(one.at)} by {one.user_name}, to {many}."
    return f"{said} Saving it again changes nothing." if unchanged else f"{said} Numbers have changed since."


def recalled_words(series: SeriesFile, filters: Mapping[str, str], found: Mapping[str, Any]) -> str:
    """Read as Lead midwife chose on 3 November 2026: columns C and D, site R0A."""
    choice = found["choice"]
    if choice.get("every"):
        return f"Read as {found['who']} chose on {on_day(found['at'])}: every series, each to its measure."
    letters = [role.letter for name, role in series.roles.items() if name != "date" and role.letter]
    columns = f"column{'s' if len(letters) > 1 else ''} {listed(letters)}" if letters else ""
    sheet = f"sheet {choice['sheet']}" if choice.get("sheet") and len(series.sheets) > 1 else ""
    said = [columns, sheet, *(f"{title} {value}" for title, value in filters.items())]
    said.append(f"{choice['quarters']} quarters" if choice.get("quarters") else "")
    return f"Read as {found['who']} chose on {on_day(found['at'])}: {', '.join(filter(None, said))}."
