"""Comments: what is open in this programme, by place, and what mentions the reader."""

from datetime import UTC, datetime

import streamlit as st

from pages._parts.comment_places import spots_of
from pages._parts.frame import crumbs, title
from pages._parts.plan import open_plan
from pages._parts.show import show
from pages._render.comments_html import Reader, open_list
from plan_store.comments import colleagues, list_comments, list_mentions, threads_of
from plan_store.store import reading

plan = open_plan(title="Comments", shown=("Comment",))
with reading() as session:
    threads = threads_of(list_comments(session, plan.actor, plan.id, resolved=False))
    mentions = {comment.id for comment in list_mentions(session, plan.actor, plan.programme.organisation)}
    names = [person.name for person in colleagues(session, plan.actor, plan.id)]
mine = [thread for thread in threads if {thread.comment.id, *(one.id for one in thread.answers)} & mentions]
general = f"general?programme={plan.id}"
title("Comments", crumbs=crumbs(("Programmes of my trust", "/"), (plan.programme.title, general), ("Comments", "")))
if threads:
    kinds = {"open": f"All open ({len(threads)})", "mine": f"Mentions me ({len(mine)})"}
    asked = st.query_params.get("show", "open")
    chosen = st.segmented_control(
        "Which comments",
        list(kinds),
        default=asked if asked in kinds else "open",
        format_func=kinds.__getitem__,
        required=True,
        label_visibility="collapsed",
    )
    wanted = mine if chosen == "mine" else threads
    reader = Reader(plan.actor.user_id, plan.may_write, names, datetime.now(UTC))
    show(open_list(wanted, spots_of(plan, wanted), reader) or '<p class="secondary">No open comment mentions you.</p>')
else:
    how = " Write one at any box, row or chart of the plan to ask your colleagues something." if plan.may_write else ""
    show(f'<div class="card empty paper"><p>Open comments will be listed here.{how}</p></div>')
