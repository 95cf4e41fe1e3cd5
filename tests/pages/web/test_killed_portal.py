"""kill -9 of the whole portal while many people write in it: all that a box was told is saved is there afterwards.

PORTAL_KILL_ROUNDS=200 in the environment makes it a long run.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event

import pytest
from websockets.exceptions import WebSocketException

from plan_store.sections import BOXES
from tests.pages.web.box_tab import BoxTab
from tests.pages.web.streamlit_tab import streamlit_tab
from tests.plan_store.killed import Acknowledged, lost
from tests.portal_server import Portal

ROUNDS = int(os.environ.get("PORTAL_KILL_ROUNDS", "20"))
TITLE = "Early feeds, fewer separations"
LEAST, MOST = 8, 20  # acknowledged saves before the kill
OWN_BOX, PEOPLE = 6, 8  # six write in a box each, and two together


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Portal]:
    running = Portal(tmp_path)
    yield running
    running.close()


def test_a_killed_portal_loses_nothing_that_a_box_was_told_is_saved(own: Portal) -> None:
    chance, total = Random(), 0
    for number in range(ROUNDS):
        own.start()
        acknowledged = Acknowledged()
        _write_until(own, acknowledged, chance.randint(LEAST, MOST))
        total += acknowledged.count
        assert acknowledged.count >= LEAST
        assert lost(own.engine, acknowledged) == [], f"round {number}"
    print(f"{ROUNDS} rounds, {total} acknowledged saves")


def _write_until(portal: Portal, acknowledged: Acknowledged, saves: int) -> None:
    """Everybody writes; once so many saves were acknowledged, the portal is killed in the middle of the others."""
    enough, programme = Event(), portal.programme(TITLE)

    def write(person: int, token: str) -> None:
        box = BOXES[min(person, OWN_BOX)].key
        with streamlit_tab(portal.url, token) as tab:
            here = BoxTab(tab.socket, programme).open()
            for save in range(10_000):
                mine = f"<p>{person} says {save}</p>"
                others = here.boxes[box].data["html"].split("</p>")[:-1]
                html = "".join(f"{part}</p>" for part in others if f"<p>{person} " not in part) + mine
                data = here.submit(box, html)
                if data["answer"]["theirs_revision"] == 0:
                    assert mine in data["html"]
                    acknowledged.note("text", f"{programme}/{box}", data["revision"], data["html"])
                if acknowledged.count >= saves:
                    enough.set()

    def until_cut_off(person: int, token: str) -> None:
        try:
            write(person, token)
        except (WebSocketException, ConnectionError):
            enough.set()

    with ThreadPoolExecutor(PEOPLE) as people:
        done = [people.submit(until_cut_off, person, portal.new_session()) for person in range(PEOPLE)]
        enough.wait(60)
        portal.kill()
    assert [person.result() for person in done] == [None] * PEOPLE
