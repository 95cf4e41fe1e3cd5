"""The programmes of my trust: what each is for, what its main measure says, what its plan still needs."""

from datetime import UTC, datetime

import streamlit as st

from charts import analyse
from pages._parts.bring_in import bring_in_field
from pages._parts.clicks import go
from pages._parts.frame import PRODUCT, crumbs, title
from pages._parts.show import show
from pages._parts.submitted import NO_TRUST, choose_trust
from pages._render.comments_html import mention_strip
from pages._render.due_strip import due_strip
from pages._render.due_words import late_html
from pages._render.programme_html import card
from pages._render.words import today
from pages._web.identity import require_actor
from plan_store.comments import list_mentions
from plan_store.due import read_due, read_overdue
from plan_store.observations import measure_spec, observations_of
from plan_store.permissions import May, may
from plan_store.programmes import WORKSTREAM
from plan_store.progress import read_cards
from plan_store.since import others_lately
from plan_store.store import reading

NO_PROGRAMME = (
    "Your trust’s improvement programmes will be listed here. "
    "Choose a primary driver and an aim to start the first one."
)
NOTHING_SUBMITTED = "This trust’s improvement programmes will be listed here when it has some."

actor = require_actor()
with st.container(horizontal=True, vertical_alignment="bottom", key="page_top"):
    own = may(actor, May.READ, actor.organisation)
    title(
        "Programmes of my trust" if own else "Programmes",
        crumbs=crumbs(("Workstreams", ""), (WORKSTREAM, ""), (PRODUCT, "")),
    )
    if may(actor, May.CREATE, actor.organisation) and st.button("\\+ Add Primary Driver", type="primary"):
        go("drivers")

choose_trust(actor)
with reading() as session:
    cards = read_cards(session, actor, actor.organisation)
    due = read_due(session, actor, actor.organisation, today())
    overdue = read_overdue(session, actor, actor.organisation, today()) if own else []
    lately = others_lately(session, actor, actor.organisation) if own else {}
    mentions = list_mentions(session, actor, actor.organisation) if own else []
    data = observations_of(session, [entry.main_measure.id for entry in cards if entry.main_measure])

if strip := due_strip(due, overdue, today(), may(actor, May.WRITE, actor.organisation)):
    show(strip)
if strip := mention_strip(mentions, {entry.programme.id: entry.programme for entry in cards}):
    show(strip)

for entry in cards:
    measure = entry.main_measure
    held = data.get(measure.id) if measure else None
    result = analyse(held, measure_spec(measure)) if measure and held is not None and len(held) else None
    behind = late_html(entry.programme.id, due)
    added = st.query_params.get("added") == entry.programme.id
    show(card(entry, result, datetime.now(UTC), added, behind, lately.get(entry.programme.id)))

if not cards:
    words = NO_PROGRAMME if own else NOTHING_SUBMITTED if actor.trusts else NO_TRUST
    show(f'<div class="card empty paper"><p>{words}</p></div>')

if own and may(actor, May.CREATE, actor.organisation):
    bring_in_field()
