"""Where a chart stands in the plan, and putting it into one of the boxes."""

import streamlit as st

from pages._parts.frame import problem_box
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.icons import icon
from pages._render.words import text
from plan_store.clean import chart_ids
from plan_store.document import ChartBlock
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.sections import BOXES
from plan_store.store import reading, writing
from plan_store.texts import TextConflict, TextTooLong, append_chart, read_texts
from plan_store.unavailable import StoreUnavailable

NUMBERS = {box.key: number for number, box in enumerate(BOXES, start=1)}
TITLES = {box.key: box.title for box in BOXES}
FIRST = next(box.key for box in BOXES if box.baseline)


def stands_in(plan: Plan, measure_id: str) -> list[str]:
    """The boxes whose text has this chart, in the plan's order."""
    with reading() as session:
        texts = read_texts(session, plan.actor, plan.id)
    return [key for key in NUMBERS if key in texts and measure_id in chart_ids(texts[key].html)]


def place_chart(plan: Plan, chart: ChartBlock) -> None:
    """Say where the chart stands, and offer the boxes."""
    here = stands_in(plan, chart.measure_id)
    with st.container(key="card_place"):
        show(f'<div class="paper"><h2>Put this chart in the plan</h2><p>{_standing(plan, here)}</p></div>')
        with st.container(horizontal=True, vertical_alignment="bottom"):
            box = st.selectbox(
                "Box",
                list(NUMBERS),
                index=list(NUMBERS).index(_next(here)),
                format_func=lambda key: f"{NUMBERS[key]}  {TITLES[key]}",
            )
            kind = "secondary" if here else "primary"  # the green button is always the next step
            if st.button(f"Put the chart in box {NUMBERS[box]}", type=kind, disabled=box in here):
                _put(plan, chart, box)
            onward = "green" if here else "plain"
            show(f'<a class="{onward}" href="general?programme={plan.id}" data-go>Go on to the plan</a>')


def _put(plan: Plan, chart: ChartBlock, box: str) -> None:
    try:
        with writing() as session:
            append_chart(session, plan.actor, plan.id, box, chart.measure_id)
    except TextConflict:
        show(problem_box("There is a problem", [("", "Somebody is saving in this box just now. Try again.")]))
    except (TextTooLong, NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        show(problem_box("There is a problem", [("", str(refused))]))
    else:
        stay()["saved"] = f"The chart stands in box {NUMBERS[box]}, {TITLES[box]}."
        st.rerun()


def _next(here: list[str]) -> str:
    return next((key for key in (FIRST, *NUMBERS) if key not in here), FIRST)


def _standing(plan: Plan, here: list[str]) -> str:
    if not here:
        return "It is not in the plan’s text yet. There it stays up to date: new data or a changed target show at once."
    links = [
        f'<a href="general?programme={plan.id}" data-go>box {NUMBERS[key]}, {text(TITLES[key])}</a>' for key in here
    ]
    return f"It stands in {' and '.join(links)}, and stays up to date there."


def saved_line(name: str = "saved") -> None:
    """What was just done, once, where it was done."""
    if words := stay().pop(name, ""):
        show(f'<div class="saved-line paper" role="status">{icon("saved", 22)} <b>{text(words)}</b></div>')
