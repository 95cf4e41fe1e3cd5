"""The tests' own server: nine boxes over one JSON file, and the editor's bundle where the portal serves it."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pages._parts.rich_text import ADDRESS, EDITOR
from pages._web.host_config import NoErrorDialogs

app = st.App(
    Path(__file__).parent / "boxes.py",
    routes=[Mount(ADDRESS, StaticFiles(directory=EDITOR))],
    middleware=[Middleware(NoErrorDialogs)],
)
