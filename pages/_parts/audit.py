"""Every change of an organisation, searched by words, person, kind and day; fifty at a time."""

from datetime import datetime, time, timedelta

import streamlit as st

from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.administration_html import KINDS, changes_html
from pages._render.words import HERE
from pages._web.identity import require_actor
from plan_store.administration import PAGE, list_actors, search_audit
from plan_store.change_names import RowName, names_of
from plan_store.members import list_members
from plan_store.permissions import May, may
from plan_store.programmes import list_programmes
from plan_store.store import reading

NOTHING = "No change fits. Take a word out, or choose a longer time."


def audit_part(organisation: str) -> None:
    """The fields, and what they find."""
    actor = require_actor()
    with reading() as session:
        people = {"": "Everybody", **list_actors(session, actor, organisation)}
    with st.container(key="card_audit"):
        show('<div class="paper"><h2>Changes</h2></div>')
        asked = _fields(people)
        if stay().get("asked") != asked:
            stay().update(asked=asked, pages=[""])
        before = stay()["pages"][-1]
        with reading() as session:
            found = search_audit(session, actor, organisation, before_id=before, limit=PAGE + 1, **asked)
            members = {one.user_id: RowName(one.name) for one in list_members(session, actor, organisation)}
            names = {**names_of(session, found), **members}
            listed = list_programmes(session, actor, organisation) if may(actor, May.READ, organisation) else []
        plans = {programme.id: programme.title for programme in listed}
        show(changes_html(found[:PAGE], names, plans) if found else f'<p class="paper secondary">{NOTHING}</p>')
        _turning(found[PAGE - 1].id if len(found) > PAGE else "")


def _fields(people: dict[str, str]) -> dict:
    words, person, thing = st.columns([2, 1, 1])
    since, until, _ = st.columns([1, 1, 2])
    asked = {
        "words": words.text_input("Words in it", key="audit_words"),
        "person": person.selectbox("Who", list(people), format_func=people.__getitem__, key="audit_person"),
        "thing": thing.selectbox("What", list(KINDS), format_func=KINDS.__getitem__, key="audit_thing"),
    }
    first = since.date_input("From", None, format="DD/MM/YYYY", key="audit_since")
    last = until.date_input("To", None, format="DD/MM/YYYY", key="audit_until")
    return {
        **asked,
        "since": datetime.combine(first, time(), HERE) if first else None,
        "until": datetime.combine(last + timedelta(days=1), time(), HERE) if last else None,
    }


def _turning(last: str) -> None:
    """Older and newer changes."""
    with st.container(horizontal=True, key="audit_turning"):
        if len(stay()["pages"]) > 1:
            st.button("Newer changes", key="audit_newer", on_click=lambda: stay()["pages"].pop())
        if last:
            st.button("Older changes", key="audit_older", on_click=lambda: stay()["pages"].append(last))
