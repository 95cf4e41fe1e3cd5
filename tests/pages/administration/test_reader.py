"""What a programme reader finds on each page: what was submitted, and a kind word about the rest."""

from collections.abc import Callable

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from plan_store.plan_rows import Measure
from plan_store.programmes import Programme
from plan_store.store import reading
from tests.pages.administration.test_page import LEAD, READER, open_page, words  # noqa: F401
from tests.portal_server import VIEWER

Open = Callable[..., AppTest]
KEPT = "The trust keeps this to itself."


@pytest.fixture
def plan(open_page: Open) -> tuple[str, str]:  # noqa: F811
    """The programme and its first measure."""
    with reading() as session:
        found = session.exec(select(Programme.id).where(Programme.title == "Smoke-free pregnancies")).one()
        named = select(Measure.id).where(Measure.programme_id == found, Measure.name == "CO test at booking")
        return found, session.exec(named).one()


def test_the_programmes_without_progress_or_people(open_page: Open) -> None:  # noqa: F811
    at = open_page("programmes", READER)
    said = words(at)
    assert "Smoke-free pregnancies" in said
    assert "Measures and charts" in said
    assert "October late for 3 measures" in said
    assert "boxes" not in said
    assert "Lead midwife" not in said
    assert "overdue" not in said
    assert not at.button


@pytest.mark.parametrize("page", ["general", "communications_plan", "team", "all", "data_file"])
def test_the_rest_of_the_plan_stays_with_the_trust(open_page: Open, plan: tuple[str, str], page: str) -> None:  # noqa: F811
    at = open_page(page, READER, programme=plan[0])
    said = words(at)
    assert KEPT in said
    assert "Print" not in said
    assert "Saved " not in said
    assert not at.button
    assert KEPT not in words(open_page(page, LEAD, programme=plan[0]))


def test_an_address_that_asks_for_comments_shows_none(open_page: Open, plan: tuple[str, str]) -> None:  # noqa: F811
    programme, measure = plan
    for at in (
        open_page("baseline_data", READER, programme=programme, measure=measure, comments="chart"),
        open_page("measurement_plan", READER, programme=programme, comments=measure),
    ):
        assert "omment" not in words(at)
        assert not at.button


@pytest.mark.parametrize("asked", [(), ("programme",)])
def test_drivers_are_not_offered(open_page: Open, plan: tuple[str, str], asked: tuple[str, ...]) -> None:  # noqa: F811
    for email in (READER, VIEWER):
        at = open_page("drivers", email, **dict.fromkeys(asked, plan[0]))
        assert "Your role does not let you" in words(at)
        assert not [*at.button, *at.radio, *at.text_input]


def test_measures_with_their_definitions_and_charts(open_page: Open, plan: tuple[str, str]) -> None:  # noqa: F811
    listed = words(open_page("measurement_plan", READER, programme=plan[0]))
    assert "CO test at booking" in listed
    assert "Getting worse" in listed
    assert "Community matron" not in listed, "who leads a measure is the team's"
    at = open_page("baseline_data", READER, programme=plan[0], measure=plan[1])
    said = words(at)
    assert "How it is measured" in said
    assert len(at.get("plotly_chart")) == 2
    assert "Data and corrections" not in said
    assert "(demonstration).csv" not in said
    assert not at.get("file_uploader")


def test_what_is_due_is_read_and_not_entered(open_page: Open) -> None:  # noqa: F811
    at = open_page("monthly_data", READER)
    assert "Late: was due 13 November" in words(at)
    assert not at.button
    assert not at.text_input
