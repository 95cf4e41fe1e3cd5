"""The head of the history's pages: of which programme, and what one can see of it."""

import streamlit as st

from pages._parts.frame import back_link, title
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.words import text
from plan_store.permissions import Actor
from plan_store.programmes import list_programmes
from plan_store.store import reading

VIEWS = {"changes": "What changed", "compare": "Compare two dates", "deleted": "Deleted in the last 30 days"}


def head(plan: Plan, words: str, here: str = "", gone: int = 0) -> None:
    """words: the page's title; here: which of the views; gone: how many deleted things can be put back."""
    back = (
        back_link(f"Plan of {plan.programme.title}", f"general?programme={plan.id}")
        if here
        else back_link("History", f"history?programme={plan.id}")
    )
    title(f"{words}: {plan.programme.title}", crumbs=back)
    if not here:
        return
    counts = {"deleted": f" ({gone})" if gone else ""}
    links = "".join(
        f'<a href="history?programme={text(plan.id)}{"" if key == "changes" else f"&show={key}"}" data-go'
        f"{' aria-current=page' if key == here else ''}>{name}{counts.get(key, '')}</a>"
        for key, name in VIEWS.items()
    )
    show(f'<nav class="tabs" aria-label="History">{links}</nav>')


def trust_head(actor: Actor) -> tuple[str, bool, dict[str, str]]:
    """Which programme of the trust; whether one writes here (one puts back on the programme's own); their titles."""
    with reading() as session:
        titles = {row.id: row.title for row in list_programmes(session, actor, actor.organisation)}
    with st.container(key="history_programme"):
        chosen = st.selectbox(
            "Programme", ["", *titles], format_func=lambda key: titles.get(key, "All programmes of the trust")
        )
    return chosen, False, titles
