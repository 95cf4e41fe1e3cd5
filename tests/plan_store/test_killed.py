"""kill -9 in the middle of everybody's saving: no acknowledged save is lost, none is half there, the file is whole.

tests/pages/web/test_killed_portal.py does the same to the whole portal, through its websockets.
KILL_ROUNDS=200 in the environment makes it a long run.
"""

import json
import os
from collections.abc import Iterator
from multiprocessing import get_context
from random import Random

import pytest
from sqlalchemy import Engine

from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import reading
from plan_store.texts import read_texts
from tests.plan_store.killed import Acknowledged, Place, lost, write_until_killed


@pytest.fixture
def store_kind() -> str:
    """About the file; PostgreSQL's own end is in tests/journeys/test_database_stopped.py."""
    return "sqlite"


ROUNDS = int(os.environ.get("KILL_ROUNDS", "20"))
LEAST, MOST = 5, 25  # acknowledged saves before the kill


@pytest.mark.skipif(not hasattr(os, "fork"), reason="starts processes by forking")
def test_a_killed_process_loses_nothing_that_it_acknowledged(
    store: Engine, lead: Actor, programme: str, measure: Measure
) -> None:
    place = Place(store.url.render_as_string(), lead, programme, measure.id)
    chance, total = Random(), 0
    for number in range(ROUNDS):
        store.dispose()  # nothing of ours holds the file while it is another's
        acknowledged = Acknowledged()
        for words in _until_killed(place, chance.randint(LEAST, MOST)):
            acknowledged.note(*words)
        total += acknowledged.count
        assert acknowledged.count >= LEAST
        assert lost(store, acknowledged) == [], f"round {number}"
    with reading() as session:
        assert len(read_texts(session, lead, programme)) == 6
    print(f"{ROUNDS} rounds, {total} acknowledged saves")


def _until_killed(place: Place, saves: int) -> Iterator[tuple[str, str, int, str]]:
    """What the process acknowledged before it was killed, in the middle of whatever it was doing."""
    here, there = os.pipe()
    writer = get_context("fork").Process(target=write_until_killed, args=(place, there))
    writer.start()
    os.close(there)
    with os.fdopen(here, "rb") as pipe:
        for _ in range(saves):
            yield tuple(json.loads(pipe.readline()))
        writer.kill()
        yield from (tuple(json.loads(line)) for line in pipe if line.endswith(b"\n"))
    writer.join()
    assert writer.exitcode == -9
