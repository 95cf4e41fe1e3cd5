"""The ASGI entry: the gate, the routes, and Streamlit behind them. `streamlit run app.py` and `uvicorn app:app`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages._parts.away import told
from pages._web.away import unavailable
from pages._web.gate import Gate
from pages._web.headers import SecurityHeaders, failure
from pages._web.host_config import NoErrorDialogs
from pages._web.routes import all_routes
from pages._web.start import lifespan
from plan_store.unavailable import StoreUnavailable

app = st.App(
    Path(__file__).resolve().parent / "pages" / "_portal.py",
    routes=all_routes(),
    middleware=[Middleware(SecurityHeaders), Middleware(Gate), Middleware(NoErrorDialogs)],
    lifespan=lifespan,
    on_script_error=told,
    exception_handlers={Exception: failure, StoreUnavailable: unavailable},
)
