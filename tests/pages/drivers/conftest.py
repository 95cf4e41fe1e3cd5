"""The drivers page as Streamlit runs it, with two people of one trust who change the same programme."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from plan_store import demo
from plan_store.permissions import Actor
from plan_store.programmes import DriverChoice, change_drivers, chosen, create_programme, find_programme
from plan_store.store import reading, writing
from tests.pages.app_page import AppPage
from tests.people import actor_of
from tests.portal_server import EDITOR, LEAD

Change = Callable[..., None]
Open = Callable[..., AppPage]


@pytest.fixture
def people(store: Engine) -> dict[str, Actor]:
    with writing() as session:
        demo.fill(session)
    with reading() as session:
        return {email: actor_of(session, email) for email in (LEAD, EDITOR)}


@pytest.fixture
def programme(people: dict[str, Actor]) -> str:
    choice = DriverChoice(title="Clear air", primary_driver="Fewer smoke", aim="Below 6%")
    with writing() as session:
        return create_programme(session, people[LEAD], people[LEAD].organisation, choice).id


@pytest.fixture
def change(people: dict[str, Actor], programme: str) -> Change:
    """The lead saves some of the drivers."""

    def save(**parts: object) -> None:
        with writing() as session:
            found = find_programme(session, people[LEAD], programme)
            choice = DriverChoice.model_validate({**chosen(session, found).model_dump(), **parts})
            change_drivers(session, people[LEAD], programme, choice, found.revision)

    return save


@pytest.fixture
def kept(people: dict[str, Actor], programme: str) -> Callable[[], DriverChoice]:
    def read() -> DriverChoice:
        with reading() as session:
            return chosen(session, find_programme(session, people[LEAD], programme))

    return read


@pytest.fixture
def page(programme: str) -> Open:
    """The editor's page of the programme's drivers."""

    def run(step: str = "1") -> AppPage:
        shown = AppPage(EDITOR)
        shown.at.switch_page("drivers.py")
        shown.at.query_params["programme"] = programme
        shown.at.query_params["step"] = step
        return shown.run()

    return run
