"""`make bench`: how many people one process carries; nothing asserted.

Each has a plan open, saves a box about every 15 seconds and asks every four who else is here, as the page does. A real
portal with its store in a SQLite file; the people are in this process and need a core of their own.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from threading import Barrier, BrokenBarrierError, Event

import httpx

from plan_store.programmes import DriverChoice, create_programme
from plan_store.sections import BOXES
from plan_store.texts import save_text
from tests.pages.web.box_tab import BoxTab
from tests.pages.web.streamlit_tab import streamlit_tab
from tests.people import actor_of
from tests.portal_server import Portal

PEOPLE, SECONDS, COMING = (1, 50, 75, 100), 30, 20  # so many; measured so long, after they have come
TEAM = 5  # people in one plan
THINKS, ASKS = 15.0, 4.0  # seconds between two saves, and between two questions of a page
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Load:
    """What the people saw: seconds to open the plan, to have a box saved, to be told who is here."""

    portal: Portal
    programmes: list[str]
    everyone: Barrier
    over: Event = field(default_factory=Event)
    opened: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)

    def come(self, number: int) -> None:
        try:
            self.person(number)
        except BaseException:
            self.everyone.abort()
            self.over.set()
            raise

    def person(self, number: int) -> None:
        token, chance = self.portal.new_session(), random.Random(number)
        programme = self.programmes[number // TEAM]
        box = BOXES[number % len(BOXES)].key
        time.sleep(chance.uniform(0, COMING))
        headers = {"Origin": self.portal.url}
        with (
            streamlit_tab(self.portal.url, token) as tab,
            httpx.Client(base_url=self.portal.url, cookies={"matneo-session": token}, headers=headers) as page,
        ):
            began = time.perf_counter()
            here = BoxTab(tab.socket, programme).open()
            self.opened.append(time.perf_counter() - began)
            self.everyone.wait()
            save_at = time.monotonic() + chance.uniform(0, THINKS)
            ask_at = time.monotonic() + chance.uniform(0, ASKS)
            while not self.over.wait(max(0, min(save_at, ask_at) - time.monotonic())):
                if ask_at <= save_at:
                    ask_at += ASKS
                    began = time.perf_counter()
                    page.post("/here", json={"programme": programme, "say": True}).raise_for_status()
                    self.asked.append(time.perf_counter() - began)
                else:
                    save_at += chance.uniform(0.5, 1.5) * THINKS
                    began = time.perf_counter()
                    here.submit(box, f"<p>{number} at {time.monotonic()}</p>")
                    self.saved.append(time.perf_counter() - began)


def processor(portal: Portal) -> float:
    """The seconds of a core that the portal has used."""
    assert portal.process is not None
    words = Path(f"/proc/{portal.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS


def memory(portal: Portal) -> float:
    """In megabytes, now."""
    assert portal.process is not None
    pages = Path(f"/proc/{portal.process.pid}/statm").read_text(encoding="utf-8").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def run(people: int) -> None:
    portal = Portal(Path(tempfile.mkdtemp()))
    try:
        portal.start()
        load = Load(portal, plans(portal, people), Barrier(people + 1))
        with ThreadPoolExecutor(people) as threads:
            working = [threads.submit(load.come, number) for number in range(people)]
            with suppress(BrokenBarrierError):  # whoever broke it says why
                load.everyone.wait()
            began, before = time.perf_counter(), processor(portal)
            time.sleep(SECONDS)
            used = (processor(portal) - before) / (time.perf_counter() - began)
            held = memory(portal)
            load.over.set()
            for one in working:
                one.result()
        sys.stdout.write(
            f"{people:>5} people: saved {words(load.saved)}, asked {words(load.asked)}, opened {words(load.opened)},"
            f" {used:.2f} of a core, {held:.0f} MB\n"
        )
        sys.stdout.flush()
    finally:
        portal.close()


def plans(portal: Portal, people: int) -> list[str]:
    """A plan for each team, with something in every box."""
    with portal.store() as session:
        actor = actor_of(session)
        names = [f"Plan {number}" for number in range(0, people, TEAM)]
        choices = [DriverChoice(title=name, primary_driver=name, aim=name) for name in names]
        made = [create_programme(session, actor, actor.organisation, choice).id for choice in choices]
        for programme, box in product(made, BOXES):
            save_text(session, actor, programme, box.key, "<p>Written before.</p>", 0)
        return made


def words(taken: list[float]) -> str:
    ordered = sorted(taken)
    if not ordered:
        return "none"
    return f"{statistics.median(ordered) * 1000:.0f} ms p95 {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms"


def main() -> None:
    sys.stdout.write(f"People a process. {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.")
    sys.stdout.write(f" Everybody saves every {THINKS:.0f} s.\n")
    for people in PEOPLE:
        run(people)


if __name__ == "__main__":
    main()
