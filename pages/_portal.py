"""The Streamlit script: who is here, the frame, and the page that the address names."""

from pathlib import Path

import streamlit as st

from pages._parts.frame import PRODUCT, frame
from pages._parts.session_end import warn_before_end
from pages._parts.stay import arrive
from pages._web.identity import require_sign_in

PAGES = (
    st.Page("programmes.py", title="Programmes of my trust", default=True),
    st.Page("drivers.py", title="Add Primary Driver"),
    st.Page("general.py", title="General"),
    st.Page("measurement_plan.py", title="Measurement Plan"),
    st.Page("communications_plan.py", title="Communications Plan"),
    st.Page("team.py", title="Team"),
    st.Page("all.py", title="All"),
    st.Page("baseline_data.py", title="Baseline data"),
)

ICON = str(Path(__file__).parent / "_web" / "assets" / "icon.svg")

st.set_page_config(page_title=PRODUCT, page_icon=ICON, layout="wide")
page = st.navigation(list(PAGES), position="hidden")
arrive(page.url_path)
here = require_sign_in()
frame(here.actor)
warn_before_end(here)
page.run()
