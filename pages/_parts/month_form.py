"""One period in a dialog: its numbers, whether they are final, why they change, and everything said of it before."""

from datetime import date
from typing import Any

import streamlit as st

from pages._parts.frame import PRODUCT
from pages._parts.holding import BEGUN, hold_form, hold_typing
from pages._parts.month_saving import choose, put_back, save, take_out
from pages._parts.month_state import (
    FINAL,
    PROVISIONAL,
    MeasureData,
    begin,
    begun_month,
    close,
    key_of,
    leave,
    month_key,
    start_of,
    typed_as,
    typed_now,
)
from pages._parts.plain import spoken
from pages._parts.refused import say_refused
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.month_rows import part_title, said_html
from pages._render.month_words import said_words
from pages._render.words import identity, text
from pages._web.identity import require_actor
from plan_store.drafts import read_draft
from plan_store.months import Month
from plan_store.observation_rows import REMOVED
from plan_store.store import reading

HINTS = {
    "status": "A provisional number is drawn white, and can be replaced without a reason.",
    "reason": "Needed where a final number changes. The old number stays in the history with your name.",
}
LONGEST = 200
SAID = 20  # lines of a period's history that are shown


def open_month(data: MeasureData, period: date | None = None) -> None:
    """Show a period's form from now on; without one, the form that adds one."""
    month, key = data.month(period) if period else None, month_key(data, period)
    with reading() as session:
        held = read_draft(session, require_actor(), key) or {}
    start, begun = start_of(data, period), begun_month(data, period, held)
    present = month.present.observation.id if month and month.present else None
    seen = held.get("seen") if begun else present
    base = {"seen": seen} if period else {"seen": seen, "period": start["period"] and start["period"].isoformat()}
    whole = {"measure": data.measure.id, "period": period, "seen": seen, "start": start}
    begin({**whole, "key": key, "base": base, "held": begun, "begun": bool(begun)}, start | begun)


def show_month(data: MeasureData) -> None:
    """The dialog, while one is open for this measure."""
    form = stay().get("month")
    if form is None or form["measure"] != data.measure.id:
        return
    heading = f"Edit {data.name.name(form['period'])}" if form["period"] else f"Add a {data.name.noun}"
    st.dialog(heading, width="medium", on_dismiss=leave)(_body)(data)


def _body(data: MeasureData) -> None:
    form = stay().get("month")
    if form is None:  # saved or given up by the button that was just pressed
        st.rerun()
    if form["problems"]:
        st.set_page_config(page_title=f"Error: {data.measure.name} - {PRODUCT}")
    hold_form(form, typed_now())
    with st.container(key="month_form"):
        say_refused(form)
        if form["begun"]:
            show(f'<div class="clash" role="status">{BEGUN}</div>')
        if form["theirs"]:
            _clash(data, form["theirs"])
        if form["put_back"]:
            show(f'<div class="clash" role="status">{text(form["put_back"])}</div>')
        _fields(data, form)
        _buttons(data, form)
    month = data.month(form["period"]) if form["period"] else None
    if month:
        _history(data, month)


def _fields(data: MeasureData, form: dict[str, Any]) -> None:
    chosen: dict[str, Any] = {"label_visibility": "collapsed"}
    quiet: dict[str, Any] = {**chosen, "on_change": "ignore"}
    if form["period"] is None:
        with _labelled(data.name.noun.capitalize(), "period", ""):
            if data.open:
                st.selectbox(
                    data.name.noun.capitalize(), data.open, format_func=data.name.name, key=key_of("period"), **chosen
                )
            else:
                st.date_input(data.name.noun.capitalize(), format="DD/MM/YYYY", key=key_of("period"), **chosen)
    for place, part in zip(st.columns(len(data.parts), vertical_alignment="bottom"), data.parts, strict=True):
        with place, _labelled(part_title(data.measure, part), part, ""):
            st.text_input(_spoken(data, part), key=key_of(part), live=True, **quiet)
    with _labelled("Is it final?", "status", HINTS["status"]):
        choices = [FINAL, PROVISIONAL]
        st.segmented_control("Is it final?", choices, key=key_of("status"), required=True, **chosen)
    if form["period"]:
        with _labelled("Why does it change?", "reason", HINTS["reason"]):
            st.text_input(_spoken(data, "reason"), key=key_of("reason"), max_chars=LONGEST, live=True, **quiet)
        show(identity())
    hold_typing(form["key"], {key_of(name): name for name in (*data.parts, "reason")}, form["base"])


def _labelled(title: str, name: str, hint: str) -> Any:
    """The field's name, its hint, and what is wrong with it; the field follows in the container."""
    problem = stay()["month"]["problems"].get(name, "")
    under = f'<span class="hint">{text(hint)}</span>' if hint else ""
    said = f'<span class="cell-problem" role="alert">{text(problem)}</span>' if problem else ""
    box = st.container(key=f"suggested_{name}", gap=None)
    with box:
        show(f'<div class="field-label"><b>{text(title)}</b>{under}{said}</div>')
    return box


def _spoken(data: MeasureData, name: str) -> str:
    """What a screen reader says of a field."""
    title = "Why does it change?" if name == "reason" else part_title(data.measure, name)
    said = (title, HINTS.get(name, ""), stay()["month"]["problems"].get(name, ""))
    return spoken(". ".join(part.rstrip(".") for part in said if part))


def _buttons(data: MeasureData, form: dict[str, Any]) -> None:
    noun, month = data.name.noun, data.month(form["period"]) if form["period"] else None
    with st.container(key="month_form_foot", horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(f"Save this {noun}", type="primary", key="month_save", on_click=save, args=(data,))
        st.button("Cancel", type="tertiary", key="month_cancel", on_click=close)
        if month and month.present and month.present.observation.status != REMOVED:
            with st.container(key="danger", width="content"):
                words = f"Take out this {noun}"
                st.button(
                    words, type="tertiary", key="month_out", icon=":material/delete:", on_click=take_out, args=(data,)
                )


def _history(data: MeasureData, month: Month) -> None:
    with st.container(key="month_history"):
        show(f'<div class="paper"><h3>History of {text(data.name.name(month.period))}</h3></div>')
        for one in month.said[:SAID]:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                show(said_html(one, data.spec))
                typed = typed_as(data.parts, one.observation)
                if not one.counts and all(typed[part] for part in data.parts):
                    key = f"month_back_{one.observation.id}"
                    words = said_words(one.observation, data.spec)
                    st.button("Put this value back", type="tertiary", key=key, on_click=put_back, args=(typed, words))


def _clash(data: MeasureData, theirs: dict[str, Any]) -> None:
    show(
        f'<div class="clash" role="alert">{text(theirs["who"])} meanwhile. What you typed is still here: '
        "choose which to keep.</div>"
    )
    with st.container(horizontal=True, gap="small"):
        for label, keep in (("Keep mine", False), ("Keep theirs", True)):
            st.button(label, key=f"month_keep_{keep}", on_click=choose, args=(data.parts, keep))
