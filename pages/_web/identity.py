"""Who is looking at this page: asked of the store at every run, never remembered."""

from html import escape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import streamlit as st

from pages._web.addresses import HOME, sign_in_address
from plan_store.permissions import Actor
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
            return found
    st.html(LOOK)
    st.title("You are signed out")
    st.html(
        '<div class="card paper"><p>What you had saved is kept. Words in a box that were not yet saved stay in this '
        "browser, and are offered to you when you have signed in.</p>"
        f'<p><a class="edged" href="{escape(_way_back())}">Sign in again</a></p></div>'
    )
    st.stop()


def _way_back() -> str:
    """The sign-in page, and after it this page again."""
    here = urlsplit(st.context.url or HOME)
    return sign_in_address(here.path or HOME, urlencode(st.query_params.to_dict()))
