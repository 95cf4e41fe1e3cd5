"""What a page remembers only while somebody stays on it: an open dialog, a deleted row that can be put back."""

from typing import Any

import streamlit as st

KEY = "stay"


def arrive(page: str) -> None:
    """Before every page: what belonged to another page, or to another programme, is forgotten."""
    here = f"{page}?{st.query_params.get('programme', '')}"
    if st.session_state.get(KEY, {}).get("here") != here:
        st.session_state[KEY] = {"here": here}


def stay() -> dict[str, Any]:
    return st.session_state.setdefault(KEY, {"here": ""})
