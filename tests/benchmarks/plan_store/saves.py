"""`make bench`: saves a second and p95 by 1, 10 and 50 writers on both stores beside the bare driver; nothing asserted.

The store and the bare driver take turns within every round, on the same database, with the same work.
"""

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Barrier, BrokenBarrierError

from sqlalchemy import Engine

from pages._web.one_core import cores_in_use, stay_on_one_core
from plan_store.clean import clean_html
from plan_store.demo import fill
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.people import Membership, Organisation, User
from plan_store.permissions import Actor, Role
from plan_store.plan_rows import Measure
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import add_row, save_row
from plan_store.sections import BOXES
from plan_store.settings import settings
from plan_store.store import make_engine, upgrade_schema, writing
from plan_store.texts import save_text
from tests.benchmarks.plan_store.bare import Bare
from tests.portal_server import free_port
from tests.postgres import Postgres

WRITERS, ROUNDS, SAVES = (1, 10, 50), 5, 1000
WORDS = "<p>CO testing is offered at every contact, and the words are those of a <strong>real</strong> plan.</p>" * 6
CHOICE = DriverChoice(title="Speed", primary_driver="Speed", aim="Speed")


@dataclass
class Place:
    """Where one writer works: a programme, a box, a measure; and how far it has come."""

    programme: str
    box: str
    measure: str
    text: int = 0
    row: int = 1
    entries: int = 0
    seen: dict[date, str] = field(default_factory=dict)

    def period(self) -> date:
        """One of two years, in turn: after the first round every entry corrects one."""
        self.entries += 1
        return date(2024 + self.entries % 24 // 12, self.entries % 12 + 1, 1)


class Store:
    """The verbs as a page calls them."""

    def __init__(self, on: Engine, actor: Actor) -> None:
        self.on, self.actor = on, actor

    def save_text(self, place: Place) -> None:
        with writing(self.on) as session:
            saved = save_text(
                session, self.actor, place.programme, place.box, f"{WORDS}<p>{place.text}</p>", place.text
            )
        place.text = saved.revision

    def save_row(self, place: Place) -> None:
        with writing(self.on) as session:
            cells = {"lead": f"Lead {place.row}"}
            place.row = save_row(session, self.actor, Measure, place.measure, cells, place.row).row.revision

    def save_entry(self, place: Place) -> None:
        with writing(self.on) as session:
            entry = Entry(
                period=place.period(), numerator=str(place.entries), denominator="60000", reason="counted again"
            )
            saved = save_entry(session, self.actor, place.measure, entry, place.seen.get(entry.period))
        place.seen[entry.period] = saved.id


class Driver:
    """The same by hand."""

    def __init__(self, bare: Bare, actor: Actor) -> None:
        self.bare, self.actor = bare, actor

    def save_text(self, place: Place) -> None:
        html = f"{WORDS}<p>{place.text}</p>"
        place.text = self.bare.save_text(self.actor, place.programme, place.box, html, place.text)

    def save_row(self, place: Place) -> None:
        words = f"Lead {place.row}"
        place.row = self.bare.save_row(self.actor, place.programme, place.measure, words, place.row)

    def save_entry(self, place: Place) -> None:
        period, numbers = place.period(), (float(place.entries), 60000.0)
        at = (place.programme, place.measure, period)
        place.seen[period] = self.bare.save_entry(self.actor, *at, numbers, place.seen[period])


def prepared(on: Engine) -> tuple[Actor, list[Place]]:
    """A trust with a place for each writer; every box has been written in, every measure has two years of data."""
    upgrade_schema(on)
    with writing(on) as session:
        fill(session)
        session.add(Organisation(ods_code="SPEED", name="Speed"))
        user = User(name="Writer", email="writer@speed.example")
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id, organisation="SPEED", role=Role.LEAD.value))
        actor = Actor(user.id, user.name, {"SPEED": Role.LEAD})
    places = []
    while len(places) < max(WRITERS):
        with writing(on) as session:
            programme = create_programme(session, actor, "SPEED", CHOICE).id
            for number, box in enumerate(BOXES):
                measure = add_row(session, actor, programme, Measure, {"name": f"m{number}"}).row.id
                place = Place(programme, box.key, measure)
                place.text = save_text(session, actor, programme, box.key, WORDS, 0).revision
                for _ in range(24):
                    entry = Entry(period=place.period(), numerator="1", denominator="2")
                    place.seen[entry.period] = save_entry(session, actor, measure, entry, None).id
                places.append(place)
    return actor, places


@dataclass(frozen=True)
class Run:
    """Saves a second, the seconds that each took, and how much processor time of ours one cost."""

    speed: float
    taken: list[float]
    processor: float

    @property
    def p95(self) -> float:
        return sorted(self.taken)[int(len(self.taken) * 0.95)]


def run(work: Callable[[Place], None], places: list[Place]) -> Run:
    """One thread a place, all starting together."""
    ready, each = Barrier(len(places) + 1), SAVES // len(places)

    def go(place: Place) -> list[float]:
        taken = []
        try:
            work(place)  # the first opens the connection
        except BaseException:
            ready.abort()
            raise
        ready.wait()
        for _ in range(each):
            began = time.perf_counter()
            work(place)
            taken.append(time.perf_counter() - began)
        return taken

    with ThreadPoolExecutor(len(places)) as threads:
        working = [threads.submit(go, place) for place in places]
        with suppress(BrokenBarrierError):  # whoever broke it says why
            ready.wait()
        began, processor = time.perf_counter(), time.process_time()
        taken = [second for one in working for second in one.result()]
        processor = (time.process_time() - processor) / len(taken)
        return Run(len(taken) / (time.perf_counter() - began), taken, processor)


def measure(name: str, url: str) -> None:
    on = make_engine(url)
    actor, places = prepared(on)
    store, bare = Store(on, actor), Bare(url)
    driver = Driver(bare, actor)
    sys.stdout.write(f"\n{name}\n{'':<22}{'store':>19}{'bare driver':>39}{'store to bare':>26}\n")
    for verb in ("save_text", "save_entry", "save_row"):
        for writers in WRITERS:
            rounds = [[run(getattr(one, verb), places[:writers]) for one in (store, driver)] for _ in range(ROUNDS)]
            show(verb, writers, rounds)
    bare.close()
    on.dispose()


def show(verb: str, writers: int, rounds: list[list[Run]]) -> None:
    cells = []
    for one in (0, 1):
        speed = statistics.median(a_round[one].speed for a_round in rounds)
        slow = statistics.median(a_round[one].p95 for a_round in rounds)
        processor = statistics.median(a_round[one].processor for a_round in rounds)
        cells.append(f"{speed:>8.0f}/s p95 {slow * 1000:>6.1f} ms {processor * 1000:>5.2f} ms CPU")
    ratio = statistics.median(bare.speed / ours.speed for ours, bare in rounds)
    slower = statistics.median(ours.p95 / bare.p95 for ours, bare in rounds)
    sys.stdout.write(f"  {verb:<11}{writers:>2} writers {'   '.join(cells)}{ratio:>9.2f} x, p95 {slower:.2f} x\n")
    sys.stdout.flush()


def cleaning() -> None:
    """What the store does besides: the text is made safe before the transaction begins to wait for anyone."""
    began = time.perf_counter()
    for _ in range(500):
        clean_html(WORDS)
    sys.stdout.write(f"\nCleaning a text of {len(WORDS)} characters: {(time.perf_counter() - began) * 2:.3f} ms\n")


def main() -> None:
    load, server = os.getloadavg()[0], Postgres(free_port(), durable=True).start()
    if settings().portal_one_core:
        stay_on_one_core(settings().portal_port)  # as the portal does; the database server has them all
    sys.stdout.write(f"Saves. Python {platform.python_version()}, {len(cores_in_use())} of {os.cpu_count()} cores")
    sys.stdout.write(f" (PORTAL_ONE_CORE=false: all), load {load:.1f}.")
    sys.stdout.write(f" Medians of {ROUNDS} rounds of {SAVES} saves; ratios within each round.\n")
    folder = Path(tempfile.mkdtemp())
    try:
        measure("SQLite: WAL, synchronous FULL", f"sqlite:///{folder / 'bench.sqlite'}")
        measure("PostgreSQL: synchronous commit", server.url(server.create()))
    finally:
        server.close()
        shutil.rmtree(folder)
    cleaning()


if __name__ == "__main__":
    main()
