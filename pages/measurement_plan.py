"""Measurement Plan: how the team will know that a change is an improvement."""

from charts import analyse
from pages._parts.measure_library import library_button, show_library
from pages._parts.plan import open_plan
from pages._parts.row_table import RowTable, answer_click, show_table
from pages._parts.show import show
from pages._render.data_list_html import by_file_link
from pages._render.due_words import due_of_measure
from pages._render.measure_rows import driver_name, measure_columns, measure_counts
from pages._render.words import today
from plan_store.due import read_due
from plan_store.observations import measure_spec, observations_of
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import list_secondary
from plan_store.rows import list_rows
from plan_store.store import reading

plan = open_plan("measurement_plan", submitted=True)
answer_click(plan, Measure)
with reading() as session:
    measures = list_rows(session, plan.actor, plan.id, Measure)
    people = list_rows(session, plan.actor, plan.id, TeamMember) if plan.may_read else []
    drivers = list_secondary(session, plan.programme)
    due = read_due(session, plan.actor, plan.programme.organisation, today(), plan.id)
    data = observations_of(session, [measure.id for measure in measures])
results = {measure.id: analyse(data[measure.id], measure_spec(measure)) for measure in measures}
columns = measure_columns(results, plan.may_write, due_of_measure(due, plan.id))
show_table(
    plan,
    RowTable(
        kind=Measure,
        rows=measures,
        columns=columns if plan.may_read else columns[:-1],  # who leads it stays with the trust
        counts=measure_counts(measures, drivers, plan.may_write),
        suggestions={
            "lead": [person.name for person in people],
            "secondary_driver": [driver_name(driver) for driver in drivers],
            "source": sorted({measure.source for measure in measures if measure.source}),
        },
        more_buttons=library_button,
    ),
)
if measures and plan.may_write:
    show(f'<p class="secondary">{by_file_link(plan.id)}</p>')
show_library(plan, measures, drivers)
