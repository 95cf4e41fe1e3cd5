"""Tabs that are open while people sign out and in: the store decides at every run, whatever a tab remembers."""

from collections.abc import Callable

import httpx
from sqlmodel import col, select, update
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages._web.gate import without_changes
from plan_store.base import now
from plan_store.people import Membership, User
from plan_store.permissions import Role
from tests.pages.web.streamlit_tab import StreamlitTab, person_in, streamlit_tab
from tests.portal_server import EDITOR, VIEWER, Portal

OpenTab = Callable[..., StreamlitTab]


def sign_out(portal: Portal, token: str) -> None:
    answer = httpx.post(f"{portal.url}/sign-out", cookies={"matneo-session": token}, headers={"Origin": portal.url})
    assert answer.status_code == 303


def test_signing_out_ends_the_other_tabs(portal: Portal, open_tab: OpenTab) -> None:
    token = portal.new_session()
    first, second = open_tab(token), open_tab(token)
    assert [person_in(tab.run()) for tab in (first, second)] == ["Lead midwife"] * 2
    sign_out(portal, token)
    for tab in (first, second):
        said = tab.run()
        assert "You are signed out" in said
        assert person_in(said) is None


def test_a_fragment_of_a_signed_out_tab_does_not_run(portal: Portal, open_tab: OpenTab) -> None:
    """A fragment never reaches the check at the top of its page, so the gate asks for the whole page instead."""
    token = portal.new_session()
    tab = open_tab(token)
    tab.run()
    sign_out(portal, token)
    assert "You are signed out" in tab.run(fragment="any-fragment")


def test_what_is_done_after_signing_out_is_left_out() -> None:
    asked = BackMsg()
    asked.rerun_script.query_string = "programme=12"
    asked.rerun_script.page_script_hash = "abc"
    asked.rerun_script.fragment_id = "box"
    asked.rerun_script.widget_states.widgets.add(id="save", trigger_value=True)
    bare = BackMsg()
    bare.ParseFromString(without_changes(asked.SerializeToString()))
    assert bare.rerun_script.query_string == "programme=12"
    assert bare.rerun_script.page_script_hash == "abc"
    assert bare.rerun_script.fragment_id == ""
    assert not bare.rerun_script.widget_states.widgets


def set_role(portal: Portal, email: str, role: Role) -> None:
    with portal.store() as session:
        user = session.exec(select(User).where(User.email == email)).one()
        session.exec(update(Membership).where(col(Membership.user_id) == user.id).values(role=role.value))


def test_a_changed_role_counts_at_the_next_run(portal: Portal, open_tab: OpenTab) -> None:
    tab = open_tab(portal.new_session(EDITOR))
    button = 'label: "\\\\+ Add Primary Driver"'
    assert button in tab.run()
    set_role(portal, EDITOR, Role.VIEWER)
    said = tab.run()
    assert person_in(said) == "QI lead"
    assert "Viewer" in said
    assert button not in said
    set_role(portal, EDITOR, Role.EDITOR)


def test_somebody_removed_is_out_at_the_next_run(portal: Portal, open_tab: OpenTab) -> None:
    tab = open_tab(portal.new_session(EDITOR))
    assert person_in(tab.run()) == "QI lead"
    with portal.store() as session:
        session.exec(update(User).where(col(User.email) == EDITOR).values(removed_at=now()))
    assert "You are signed out" in tab.run()
    assert "You are signed out" in tab.run(fragment="any-fragment")
    with portal.store() as session:
        session.exec(update(User).where(col(User.email) == EDITOR).values(removed_at=None))


def test_a_tab_resumed_with_another_cookie_is_the_other_persons(portal: Portal, open_tab: OpenTab) -> None:
    with streamlit_tab(portal.url, portal.new_session()) as tab:
        assert person_in(tab.run()) == "Lead midwife"
        left = tab.session_id
    resumed = open_tab(portal.new_session(VIEWER), resume=left)
    assert person_in(resumed.run()) == "Board member"
    assert resumed.session_id != left


def test_a_tab_resumed_with_its_own_cookie_goes_on(portal: Portal, open_tab: OpenTab) -> None:
    token = portal.new_session()
    with streamlit_tab(portal.url, token) as tab:
        tab.run()
        left = tab.session_id
    resumed = open_tab(token, resume=left)
    resumed.run()
    assert resumed.session_id == left


def test_two_people_at_once_are_two_people(portal: Portal, open_tab: OpenTab) -> None:
    lead, viewer = open_tab(portal.new_session()), open_tab(portal.new_session(VIEWER))
    assert [person_in(tab.run()) for tab in (lead, viewer, lead)] == ["Lead midwife", "Board member", "Lead midwife"]
