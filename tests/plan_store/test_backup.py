"""Backup, restore and check: a drill from the backup to the day after the disk was lost."""

import gzip
import shutil
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from charts.series import read_series
from plan_store.__main__ import main
from plan_store.backup import NotDone, back_up, last_backup
from plan_store.base import now
from plan_store.changes import Change
from plan_store.checking import check_store
from plan_store.observations import save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.restoring import restore
from plan_store.sections import BOXES
from plan_store.sign_in import hash_of, make_link, redeem_link, signed_in
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text


@pytest.fixture
def store_kind() -> str:
    """What is here is about the file that SQLite keeps."""
    return "sqlite"


OLD = Path(__file__).parents[1] / "data" / "stores" / "0001.sqlite.gz"
CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"
WHOLE = [
    "ok     The store’s own structure",
    "ok     What refers to something finds it",
    "ok     Everything is as its last change left it",
    "ok     Every period has one value that counts",
    "ok     Every upload has its file, as it came",
]


@pytest.fixture
def file(store: Engine) -> Path:
    return Path(str(store.url.database))


def said(programme: str, lead: Actor) -> dict[str, int]:
    with reading() as session:
        return {box: int(found.html[3:-4]) for box, found in read_texts(session, lead, programme).items()}


def test_the_drill(tmp_path: Path, store: Engine, file: Path, lead: Actor, programme: str, measure: Measure) -> None:
    """Backed up while people write, destroyed, restored: all that was acknowledged before the backup is there."""
    with writing() as session:
        save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV)
    saved: dict[str, int] = {}
    enough, over = Event(), Event()

    def write(box: str) -> None:
        for number in range(1, 2000):
            with writing() as session:
                save_text(session, lead, programme, box, f"<p>{number}</p>", number - 1)
            saved[box] = number
            if number == 20:
                enough.set()
            if over.is_set():
                return

    with ThreadPoolExecutor(4) as people:
        writing_now = [people.submit(write, box.key) for box in BOXES[:4]]
        enough.wait()
        before = dict(saved)
        try:
            back_up(tmp_path / "backup.sqlite")
        finally:
            over.set()
        after = dict(saved)
    assert [done.result() for done in writing_now] == [None] * 4
    store.dispose()
    file.write_bytes(b"nothing is left of it")
    assert restore(tmp_path / "backup.sqlite").startswith("The store is the one of")
    there = said(programme, lead)
    for box, number in before.items():
        assert number <= there[box] <= after[box] + 1  # a save may be kept and not yet acknowledged
    assert [str(finding) for finding in check_store()] == WHOLE
    with reading() as session:
        for box, number in there.items():
            logged = select(Change.revision).where(Change.thing_id == f"{programme}/{box}")
            assert sorted(session.exec(logged)) == list(range(1, number + 1))
    with writing() as session:
        assert save_text(session, lead, programme, "risks", "<p>1</p>", 0).revision == 1


def test_a_restore_keeps_the_store_of_before_and_signs_everybody_out(
    tmp_path: Path, store: Engine, file: Path, lead: Actor, programme: str
) -> None:
    with writing() as session:
        email = f"lead@{lead.organisation.lower()}.example"
        token, unused = redeem_link(session, make_link(session, email)), make_link(session, email)
    back_up(tmp_path / "backup.sqlite")
    assert last_backup() is not None
    assert abs((now() - (last_backup() or now())).total_seconds()) < 60
    with writing() as session:
        save_text(session, lead, programme, "aims", "<p>2</p>", 0)
    mode = file.stat().st_mode
    store.dispose()
    restore(tmp_path / "backup.sqlite")
    with reading() as session:
        assert read_texts(session, lead, programme) == {}
        assert signed_in(session, hash_of(token)) is None
        used = session.connection().execute(text("SELECT count(*) FROM signinlink WHERE used_at IS NULL"))
        assert used.scalar_one() == 0, unused
    (aside,) = file.parent.glob("store.sqlite.before-*")
    with sqlite3.connect(aside) as earlier:
        assert earlier.execute("SELECT html FROM plantext").fetchall() == [("<p>2</p>",)]
    assert file.stat().st_mode == mode
    assert not list(file.parent.glob(".*part*"))


def test_a_store_in_use_is_not_replaced(tmp_path: Path, store: Engine, file: Path, programme: str) -> None:
    back_up(tmp_path / "backup.sqlite")
    with reading() as session:
        session.connection()
        with pytest.raises(NotDone, match="A portal is using the store"):
            restore(tmp_path / "backup.sqlite")
    with reading() as session:
        assert session.connection().execute(text("SELECT id FROM programme")).scalars().all() == [programme]
    assert [path.name for path in file.parent.glob("store.sqlite.before-*")] == []


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, store: Engine) -> None:
    store.dispose()
    (tmp_path / "old.sqlite").write_bytes(gzip.decompress(OLD.read_bytes()))
    restore(tmp_path / "old.sqlite")
    assert [str(finding) for finding in check_store()] == WHOLE


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def broken(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    path.write_bytes(content)


def without_files(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE stored_file SET content = x'00'")


def something_else(path: Path) -> None:
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE a (b)").connection.close()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (newer, "was made by a newer portal. Install that one first."),
        (broken, "is damaged."),
        (without_files, "is damaged. WRONG  Every upload has its file, as it came: "),
        (something_else, "is not a backup of this portal."),
        (lambda path: path.write_text("a,b\n1,2\n"), "is not a backup of this portal."),
        (lambda path: path.unlink(), "There is no file"),
    ],
)
def test_what_is_not_a_whole_backup_changes_nothing(
    tmp_path: Path, store: Engine, file: Path, lead: Actor, measure: Measure, spoil: Callable, sentence: str
) -> None:
    with writing() as session:
        save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV)
    back_up(tmp_path / "backup.sqlite")
    store.dispose()
    spoil(tmp_path / "backup.sqlite")
    with pytest.raises(NotDone) as told:
        restore(tmp_path / "backup.sqlite")
    assert sentence in str(told.value)
    assert [str(finding) for finding in check_store()] == WHOLE
    assert sorted(path.name for path in file.parent.iterdir() if "before" in path.name or "part" in path.name) == []


def test_a_backup_never_takes_the_place_of_the_store(store: Engine, file: Path, programme: str) -> None:
    with pytest.raises(NotDone, match="This file is the store itself"):
        back_up(file)
    with pytest.raises(NotDone, match="could not be written: No such file"):
        back_up(file.parent / "nowhere" / "backup.sqlite")


SPOILED = {
    "UPDATE plantext SET revision = 7": "WRONG  Everything is as its last change left it: PlanText ",
    "UPDATE observation SET upload_id = 'x'": "WRONG  What refers to something finds it: observation row 1, ",
    "UPDATE stored_file SET content = x'00'": "WRONG  Every upload has its file, as it came: ",
    "UPDATE upload SET deleted_at = '2026-01-01'": "WRONG  Every period has one value that counts: ",
}


@pytest.mark.parametrize("statement", SPOILED)
def test_check_names_what_is_wrong(
    statement: str,
    file: Path,
    lead: Actor,
    programme: str,
    measure: Measure,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
) -> None:
    with writing() as session:
        save_text(session, lead, programme, "aims", "<p>1</p>", 0)
        save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV)
    monkeypatch.setattr(sys, "argv", ["plan_store", "check"])
    assert (main(), capsys.readouterr().out.splitlines()) == (0, WHOLE)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute(statement)
    assert main() == 1
    wrong = [line for line in capsys.readouterr().out.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 1 or "upload_id" in statement
    assert wrong[0].startswith(SPOILED[statement])


def test_the_command_line_says_what_it_did(
    tmp_path: Path, store: Engine, programme: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    to = tmp_path / "backup.sqlite"
    monkeypatch.setattr(sys, "argv", ["plan_store", "backup", str(to)])
    assert main() == 0
    assert capsys.readouterr().out == (
        f"{to} has everything that was saved before now ({to.stat().st_size:,} bytes).\n"
    )
    store.dispose()
    monkeypatch.setattr(sys, "argv", ["plan_store", "restore", str(to)])
    assert main() == 0
    shutil.copyfile(__file__, to)
    assert main() == 1
    assert capsys.readouterr().err == f"{to} is not a backup of this portal.\n"
