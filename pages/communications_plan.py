"""Communications Plan: who hears what, how and when."""

from collections import Counter

from pages._parts.plan import open_plan
from pages._parts.row_table import RowTable, answer_click, show_table
from pages._render.choices import status_tag
from pages._render.rows import Column, two_lines
from pages._render.words import count, day, text
from plan_store.plan_rows import CommunicationAction, Status, TeamMember, choice_words
from plan_store.rows import list_rows
from plan_store.store import reading

COLUMNS = (
    Column("Audience", lambda row: f"<b>{text(row.audience)}</b>", ("audience",), named=False),
    Column("Message", lambda row: text(row.message), ("message",), named=False),
    Column(
        "Channel and how often",
        lambda row: two_lines(row.channel, row.frequency),
        ("channel", "frequency"),
        named=False,
    ),
    Column("Who and when", lambda row: two_lines(row.who, row.due and day(row.due)), ("who", "due"), named=False),
    Column("Status", lambda row: status_tag(row.status), ("status",), named=False),
)

plan = open_plan("communications_plan")
answer_click(plan, CommunicationAction)
with reading() as session:
    actions = list_rows(session, plan.actor, plan.id, CommunicationAction)
    people = list_rows(session, plan.actor, plan.id, TeamMember)
held = Counter(action.status for action in actions)
states = ", ".join(f"{held[status]} {choice_words(status).lower()}" for status in reversed(Status) if held[status])
show_table(
    plan,
    RowTable(
        kind=CommunicationAction,
        rows=actions,
        columns=COLUMNS,
        counts=f"<b>{count(len(actions), 'action')}:</b> {states}.",
        suggestions={"who": [person.name for person in people]},
    ),
)
