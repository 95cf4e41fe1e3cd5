"""The demonstration trust, and the page of one file for all measures run on it without a browser."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from plan_store import demo
from plan_store.store import writing
from tests.pages.baseline.conftest import Page


@pytest.fixture
def page(store: Engine) -> Callable[..., Page]:
    """page="baseline_data" for Import all; of_plan=False for the whole trust."""
    with writing() as session:
        demo.fill(session)
    return lambda email=demo.FIRST_VISITOR, page="data_file", of_plan=True: Page(email, page=page, of_plan=of_plan)
