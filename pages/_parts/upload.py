"""The file that was chosen, and what the reader makes of it with what the user picked."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from charts.series import Choice, SeriesFile, read_series, template_csv
from pages._parts.read_before import recalled, still_fits
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.series_html import example_html
from pages._render.words import today
from plan_store.periods import stepped
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.series_changes import until

LARGEST = 10  # megabytes
FIELDS = ("sheet", "date", "value", "numerator", "denominator")


@dataclass(frozen=True)
class Chosen:
    """A file, how it was read, and how it reads before one of its series is picked."""

    content: bytes
    series: SeriesFile
    whole: SeriesFile


def picked() -> dict[str, Any]:
    """What the user picked for the present file: columns by title, and filters."""
    return stay().setdefault("picked", {})


def chosen_file(actor: Actor, organisation: str) -> Chosen | None:
    """The file in the uploader, read. A new file starts from what the trust chose before for files of its shape."""
    place = st.container(key="reading")  # there on every run: what comes after it keeps its place while a file is read
    if st.session_state.get(_key(1)) is not None:
        forget_file()
    file = st.session_state.get(_key())
    if file is None:
        return None
    content, name = file.getvalue(), file.name
    with place, st.spinner("Reading the file", show_time=True):
        if stay().get("file") != file.file_id:
            stay().update(_fresh(), file=file.file_id)
            _recall(actor, organisation, content, name)
        choice = picked()
        first = {part: choice[part] for part in ("sheet", "date") if choice.get(part)}
        whole = _read(content, name, first, organisation)
        series = _read(content, name, choice, organisation) if choice else whole
        return Chosen(content, until(series, today()), whole)


def _recall(actor: Actor, organisation: str, content: bytes, name: str) -> None:
    """What was chosen for a file of this shape, as long as it still fits; else the page asks again."""
    stay()["shape"] = _read(content, name, {}, organisation).shape
    found = recalled(actor, organisation, stay()["shape"])
    if found is None:
        return
    choice = {part: said for part, said in found["choice"].items() if part not in ("every", "to")}
    every, to = bool(found["choice"].get("every")), found["choice"].get("to", {})
    series = _read(content, name, choice, organisation)
    if still_fits(series) or (every and not series.problems):
        stay().update(picked=choice, every=every, recalled=found)
    stay().update(to=to, recalled=found if to else stay()["recalled"])


@st.cache_data(scope="session", max_entries=4, show_spinner=False)
def _read(content: bytes, name: str, choice: dict[str, Any], organisation: str) -> SeriesFile:
    columns: dict[str, Any] = {field: choice.get(field) for field in FIELDS}
    filters, quarters = choice.get("filters") or {}, choice.get("quarters") or ""
    return read_series(
        content, name, Choice(**columns, filters=filters, quarters=quarters, organisations=(organisation,))
    )


def _key(after: int = 0) -> str:
    return f"baseline_file_{stay().get('turn', 0) + after}"


def _fresh() -> dict[str, Any]:
    """What a page remembers of a file, before anything was said about it."""
    return {
        "file": None,
        "picked": {},
        "shape": "",
        "recalled": None,
        "chose": False,
        "choosing": False,
        "every": False,
        "to": {},
        "open": False,
        "all_rows": False,
        "measure_id": None,
        "measure": {},
        "unanswered": False,
        "seen": {},
    }


def forget_file() -> None:
    """Back to an empty uploader, with nothing picked."""
    stay().update(_fresh(), turn=stay().get("turn", 0) + 1)
    if st.query_params.get("step") in ("check", "problems"):
        del st.query_params["step"]


def file_field(label: str) -> None:
    """An empty uploader; what is chosen in it takes the place of the file before."""
    after = 0 if st.session_state.get(_key()) is None else 1
    st.file_uploader(label, key=_key(after), max_upload_size=LARGEST, label_visibility="collapsed")


def hold_file() -> None:
    """The uploader that has the file, out of sight: Streamlit forgets what no widget shows."""
    with st.container(key="file_kept"):
        st.file_uploader("The file that was chosen", key=_key(), max_upload_size=LARGEST)


def template_button(measure: Measure | None) -> None:
    """A file with the last twelve whole months written and the numbers left out."""
    named = (measure.name, measure.numerator, measure.denominator) if measure else ("Our measure", "", "")
    st.download_button(
        "Download a blank template",
        template_csv(*named, first_month=stepped(today(), "month", -12)),
        file_name="baseline data template.csv",
        mime="text/csv",
        type="tertiary",
        on_click="ignore",
        icon=":material/download:",
    )


def good_file(measure: Measure | None) -> None:
    """What a file that reads well looks like."""
    show(
        '<div class="paper"><h2>What a good file looks like</h2><p>One row a month, with a numerator and a '
        "denominator, or the value alone. Titles, totals and suppressed numbers may stay in it.</p></div>"
    )
    show(example_html())
    template_button(measure)
