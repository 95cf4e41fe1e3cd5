"""Who is looking at this page: asked of the store at every run, never remembered."""

from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages._web.addresses import HOME, sign_in_address
from plan_store.base import NotFound
from plan_store.permissions import Actor, May
from plan_store.programmes import find_programme
from plan_store.sign_in import SignedIn, signed_in
from plan_store.store import reading

LOOK = Path(__file__).parent.parent / "_parts" / "portal.css"


def require_actor() -> Actor:
    """The person signed in; anyone else sees one sentence and a link, and the run stops here."""
    return require_sign_in().actor


def require_sign_in() -> SignedIn:
    """As require_actor, with when the sign-in ends."""
    session_hash = st.user.get("session")
    if session_hash:
        with reading() as session:
            found = signed_in(session, str(session_hash))
        if found:
            return replace(found, actor=_looking(found.actor))
    st.html(LOOK)
    st.title("You are signed out")
    st.html(
        '<div class="card paper"><p>What you had saved is kept. Words in a box that were not yet saved stay in this '
        "browser, and are offered to you when you have signed in.</p>"
        f'<p><a class="edged" href="{escape(_way_back())}">Sign in again</a></p></div>'
    )
    st.stop()


def _looking(actor: Actor) -> Actor:
    """The actor at the trust that the address is about: its programme's, or the one chosen of several."""
    if len(actor.trusts) < 2:
        return actor
    try:
        with reading() as session:
            programme = find_programme(session, actor, st.query_params.get("programme", ""), May.READ_SUBMITTED)
    except NotFound:
        return actor.at(st.query_params.get("trust", ""))
    return actor.at(programme.organisation)


def _way_back() -> str:
    """The sign-in page, and after it this page again."""
    here = urlsplit(st.context.url or HOME)
    return sign_in_address(here.path or HOME, urlencode(st.query_params.to_dict()))
