"""The Streamlit script: who is here, the frame, and the page that the address names."""

from pathlib import Path

import streamlit as st

from pages._parts.away import show_away
from pages._parts.frame import PRODUCT, frame
from pages._parts.session_end import warn_before_end
from pages._parts.stay import arrive
from pages._web.identity import require_sign_in
from plan_store.unavailable import StoreUnavailable

PAGES = (
    st.Page("programmes.py", title="Programmes of my trust", default=True),
    st.Page("drivers.py", title="Add Primary Driver"),
    st.Page("general.py", title="General"),
    st.Page("measurement_plan.py", title="Measurement Plan"),
    st.Page("communications_plan.py", title="Communications Plan"),
    st.Page("team.py", title="Team"),
    st.Page("all.py", title="All"),
    st.Page("baseline_data.py", title="Baseline data"),
    st.Page("comments.py", title="Comments"),
    st.Page("data_file.py", title="One file for all measures"),
    st.Page("monthly_data.py", title="Monthly data"),
    st.Page("history.py", title="History"),
    st.Page("administration.py", title="Administration"),
)

ICON = str(Path(__file__).parent / "_web" / "assets" / "icon.svg")

st.set_page_config(page_title=PRODUCT, page_icon=ICON, layout="wide")
page = st.navigation(list(PAGES), position="hidden")
arrive(page.url_path)
try:
    here = require_sign_in()
    frame(here.actor, page.url_path)
    warn_before_end(here)
    page.run()
except StoreUnavailable as away:
    show_away(away)
