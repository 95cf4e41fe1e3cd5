"""The people of a trust or region: invited, given a role, removed, helped in with a link; each in a dialog."""

from datetime import UTC, datetime
from typing import Any

import streamlit as st

from pages._parts.clicks import pressed
from pages._parts.dialog_keys import dialog_keys
from pages._parts.row_form import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.icons import icon
from pages._render.people_html import people_table
from pages._render.rows import notice
from pages._render.words import PATIENTS, count, identity, text
from pages._web.identity import require_actor
from plan_store.areas import is_area
from plan_store.members import (
    Member,
    MemberRefused,
    change_role,
    invite,
    link_for,
    list_members,
    plain_name,
    remove_member,
    roles_given,
)
from plan_store.role_words import role_title, role_words
from plan_store.settings import settings
from plan_store.sign_in import LINK_MINUTES, link_address
from plan_store.store import reading, writing


def people_part(organisation: str) -> None:
    """The table, what was just done, and the dialog that a button opened."""
    people = _members(organisation)
    _answer(organisation, people)
    people = _members(organisation)
    with st.container(
        key="table_head", horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        show(
            '<div class="paper"><h2>People</h2>'
            f'<p class="counts"><b>{count(len(people), "person", "people")}</b></p></div>'
        )
        st.button("\\+ Invite somebody", type="primary", key="invite", on_click=_open)
    show(f'<div class="paper card table-card">{people_table(people, datetime.now(UTC), is_area(organisation))}</div>')
    _notices()
    dialog_keys()
    _dialog(organisation, people)


def _members(organisation: str) -> list[Member]:
    with reading() as session:
        return list_members(session, require_actor(), organisation)


def _answer(organisation: str, people: list[Member]) -> None:
    action = pressed()
    if action is None:
        return
    if action.name == "edit-person":
        person = next((one for one in people if one.user_id == action.id), None)
        if person is not None:
            _open(person)
    elif action.name == "undo-remove" and (gone := stay().pop("removed", None)):
        with permitted(stay()), writing() as session:
            role = next(role for role in roles_given(organisation) if role.value == gone["role"])
            invite(session, require_actor(), organisation, gone["email"], gone["name"], role)
            stay()["said"] = f"{gone['name']} is back."


def _open(person: Member | None = None) -> None:
    number = st.session_state["forms_opened"] = st.session_state.get("forms_opened", 0) + 1
    stay()["person"] = {"id": person.user_id if person else "", "number": number, "problem": "", "link": ""}


def _dialog(organisation: str, people: list[Member]) -> None:
    form = stay().get("person")
    if form is None:
        return
    person = next((one for one in people if one.user_id == form["id"]), None)
    if form["id"] and person is None:  # removed meanwhile
        _close()
        return
    heading = "Change a person’s role" if person else "Invite somebody"
    st.dialog(heading, width="medium", on_dismiss=_close)(_body)(organisation, person)


def _body(organisation: str, person: Member | None) -> None:
    form = stay().get("person")
    if form is None:  # saved or given up by the button that was just pressed
        st.rerun()
    with st.container(key="person_form"):
        if form["problem"]:
            show(f'<div class="cell-problem" role="alert">{text(form["problem"])}</div>')
        if person:
            show(f'<p class="who-is"><b>{text(person.name)}</b><br>{text(person.email)}</p>')
        else:
            st.text_input("Email address", key=_key("email"))
            st.text_input("Name or role, as others will see it", key=_key("name"))
            show(identity(PATIENTS))
        _role(organisation, person)
        with st.container(key="person_foot", horizontal=True, vertical_alignment="center", gap="medium"):
            words = "Save" if person else "Invite"
            st.button(words, type="primary", key="person_save", on_click=_save, args=(organisation, person))
            st.button("Cancel", type="tertiary", key="person_cancel", on_click=_close)
            if person:
                with st.container(key="danger", width="content"):
                    icon_name = ":material/person_remove:"
                    args = (organisation, person)
                    st.button("Remove", type="tertiary", key="person_out", icon=icon_name, on_click=_remove, args=args)
        if person and not settings().smtp_host:
            _link(organisation, person, form)


def _role(organisation: str, person: Member | None) -> None:
    given, area = roles_given(organisation), is_area(organisation)
    st.radio(
        "Role",
        given,
        index=given.index(person.role) if person and person.role in given else 0,
        format_func=lambda role: role_title(role, area),
        captions=[role_words(role, area) for role in given],
        key=_key("role"),
    )


def _link(organisation: str, person: Member, form: dict[str, Any]) -> None:
    """A way in where no mail is sent: shown once, and gone when the dialog closes."""
    with st.container(key="person_link"):
        if not form["link"]:
            said = "Where the portal sends no mail, hand over a link. It signs them in, once."
            show(f'<p class="secondary">{said}</p>')
            st.button("Make a sign-in link", key="person_make", on_click=_make_link, args=(organisation, person))
            return
        show(
            f'<p role="status">Copy this link and give it to {text(person.name)} alone. It works once, for '
            f"{LINK_MINUTES} minutes, and is not shown again.</p>"
        )
        st.code(form["link"], language=None, wrap_lines=True)


def _make_link(organisation: str, person: Member) -> None:
    form: dict[str, Any] = {}
    with permitted(form), writing() as session:
        stay()["person"]["link"] = link_address(link_for(session, require_actor(), organisation, person.user_id))
    stay()["person"]["problem"] = form.get("refused", "")


def _save(organisation: str, person: Member | None) -> None:
    form, role = stay()["person"], st.session_state[_key("role")]
    told: dict[str, Any] = {}
    try:
        with permitted(told), writing() as session:
            if person:
                change_role(session, require_actor(), organisation, person.user_id, role)
                said = f"{person.name} is {role_title(role, is_area(organisation)).lower()} now."
            else:
                email, name = st.session_state[_key("email")], st.session_state[_key("name")]
                invite(session, require_actor(), organisation, email, name, role)
                said = f"{plain_name(name)} is invited. {_way_in()}"
    except MemberRefused as refused:
        told["refused"] = str(refused)
    if "refused" in told:
        form["problem"] = told["refused"]
        return
    stay()["said"] = said
    _close()


def _way_in() -> str:
    if settings().smtp_host:
        return f"They ask for a link at {settings().address}/sign-in with this email address."
    return "Choose Edit in their row to make a sign-in link for them."


def _remove(organisation: str, person: Member) -> None:
    told: dict[str, Any] = {}
    try:
        with permitted(told), writing() as session:
            remove_member(session, require_actor(), organisation, person.user_id)
    except MemberRefused as refused:
        told["refused"] = str(refused)
    if "refused" in told:
        stay()["person"]["problem"] = told["refused"]
        return
    stay()["removed"] = {"email": person.email, "name": person.name, "role": person.role.value}
    _close()


def _notices() -> None:
    if said := stay().pop("said", ""):
        show(f'<div class="saved-line paper" role="status">{icon("saved", 22)} <b>{text(said)}</b></div>')
    if gone := stay().get("removed"):
        words = f"You removed {text(gone['name'])}. What they wrote stays, with their name."
        show(notice(words, "undo-remove", "", f"{icon('undo', 18)} Undo"))
    if "refused" in stay():
        show(f'<div class="undo-line" role="alert">{text(stay().pop("refused"))}</div>')


def _close() -> None:
    stay().pop("person", None)


def _key(name: str) -> str:
    return f"person{stay()['person']['number']}_{name}"
