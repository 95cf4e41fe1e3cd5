"""One period in a dialog: corrected with a reason, taken out, put back; what was typed stays until it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError

from charts.numbers import Period
from charts.spec import ChartSpec
from pages._parts.frame import PRODUCT
from pages._parts.row_form import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.month_rows import part_title, said_html
from pages._render.month_words import said_words
from pages._render.words import text
from pages._web.identity import require_actor
from plan_store.entries import Entry
from plan_store.monthly import EntryMeanwhile, EntryRefused, remove_period, save_entry
from plan_store.months import Month
from plan_store.observation_rows import REMOVED, Observation
from plan_store.plan_rows import Measure
from plan_store.store import writing

FINAL, PROVISIONAL = "Final", "Provisional"
HINTS = {
    "status": "A provisional number is drawn white, and can be replaced without a reason.",
    "reason": "Needed where a final number changes. The old number stays in the history with your name.",
}
LONGEST = 200
SAID = 20  # lines of a period's history that are shown


@dataclass(frozen=True)
class MeasureData:
    """What the dialog is about: the measure, how its numbers are said, and every period that it has."""

    measure: Measure
    spec: ChartSpec
    name: Period
    parts: tuple[str, ...]
    months: Sequence[Month]
    open: Sequence[date]

    def month(self, period: date) -> Month | None:
        return next((month for month in self.months if month.period == period), None)


def open_month(data: MeasureData, period: date | None = None) -> None:
    """Show a period's form from now on; without one, the form that adds one."""
    month = data.month(period) if period else None
    present = month.present.observation if month and month.present else None
    start = _typed_as(data.parts, present) | {"reason": ""}
    if period is None:
        newest = max((m.period for m in data.months), default=None)
        after = [when for when in data.open if newest is None or when > newest]
        start["period"] = after[-1] if after else next(iter(data.open), None)
    _begin({"measure": data.measure.id, "period": period, "seen": present and present.id, "start": start}, start)


def _begin(form: dict[str, Any], typed: dict[str, Any]) -> None:
    number = st.session_state["forms_opened"] = st.session_state.get("forms_opened", 0) + 1
    stay()["month"] = {"problems": {}, "theirs": None, "put_back": "", **form, "number": number}
    _fill(typed)


def resume_month() -> None:
    """The form again as it was when it was closed without saving."""
    if draft := stay().pop("month_draft", None):
        _begin(draft["form"], draft["typed"])


def show_month(data: MeasureData) -> None:
    """The dialog, while one is open for this measure."""
    form = stay().get("month")
    if form is None or form["measure"] != data.measure.id:
        return
    heading = f"Edit {data.name.name(form['period'])}" if form["period"] else f"Add a {data.name.noun}"
    st.dialog(heading, width="medium", on_dismiss=_keep_draft)(_body)(data)


def _body(data: MeasureData) -> None:
    form = stay().get("month")
    if form is None:  # saved or given up by the button that was just pressed
        st.rerun()
    if form["problems"]:
        st.set_page_config(page_title=f"Error: {data.measure.name} - {PRODUCT}")
    with st.container(key="month_form"):
        if form.get("refused"):
            show(f'<div class="cell-problem" role="alert">{text(form.pop("refused"))}</div>')
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
    quiet: dict[str, Any] = {"label_visibility": "collapsed", "on_change": "ignore"}
    if form["period"] is None:
        with _labelled(data.name.noun.capitalize(), "period", ""):
            if data.open:
                st.selectbox("Which", data.open, format_func=data.name.name, key=_key("period"), **quiet)
            else:
                st.date_input("Which", format="DD/MM/YYYY", key=_key("period"), **quiet)
    for place, part in zip(st.columns(len(data.parts), vertical_alignment="bottom"), data.parts, strict=True):
        with place, _labelled(part_title(data.measure, part), part, ""):
            st.text_input(_spoken(data, part), key=_key(part), live=True, **quiet)
    with _labelled("Is it final?", "status", HINTS["status"]):
        choices = [FINAL, PROVISIONAL]
        st.segmented_control("Is it final?", choices, key=_key("status"), required=True, **quiet)
    if form["period"]:
        with _labelled("Why does it change?", "reason", HINTS["reason"]):
            st.text_input(_spoken(data, "reason"), key=_key("reason"), max_chars=LONGEST, live=True, **quiet)


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
    return ". ".join(part.rstrip(".") for part in said if part)


def _buttons(data: MeasureData, form: dict[str, Any]) -> None:
    noun, month = data.name.noun, data.month(form["period"]) if form["period"] else None
    with st.container(key="month_form_foot", horizontal=True, vertical_alignment="center", gap="medium"):
        st.button(f"Save this {noun}", type="primary", key="month_save", on_click=_save, args=(data,))
        st.button("Cancel", type="tertiary", key="month_cancel", on_click=_close)
        if month and month.present and month.present.observation.status != REMOVED:
            with st.container(key="danger", width="content"):
                words = f"Take out this {noun}"
                st.button(
                    words, type="tertiary", key="month_out", icon=":material/delete:", on_click=_out, args=(data,)
                )


def _history(data: MeasureData, month: Month) -> None:
    with st.container(key="month_history"):
        show(f'<div class="paper"><h3>History of {text(data.name.name(month.period))}</h3></div>')
        for one in month.said[:SAID]:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                show(said_html(one, data.spec))
                typed = _typed_as(data.parts, one.observation)
                if not one.counts and all(typed[part] for part in data.parts):
                    key = f"month_back_{one.observation.id}"
                    words = said_words(one.observation, data.spec)
                    st.button("Put this value back", type="tertiary", key=key, on_click=_put_back, args=(typed, words))


def _put_back(typed: dict[str, Any], words: str) -> None:
    """Into the fields; it counts once it is saved, with why."""
    _fill(typed)
    stay()["month"]["put_back"] = f"The fields show {words} again. Say why, and save."


def _clash(data: MeasureData, theirs: dict[str, Any]) -> None:
    show(
        f'<div class="clash" role="alert">{text(theirs["who"])} meanwhile. What you typed is still here: '
        "choose which to keep.</div>"
    )
    with st.container(horizontal=True, gap="small"):
        for label, keep in (("Keep mine", False), ("Keep theirs", True)):
            st.button(label, key=f"month_keep_{keep}", on_click=_choose, args=(data.parts, keep))


def _choose(parts: tuple[str, ...], keep_theirs: bool) -> None:
    form = stay()["month"]
    theirs, form["theirs"] = form["theirs"], None
    form |= {"seen": theirs["id"], "start": {**theirs["typed"], "reason": ""}, "problems": {}}
    if keep_theirs:
        _fill({**theirs["typed"], "reason": ""})


def _save(data: MeasureData) -> None:
    """Keep it and close; stay open, with a sentence beside the field, where it cannot be kept."""
    form, typed = stay()["month"], _typed()
    if form["theirs"]:
        return
    period = form["period"] or typed["period"]
    try:
        entry = Entry(
            period=period,
            provisional=typed["status"] == PROVISIONAL,
            reason=typed.get("reason") or "",
            **{part: typed[part] or "" for part in data.parts},
        )
        with permitted(form), writing() as session:
            kept = save_entry(session, require_actor(), data.measure.id, entry, form["seen"])
    except ValidationError:
        form["problems"] = {"reason": "This cannot be kept. Use plain words, at most 200 letters."}
    except EntryRefused as refused:
        form["problems"] = dict(refused.problems)
    except EntryMeanwhile as meanwhile:
        _meet(data, meanwhile.theirs)
    else:
        if "refused" not in form:
            stay()["month_said"] = f"{data.name.name(period)} is saved: {said_words(kept, data.spec)}."
            _close()


def _out(data: MeasureData) -> None:
    form, reason = stay()["month"], _typed()["reason"] or ""
    try:
        with permitted(form), writing() as session:
            remove_period(session, require_actor(), data.measure.id, form["period"], reason, form["seen"])
    except ValidationError:
        form["problems"] = {"reason": "This cannot be kept. Use plain words, at most 200 letters."}
    except EntryRefused as refused:
        form["problems"] = dict(refused.problems)
    except EntryMeanwhile as meanwhile:
        _meet(data, meanwhile.theirs)
    else:
        if "refused" not in form:
            stay()["month_said"] = f"{data.name.name(form['period'])} is taken out of the data. Edit brings it back."
            _close()


def _meet(data: MeasureData, theirs: Observation | None) -> None:
    """Somebody was first: theirs and mine stand side by side until one is chosen."""
    said = f"{theirs.user_name} saved {said_words(theirs, data.spec)}" if theirs else "Somebody took this number back"
    typed = _typed_as(data.parts, theirs)
    stay()["month"] |= {"theirs": {"id": theirs and theirs.id, "who": said, "typed": typed}, "problems": {}}


def _typed_as(parts: tuple[str, ...], row: Observation | None) -> dict[str, Any]:
    """An observation as the fields hold it."""
    numbers = {part: getattr(row, part) if row else None for part in parts}
    texts = {part: "" if number is None else repr(number).removesuffix(".0") for part, number in numbers.items()}
    return {**texts, "status": PROVISIONAL if row and row.status == "provisional" else FINAL}


def _close() -> None:
    stay().pop("month", None)


def _keep_draft() -> None:
    """Closed by Esc, by the cross or beside the dialog: what was typed is offered under the table."""
    if "month" not in stay():
        return
    typed, form = _typed(), stay().pop("month")
    if any((typed[name] or "") != (value or "") for name, value in form["start"].items()):
        stay()["month_draft"] = {"form": form, "typed": typed}


def _typed() -> dict[str, Any]:
    return {name: st.session_state.get(_key(name)) for name in stay()["month"]["start"]}


def _fill(typed: dict[str, Any]) -> None:
    for name, value in typed.items():
        st.session_state[_key(name)] = value


def _key(name: str) -> str:
    return f"month{stay()['month']['number']}_{name}"
