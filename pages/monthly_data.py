"""Monthly data: what is due, one page a number, check and submit."""

import streamlit as st

from pages._parts.clicks import go
from pages._parts.frame import crumbs, title
from pages._parts.monthly_entry import entry_page
from pages._parts.monthly_submit import check_page, saved_page
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.submitted import due_of_trust
from pages._parts.turning import turned_to
from pages._render.due_words import short_period
from pages._render.monthly_html import address, due_html, gaps_html
from pages._render.words import text, today
from pages._web.identity import require_actor
from plan_store.permissions import May, may
from plan_store.rounds import Round, read_round
from plan_store.store import reading

FILE = '<a href="data_file" data-go>Enter by file instead</a>'
NOTHING = "Nothing is due. Every number that the plans ask for is there, up to {}."
NOTHING_YET = "When a measure in a plan is counted each month or each quarter, its numbers will be asked for here."


def start(whole: Round, programme: str, may_write: bool) -> None:
    """What is due, and one button that begins with the first that is not typed."""
    stay().pop("saved", None)
    plans = {owner.id: owner.title for owner, _ in whole.due.measures}
    trail = [("Programmes of my trust", "/"), ("Monthly data", "monthly_data" if programme else "")]
    title("Monthly data", crumbs=crumbs(*trail, *([(plans.get(programme, "One programme"), "")] if programme else [])))
    shown = whole.walk
    if not shown:
        last = short_period(whole.due.measures[0][1], whole.due.month) if whole.due.measures else ""
        show(f'<div class="card empty paper"><p>{text(NOTHING.format(last) if last else NOTHING_YET)}</p></div>')
    if may_write and shown:
        with st.container(horizontal=True, vertical_alignment="center", key="monthly_start"):
            begin(whole, programme)
            show(f'<span class="paper">{FILE}</span>')
    if shown:
        show(due_html(shown, programme, may_write))
    if whole.gaps:
        show(gaps_html(whole.gaps, programme, may_write))


def begin(whole: Round, programme: str) -> None:
    """The green button: the first that is left, or the check where all is typed."""
    left = whole.left_out
    words = f"Start with {short_period(left[0].measure, left[0].period)}" if left else "Check and submit"
    if st.button("Go on" if whole.typed and left else words, type="primary"):
        go(address(programme, left[0]) if left else address(programme, step="check"))
    if whole.typed and left:
        check = text(address(programme, step="check"))
        show(f'<span class="paper"><a href="{check}" data-go>Check what you typed</a></span>')


actor = require_actor()
programme = st.query_params.get("programme", "")
if not may(actor, May.READ, actor.organisation):
    due_of_trust(actor)
    st.stop()
with reading() as session:
    whole = read_round(session, actor, actor.organisation, today(), programme)
may_write = may(actor, May.WRITE, actor.organisation)
step, asked = st.query_params.get("step", ""), st.query_params.get("measure", "")
item = whole.find(asked, st.query_params.get("period", "")) if asked and may_write else None
if item:
    entry_page(whole, item, programme)
elif step == "check" and may_write and whole.typed:
    check_page(whole, programme)
elif step == "saved" and stay().get("saved"):
    saved_page(whole, programme)
else:
    start(whole, programme, may_write)
turned_to(item.key if item else step or "start")
