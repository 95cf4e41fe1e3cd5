"""The page that is shown in place of another one while the store does not answer."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages._parts.frame import CSS, PRODUCT
from pages._parts.show import show
from plan_store.unavailable import StoreUnavailable


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
    """Where a callback or a fragment was not done: the sentence instead of Streamlit's own words. For st.App."""
    if isinstance(fault, StoreUnavailable):
        show(f'<div class="problem paper" role="alert"><p>{escape(str(fault))}</p></div>')
        return True
    return False
