"""Comments at their place: a quiet button, and under it the conversation and the field to write in.

One conversation is open on a page at a time. What is typed and not sent is kept for its writer (plan_store.drafts).
"""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.holding import hold, hold_typing
from pages._parts.plain import spoken
from pages._parts.plan import Plan
from pages._parts.refused import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.comments_html import Reader, thread_list
from pages._render.rows import notice
from pages._render.words import identity, text
from pages._web.identity import require_actor
from plan_store.comments import (
    CHART,
    LONGEST,
    CommentRefused,
    Place,
    add_comment,
    colleagues,
    comment_key,
    delete_comment,
    find_comment,
    list_comments,
    resolve_comment,
    threads_of,
)
from plan_store.drafts import read_draft
from plan_store.store import reading, writing

HEIGHT = 88


def open_thread(plan: Plan, place: Place) -> None:
    """Show this conversation from now on, with what was begun there."""
    number = st.session_state["threads_opened"] = st.session_state.get("threads_opened", 0) + 1
    stay()["thread"] = {"place": list(place), "answers": None, "to": "", "number": number, "problem": ""}
    with reading() as session:
        begun = read_draft(session, plan.actor, comment_key(plan.id, place)) or {}
    st.session_state[_key()] = begun.get("text", "")


def is_open(place: Place) -> bool:
    return stay().get("thread", {}).get("place") == list(place)


def open_asked(plan: Plan, place: Place) -> None:
    """The address may ask for a conversation; once, for it can be closed again."""
    if stay().get("asked") != list(place):
        stay()["asked"] = list(place)
        open_thread(plan, place)


def thread_button(plan: Plan, place: Place) -> None:
    """How many comments are open here, or the invitation to write one; nothing for a reader where there is none."""
    number = plan.open_comments.get(place, 0)
    if not number and not plan.may_write and not is_open(place):
        return
    words = f"Comments ({number})" if number else "Comment"
    if is_open(place):
        words = "Hide comments"
    elif place in plan.begun_comments:
        words += ", yours not sent yet"
    key = f"comments_{'_'.join(place)}"
    st.button(words, key=key, type="tertiary", icon=":material/chat_bubble:", on_click=_turn, args=(plan, place))


def _turn(plan: Plan, place: Place) -> None:
    if is_open(place):
        stay().pop("thread")
    else:
        open_thread(plan, place)


def thread(plan: Plan, place: Place) -> None:
    """The conversation, where it is open."""
    if not is_open(place):
        return
    if stay().pop("thread_changed", False):
        st.rerun()  # the counts stand elsewhere on the page
    with reading() as session:
        found = threads_of(list_comments(session, plan.actor, plan.id, *place))
        people = [person for person in colleagues(session, plan.actor, plan.id) if person.id != plan.actor.user_id]
    names = list(dict.fromkeys(person.name for person in people))
    reader = Reader(plan.actor.user_id, plan.may_write, [*names, plan.actor.name], datetime.now(UTC))
    with st.container(key=f"thread_{'_'.join(place)}"):
        show(thread_list(found, reader) or '<p class="secondary">No comments yet.</p>')
        _after_deleting()
        if plan.may_write:
            _form(plan, place, names)


@st.fragment
def chart_comments(plan: Plan, measure_id: str) -> None:
    """Under a measure's chart, for who may read the whole plan."""
    if not plan.may_read:
        return
    place = (CHART, measure_id)
    if st.query_params.get("comments") == CHART:
        open_asked(plan, place)
    with st.container(key="chart_comments"):
        thread_button(plan, place)
        thread(plan, place)


def _after_deleting() -> None:
    deleted = stay().get("comment_deleted")
    if deleted:
        show(notice("You deleted your comment.", "comment-undo", deleted, "Undo"))
    if "thread_refused" in stay():
        show(f'<div class="undo-line" role="alert">{text(stay().pop("thread_refused"))}</div>')


def _form(plan: Plan, place: Place, names: list[str]) -> None:
    open_: dict[str, Any] = stay()["thread"]
    label = f"Your answer to {open_['to']}" if open_["answers"] else "Your comment"
    with st.container(key="comment_form", gap=None):
        said = f'<span class="cell-problem" role="alert">{text(open_["problem"])}</span>' if open_["problem"] else ""
        show(f'<div class="field-label"><b>{text(label)}</b>{said}</div>')
        st.text_area(
            spoken(label),
            key=_key(),
            height=HEIGHT,
            max_chars=LONGEST,
            label_visibility="collapsed",
            on_change=_hold,
            args=(plan, place),
        )
        show(identity())
        hold_typing(comment_key(plan.id, place), {_key(): "text"}, {})
        with st.container(key="comment_foot", horizontal=True, vertical_alignment="bottom", gap="small"):
            st.button(
                "Add answer" if open_["answers"] else "Add comment",
                key="comment_add",
                on_click=_add,
                args=(plan, place),
            )
            if names:
                st.selectbox(
                    "Mention a colleague",
                    names,
                    index=None,
                    key=f"{_key()}_mention",
                    placeholder="",
                    on_change=_mention,
                    args=(plan, place),
                )
            if open_["answers"]:
                st.button("Not an answer", key="comment_no_answer", type="tertiary", on_click=_no_answer)


def _mention(plan: Plan, place: Place) -> None:
    """Put the name at the end of what is typed."""
    name = st.session_state[f"{_key()}_mention"]
    if name:
        typed = st.session_state[_key()].rstrip()
        st.session_state[_key()] = f"{typed} @{name} ".lstrip()
        st.session_state[f"{_key()}_mention"] = None
        _hold(plan, place)


def _no_answer() -> None:
    stay()["thread"] |= {"answers": None}


def _hold(plan: Plan, place: Place) -> None:
    """What is typed survives closing and reloading."""
    typed = st.session_state[_key()]
    hold(comment_key(plan.id, place), {"text": typed} if typed.strip() else {})


def _add(plan: Plan, place: Place) -> None:
    open_ = stay()["thread"]
    try:
        with permitted(open_), writing() as session:
            add_comment(session, require_actor(), plan.id, *place, st.session_state[_key()], open_["answers"])
    except CommentRefused as refused:
        open_["problem"] = str(refused)
        return
    if "refused" in open_:
        open_["problem"] = open_.pop("refused")
        return
    hold(comment_key(plan.id, place), {})
    stay().pop("comment_deleted", None)
    stay()["thread_changed"] = True
    open_thread(plan, place)


def answer_comments(plan: Plan) -> None:
    """Do what a comment's own button asks; before the page reads its comments."""
    action = pressed()
    if action is None or not action.name.startswith("comment-") or not plan.may_write:
        return
    told: dict[str, Any] = {}
    with permitted(told), writing() as session:
        if action.name == "comment-answer":
            to = find_comment(session, plan.actor, action.id)
            stay()["thread"] |= {"answers": to.id, "to": to.user_name, "problem": ""}
        elif action.name in ("comment-resolve", "comment-open"):
            resolve_comment(session, plan.actor, action.id, action.name == "comment-resolve")
        elif action.name in ("comment-delete", "comment-undo"):
            gone = action.name == "comment-delete"
            delete_comment(session, plan.actor, action.id, gone)
            stay()["comment_deleted"] = action.id if gone else None
    if told:
        stay()["thread_refused"] = told["refused"]
    elif action.name != "comment-answer":
        st.rerun()  # the head has counted already


def _key() -> str:
    return f"comment_{stay()['thread']['number']}"
