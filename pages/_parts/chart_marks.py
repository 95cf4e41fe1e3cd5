"""What is marked on a chart: changes, limits that start again, points left out; each with a reason, each removable."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from charts.numbers import period_of
from charts.spec import ChartSpec
from pages._parts.clicks import pressed
from pages._parts.frame import problem_box
from pages._parts.show import show
from pages._render.words import identity, text

NOTE, REBASE, GHOST = "annotations", "rebases", "ghosts"
KINDS = {
    NOTE: "A change: mark it with a flag",
    REBASE: "The process changed: start new limits from here",
    GHOST: "Not typical: leave this point out of the limits",
}
SAID = {NOTE: ("marked", "Remove"), REBASE: ("limits start again", "Remove"), GHOST: ("left out", "Put back")}
WORDS = {NOTE: "text", REBASE: "reason", GHOST: "reason"}
UNSAID = "Say what happened first: whoever reads the chart later needs the reason. Nothing was saved."


def marks_html(spec: ChartSpec, dates: pd.Series) -> str:
    """Every mark with its date, its words and the way to take it back; empty without any."""
    name = period_of(dates.to_numpy()).name
    found = [(mark.date, kind, getattr(mark, WORDS[kind])) for kind in KINDS for mark in getattr(spec, kind)]
    rows = "".join(_row(name(when), when, kind, said) for when, kind, said in sorted(found))
    caption = '<caption class="sr-only">Marked on the chart</caption>'
    return f'<table class="rows paper marks">{caption}<tbody>{rows}</tbody></table>' if rows else ""


def _row(name: str, when: date, kind: str, said: str) -> str:
    what, undo = SAID[kind]
    key = f"{kind} {when.isoformat()} {said}"
    return (
        f'<tr><td>{text(name)}</td><td>{text(said)}<span class="second">{what}</span></td>'
        f'<td class="actions"><button class="plain" data-action="remove-mark" data-id="{text(key)}">{undo}'
        f'<span class="sr-only"> {text(said)}</span></button></td></tr>'
    )


def removed() -> tuple[str, str, str] | None:
    """The kind, date and words of the mark whose button was pressed."""
    action = pressed()
    if action is None or action.name != "remove-mark":
        return None
    kind, when, said = (*action.id.split(" ", 2), "", "")[:3]
    return (kind, when, said) if kind in KINDS else None


def without(spec: ChartSpec, kind: str, when: str, said: str) -> dict[str, Any]:
    """What changes when a mark goes."""
    marks = getattr(spec, kind)
    return {kind: [mark for mark in marks if (mark.date.isoformat(), getattr(mark, WORDS[kind])) != (when, said)]}


def with_mark(spec: ChartSpec, kind: str, when: date, said: str) -> dict[str, Any]:
    """What changes with one more mark, beside others of its date."""
    return {kind: [*getattr(spec, kind), {"date": when, WORDS[kind]: said}]}


def mark_form(spec: ChartSpec, observations: pd.DataFrame) -> dict[str, Any]:
    """The form for a new mark, and what it changes: nothing before it is sent, or without a reason."""
    dates = [stamp.date() for stamp in observations["date"]]
    name = period_of(observations["date"].to_numpy()).name
    with st.form("mark", clear_on_submit=True, border=False):
        show('<div class="paper"><b>Mark something on the chart</b></div>')
        kind = st.selectbox("What it is", list(KINDS), format_func=KINDS.__getitem__)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            when = st.selectbox("When", dates, index=len(dates) // 2, format_func=name, width=220)
            said = st.text_input("What happened", max_chars=200).strip()
        show(identity())
        sent = st.form_submit_button("Mark it")
    if sent and not said:
        show(problem_box("There is a problem", [("What happened", UNSAID)]))
    return with_mark(spec, kind, when, said) if sent and said else {}
