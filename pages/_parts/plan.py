"""The head of every plan tab: whose programme, its drivers, and the tabs as links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import streamlit as st

from pages._parts.frame import PRODUCT, back_link
from pages._parts.last_visit import since_line
from pages._parts.show import show
from pages._parts.together import HEAD, together
from pages._render.icons import icon
from pages._render.words import count, text, when
from pages._web.identity import require_actor
from plan_store.base import NotFound
from plan_store.changes import last_changes
from plan_store.comments import Place, begun_comments, open_threads
from plan_store.library import drivers
from plan_store.news import read_news
from plan_store.permissions import Actor, May, may
from plan_store.programmes import Programme, find_programme, list_secondary
from plan_store.sections import SECTIONS
from plan_store.store import reading

DATA = ("Measure", "Measure data")
# What each page shows of its plan: a change of one of these by somebody else draws the page anew. A box of General
# looks after its own text.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "general": ("Programme", "Comment", *DATA),
    "measurement_plan": ("Programme", "Comment", "TeamMember", *DATA),
    "communications_plan": ("Programme", "Comment", "TeamMember", "CommunicationAction"),
    "team": ("Programme", "Comment", "TeamMember"),
    "all": ("Programme", "Comment", "TeamMember", "CommunicationAction", "PlanText", *DATA),
}
TABS = (*((section.key, section.title) for section in SECTIONS), ("all", "All"))


@dataclass(frozen=True)
class Plan:
    """The programme that the address names, and whether this person may write in it."""

    programme: Programme
    may_write: bool
    may_read: bool = True  # the whole plan, and not only what was submitted
    open_comments: Mapping[Place, int] = field(default_factory=dict)
    begun_comments: frozenset[Place] = frozenset()  # the reader's own, not sent yet

    @property
    def id(self) -> str:
        return self.programme.id

    @property
    def actor(self) -> Actor:
        """Asked anew each time: fragments and callbacks outlive the run that made them."""
        return require_actor()


def open_plan(tab: str = "", title: str = "", submitted: bool = False, shown: Sequence[str] = ()) -> Plan:
    """Find the programme in the address and draw the head; a tab's own, or a page's under the plan.

    shown: what such a page shows of the plan, drawn anew when somebody else changes it.

    Without a programme that this person may see, one sentence is shown and the run stops; so it does for who reads
    only what was submitted, unless this is such a page.
    """
    actor = require_actor()
    programme_id = st.query_params.get("programme", "")
    try:
        with reading() as session:
            programme = find_programme(session, actor, programme_id, May.READ_SUBMITTED)
            drivers = list_secondary(session, programme)
            change = last_changes(session, [programme_id]).get(programme_id)
            where = programme.organisation
            may_read = may(actor, May.READ, where)
            comments = open_threads(session, actor, programme_id) if may_read else {}
            begun = begun_comments(session, actor, programme_id)
            known = read_news(session, actor, programme_id, change.id) if may_read and change else []
    except NotFound:
        _not_found()
    plan = Plan(programme, may(actor, May.WRITE, where), may_read, comments, begun)
    st.set_page_config(page_title=f"{title or dict(TABS)[tab]} - {programme.title} - {PRODUCT}")
    if tab:
        saved = f"Saved {when(change.at, datetime.now(UTC)).removeprefix('today, ')}" if change else ""
        show(_head(plan, [driver.short or driver.title for driver in drivers], saved if plan.may_read else ""))
        show(_tabs(programme_id, tab))
    if not plan.may_read and not submitted:
        keeps_to_itself(title if not tab else "")
    if tab and plan.may_read:
        since_line(actor, programme_id)
    if plan.may_read and (shown := SHOWN[tab] if tab else shown):
        together(programme_id, [one.id for one in known], shown)
    return plan


def keeps_to_itself(title: str = "") -> None:
    """What a programme reader sees where there is nothing for them; the run stops. With a title, it is the page's."""
    here = st.query_params.get("programme", "")
    way, words = (f"measurement_plan?programme={here}", "Measurement Plan") if here else ("/", "Programmes")
    head = f'<h1 class="title">{text(title)}</h1>' if title else ""
    show(
        f'{head}<div class="card paper"><p>The trust keeps this to itself. You can read its programmes, its measures '
        f'and their charts.</p><p><a href="{text(way)}" data-go>{words}</a></p></div>'
    )
    st.stop()


def _not_found() -> None:
    show('<h1 class="title">There is no such programme here</h1>')
    show(
        '<p class="lead">The address may be incomplete, or the programme belongs to another trust.</p>'
        '<p><a href="/" data-go>Programmes of my trust</a></p>'
    )
    st.stop()


def _head(plan: Plan, secondary: list[str], saved: str) -> str:
    programme, number = plan.programme, sum(plan.open_comments.values())
    chips = "".join(f'<span class="chip">{text(name)}</span>' for name in secondary)
    change = f'<a href="drivers?programme={programme.id}" data-go>Change</a>' if plan.may_write else ""
    address = f"comments?programme={programme.id}"
    comments = f'<a href="{address}" data-go>{count(number, "open comment")}</a>' if number else ""
    links = (
        f'<span class="head-links"><a href="history?programme={programme.id}" data-go>{icon("history", 18)} History'
        f'<span class="sr-only"> of {text(programme.title)}</span></a>'
        f'<a class="edged" href="/print/{programme.id}" target="_blank">{icon("print")} Print</a></span>'
    )
    return (
        f'<div class="paper plan-head"><div class="top-line">{back_link("Programmes of my trust", "/")}'
        f'<span class="top-right">{HEAD}{comments}<span data-save-state aria-hidden="true">{saved}</span></span></div>'
        f'<div class="title-row"><h1 class="title">{text(programme.title)}</h1>'
        f"{links if plan.may_read else ''}</div>"
        f'<div class="chips">Primary driver <span class="chip primary">{text(_short(programme))}</span>'
        f"{'Secondary drivers ' + chips if secondary else ''} {change}</div></div>"
    )


def _short(programme: Programme) -> str:
    """The library's short name for the primary driver; a team's own words stay whole."""
    return next((entry.short for entry in drivers() if entry.key == programme.driver_key), programme.primary_driver)


def _tabs(programme_id: str, here: str) -> str:
    links = "".join(
        f'<a href="{key}?programme={programme_id}" data-go'
        f"{' aria-current=page' if key == here else ''}>{text(words)}</a>"
        for key, words in TABS
    )
    return f'<nav class="tabs" aria-label="Improvement plan">{links}</nav>'
