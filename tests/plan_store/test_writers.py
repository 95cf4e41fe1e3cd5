"""Many writers on one store: no lost update, no "database is locked", every acknowledged save is there."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import RowConflict, add_row, find_row, list_rows, move_row, save_row
from plan_store.sections import BOXES
from plan_store.store import reading, writing
from plan_store.texts import TextConflict, read_texts, save_text

WRITERS, EDITORS, SAVES = 20, 50, 20
Result = TypeVar("Result")


def at_once(work: Callable[[int], Result], writers: int = WRITERS) -> list[Result]:
    """Run work(number) in as many threads as there are writers, all starting together; their results, or the fault."""
    ready = Barrier(writers)

    def go(number: int) -> Result:
        ready.wait()
        return work(number)

    with ThreadPoolExecutor(writers) as threads:
        return list(threads.map(go, range(writers)))


def revisions(thing_id: str) -> list[int]:
    with reading() as session:
        return sorted(session.exec(select(Change.revision).where(Change.thing_id == thing_id)))


def test_writers_in_boxes_of_their_own(store: Engine, lead: Actor, choice: DriverChoice) -> None:
    with writing() as session:
        plans = [create_programme(session, lead, "DEMO1", choice).id for _ in range(6)]
    places = [(plan, box.key) for plan in plans for box in BOXES][:EDITORS]

    def work(number: int) -> None:
        plan, box = places[number]
        for save in range(SAVES):
            with writing() as session:
                assert (
                    save_text(session, lead, plan, box, f"<p>writer {number} save {save}</p>", save).revision
                    == save + 1
                )

    at_once(work, EDITORS)
    for number, (plan, box) in enumerate(places):
        with reading() as session:
            assert read_texts(session, lead, plan)[box].html == f"<p>writer {number} save {SAVES - 1}</p>"
        assert revisions(f"{plan}/{box}") == list(range(1, SAVES + 1))
    if store.dialect.name == "sqlite":
        with store.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_writers_in_one_box(lead: Actor, programme: str) -> None:
    """Each keeps a paragraph of its own and sees others' by merging, as browsers do."""

    def work(number: int) -> int:
        html, seen, conflicts = "", 0, 0
        for save in range(SAVES):
            mine = f"<p>{number:02} at {save:02} says {number * SAVES + save}</p>"
            old = f"<p>{number:02} at {save - 1:02} says {number * SAVES + save - 1}</p>"
            html = html.replace(old, mine) if old in html else html + mine
            while True:
                try:
                    with writing() as session:
                        kept = save_text(session, lead, programme, "aims", html, seen)
                    break
                except TextConflict as conflict:  # the writer looks at theirs and puts the paragraph in
                    conflicts += 1
                    seen = conflict.revision
                    html = conflict.theirs.replace(old, mine) if old in conflict.theirs else conflict.theirs + mine
            html, seen = kept.html, kept.revision
        return conflicts

    at_once(work, EDITORS)
    with reading() as session:
        final = read_texts(session, lead, programme)["aims"]
        logged = session.exec(select(Change).where(Change.thing == "PlanText").order_by(col(Change.revision))).all()
    assert final.revision == EDITORS * SAVES
    assert [change.revision for change in logged] == list(range(1, EDITORS * SAVES + 1))
    for number in range(EDITORS):
        last = SAVES - 1
        assert f"{number:02} at {last:02} says {number * SAVES + last}" in final.html
    ever = "".join(json.loads(change.after)["html"] for change in logged)
    assert {int(said) for said in re.findall(r"says (\d+)<", ever)} == set(range(EDITORS * SAVES))


def test_writers_in_one_row(lead: Actor, programme: str, measure: Measure) -> None:
    cells = ["definition", "numerator", "denominator", "source", "captured_by", "lead", "risks", "secondary_driver"]

    def work(number: int) -> None:
        seen = 1
        for save in range(SAVES):
            cell = {cells[number]: f"{number} {save}"}
            with writing() as session:
                seen = save_row(session, lead, Measure, measure.id, cell, seen).row.revision

    at_once(work, len(cells))
    with reading() as session:
        found = find_row(session, lead, Measure, measure.id)
    assert {name: getattr(found, name) for name in cells} == {n: f"{i} {SAVES - 1}" for i, n in enumerate(cells)}
    assert revisions(measure.id) == list(range(1, len(cells) * SAVES + 2))


def test_of_many_who_change_one_cell_one_is_kept(lead: Actor, measure: Measure) -> None:
    def work(number: int) -> bool:
        try:
            with writing() as session:
                save_row(session, lead, Measure, measure.id, {"lead": f"writer {number}"}, 1)
        except RowConflict:
            return False
        return True

    kept = at_once(work)
    assert sum(kept) == 1
    with reading() as session:
        assert find_row(session, lead, Measure, measure.id).lead == f"writer {kept.index(True)}"


def test_rows_added_at_once_are_all_there_and_can_be_ordered(lead: Actor, programme: str) -> None:
    def work(number: int) -> str:
        with writing() as session:
            return add_row(session, lead, programme, Measure, {"name": f"m{number}"}).row.id

    added = at_once(work)
    with writing() as session:
        before = [row.id for row in list_rows(session, lead, programme, Measure)]
        move_row(session, lead, Measure, before[-1], -WRITERS)
    assert sorted(before) == sorted(added)
    with reading() as session:
        after = list_rows(session, lead, programme, Measure)
    assert [row.id for row in after] == [before[-1], *before[:-1]]
    assert [row.position for row in after] == list(range(WRITERS))


def test_readers_see_whole_changes_while_writers_write(lead: Actor, programme: str) -> None:
    def work(number: int) -> None:
        for _ in range(SAVES):
            if number == 0:
                with writing() as session:
                    for box in ("aims", "baseline"):
                        seen = read_texts(session, lead, programme).get(box)
                        count = int(seen.html[3:-4]) + 1 if seen else 1
                        save_text(session, lead, programme, box, f"<p>{count}</p>", seen.revision if seen else 0)
            else:
                with reading() as session:
                    found = read_texts(session, lead, programme)
                    assert len({text.html for text in found.values()}) <= 1

    at_once(work, 6)


def test_a_failed_writer_lets_the_next_one_in(lead: Actor, programme: str) -> None:
    with pytest.raises(ZeroDivisionError), writing() as session:
        save_text(session, lead, programme, "aims", "<p>half</p>", 0).revision / 0
    with writing() as session:
        assert save_text(session, lead, programme, "aims", "<p>whole</p>", 0).revision == 1
