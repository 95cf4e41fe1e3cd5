"""The file that was chosen, and what the reader makes of it with what the user picked."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from charts.series import Choice, SeriesFile, read_series, template_csv
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.series_html import example_html
from plan_store.plan_rows import Measure

LARGEST = 10  # megabytes


@dataclass(frozen=True)
class Chosen:
    """A file, how it was read, and how it reads before one of its series is picked."""

    content: bytes
    series: SeriesFile
    whole: SeriesFile


def picked() -> dict[str, Any]:
    """What the user picked for the present file: columns by title, and filters."""
    return stay().setdefault("picked", {})


def chosen_file() -> Chosen | None:
    """The file in the uploader, read. A new file starts without what was picked for the one before."""
    if st.session_state.get(_key(1)) is not None:
        forget_file()
    file = st.session_state.get(_key())
    if file is None:
        return None
    if stay().get("file") != file.file_id:
        stay().update(_fresh(), file=file.file_id)
    content, name, choice = file.getvalue(), file.name, picked()
    whole = _read(content, name, {"sheet": choice.get("sheet"), "date": choice.get("date")})
    return Chosen(content, _read(content, name, choice) if choice else whole, whole)


@st.cache_data(scope="session", max_entries=4, show_spinner="Reading the file")
def _read(content: bytes, name: str, choice: dict[str, Any]) -> SeriesFile:
    picked_columns = Choice(
        sheet=choice.get("sheet"),
        date=choice.get("date"),
        value=choice.get("value"),
        numerator=choice.get("numerator"),
        denominator=choice.get("denominator"),
        filters=choice.get("filters") or {},
        quarters=choice.get("quarters") or "",
    )
    return read_series(content, name, picked_columns)


def _key(after: int = 0) -> str:
    return f"baseline_file_{stay().get('turn', 0) + after}"


def _fresh() -> dict[str, Any]:
    """What a page remembers of a file, before anything was said about it."""
    return {
        "file": None,
        "picked": {},
        "choosing": False,
        "open": False,
        "all_rows": False,
        "measure_id": None,
        "measure": {},
        "unanswered": False,
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
    """A file with the months written and the numbers left out."""
    named = (measure.name, measure.numerator, measure.denominator) if measure else ("Our measure", "", "")
    st.download_button(
        "Download a blank template",
        template_csv(*named),
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
