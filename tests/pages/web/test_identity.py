"""require_actor, at the top of every page."""

from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from plan_store import demo
from plan_store.sign_in import end_session, hash_of, make_link, redeem_link
from plan_store.store import writing


def page() -> None:
    import streamlit as st

    from pages._web.identity import require_actor

    st.write(f"Here is {require_actor().name}")


def sign_in() -> str:
    with writing() as session:
        email = demo.fill(session)
        return hash_of(redeem_link(session, make_link(session, email)))


def test_a_live_session_is_its_person(store: Engine) -> None:
    at = AppTest.from_function(page)
    at.user = {"session": sign_in()}
    assert at.run().markdown[0].value == "Here is Lead midwife"


def test_nobody_sees_one_sentence_and_a_link(store: Engine) -> None:
    for user in ({}, {"session": None}, {"session": "f" * 64}):
        at = AppTest.from_function(page)
        at.user = user
        at.run()
        assert [title.value for title in at.title] == ["You are signed out"]
        assert not at.markdown
        assert not at.exception


def test_the_next_run_after_signing_out_stops(store: Engine) -> None:
    at = AppTest.from_function(page)
    at.user = {"session": sign_in()}
    at.run()
    with writing() as session:
        end_session(session, at.user["session"])
    assert [title.value for title in at.run().title] == ["You are signed out"]
