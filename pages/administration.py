"""Administration: the people of a trust, its changes, what the library says of it, and the portal's settings."""

import streamlit as st

from pages._parts.audit import audit_part
from pages._parts.clicks import go
from pages._parts.frame import crumbs, title
from pages._parts.letting_in import trusts_part
from pages._parts.people import people_part
from pages._parts.show import show
from pages._render.administration_html import organisation_html, settings_html
from pages._render.words import text
from pages._web.identity import require_actor
from plan_store.administration import list_administered
from plan_store.areas import NATIONAL
from plan_store.people import organisation as find_organisation
from plan_store.permissions import May, may
from plan_store.settings import shown_settings
from plan_store.store import reading

PARTS = {"people": "People", "changes": "Changes", "organisation": "Organisation", "settings": "Settings"}

actor = require_actor()
with reading() as session:
    kept = list_administered(session, actor)
asked = st.query_params.get("organisation", "")
here = asked if asked in kept else actor.organisation if actor.organisation in kept else next(iter(kept), "")
title("Administration", crumbs=crumbs(("Programmes of my trust", "/"), ("Administration", "")))
if not here:
    show(
        '<div class="card paper"><p>Your trust’s administrators look after its people here. '
        "Ask one of them to invite somebody, or to change a role.</p></div>"
    )
    st.stop()
if len(kept) > 1:
    chosen = st.selectbox("Organisation", list(kept), list(kept).index(here), format_func=kept.__getitem__)
    if chosen != here:
        go(f"administration?organisation={chosen}")
parts = {**PARTS, **({"trusts": "Trusts"} if may(actor, May.ADMINISTER, NATIONAL) else {})}
part = st.query_params.get("show", "")
part = part if part in parts else "people"
links = "".join(
    f'<a href="administration?organisation={text(here)}&show={key}" data-go'
    f"{' aria-current=page' if key == part else ''}>{words}</a>"
    for key, words in parts.items()
)
show(f'<nav class="tabs" aria-label="Administration">{links}</nav>')
if part == "people":
    people_part(here)
elif part == "changes":
    audit_part(here)
elif part == "trusts":
    trusts_part()
elif part == "settings":
    show(f'<div class="card paper"><h2>Settings</h2>{settings_html(shown_settings())}</div>')
else:
    with reading() as session:
        held = find_organisation(session, actor, here)
    show(f'<div class="card paper"><h2>Organisation</h2>{organisation_html(held)}</div>')
