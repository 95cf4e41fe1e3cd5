"""One file for all measures: of a programme, or of the whole trust; a template, a check, then saved together."""

import streamlit as st

from pages._parts.baseline import remember
from pages._parts.data_file import READERS, head, may_enter, problems, read_chosen, start
from pages._parts.plan import keeps_to_itself, open_plan
from pages._parts.series_keeping import kept_page
from pages._parts.series_state import read_into
from pages._parts.series_table import series_table
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import chosen_file, hold_file
from pages._web.identity import require_actor
from plan_store.permissions import May, may

actor = require_actor()
programme = st.query_params.get("programme", "")
if programme:
    open_plan(title="One file for all measures")
elif not may(actor, May.READ, actor.organisation):
    keeps_to_itself("One file for all measures")
into = read_into(actor, programme)
may_write = may_enter(into)
chosen = chosen_file(actor, into.organisation) if may_write else None
read = read_chosen(chosen, actor) if chosen else None
stage = "kept" if "kept" in stay() and not chosen else "start" if read is None else "check" if read.each else "problems"

head(into, stage, may_write)
if not may_write:
    show(f'<div class="card paper">{READERS}</div>')
elif chosen is None or read is None:
    kept_page(into) if stage == "kept" else start(into)
else:
    stay().pop("kept", None)
    if stage == "check":
        series_table(into, read, chosen.content)
    else:
        problems(read)
    remember(stage)
    hold_file()
