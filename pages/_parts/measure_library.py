"""Add from the library: the measures suggested for a driver, several at a time."""

from collections.abc import Iterator, Sequence

import streamlit as st

from pages._parts.plan import Plan
from pages._parts.refused import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.measure_rows import driver_name, suggestion_html
from pages._render.words import count, text
from pages._web.identity import require_actor
from plan_store.library import PrimaryDriver, SuggestedMeasure, driver, drivers
from plan_store.plan_rows import Measure
from plan_store.programmes import ProgrammeDriver
from plan_store.rows import add_row
from plan_store.store import writing

WHOLE = "The programme as a whole"


def library_button() -> None:
    st.button("Add from the library", key="add_library", on_click=_open)


def show_library(plan: Plan, measures: Sequence[Measure], secondary: Sequence[ProgrammeDriver]) -> None:
    """The dialog, while it is open."""
    if stay().get("library") is not None:
        st.dialog("Add from the library", width="medium", on_dismiss=_close)(_body)(plan, measures, secondary)


def _open() -> None:
    stay().pop("form", None)  # one dialog at a time
    stay()["library"] = stay()["library_number"] = stay().get("library_number", 0) + 1


def _close() -> None:
    stay().pop("library", None)


def _body(plan: Plan, measures: Sequence[Measure], secondary: Sequence[ProgrammeDriver]) -> None:
    number = stay().get("library")
    if number is None:  # added, or given up, by the button that was just pressed
        st.rerun()
    there = {measure.name.casefold() for measure in measures}
    own = {chosen.driver_key: driver_name(chosen) for chosen in secondary if chosen.driver_key}
    keys = [entry.key for entry in drivers()]
    with st.container(key="library"):
        key = st.selectbox(
            "Suggestions for",
            keys,
            index=keys.index(plan.programme.driver_key) if plan.programme.driver_key in keys else None,
            format_func=lambda key: driver(key).title,
            placeholder="",
            key=f"library{number}_driver",
        )
        if not key:
            show("<p>Choose a driver from the library to see its measures.</p>")
        chosen = []
        for heading, suggestions in _groups(driver(key), own) if key else ():
            show(f"<h3>{text(heading)}</h3>")
            for suggestion in suggestions:
                if _offer(suggestion, f"library{number}_{key}_{suggestion.name}", suggestion.name.casefold() in there):
                    chosen.append((suggestion, "" if heading == WHOLE else heading))
        _buttons(plan, chosen)


def _groups(entry: PrimaryDriver, own: dict[str, str]) -> Iterator[tuple[str, list[SuggestedMeasure]]]:
    """Suggestions by what they follow: the whole first, then the programme's own secondary drivers, then others."""
    order = sorted(entry.secondary, key=lambda secondary: secondary.key not in own)
    for key, heading in [
        ("", WHOLE),
        *((secondary.key, own.get(secondary.key, secondary.short)) for secondary in order),
    ]:
        found = [measure for measure in entry.measures if measure.secondary == key]
        if found:
            yield heading, found


def _offer(suggestion: SuggestedMeasure, key: str, there: bool) -> bool:
    """One suggestion; whether it is chosen."""
    with st.container(key=f"offer_{key}", gap=None):
        chosen = st.checkbox(suggestion.name, value=there, disabled=there, key=key)
        about = '<span class="secondary">Already in the plan</span>' if there else suggestion_html(suggestion)
        show(f'<div class="offer">{about}</div>')
    return chosen and not there


def _buttons(plan: Plan, chosen: list[tuple[SuggestedMeasure, str]]) -> None:
    with st.container(key="library_foot", horizontal=True, vertical_alignment="center", gap="medium"):
        words = f"Add {count(len(chosen), 'measure')}" if chosen else "Add measures"
        st.button(words, type="primary", key="library_add", disabled=not chosen, on_click=_add, args=(plan, chosen))
        st.button("Cancel", type="tertiary", key="library_cancel", on_click=_close)


def _add(plan: Plan, chosen: list[tuple[SuggestedMeasure, str]]) -> None:
    with permitted(stay()), writing() as session:
        for suggestion, follows in chosen:
            add_row(session, require_actor(), plan.id, Measure, suggestion.values(follows))
    _close()
