"""What was deleted on another day is still found under its table, and put back, in Chromium."""

import pytest
from playwright.sync_api import expect

from plan_store.plan_rows import Measure
from plan_store.rows import delete_row
from plan_store.store import writing
from tests.journeys.test_tables import Go, Plan, press, row
from tests.portal_server import Portal


@pytest.fixture
def plan(portal: Portal):
    made = Plan(portal, "smoke-free-pregnancies")
    yield made
    made.engine.dispose()


def test_a_deleted_measure_is_put_back_from_under_the_table(visit: Go, plan: Plan) -> None:
    kept, gone = plan.add(Measure, {"name": "CO test at booking"}, {"name": "Quit date set"})
    with writing(plan.engine) as session:
        delete_row(session, plan.actor, Measure, gone)
    at = visit(plan.page("measurement_plan"))
    expect(row(at.page, "CO test at booking")).to_be_visible()
    at.page.get_by_text("Deleted measures (1)").click()
    press(at, "Put back Quit date set")
    expect(row(at.page, "Quit date set")).to_be_visible()
    expect(at.page.get_by_text("Deleted measures")).to_have_count(0)
    assert [measure.id for measure in plan.rows(Measure)] == [kept, gone]
