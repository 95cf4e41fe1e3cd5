"""The list of changes, of one programme or of a whole trust, with what it can be narrowed by."""

from datetime import UTC, date, datetime, time, timedelta

import streamlit as st

from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.history_html import history_html
from pages._render.since_words import then
from pages._render.words import HERE
from plan_store.change_lists import PAGE, PARTS, Asked, list_saves, list_writers
from plan_store.change_names import names_of
from plan_store.permissions import Actor
from plan_store.store import reading

ANY, LATELY, MONTH, BETWEEN = "Any time", "The last 7 days", "The last 30 days", "Between two dates"
DAYS = {LATELY: 7, MONTH: 30}


def change_list(
    actor: Actor, organisation: str, programme_id: str, may_write: bool, programmes: dict[str, str] | None = None
) -> None:
    """programmes: titles by id, for the list of a trust."""
    asked = _filters(actor, organisation, programme_id)
    pages = _pages(asked)
    with reading() as session:
        entries, older = list_saves(session, actor, organisation, asked, pages * PAGE)
        names = names_of(session, [entry.change for entry in entries])
    if not entries:
        nothing = "Nothing was changed here in this time, or by this person. Choose other filters above."
        show(f'<div class="card paper"><p>{nothing}</p></div>')
        return
    show(f'<div class="history">{history_html(entries, names, datetime.now(UTC), may_write, programmes)}</div>')
    if older:
        st.button("Show older", on_click=_show_older, args=(repr(asked), pages + 1))


def _pages(asked: Asked) -> int:
    """How many pages of this very list are open."""
    held = stay().get("older", {})
    return held.get("pages", 1) if held.get("asked") == repr(asked) else 1


def _show_older(asked: str, pages: int) -> None:
    stay()["older"] = {"asked": asked, "pages": pages}


def _filters(actor: Actor, organisation: str, programme_id: str) -> Asked:
    with reading() as session:
        writers = dict(list_writers(session, actor, organisation, programme_id))
    with st.container(key="history_filters", horizontal=True, vertical_alignment="bottom"):
        part = st.selectbox(
            "Part of the plan", ["", *PARTS], format_func=lambda key: PARTS[key][0] if key else "Everything"
        )
        who = st.selectbox("Person", ["", *writers], format_func=lambda key: writers.get(key, "Everybody"))
        since, until = _period()
    return Asked(programme_id, part, who, since, until)


def _period() -> tuple[datetime | None, datetime | None]:
    """From the choice, or from an address that says since when."""
    asked = time_in(st.query_params.get("since", ""))
    since = f"Since you were here {then(asked, datetime.now(UTC))}" if asked else ""
    options = [*([since] if since else []), ANY, *DAYS, BETWEEN]
    chosen = st.selectbox("Time", options, key=f"history_time_{since}")
    if chosen == since:
        return asked, None
    if chosen in DAYS:
        return datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(days=DAYS[chosen]), None
    if chosen != BETWEEN:
        return None, None
    today = datetime.now(HERE).date()
    first = st.date_input("From", today - timedelta(days=30), format="DD/MM/YYYY", max_value=today)
    last = st.date_input("To", today, format="DD/MM/YYYY", max_value=today)
    return start_of(first), start_of(last + timedelta(days=1))


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), HERE)


def time_in(words: str) -> datetime | None:
    """A time of an address; None where it is none."""
    try:
        found = datetime.fromisoformat(words.replace(" ", "+"))  # a + in an address reads as a space
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
