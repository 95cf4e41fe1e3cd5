"""A tab of a plan as Streamlit runs it, with somebody signed in."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from plan_store import demo
from plan_store.permissions import Actor
from plan_store.programmes import DriverChoice, SecondaryChoice, create_programme
from plan_store.settings import ROOT
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import reading, writing
from tests.people import actor_of

LEAD, READER = "lead.midwife@northdale.example", "board.member@northdale.example"
Tab = Callable[..., AppTest]


@pytest.fixture
def actor(store: Engine) -> Actor:
    with writing() as session:
        demo.fill(session)
    with reading() as session:
        return actor_of(session)


@pytest.fixture
def programme(actor: Actor) -> str:
    """An empty plan with two secondary drivers."""
    choice = DriverChoice(
        title="Clear air",
        driver_key="smoke-free-pregnancies",
        primary_driver="Clear air",
        aim="Clear air",
        secondary=(
            SecondaryChoice(driver_key="co-test", title="A CO test at every contact", short="CO test"),
            SecondaryChoice(title="Our own idea"),
        ),
    )
    with writing() as session:
        return create_programme(session, actor, actor.organisation, choice).id


@pytest.fixture
def tab(programme: str) -> Tab:
    """Runs a tab of the plan, through the portal's own script."""

    def run(name: str, email: str = LEAD) -> AppTest:
        with writing() as session:
            token = redeem_link(session, make_link(session, email))
        at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=30)
        at.user = {"session": hash_of(token)}
        at.query_params["programme"] = programme
        at.switch_page(f"{name}.py").run()
        assert not at.exception, at.exception
        return at

    return run
