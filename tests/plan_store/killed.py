"""A process that writes from many threads until it is killed, and what must be in the store it leaves behind."""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Thread
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from charts.series import read_series
from plan_store.changes import Change
from plan_store.checking import check_store
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observation_rows import Observation
from plan_store.observations import save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import find_row, save_row
from plan_store.sections import BOXES
from plan_store.store import make_engine, reading, writing
from plan_store.texts import PlanText, TextConflict, save_text
from plan_store.uploads import Upload

OWN_BOX, SHARED_BOX = 5, 3  # so many threads write in a box each, and so many together in the last one


@dataclass
class Acknowledged:
    """What writers were told is kept: texts by box and revision; rows' revisions; observations and uploads by id."""

    texts: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[str, int] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    count: int = 0

    def note(self, kind: str, thing: str, revision: int, html: str) -> None:
        self.count += 1
        if kind == "text":
            self.texts[thing][revision] = html
        elif kind == "row":
            self.rows[thing] = max(revision, self.rows.get(thing, 0))
        else:
            self.ids[kind].add(thing)


@dataclass(frozen=True)
class Place:
    """Where the writers write."""

    url: str
    actor: Actor
    programme: str
    measure: str


Say = Callable[..., None]


def write_until_killed(place: Place, pipe: int) -> None:
    """For a process of its own: saves without end, each told through the pipe once it is kept."""
    store = make_engine(place.url)

    def say(*words: Any) -> None:
        os.write(pipe, json.dumps(words).encode() + b"\n")  # shorter than a pipe's block, so lines stay whole

    work: list[tuple[Callable[..., None], str, int]] = [
        (_write_box, BOXES[number].key, number) for number in range(OWN_BOX)
    ]
    work += [(_write_box, BOXES[-1].key, number) for number in range(OWN_BOX, OWN_BOX + SHARED_BOX)]
    work += [(_write_row, "", 0), (_write_data, "", 0)]
    threads = [Thread(target=do, args=(store, place, say, *more)) for do, *more in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _write_box(store: Engine, place: Place, say: Say, box: str, number: int) -> None:
    """A paragraph of one's own, changed again and again; where others were first, in what they left."""
    with reading(store) as session:
        found = session.get(PlanText, (place.programme, box))
    html, seen, save = (found.html, found.revision, found.revision) if found else ("", 0, 0)
    while True:
        save += 1
        others = "".join(part + "</p>" for part in html.split("</p>")[:-1] if f"<p>{number} " not in part)
        html = f"{others}<p>{number} says {save}</p>"
        try:
            with writing(store) as session:
                kept = save_text(session, place.actor, place.programme, box, html, seen)
        except TextConflict as conflict:
            html, seen = conflict.theirs, conflict.revision
            continue
        html, seen = kept.html, kept.revision
        say("text", f"{place.programme}/{box}", kept.revision, kept.html)


def _write_row(store: Engine, place: Place, say: Say, _box: str, _number: int) -> None:
    with reading(store) as session:
        seen = find_row(session, place.actor, Measure, place.measure).revision
    while True:
        with writing(store) as session:
            cells = {"lead": f"lead {seen}", "risks": f"risks {seen}"}
            seen = save_row(session, place.actor, Measure, place.measure, cells, seen).row.revision
        say("row", place.measure, seen, "")


def _write_data(store: Engine, place: Place, say: Say, _box: str, _number: int) -> None:
    """One month typed, then a file of a year, by turns; every one replaces what was there."""
    with reading(store) as session:
        turn = len(session.exec(select(Upload.id)).all()) + 1
    while True:
        rows = "".join(f"01/{month:02}/2024,{turn},{1000 + turn + month}\n" for month in range(1, 13))
        content = f"Month,Tested,Booked\n{rows}".encode()
        with writing(store) as session:
            kept = save_observations(session, place.actor, place.measure, read_series(content, "a.csv"), content)
        say("upload", kept.upload.id, 0, "")
        with writing(store) as session:
            entry = Entry(period=date(2024, 6, 1), numerator=f"{turn}", denominator="5000", reason="counted again")
            there = select(Observation.id).where(Observation.period == entry.period, Observation.replaced_at == None)  # noqa: E711
            said = save_entry(session, place.actor, place.measure, entry, session.exec(there).one())
        say("observation", said.id, 0, "")
        turn += 1


def lost(store: Engine, acknowledged: Acknowledged) -> list[str]:
    """What was acknowledged and is not there, or not as it was; what is there in part; what is not whole."""
    faults = [str(finding) for finding in check_store(store) if finding.faults]
    with reading(store) as session:
        faults += _lost_texts(session, acknowledged)
        for row_id, revision in acknowledged.rows.items():
            faults += [row_id] if session.get_one(Measure, row_id).revision < revision else []
        for kind, table in (("upload", Upload), ("observation", Observation)):
            faults += [f"{kind} {key}" for key in acknowledged.ids[kind] - set(session.exec(select(table.id)))]
    return faults


def _lost_texts(session: Session, acknowledged: Acknowledged) -> Iterator[str]:
    for text in session.exec(select(PlanText)):
        thing = f"{text.programme_id}/{text.box}"
        logged = {
            change.revision: json.loads(change.after)["html"]
            for change in session.exec(select(Change).where(Change.thing == "PlanText", Change.thing_id == thing))
        }
        if sorted(logged) != list(range(1, text.revision + 1)) or logged.get(text.revision, "") != text.html:
            yield f"{thing} is not as its changes left it"
        told = acknowledged.texts.pop(thing, {})
        yield from (f"{thing} at {number}" for number, html in told.items() if logged.get(number) != html)
    yield from (f"{thing} is gone" for thing in acknowledged.texts)
