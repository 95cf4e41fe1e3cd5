"""+ Add Primary Driver: two steps and a check; the same steps change the drivers of a programme that is there."""

import streamlit as st

from pages._parts.clicks import go
from pages._parts.driver_choice import check_table, choice_of, choose_primary, choose_secondary, missing, unusable
from pages._parts.driver_draft import NotKept, choose_part, hold_draft, keep_draft, open_draft, say_begun
from pages._parts.driver_meeting import show_meeting
from pages._parts.frame import crumbs, problem_box, steps, title
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.turning import turned_to
from pages._render.words import text
from pages._web.identity import require_actor
from plan_store.base import NotFound
from plan_store.permissions import NotAllowed

STEPS = {"1": "Primary driver", "2": "Secondary drivers", "check": "Check"}
HEADINGS = {
    "1": "Choose the primary driver",
    "2": "Choose secondary drivers",
    "check": "Check before you create it",
}
HOME = ("Programmes of my trust", "/")

actor = require_actor()
programme_id = st.query_params.get("programme", "")
here = f"drivers?programme={programme_id}&" if programme_id else "drivers?"


def turn(faults: list[tuple[str, str]], onward: str) -> None:
    if not faults:
        go(here + f"step={onward}")
    stay()["faults"], stay()["refusals"] = faults, stay().get("refusals", 0) + 1
    st.rerun()


step = st.query_params.get("step", "1")
try:
    held = open_draft(actor, programme_id, step)
except NotFound:
    go("/")
except NotAllowed as refused:
    title("Change the drivers" if programme_id else "Add Primary Driver", crumbs=crumbs(HOME, ("Drivers", "")))
    show(f'<div class="card empty paper"><p>{text(refused)}</p></div>')
    st.stop()
draft = held["draft"]
if step not in STEPS or (step != "1" and missing(draft)):
    step = st.query_params["step"] = "1"
faults = stay().pop("faults", [])
turned_to(f"{step}-{stay().get('refusals', 0)}")  # each begins at its top, where the faults are
trail = [HOME, (draft["title"] if programme_id else "Add Primary Driver", "")]
title(
    HEADINGS[step],
    crumbs=crumbs(*trail),
    beside=steps(list(STEPS.values()), list(STEPS).index(step)),
    error=bool(faults),
)
if faults:
    show(problem_box("There is a problem", faults, "Nothing has been lost."))
say_begun(held)
with st.container(key="card_step"):
    show_meeting(draft, choose_part)
    if step == "1":
        choose_primary(draft)
    elif step == "2" or unusable(draft):
        choose_secondary(draft)
    else:
        show(check_table(choice_of(draft), here))
hold_draft(actor, programme_id, held)
with st.container(horizontal=True):
    if step == "check" and st.button("Save the drivers" if programme_id else "Create the programme", type="primary"):
        try:
            address = keep_draft(actor, programme_id, draft)
        except NotKept as refused:
            turn([("", str(refused))], "check")
        go(address)
    if step != "check" and st.button("Continue", type="primary"):
        turn(unusable(draft), "2" if step == "1" else "check")
    if step != "1" and st.button("Back", type="tertiary"):
        go(here + f"step={'1' if step == '2' else '2'}")
