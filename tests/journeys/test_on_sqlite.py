"""The main job, and two people in one plan, once more with the store in a SQLite file, as one hospital has it."""

from collections.abc import Iterator

import pytest

from tests.journeys import test_general, test_main_job, test_tables
from tests.journeys.stored import programme_id
from tests.portal_server import Portal


@pytest.fixture(scope="module")
def portal_store() -> str:
    return "sqlite"


class TestMainJob:
    test_the_main_job = staticmethod(test_main_job.test_the_main_job)


class TestTwoPeople:
    @pytest.fixture
    def plan(self, portal: Portal) -> str:
        return programme_id(portal, "Smoke-free pregnancies")

    test_in_different_boxes = staticmethod(test_general.test_two_people_in_different_boxes_lose_nothing)
    test_in_one_box = staticmethod(test_general.test_two_people_in_one_box_merge_or_choose)


class TestTwoPeopleInTables:
    @pytest.fixture
    def plan(self, portal: Portal) -> Iterator[test_tables.Plan]:
        made = test_tables.Plan(portal, "smoke-free-pregnancies")
        yield made
        made.engine.dispose()

    test_in_one_cell = staticmethod(test_tables.test_two_people_in_one_cell_choose_and_other_cells_merge)
