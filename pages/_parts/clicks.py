"""Links and buttons inside our own HTML: one listener for the whole page.

HTML comes from pages/_render, where every user's word is escaped or cleaned, and is shown by st.html. In it, a link
with `data-go` changes page without reloading, and a button with `data-action` and `data-id` becomes an Action.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import streamlit as st

PAGES = frozenset(
    {
        *("programmes", "drivers", "general", "measurement_plan", "communications_plan", "team", "all"),
        *("baseline_data", "data_file", "monthly_data", "comments", "history", "administration"),
    }
)
KEY = "clicks"

SCRIPT = """
// On a phone the sidebar lies over the page: it closes once a page was chosen in it.
const leave = (event) => {
  if (innerWidth > 768 || !event.target.closest?.("[data-testid=stSidebar] [data-testid=stPageLink]")) return
  setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 60)
}

export default function ({ setTriggerValue }) {
  const listen = (event) => {
    const found = event.target.closest?.("a[data-go], button[data-action]")
    if (!found || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return
    event.preventDefault()
    const { action = "go", id = found.getAttribute("href") ?? "" } = found.dataset
    // A box that loses the focus to this press saves itself first; Streamlit drops one of two messages sent as one.
    setTimeout(() => setTriggerValue("action", JSON.stringify({ action, id })), 60)
  }
  document.addEventListener("click", listen)
  document.addEventListener("click", leave)
  return () => {
    document.removeEventListener("click", listen)
    document.removeEventListener("click", leave)
  }
}
"""

_component = st.components.v2.component("matneo_clicks", js=SCRIPT, isolate_styles=False)


@dataclass(frozen=True)
class Action:
    """What was pressed, and on which row."""

    name: str
    id: str


def listen() -> None:
    """Mount the listener, once a run; a link that was followed is followed here."""
    _component(key=KEY, on_action_change=_nothing)
    action = pressed()
    if action and action.name == "go":
        go(action.id)


def pressed() -> Action | None:
    """The button that caused this run, if one did."""
    try:
        held = json.loads(st.session_state[KEY]["action"])
        return Action(str(held["action"]), str(held["id"]))
    except (KeyError, TypeError, ValueError):
        return None


def go(address: str) -> None:
    """Open a page of the portal from an address such as general?programme=...; any other address is ignored."""
    parts = urlsplit(address)
    page = parts.path.strip("/") or "programmes"
    if page in PAGES and not parts.netloc:
        query: dict[str, Any] = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if "trust" in st.query_params:  # who belongs to several stays at the one that was chosen
            query.setdefault("trust", st.query_params["trust"])
        st.switch_page(f"{page}.py", query_params=query)


def _nothing() -> None:
    """Streamlit wants a callback for a trigger; the value is read where it is used."""
