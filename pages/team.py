"""Team: who is working on the programme."""

from pages._parts.plan import open_plan
from pages._parts.row_table import RowTable, answer_click, show_table
from pages._render.rows import Column
from pages._render.words import count, text
from plan_store.plan_rows import TeamMember
from plan_store.rows import list_rows
from plan_store.store import reading

COLUMNS = (
    Column("Name", lambda row: f"<b>{text(row.name)}</b>", ("name",), named=False),
    Column("Role", lambda row: text(row.role), ("role",), named=False),
    Column("Organisation", lambda row: text(row.organisation), ("organisation",), named=False),
    Column(
        "Email",
        lambda row: f'<a href="mailto:{text(row.email)}">{text(row.email)}</a>' if row.email else "",
        ("email",),
        named=False,
    ),
)

plan = open_plan("team")
answer_click(plan, TeamMember)
with reading() as session:
    people = list_rows(session, plan.actor, plan.id, TeamMember)
organisations = sorted({person.organisation for person in people if person.organisation})
show_table(
    plan,
    RowTable(
        kind=TeamMember,
        rows=people,
        columns=COLUMNS,
        counts=f"<b>{count(len(people), 'person', 'people')}</b>",
        suggestions={"organisation": organisations},
    ),
)
