"""England's administrators let a trust in, with its first administrator."""

from typing import Any

import streamlit as st

from pages._parts.row_form import permitted
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.icons import icon
from pages._render.words import PATIENTS, identity, text
from pages._web.identity import require_actor
from plan_store.administration import open_trust
from plan_store.library import organisations
from plan_store.members import MemberRefused, plain_name
from plan_store.organisations import NoSuchTrust
from plan_store.store import writing


def trusts_part() -> None:
    """One form: which trust, and who looks after its people."""
    names = {trust.ods_code: f"{trust.name} ({trust.ods_code})" for trust in organisations()}
    with st.container(key="card_trusts"):
        show(
            '<div class="paper"><h2>Let a trust in</h2><p>Its first administrator invites everybody else. '
            "Type part of a name or an ODS code to find the trust.</p></div>"
        )
        if said := stay().pop("said", ""):
            show(f'<div class="saved-line paper" role="status">{icon("saved", 22)} <b>{text(said)}</b></div>')
        if problem := stay().pop("problem", ""):
            show(f'<div class="cell-problem" role="alert">{text(problem)}</div>')
        st.selectbox("Trust", list(names), None, format_func=names.__getitem__, key="trust_code", placeholder="")
        st.text_input("Email address of its administrator", key="trust_email")
        st.text_input("Name or role, as others will see it", key="trust_name")
        show(identity(PATIENTS))
        st.button("Let this trust in", type="primary", key="trust_open", on_click=_open)


def _open() -> None:
    told: dict[str, Any] = {}
    code, email, name = (st.session_state[f"trust_{part}"] for part in ("code", "email", "name"))
    try:
        with permitted(told), writing() as session:
            open_trust(session, require_actor(), code or "", email, name)
    except (MemberRefused, NoSuchTrust) as refused:
        told["refused"] = str(refused) if code else "Choose the trust."
    if "refused" in told:
        stay()["problem"] = told["refused"]
        return
    stay()["said"] = f"{plain_name(name)} is invited, and looks after the trust’s people from now on."
    for part in ("code", "email", "name"):
        st.session_state[f"trust_{part}"] = None if part == "code" else ""
