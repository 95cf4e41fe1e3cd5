"""A PostgreSQL that ended a connection while nobody used it: the next one is served all the same."""

import psycopg
import pytest
from sqlalchemy import Engine, text

from plan_store import store as store_module
from plan_store.store import reading


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


def _server_side(store: Engine) -> int:
    with reading(store) as session:
        return session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()


def test_what_the_server_ended_is_made_anew(store: Engine, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "QUIET", 0)
    ended = _server_side(store)
    assert _server_side(store) == ended
    with psycopg.connect(store_url, autocommit=True) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    assert _server_side(store) != ended
