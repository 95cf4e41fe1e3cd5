"""What a programme reader sees of a trust: which one, and which of its numbers are due or late."""

import streamlit as st

from pages._parts.clicks import go
from pages._parts.frame import crumbs, title
from pages._parts.show import show
from pages._render.monthly_html import due_html
from pages._render.words import today
from plan_store.due import read_due
from plan_store.people import list_organisations
from plan_store.permissions import Actor
from plan_store.rounds import Item
from plan_store.store import reading
from plan_store.typed import Typed

NO_TRUST = "No trust of your region uses the portal yet. The first one will be listed here when its people are invited."
NOTHING = "Nothing is due. Every number that the plans ask for is there."


def choose_trust(actor: Actor) -> None:
    """One field for whoever may look at several trusts; the address keeps the choice."""
    if len(actor.trusts) < 2:
        return
    with reading() as session:
        names = {row.ods_code: row.name for row in list_organisations(session, actor)}
    with st.container(key="choose_trust"):
        chosen = st.selectbox(
            "Trust", list(names), list(names).index(actor.organisation), format_func=names.__getitem__
        )
    if chosen != actor.organisation:
        go(f"/?trust={chosen}")


def due_of_trust(actor: Actor) -> None:
    """Monthly data to read alone."""
    title("Monthly data", crumbs=crumbs(("Programmes", "/"), ("Monthly data", "")))
    with reading() as session:
        due = read_due(session, actor, actor.organisation, today(), st.query_params.get("programme", ""))
    items = [Item(entry, (), Typed()) for entry in due.entries]
    show(due_html(items, "", False) if items else f'<div class="card empty paper"><p>{NOTHING}</p></div>')
