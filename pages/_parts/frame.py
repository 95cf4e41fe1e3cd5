"""What stands round every page: the stylesheet, the sidebar, and the top of the page."""

from pathlib import Path

import streamlit as st

from pages._parts.clicks import listen
from pages._parts.holding import listen_to_typing
from pages._parts.show import show
from pages._render.icons import icon
from pages._render.words import text, today
from pages._web.addresses import SIGN_OUT
from plan_store.due import count_due
from plan_store.people import organisation
from plan_store.permissions import Actor, May, administers, may
from plan_store.programmes import WORKSTREAM
from plan_store.store import reading

CSS = Path(__file__).with_name("portal.css")
PRODUCT = "MatNeo Improvement Portal"
NAVIGATION = (
    ("programmes", "Programmes", "list_alt"),
    ("monthly_data", "Monthly data", "edit_calendar"),
    ("history", "History", "history"),
    ("administration", "Administration", "settings"),
)
OF_THE_TRUST = "history"  # from here on what is about the trust, under a heading of its own


def frame(actor: Actor, page: str) -> None:
    """The look, and the sidebar: whose portal this is, where one can go, who is signed in."""
    st.html(CSS)
    several = len(actor.trusts) > 1
    if several and st.query_params.get("trust") != actor.organisation:
        st.query_params["trust"] = actor.organisation
    with reading() as session:
        trust = organisation(session, actor, actor.organisation)
        asked = may(actor, May.READ, actor.organisation)  # who only reads has nothing to enter
        due = count_due(session, actor, actor.organisation, today()) if asked else 0
    with st.sidebar:
        show(
            '<div class="brand">MatNeo<br>Improvement Portal</div>'
            f'<div class="trust secondary">{text(trust.name)}</div>'
            f'<div class="sidebar-group secondary">{text(WORKSTREAM)}</div>'
        )
        _navigation(actor, page, due, {"trust": actor.organisation} if several else {})
        _who(actor)


def _navigation(actor: Actor, page: str, due: int, asked: dict[str, str]) -> None:
    """The links; where one is stands out. What is under a plan belongs to Programmes."""
    here = "programmes" if page == "history" and st.query_params.get("programme") else page
    links = [link for link in NAVIGATION if _may_see(actor, link[0])]
    at = here if here in [key for key, _, _ in links] else "programmes"
    for key, words, sign in links:
        if key == OF_THE_TRUST:
            show('<div class="sidebar-group secondary second-group">Trust</div>')
        label = f"{words} **{due}**" if due and key == "monthly_data" else words
        with st.container(key=f"nav_{key}{'_here' if key == at else ''}"):
            st.page_link(f"{key}.py", label=label, icon=f":material/{sign}:", query_params=asked)


def _may_see(actor: Actor, page: str) -> bool:
    """The trust's history is for who reads its plans, administration for who looks after its people."""
    if page == "history":
        return may(actor, May.READ, actor.organisation)
    return page != "administration" or administers(actor)


def _who(actor: Actor) -> None:
    with st.container(key="who"):
        listen()
        listen_to_typing()
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
