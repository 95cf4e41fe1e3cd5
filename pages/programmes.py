"""The programmes of my trust: what each is for, what its main measure says, what its plan still needs."""

from datetime import UTC, datetime

import streamlit as st

from charts import analyse
from pages._parts.clicks import go
from pages._parts.frame import PRODUCT, crumbs, title
from pages._parts.show import show
from pages._render.comments_html import mention_strip
from pages._render.programme_html import card
from pages._web.identity import require_actor
from plan_store.comments import list_mentions
from plan_store.observations import measure_spec, observations_of
from plan_store.permissions import May, may
from plan_store.programmes import WORKSTREAM
from plan_store.progress import read_cards
from plan_store.store import reading

actor = require_actor()
with st.container(horizontal=True, vertical_alignment="bottom", key="page_top"):
    title("Programmes of my trust", crumbs=crumbs(("Workstreams", ""), (WORKSTREAM, ""), (PRODUCT, "")))
    if may(actor, May.CREATE, actor.organisation) and st.button("\\+ Add Primary Driver", type="primary"):
        go("drivers")

with reading() as session:
    cards = read_cards(session, actor, actor.organisation)
    mentions = list_mentions(session, actor, actor.organisation)
    data = observations_of(session, [entry.main_measure.id for entry in cards if entry.main_measure])

if strip := mention_strip(mentions, {entry.programme.id: entry.programme for entry in cards}):
    show(strip)
for entry in cards:
    measure = entry.main_measure
    held = data.get(measure.id) if measure else None
    result = analyse(held, measure_spec(measure)) if measure and held is not None and len(held) else None
    show(card(entry, result, datetime.now(UTC), added=st.query_params.get("added") == entry.programme.id))

if not cards:
    show(
        '<div class="card empty paper"><p>Your trust’s improvement programmes will be listed here. '
        "Choose a primary driver and an aim to start the first one.</p></div>"
    )
