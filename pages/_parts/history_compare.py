"""The plan on two dates, compared: the dates, some that one often wants, and the document."""

from datetime import UTC, date, datetime, timedelta

import streamlit as st

from pages._parts.history_list import start_of, time_in
from pages._parts.last_visit import last_visit
from pages._parts.plan import Plan
from pages._parts.show import show
from pages._render.comparison_html import comparison_html
from pages._render.history_html import compare_address, plan_address
from pages._render.html import page_margins
from pages._render.words import HERE, text
from plan_store.base import NotFound
from plan_store.change_names import measure_names
from plan_store.history import NotReadable, first_change, state_at
from plan_store.numbers_between import numbers_between
from plan_store.people import organisation
from plan_store.plan_differences import differences
from plan_store.store import reading


def compare_view(plan: Plan) -> None:
    now = datetime.now(UTC)
    with reading() as session:
        began = first_change(session, plan.actor, plan.id)
    old, new = _times(plan, began, now)
    try:
        with reading() as session:
            states = [state_at(session, plan.actor, plan.id, at) for at in (old, new)]
            numbers = numbers_between(session, plan.actor, plan.id, old, new)
            names = measure_names(session, plan.actor, plan.id)
            trust = organisation(session, plan.actor, plan.programme.organisation)
    except NotFound:
        return
    except NotReadable as unreadable:
        show(f'<div class="card paper"><p>{text(str(unreadable))}</p></div>')
        return
    st.html(f"<style>{page_margins(trust.name, now)}</style>")
    show(comparison_html(differences(*states), numbers, names, (old, new), now))
    if plan.may_write and states[0].drivers is not None:
        to = text(plan_address(plan.id, old))
        words = "Put the whole plan back to the first of these dates"
        show(f'<p class="no-print paper"><a href="{to}" data-go>{words}</a></p>')


def _times(plan: Plan, began: datetime, now: datetime) -> tuple[datetime, datetime]:
    """From the address where it names a time; the two fields say and change its date."""
    asked = time_in(st.query_params.get("from", ""))
    today = now.astimezone(HERE).date()
    first = asked or max(now - timedelta(days=30), began)
    with st.container(key="compare_dates", horizontal=True, vertical_alignment="bottom"):
        start = _date("From", first.astimezone(HERE).date(), began, today, f"from_{asked}")
        end = _date("To", today, began, today, "to")
    _quick(plan, began, now)
    old = first if start == first.astimezone(HERE).date() and (asked or first == began) else start_of(start)
    new = now if end == today else start_of(end + timedelta(days=1)) - timedelta(microseconds=1)
    return max(old, began), max(new, began)


def _date(label: str, value: date, began: datetime, today: date, key: str) -> date:
    first = began.astimezone(HERE).date()
    return st.date_input(label, value, min_value=first, max_value=today, format="DD/MM/YYYY", key=f"compare_{key}")


def _quick(plan: Plan, began: datetime, now: datetime) -> None:
    before = last_visit(plan.actor, plan.id)
    month = start_of(now.astimezone(HERE).date().replace(day=1))
    choices = [("When I was last here", before), ("Start of this month", month), ("Start of the programme", began)]
    links = "".join(
        f'<a href="{text(compare_address(plan.id, at))}" data-go>{words}</a>'
        for words, at in choices
        if at and at >= began
    )
    show(f'<p class="quick no-print paper"><span>From:</span> {links}</p>')
