"""The page that is shown in place of another one while the store does not answer."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages._parts.frame import CSS, PRODUCT
from pages._parts.show import show
from plan_store.unavailable import StoreUnavailable

UNFORESEEN = (
    "Something went wrong here. Everything that was saved is kept. Reload the page to try again; "
    "if it happens again, please tell whoever looks after the portal."
)


def show_away(away: StoreUnavailable) -> None:
    """One kind page, and the way back to this one. What was typed in it stays in the browser and on the server."""
    st.html(CSS)
    st.set_page_config(page_title=f"Error: The portal cannot reach its data - {PRODUCT}")
    here = f"?{urlencode(st.query_params.to_dict())}"
    show(
        '<h1 class="title">The portal cannot reach its data</h1>'
        f'<div class="card paper"><p role="alert">{escape(str(away))}</p><p>Everything that was saved is kept.</p>'
        f'<p><a class="edged" href="{escape(here)}" target="_self">Try again</a></p></div>'
    )
    st.stop()


def told(fault: Exception) -> bool:
    """Where a page, a callback or a fragment was not done: our sentence instead of Streamlit's own. For st.App.

    Streamlit has logged the fault by then; the page says nothing of it.
    """
    unforeseen = "" if isinstance(fault, StoreUnavailable) else " data-unforeseen"
    said = str(fault) if isinstance(fault, StoreUnavailable) else UNFORESEEN
    show(f'<div class="problem paper" role="alert"{unforeseen}><p>{escape(said)}</p></div>')
    return True
