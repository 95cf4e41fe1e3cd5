"""History: every change of a programme or of a trust's programmes, compared, and put back."""

import streamlit as st

from pages._parts.frame import title
from pages._parts.history_compare import compare_view
from pages._parts.history_gone import answer_gone, gone_view, read_gone, say_gone
from pages._parts.history_head import head, trust_head
from pages._parts.history_list import change_list
from pages._parts.history_restore import answer_undo, plan_view, said_line, version_view
from pages._parts.plan import keeps_to_itself, open_plan
from pages._web.identity import require_actor
from plan_store.permissions import May, may

actor = require_actor()
asked = st.query_params
if not asked.get("programme"):
    if not may(actor, May.READ, actor.organisation):
        keeps_to_itself("History")
    title("History")
    change_list(actor, actor.organisation, *trust_head(actor))
    st.stop()

plan = open_plan(title="History")
answer_undo(plan)
answer_gone(plan)
gone = read_gone(plan)
if asked.get("version"):
    head(plan, "Put a version back")
    version_view(plan, asked["version"])
elif asked.get("plan_at"):
    head(plan, "Put the whole plan back")
    plan_view(plan, asked["plan_at"])
elif asked.get("show") == "compare":
    head(plan, "History", "compare", len(gone))
    compare_view(plan)
elif asked.get("show") == "deleted":
    head(plan, "History", "deleted", len(gone))
    gone_view(plan, gone)
else:
    head(plan, "History", "changes", len(gone))
    say_gone()
    said_line(plan)
    change_list(actor, plan.programme.organisation, plan.id, plan.may_write)
