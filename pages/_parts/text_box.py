"""One rich-text box of the plan: question above, editor, guidance beside; a fragment of its own, so that writing
in one box runs nothing else of the page."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from pages._parts.plan import Plan
from pages._parts.refused import permitted, say_refused
from pages._parts.rich_text import Answer, Chart, Submitted, rich_text
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.thread import thread, thread_button
from pages._render.general_html import guidance, heading
from pages._render.words import clock
from plan_store.comments import BOX
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.sections import Box
from plan_store.store import reading, writing
from plan_store.texts import PlanText, TextConflict, TextTooLong, mark_completed, read_texts, save_text
from plan_store.unavailable import StoreUnavailable

UNSAVED = "This text could not be kept: "


@st.fragment
def text_box(plan: Plan, number: int, box: Box, charts: Mapping[str, Chart]) -> None:
    """The box, its state, and what was just written in it kept."""
    held, user_id = _held(plan, box.key)
    _redraw_when_changed(box.key, held.state)
    with st.container(key=f"card_box_{box.key}"):
        show(heading(number, box, held.state))
        say_refused(stay().setdefault(f"refused_{box.key}", {}))
        writing_side, hints_side = st.columns([0.72, 0.28], gap="medium")
        with writing_side:
            rich_text(
                key=f"text_{plan.id}_{box.key}",
                label=box.title,
                html=held.html,
                revision=held.revision,
                saved_at=clock(held.saved_at) if held.saved_at else "",
                draft_key=f"{user_id}/{plan.id}/{box.key}",
                charts=charts,
                on_submit=partial(keep, plan, box.key),
                read_only=not plan.may_write,
                keep_at=f"/texts/{plan.id}/{box.key}",
            )
            with st.container(key=f"box_foot_{box.key}", horizontal=True, horizontal_alignment="distribute"):
                if plan.may_write and held.state != "Not yet started":
                    _completed_switch(plan, box, held)
                thread_button(plan, (BOX, box.key))
            thread(plan, (BOX, box.key))
        with hints_side, st.container(key=f"hints_{box.key}"):
            show(guidance(box, plan.id))


def _held(plan: Plan, box: str) -> tuple[PlanText, str]:
    """The box as it is stored, and for whom; as last seen where the store does not answer, so that the editor stays."""
    key = f"held_{plan.id}_{box}"
    try:
        actor = plan.actor
        with reading() as session:
            held = read_texts(session, actor, plan.id).get(box) or PlanText(programme_id=plan.id, box=box)
    except StoreUnavailable:
        if key not in st.session_state:
            raise
        last, user_id = st.session_state[key]
        return PlanText(**last), user_id
    st.session_state[key] = (held.model_dump(), actor.user_id)
    return held, actor.user_id


def keep(plan: Plan, box: str, submitted: Submitted) -> Answer:
    """Save what was written; the answer says what became of it."""
    try:
        with writing() as session:
            saved = save_text(session, plan.actor, plan.id, box, submitted.html, submitted.seen_revision)
    except TextConflict as conflict:
        return Answer(theirs=conflict.theirs, theirs_revision=conflict.revision)
    except HoldsNhsNumber as refused:
        return Answer(error=str(refused), until_changed=True)
    except (TextTooLong, NotAllowed) as refused:
        return Answer(error=f"{UNSAVED}{refused}", until_changed=isinstance(refused, TextTooLong))
    except StoreUnavailable as away:
        return Answer(error=str(away))
    return Answer(revision=saved.revision, merged=saved.revision > submitted.seen_revision + 1)


def _redraw_when_changed(box: str, state: str) -> None:
    """The task list stands outside this fragment: once a box's state changes, the page is drawn anew."""
    shown = st.session_state.get(f"state_{box}", state)
    st.session_state[f"state_{box}"] = state
    if shown != state:
        st.rerun()


def _completed_switch(plan: Plan, box: Box, held: PlanText) -> None:
    words = "Not completed after all" if held.completed else "Mark as completed"
    st.button(
        words,
        key=f"completed_{box.key}",
        type="tertiary",
        icon=":material/check:" if not held.completed else None,
        on_click=_mark,
        args=(plan, box.key, not held.completed),
    )


def _mark(plan: Plan, box: str, completed: bool) -> None:
    with permitted(stay().setdefault(f"refused_{box}", {})), writing() as session:
        mark_completed(session, plan.actor, plan.id, box, completed)
