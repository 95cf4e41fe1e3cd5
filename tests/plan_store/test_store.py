"""Ids, times, and sessions that keep all or nothing."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import StatementError
from sqlmodel import select

from plan_store.base import new_id, now
from plan_store.clean import CHART_ID
from plan_store.people import Organisation, User
from plan_store.store import make_engine, reading, upgrade_schema, writing
from tests.postgres import Postgres


def test_ids_are_random_and_in_order_of_time() -> None:
    ids = [new_id() for _ in range(1000)]
    assert ids == sorted(set(ids))
    assert {UUID(made).version for made in ids} == {7}
    assert CHART_ID.fullmatch(ids[0]), "a measure's id can stand in a text"


def test_a_database_that_knows_no_encoding_keeps_every_word(postgres: Postgres) -> None:
    name = postgres.create("ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    made = make_engine(postgres.url(name))
    try:
        upgrade_schema(made)
        with writing(made) as session:
            session.add(Organisation(ods_code="AB1", name="Ysbyty’r Tŷ ≥ 18"))
        with reading(made) as session:
            assert session.exec(select(Organisation.name)).one() == "Ysbyty’r Tŷ ≥ 18"
    finally:
        made.dispose()
        postgres.drop(name)


def test_a_time_in_summer_comes_back_as_the_same_moment(store: Engine) -> None:
    said = datetime(2026, 8, 6, 14, 30, tzinfo=ZoneInfo("Europe/London"))
    with writing() as session:
        session.add(User(name="a", email="a@x.example", removed_at=said))
    with reading() as session:
        found = session.exec(select(User.removed_at)).one()
    assert found is not None
    assert found == said
    assert found.utcoffset() == now().utcoffset()
    assert found.hour == 13


def test_a_time_without_its_zone_is_refused(store: Engine) -> None:
    with pytest.raises(StatementError, match="zone"), writing() as session:
        session.add(User(name="a", email="a@x.example", removed_at=datetime(2026, 8, 6)))


def test_what_is_left_in_a_reading_session_is_not_kept(store: Engine) -> None:
    with reading() as session:
        session.add(Organisation(ods_code="DEMO1", name="Northdale"))
        session.flush()
    with reading() as session:
        assert session.get(Organisation, "DEMO1") is None


def test_rows_can_be_used_after_their_session(store: Engine) -> None:
    with writing() as session:
        session.add(Organisation(ods_code="DEMO1", name="Northdale"))
    with reading() as session:
        found = session.get_one(Organisation, "DEMO1")
    assert found.name == "Northdale"
