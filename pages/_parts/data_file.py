"""The first stages of one file for many measures: the template, the file, what is wrong with it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from charts.series import Choice, ReadFile, entry_csv, read_each
from pages._parts.baseline import RELOADED
from pages._parts.frame import crumbs, problem_box, steps, title
from pages._parts.series_saving import CHECK
from pages._parts.series_state import Into
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, file_field, forget_file, picked
from pages._render.fault_html import fault_heading, fault_rows_html, faults
from pages._render.series_table_html import template_words
from pages._render.words import text
from plan_store.data_template import read_template
from plan_store.permissions import Actor, May, may
from plan_store.store import reading

TITLE = "One file for all measures"
STEPS = ["Fill in", "Check", "Saved"]
STAGES = {"start": (0, TITLE), "problems": (0, TITLE), "check": (1, CHECK), "kept": (2, "Saved")}
READ_BY = ("sheet", "date", "value", "numerator", "denominator")  # what can be picked for the whole file
SPANS = {0: "What is due", 12: "Last 12", 24: "Last 24"}
ASIDE = "CSV or Excel, up to 10 MB. Nothing is saved until you have checked it."
READERS = "You can read this data. To enter data, ask your trust’s administrator for the editor’s role."
COLUMNS = (
    "We cannot tell which columns hold the numbers. Call them Numerator and Denominator, or Value, "
    "as the template does."
)


@st.cache_data(scope="session", max_entries=2, show_spinner="Reading the file")
def every_series(content: bytes, name: str, choice: dict[str, str | None], ours: Sequence[str], gaps: bool) -> ReadFile:
    """The file with all its series; of a national file only those of the reader's own organisations."""
    columns: dict[str, Any] = {field: choice.get(field) for field in READ_BY}
    quarters: Any = choice.get("quarters") or ""
    return read_each(content, name, Choice(**columns, quarters=quarters, organisations=tuple(ours)), gaps)


def read_chosen(chosen: Chosen, actor: Actor, *, gaps: bool = False) -> ReadFile:
    """The chosen file, series by series, with the columns that were picked."""
    columns = {field: picked().get(field) for field in (*READ_BY, "quarters")}
    return every_series(chosen.content, chosen.whole.filename, columns, _ours(actor), gaps)


def _ours(actor: Actor) -> list[str]:
    """The trusts whose rows this person may bring; not those that they only read."""
    return [code for code in actor.trusts if may(actor, May.WRITE, code)]


def head(into: Into, stage: str, may_write: bool) -> None:
    """Where one is, and how far."""
    place, words = STAGES[stage]
    words = "Taken back" if stage == "kept" and stay()["kept"]["back"] else words
    if into.whole_trust:
        trail = crumbs(("Programmes of my trust", "/"), ("One file for the trust", ""))
    else:
        plan = (into.programmes[into.programme_id], f"measurement_plan?programme={into.programme_id}")
        trail = crumbs(plan, (TITLE, ""))
    title(words, crumbs=trail, beside=steps(STEPS, place) if may_write else "", error=stage == "problems")


def start(into: Into) -> None:
    """What it is for, the template, and the uploader."""
    whose = "every programme of your trust" if into.whole_trust else into.programmes[into.programme_id]
    show(f'<div class="paper lead">{text(f"Enter the numbers of all measures of {whose} in one go.")}</div>')
    if st.query_params.get("step") in ("check", "problems"):
        show(f'<div class="paper lead" role="status">{RELOADED}</div>')
    form, field = st.columns(2, gap="small")
    with form, st.container(key="card_example", height="stretch"):
        _template(into)
    with field, st.container(key="card_file", height="stretch"):
        show(f'<div class="paper"><h2>2. Choose the filled-in file</h2><p class="secondary">{ASIDE}</p></div>')
        file_field("Choose a file")
        show(
            '<p class="secondary">Your own file works too: one row for each measure and month, '
            "with a column for the measure.</p>"
        )
    if not into.whole_trust:
        show('<p class="secondary"><a href="data_file" data-go>One file for every programme of the trust</a></p>')


def _template(into: Into) -> None:
    if not into.measures:
        show(
            '<div class="paper"><h2>1. Download the template</h2><p>There are no measures yet. '
            "Add them on the Measurement Plan; the template will list them.</p></div>"
        )
        return
    show(
        '<div class="paper"><h2>1. Download the template</h2><p>It lists every measure and month, with the numbers '
        "that are there. Fill in the blank cells, correct what is wrong, and leave blank what you do not have. "
        "Write * for a number that is withheld.</p></div>"
    )
    months = st.segmented_control(
        "Which months?", list(SPANS), default=0, required=True, key="template_months", format_func=SPANS.__getitem__
    )
    today = datetime.now(UTC).date()
    with reading() as session:
        rows = read_template(session, into.actor, into.organisation, today, into.programme_id, months or 0)
    show(f'<p class="secondary">{text(template_words(rows, into.measures))}</p>')
    st.download_button(
        "Download the template",
        entry_csv(rows, with_programme=into.whole_trust),
        file_name=_file_name(into),
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
    )


def _file_name(into: Into) -> str:
    whose = "trust" if into.whole_trust else into.programmes[into.programme_id]
    plain = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in whose)
    return f"{' '.join(plain.split())} data.csv"


def problems(read: ReadFile) -> None:
    """What is wrong with the file as a whole, beside its rows."""
    whole = read.whole
    lines = faults(whole) or [("", COLUMNS)]
    these = "these" if len(lines) > 1 else "this"
    under = f"Nothing has been saved. Correct {these} in the file, then choose it again."
    show(problem_box(fault_heading(whole), lines, under))
    rows = fault_rows_html(whole)
    if rows:
        with st.container(key="card_rows"):
            show(f'<div class="paper form-rows"><h3>The rows in your file</h3>{rows}</div>')
    with st.container(key="card_file"):
        show('<div class="paper"><h3>Choose the corrected file</h3><p class="secondary">CSV or Excel, 10 MB</p></div>')
        file_field("Corrected file")
        show(f'<div class="paper chosen">You chose <b>{text(whole.filename)}</b></div>')
        st.button("Start again", type="tertiary", on_click=forget_file)


def may_enter(into: Into) -> bool:
    return may(into.actor, May.WRITE, into.organisation)
