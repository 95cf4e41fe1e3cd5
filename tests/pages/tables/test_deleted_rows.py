"""What was deleted: said before, and listed under the table after."""

from charts.series import read_series
from pages._parts.row_loss import going_with
from plan_store.observations import save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import Programme
from plan_store.rows import add_row, delete_row
from plan_store.sections import BOXES
from plan_store.store import writing
from plan_store.texts import append_chart
from tests.pages.tables.conftest import READER, Tab
from tests.pages.tables.test_pages import html

CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"


def test_deleted_rows_are_listed_under_the_table_for_who_may_put_them_back(
    tab: Tab, actor: Actor, programme: str
) -> None:
    assert "<details" not in html(tab("team"))
    for name in ("Lead midwife", "<b>QI lead"):
        with writing() as session:
            delete_row(
                session, actor, TeamMember, add_row(session, actor, programme, TeamMember, {"name": name}).row.id
            )
    shown = html(tab("team"))
    assert "Deleted people (2)" in shown
    assert shown.index("&lt;b&gt;QI lead") < shown.index("Lead midwife")
    assert "Deleted people" not in html(tab("team", READER))


def test_what_goes_with_a_measure_is_its_data_and_its_chart(actor: Actor, programme: str) -> None:
    with writing() as session:
        row = add_row(session, actor, programme, Measure, {"name": "CO test"}).row.id
    assert going_with(actor, programme, row) == ""
    with writing() as session:
        save_observations(session, actor, row, read_series(CSV, "a.csv"), CSV)
        append_chart(session, actor, programme, BOXES[1].key, row)
    said = f"Delete takes its 2 months of data and its chart in “{BOXES[1].title}” along."
    assert going_with(actor, programme, row).startswith(said)


def test_a_programme_with_its_own_words_is_told_to_choose_a_driver(tab: Tab, actor: Actor, programme: str) -> None:
    with writing() as session:
        session.get_one(Programme, programme).driver_key = ""
    at = tab("measurement_plan")
    at.button(key="add_library").click().run()
    assert "Choose a driver from the library to see its measures." in html(at)
    at.selectbox[0].set_value("smoke-free-pregnancies").run()
    assert "Choose a driver" not in html(at)
    assert at.checkbox
