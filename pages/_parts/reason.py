"""Why final numbers change: asked before the button, on every page where a file takes the place of numbers."""

import streamlit as st

from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.words import identity

REASON = "Why do these numbers change?"
ASK_REASON = "Say why the numbers change: the old ones stay in the history."
MEANWHILE = "Somebody saved some of these numbers while you were looking. Look again at what changes, then save."


def reason_field() -> str:
    """One reason for all numbers that change in the present file; once the button was pressed, what is missing."""
    with st.container(horizontal=True):
        reason = st.text_input(REASON, key=f"reason_{stay().get('file')}", max_chars=200).strip()
    show(identity())
    if stay().get("unanswered") and not reason:
        show(f'<p class="cell-problem" role="alert">{ASK_REASON}</p>')
    return reason
