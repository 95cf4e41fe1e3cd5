"""Import all: every series of a file of several, each to a measure of the plan or to a new one."""

from pages._parts.data_file import problems, read_chosen
from pages._parts.plan import Plan
from pages._parts.series_state import read_into
from pages._parts.series_table import series_table
from pages._parts.stay import stay
from pages._parts.upload import Chosen


def import_all(plan: Plan, chosen: Chosen) -> None:
    """The table of all series, and the way back to one of them."""
    read = read_chosen(chosen, plan.actor, gaps=True)
    if read.each:
        series_table(read_into(plan.actor, plan.id), read, chosen.content, new_first=True, back=_one_series)
    else:
        problems(read)


def _one_series() -> None:
    stay()["every"] = False
