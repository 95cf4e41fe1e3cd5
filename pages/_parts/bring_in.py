"""Bringing a programme in from the file that another portal, or this one, gave: on the list of programmes."""

import streamlit as st

from pages._parts.clicks import go
from pages._parts.frame import problem_box
from pages._parts.show import show
from pages._parts.upload import LARGEST
from pages._web.identity import require_actor
from plan_store.bringing_in import NotAProgramme, import_programme, read_file_of_programme
from plan_store.permissions import NotAllowed
from plan_store.store import writing
from plan_store.unavailable import StoreUnavailable

TIMES = "programmes_brought_in"  # after each, the uploader is a new and empty one


def bring_in_field() -> None:
    """Folded away: it is needed once in a while."""
    with st.expander("Bring in a programme from a file"):
        show(
            f'<p class="secondary">A file that “Download this plan as a file” on the All tab gave, up to {LARGEST} MB. '
            "The programme comes in whole, with its data and its history, beside the programmes that are here.</p>"
        )
        times = st.session_state.get(TIMES, 0)
        file = st.file_uploader(
            "The programme’s file", type="json", key=f"programme_file_{times}", max_upload_size=LARGEST
        )
        if file is not None and st.button("Bring the programme in", type="primary"):
            _bring_in(file.getvalue(), times)


def _bring_in(content: bytes, times: int) -> None:
    actor = require_actor()
    try:
        data = read_file_of_programme(content)
        with writing() as session:
            programme = import_programme(session, actor, actor.organisation, data)
    except (NotAProgramme, NotAllowed, StoreUnavailable) as refused:
        show(problem_box("There is a problem", [("", str(refused))]))
    else:
        st.session_state[TIMES] = times + 1
        hidden = programme.archived_at is not None
        go(f"general?programme={programme.id}" if hidden else f"programmes?added={programme.id}")
