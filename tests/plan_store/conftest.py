"""Two trusts with somebody in every role, and a programme to work in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from charts.series import read_series
from plan_store.areas import areas
from plan_store.observations import Stored, save_observations
from plan_store.people import Membership, Organisation, User, actor_for
from plan_store.permissions import Actor, Role
from plan_store.plan_rows import Measure
from plan_store.programmes import DriverChoice, SecondaryChoice, create_programme
from plan_store.rows import add_row
from plan_store.settings import settings
from plan_store.store import engine, reading, writing

OWN, OTHER = "DEMO1", "DEMO2"
REGION, OTHER_REGION, ENGLAND = "Y62", "Y56", "X24"
REGIONS = {OWN: "North West", OTHER: "London"}
People = dict[tuple[str, Role], Actor]
Save = Callable[[bytes], Stored]


@pytest.fixture(params=("sqlite", "postgresql"))
def store_kind(request: pytest.FixtureRequest) -> str:
    """Everything here holds on both."""
    return request.param


@pytest.fixture
def unprepared(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The settings point to a store that nobody made ready."""
    monkeypatch.setenv("DATABASE_URL", empty_url)
    settings.cache_clear()
    engine.cache_clear()
    yield empty_url
    engine().dispose()
    engine.cache_clear()
    settings.cache_clear()


@pytest.fixture
def people(store: Engine) -> People:
    """By trust and role; nobody belongs to both trusts."""
    found: People = {}
    with writing() as session:
        for code, name in ((OWN, "Northdale Hospital"), (OTHER, "Southmere Hospital")):
            session.add(Organisation(ods_code=code, name=name, region=REGIONS[code]))
            session.flush()
            for role in Role:
                user = User(name=f"{role.value} of {code}", email=f"{role.name.lower()}@{code.lower()}.example")
                session.add(user)
                session.flush()
                session.add(Membership(user_id=user.id, organisation=code, role=role.value))
                found[code, role] = Actor(user.id, user.name, {code: role})
    return found


@pytest.fixture
def wide(people: People) -> People:
    """Who reads, or looks after readers, in a region or in England; as a sign-in would have them."""
    users = {}
    with writing() as session:
        for code in (REGION, OTHER_REGION, ENGLAND):
            session.add(Organisation(ods_code=code, name=f"NHS England {code}", region=areas()[code].region))
            session.flush()
            for role in (Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR):
                user = User(name=f"{role.value} of {code}", email=f"{role.name.lower()}@{code.lower()}.example")
                session.add(user)
                session.flush()
                session.add(Membership(user_id=user.id, organisation=code, role=role.value))
                users[code, role] = user.id
    with reading() as session:
        found = {key: actor_for(session, user_id) for key, user_id in users.items()}
    return {key: actor for key, actor in found.items() if actor}


@pytest.fixture
def lead(people: People) -> Actor:
    return people[OWN, Role.LEAD]


@pytest.fixture
def editor(people: People) -> Actor:
    return people[OWN, Role.EDITOR]


@pytest.fixture
def stranger(people: People) -> Actor:
    """The other trust's lead."""
    return people[OTHER, Role.LEAD]


@pytest.fixture
def choice() -> DriverChoice:
    return DriverChoice(
        title="Smoke-free pregnancies",
        driver_key="smoke_free",
        primary_driver="Increasing the proportion of smoke-free pregnancies",
        aim="Smoking at delivery below 6% by March 2027",
        secondary=(SecondaryChoice(title="CO testing at every contact"), SecondaryChoice(title="Opt-out referral")),
    )


@pytest.fixture
def programme(lead: Actor, choice: DriverChoice) -> str:
    with writing() as session:
        return create_programme(session, lead, OWN, choice).id


@pytest.fixture
def make_measure(lead: Actor, programme: str) -> Callable[..., Measure]:
    def make(name: str = "CO test at booking", **cells: Any) -> Measure:
        with writing() as session:
            return add_row(session, lead, programme, Measure, {"name": name, **cells}).row

    return make


@pytest.fixture
def measure(make_measure: Callable[..., Measure]) -> Measure:
    return make_measure()


@pytest.fixture
def save(lead: Actor, measure: Measure) -> Save:
    def go(content: bytes) -> Stored:
        with writing() as session:
            return save_observations(session, lead, measure.id, read_series(content, "CO tests.csv"), content)

    return go
