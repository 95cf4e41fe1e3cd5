"""The journeys run with the store on PostgreSQL, as sites with many people have it.

test_on_sqlite.py has the main ones on SQLite too; PORTAL_TEST_STORE=sqlite runs them all there.
"""

import os

import pytest

STORE = os.environ.get("PORTAL_TEST_STORE", "postgresql")


@pytest.fixture(scope="module")
def portal_store() -> str:
    return STORE
