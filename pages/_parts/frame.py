"""What stands round every page: the stylesheet, the sidebar, and the top of the page."""

from pathlib import Path

import streamlit as st

from pages._parts.clicks import listen
from pages._parts.show import show
from pages._render.icons import icon
from pages._render.words import text
from pages._web.addresses import SIGN_OUT
from plan_store.people import organisation
from plan_store.permissions import Actor
from plan_store.programmes import WORKSTREAM
from plan_store.store import reading

CSS = Path(__file__).with_name("portal.css")
PRODUCT = "MatNeo Improvement Portal"
HISTORY = "history"


def frame(actor: Actor, page: str) -> None:
    """The look, and the sidebar: whose portal this is, where one can go, who is signed in."""
    st.html(CSS)
    with reading() as session:
        trust = organisation(session, actor, actor.organisation)
    with st.sidebar:
        show(
            '<div class="brand">MatNeo<br>Improvement Portal</div>'
            f'<div class="trust secondary">{text(trust.name)}</div>'
            f'<div class="sidebar-group secondary">{text(WORKSTREAM)}</div>'
        )
        of_trust = page == HISTORY and not st.query_params.get("programme")
        with st.container(key="nav_programmes" if of_trust else "nav_here"):
            st.page_link("programmes.py", label="Programmes", icon=":material/list_alt:")
        show('<div class="sidebar-group of-trust secondary">Trust</div>')
        with st.container(key="nav_history_here" if of_trust else "nav_history"):
            st.page_link(f"{HISTORY}.py", label="History", icon=":material/history:", query_params={})
        with st.container(key="who"):
            listen()
            show(
                f'<b>{text(actor.name)}</b><div class="secondary">{text(actor.role.capitalize())} · '
                f'<a href="{SIGN_OUT}" target="_self">Sign out</a></div>'
            )


def title(words: str, *, crumbs: str = "", beside: str = "", error: bool = False) -> None:
    """The page's one title, in the browser's tab too; crumbs and beside are HTML that is already safe."""
    if error:
        problem_in_tab(words)
    else:
        st.set_page_config(page_title=f"{words} - {PRODUCT}")
    above = (
        f'<div class="top-line"><div class="crumbs">{crumbs}</div><div>{beside}</div></div>' if crumbs or beside else ""
    )
    show(f'{above}<h1 class="title">{text(words)}</h1>')


def problem_in_tab(words: str) -> None:
    """The browser's tab says it first where a page has a problem."""
    st.set_page_config(page_title=f"Error: {words} - {PRODUCT}")


def crumbs(*steps: tuple[str, str]) -> str:
    """A trail of (words, address); a step without an address is where one is."""
    parts = [
        f'<a href="{text(to)}" data-go>{text(words)}</a>' if to else f"<span>{text(words)}</span>"
        for words, to in steps
    ]
    return " &nbsp;/&nbsp; ".join(parts)


def steps(names: list[str], here: int) -> str:
    """Where one is on a way of several pages."""
    items = "".join(
        f"<li{' aria-current=step' if place == here else ''}>"
        f"<i>{icon('tick', 14) if place < here else place + 1}</i> {text(name)}</li>"
        for place, name in enumerate(names)
    )
    return f'<ol class="steps" aria-label="Steps">{items}</ol>'


def problem_box(heading: str, sentences: list[tuple[str, str]], under: str = "Nothing has been saved.") -> str:
    """The red box at the top: every fault at once, as (where, what and what to do)."""
    lines = "".join(f"<li><b>{text(where)}{':' if where else ''}</b> {text(said)}</li>" for where, said in sentences)
    return f'<div class="problem paper" role="alert"><h2>{text(heading)}</h2><p>{text(under)}</p><ul>{lines}</ul></div>'


def back_link(words: str, address: str) -> str:
    return f'<a href="{text(address)}" data-go>{icon("back", 16)} {text(words)}</a>'
