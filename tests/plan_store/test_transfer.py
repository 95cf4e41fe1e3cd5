"""A programme taken out and brought in again: the same document, numbers and history; or nothing at all."""

import json
import sys
from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, inspect
from sqlmodel import col, func, select

from charts.series import read_series
from charts.spec import ChartSpec
from plan_store.__main__ import main
from plan_store.base import now
from plan_store.bringing_in import NotAProgramme, import_programme, read_file_of_programme
from plan_store.changes import Change
from plan_store.checking import check_store
from plan_store.clean import CHART_ID
from plan_store.comments import Comment
from plan_store.document import ChartBlock, Document, read_document
from plan_store.entries import Entry
from plan_store.history import list_changes, state_at
from plan_store.monthly import save_entry
from plan_store.months import read_months
from plan_store.news import read_news
from plan_store.observation_rows import Observation
from plan_store.observations import read_observations, save_chart, save_observations
from plan_store.people import Organisation
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import Programme
from plan_store.rows import add_row, delete_row, list_deleted, list_rows
from plan_store.store import engine, make_engine, reading, upgrade_schema, writing
from plan_store.texts import PlanText, append_chart, read_texts, save_text
from plan_store.transfer import export_name, export_programme
from plan_store.uploads import Upload, delete_upload, list_uploads, read_file
from tests.plan_store.conftest import OTHER, OWN

CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n01/06/2025,*,100\n"
NEWER = b"Month,Tested,Booked\n01/05/2025,91,100\n01/07/2025,95,100\n"
TABLES = (Programme, PlanText, Measure, TeamMember, Upload, Observation, Comment, Change)


@pytest.fixture
def full(lead: Actor, programme: str, measure: Measure) -> str:
    """A programme with something of every kind, replaced, deleted and taken back too."""
    with writing() as session:
        save_observations(session, lead, measure.id, read_series(CSV, "first.csv"), CSV)
        second = save_observations(session, lead, measure.id, read_series(NEWER, "second.csv"), NEWER)
        present = list(session.exec(select(Observation).where(Observation.period == pd.Timestamp("2025-04-01").date())))
        entry = Entry(period=present[0].period, numerator="81", denominator="100", reason="One was counted late")
        save_entry(session, lead, measure.id, entry, present[0].id)
        delete_upload(session, lead, second.upload.id)
        save_chart(session, lead, measure.id, ChartSpec(screening=True, run_length=6), ChartSpec())
        append_chart(session, lead, programme, "baseline", measure.id)
        save_text(session, lead, programme, "aims", "<p>Warm <strong>babies</strong></p>", 0)
        save_text(session, lead, programme, "aims", "<p>Warm babies by March</p>", 1)
        gone = add_row(session, lead, programme, TeamMember, {"name": "A. Ward", "email": "a@ward.example"}).row
        add_row(session, lead, programme, TeamMember, {"name": "B. Ward", "role": "lead"})
        delete_row(session, lead, TeamMember, gone.id)
        said = {"programme_id": programme, "user_id": lead.user_id, "user_name": lead.name}
        asked = Comment(place="chart", place_id=measure.id, text="Why?", **said)
        session.add(asked)
        session.flush()
        session.add(Comment(place="box", place_id="aims", answers=asked.id, text="So", **said))
    return programme


@pytest.fixture
def exported(lead: Actor, full: str) -> dict[str, Any]:
    with reading() as session:
        return json.loads(json.dumps(export_programme(session, lead, full)))


def paper(document: Document) -> list[Any]:
    """A document without ids: what people read."""
    blocks = [
        (block.title, block.description, block.observations.to_dict("records"), block.spec)
        if isinstance(block, ChartBlock)
        else block
        for block in document.blocks
    ]
    return [document.title, document.primary_driver, document.aim, document.secondary_drivers, str(blocks)]


def history(programme: str, without_last: bool = False) -> list[Any]:
    with reading() as session:
        found = list(session.exec(select(Change).where(Change.programme_id == programme).order_by(col(Change.id))))
    told = [
        (one.at, one.user_name, one.action, one.thing, one.revision, plain(one.before), plain(one.after))
        for one in found
    ]
    return told[:-1] if without_last else told


def plain(text: str) -> str:
    return CHART_ID.sub("ID", text)


def months(actor: Actor, measure_id: str) -> list[Any]:
    with reading() as session:
        found = [(month.period, one) for month in read_months(session, actor, measure_id) for one in month.said]
    held = [(period, one.counts, one.file_name, one.taken_back, one.observation) for period, one in found]
    return [(*words, row.value, row.status, row.user_name, row.at, row.reason) for *words, row in held]


def measure_of(actor: Actor, programme: str) -> str:
    with reading() as session:
        return list_rows(session, actor, programme, Measure)[0].id


def hold_the_same(lead: Actor, full: str, other: Actor, programme: str) -> None:
    with reading() as session:
        assert paper(read_document(session, other, programme)) == paper(read_document(session, lead, full))
    assert history(programme, without_last=True) == history(full)
    here, there = measure_of(lead, full), measure_of(other, programme)
    assert months(other, there) == months(lead, here)
    with reading() as session:
        pd.testing.assert_frame_equal(read_observations(session, other, there), read_observations(session, lead, here))
        files = [read_file(session, other, upload.id)[1] for upload in list_uploads(session, other, there)]
        assert sorted(files) == sorted([CSV, NEWER])
        assert [row.name for row in list_deleted(session, other, programme, TeamMember)] == ["A. Ward"]
        comments = session.exec(select(Comment).where(Comment.programme_id == programme).order_by(col(Comment.id)))
        first, second = comments.all()
        assert (first.place_id, first.text, second.answers, second.place_id) == (there, "Why?", first.id, "aims")
    assert [finding for finding in check_store() if finding.faults] == []


def test_into_another_trust_beside_the_original_twice(
    lead: Actor, stranger: Actor, full: str, exported: dict[str, Any]
) -> None:
    made = []
    for _ in range(2):
        with writing() as session:
            made.append(import_programme(session, stranger, OTHER, exported).id)
    assert len({full, *made}) == 3
    for programme in made:
        hold_the_same(lead, full, stranger, programme)
        with reading() as session:
            html = read_texts(session, stranger, programme)["baseline"].html
        assert html == f'<figure data-chart="{measure_of(stranger, programme)}"></figure>'
    with reading() as session:
        last = session.exec(
            select(Change).where(Change.programme_id == made[0]).order_by(col(Change.id).desc())
        ).first()
    assert last
    assert (last.action, last.user_name, last.organisation) == ("imported", stranger.name, OTHER)
    assert json.loads(last.after)["from"] == "Northdale Hospital"


def test_into_another_store_the_ids_stay(tmp_path: Path, lead: Actor, full: str, exported: dict[str, Any]) -> None:
    exported["drivers"]["driver_key"] = "smoke-free-pregnancies"  # one that the library has
    elsewhere = make_engine(f"sqlite:///{tmp_path}/elsewhere.sqlite")
    upgrade_schema(elsewhere)
    with writing(elsewhere) as session:
        session.add(Organisation(ods_code=OWN, name="Northdale Hospital"))
        session.flush()
        assert import_programme(session, lead, OWN, exported).id == full
    with reading(elsewhere) as session:
        again = json.loads(json.dumps(export_programme(session, lead, full)))
        measure = list_rows(session, lead, full, Measure)[0]
        assert (measure.chart, measure.id) == (
            {"screening": True, "run_length": 6},
            exported["rows"]["Measure"][0]["id"],
        )
    for name in set(exported) - {"changes", "exported_at"}:
        assert again[name] == exported[name]
    assert again["changes"][:-1] == exported["changes"]
    elsewhere.dispose()


def test_what_is_exported_names_people_and_says_nothing_else_of_them(lead: Actor, exported: dict[str, Any]) -> None:
    words = json.dumps(exported)
    assert lead.name in words
    for secret in (lead.user_id, "lead@demo1.example", "user_id"):
        assert secret not in words


def _everything(store: Engine) -> dict[str, int]:
    with reading(store) as session:
        return {kind.__name__: session.exec(select(func.count()).select_from(kind)).one() for kind in TABLES}


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


def twice(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(data: Any) -> None:
        for step in path:
            data = data[step]
        data.append(data[0])

    return change


ELSEWHERE = "01a21358-dfc9-7c60-ab27-ef36e3784a7b"  # an id that the file does not have, such as another trust's
LATER = "2199-01-01T00:00:00+00:00"
HOSTILE = {
    "another format": put("format", value="word"),
    "a newer version": put("version", value=2),
    "no title": put("drivers", "title", value=""),
    "a list for a word": put("drivers", "aim", value=["a"]),
    "a number for a text": put("texts", 0, "html", value=7),
    "a box that no plan has": put("texts", 0, "box", value="secrets"),
    "more than a box holds": put("texts", 0, "html", value="a" * 200_001),
    "tags without end": put("texts", 0, "html", value="<div>" * 300),
    "a table that no plan has": put("rows", "User", value=[]),
    "a column that no table has": put("rows", "Measure", 0, "cells", "password", value="a"),
    "a row without its name": put("rows", "Measure", 0, "cells", "name", value=""),
    "a bad address": put("rows", "TeamMember", 0, "cells", "email", value="nobody"),
    "a chart that cannot be": put("rows", "Measure", 0, "chart", value={"run_length": 2}),
    "an id that is none": put("rows", "Measure", 0, "id", value="../../etc"),
    "an id twice": twice("rows", "Measure"),
    "two values that count": twice("observations"),
    "another trust's measure": put("observations", 0, "measure_id", value=ELSEWHERE),
    "another trust's file": put("observations", 0, "upload_id", value=ELSEWHERE),
    "another trust's row in a comment": put("comments", 0, "place_id", value=ELSEWHERE),
    "no number": put("observations", 0, "value", value=float("nan")),
    "a status of its own": put("observations", 0, "status", value="secret"),
    "a time without its zone": put("observations", 0, "at", value="2026-01-01T00:00:00"),
    "a file that is no base64": lambda data: data["files"].update(dict.fromkeys(data["files"], "*")),
    "another file": lambda data: data["files"].update(dict.fromkeys(data["files"], b64encode(b"a").decode())),
    "a file too many": put("files", "0" * 64, value=""),
    "a revision that nobody made": put("texts", 0, "revision", value=9),
    "no history": put("changes", value=[]),
    "a change that cannot be read": put("changes", 0, "after", value={"secondary": "q"}),
    "drivers of another programme": put("changes", 0, "thing_id", value=ELSEWHERE),
    "a time to come": put("changes", 0, "at", value=LATER),
    "a text saved in time to come": put("texts", 0, "saved_at", value=LATER),
    "a key without end": put("drivers", "driver_key", value="a" * 101),
    "a short name without end": put("drivers", "secondary", value=[{"title": "a", "short": "a" * 301}]),
    "a word too many": put("changes", 0, "user_id", value="someone"),
    "a name of its history that is too long": put("changes", 0, "user_name", value="a" * 301),
}  # fmt: skip


NUMBER = "943 476 5919"  # the service's own example
WORDS = f"Mother {NUMBER} waited"
PATIENTS = {
    "title": put("drivers", "title", value=WORDS),
    "aim": put("drivers", "aim", value=WORDS),
    "text": put("texts", 0, "html", value=f"<p>{WORDS}</p>"),
    "text, by half in bold": put("texts", 0, "html", value="<p>943<b>476</b>5919</p>"),
    "text, round what is taken out": put("texts", 0, "html", value="<p>943<style>a</style>4765919</p>"),
    "who saved a text": put("texts", 0, "saved_by", value=WORDS),
    "cell": put("rows", "TeamMember", 0, "cells", "role", value=WORDS),
    "chart": put("rows", "Measure", 0, "chart", value={"annotations": [{"date": "2025-03-01", "text": WORDS}]}),
    "comment": put("comments", 0, "text", value=WORDS),
    "who commented": put("comments", 0, "user_name", value=WORDS),
    "reason": put("observations", 0, "reason", value=WORDS),
    "number": put("observations", 0, "value", value=9434765919.0),
    "file's name": put("uploads", 0, "file_name", value=f"{NUMBER}.csv"),
    "how a file was read": put("uploads", 0, "read_as", value={"value": WORDS}),
    "who did a change": put("changes", 0, "user_name", value=WORDS),
    "what was before": lambda data: [
        one.update(before={"note": WORDS}) for one in data["changes"] if one["action"] == "chart"
    ],
    "trust": put("organisation", value=WORDS),
}  # fmt: skip


def test_a_patients_number_is_not_brought_in(store: Engine, stranger: Actor, exported: dict[str, Any]) -> None:
    before = _everything(store)
    for place, put_it in PATIENTS.items():
        data = deepcopy(exported)
        put_it(data)
        with pytest.raises(NotAProgramme) as told, writing() as session:
            import_programme(session, stranger, OTHER, data)
        assert "looks like a patient’s NHS number, so nothing was stored" in str(told.value), place
        assert NUMBER not in str(told.value), place
    assert _everything(store) == before


def test_nor_in_a_file_that_was_uploaded(stranger: Actor, exported: dict[str, Any]) -> None:
    holding = (CSV + b"note,943-476-5919,\n", b"\0 9434765919", f"a;{NUMBER}\n".encode("utf-16"), b"9434765919,32,F")
    for content in holding:
        digest = sha256(content).hexdigest()
        exported["files"] = {digest: b64encode(content).decode()}
        for upload in exported["uploads"]:
            upload["sha256"] = digest
        with pytest.raises(NotAProgramme, match="the file of uploads 0"), writing() as session:
            import_programme(session, stranger, OTHER, exported)


def test_ids_later_than_now_are_new_ones_and_the_next_save_is_the_newest(
    lead: Actor, exported: dict[str, Any], tmp_path: Path
) -> None:
    last = exported["changes"][-1]
    last["id"] = "ffffffff-ffff-4fff-8fff-ffffffffffff"
    elsewhere = make_engine(f"sqlite:///{tmp_path}/elsewhere.sqlite")
    upgrade_schema(elsewhere)
    with writing(elsewhere) as session:
        session.add(Organisation(ods_code=OWN, name="Northdale Hospital"))
        session.flush()
        programme = import_programme(session, lead, OWN, exported).id
    with reading(elsewhere) as session:
        newest = list_changes(session, lead, programme)[0]
    assert newest.action == "imported"
    with writing(elsewhere) as session:
        seen = read_texts(session, lead, programme)["aims"].revision
        save_text(session, lead, programme, "aims", "<p>New words</p>", seen)
    with reading(elsewhere) as session:
        assert read_news(session, lead, programme, newest.id)[0].thing == "PlanText"
        assert state_at(session, lead, programme, now()).texts["aims"]["html"] == "<p>New words</p>"
    elsewhere.dispose()


@pytest.mark.parametrize("fault", HOSTILE)
def test_a_file_that_is_not_right_stores_nothing(
    fault: str, store: Engine, stranger: Actor, exported: dict[str, Any]
) -> None:
    data, before = deepcopy(exported), _everything(store)
    HOSTILE[fault](data)
    with pytest.raises(NotAProgramme) as told, writing() as session:
        import_programme(session, stranger, OTHER, data)
    assert str(told.value).startswith("This is not a programme’s file, or it is not whole, so nothing was stored")
    assert str(told.value).endswith(".")
    assert len(str(told.value)) < 250
    assert _everything(store) == before


def test_scripts_in_a_file_are_taken_out_of_the_text_and_of_its_history(
    stranger: Actor, exported: dict[str, Any]
) -> None:
    bad = '<p onclick="a()">Warm</p><script>alert(1)</script><img src=x onerror=a()>'
    for text in exported["texts"]:
        text["html"] = bad
    for change in exported["changes"]:
        if change["thing"] == "PlanText":
            change["after"]["html"] = change["before"]["html"] = bad
    with writing() as session:
        programme = import_programme(session, stranger, OTHER, exported).id
    with reading() as session:
        assert {text.html for text in read_texts(session, stranger, programme).values()} == {"<p>Warm</p>"}
    assert "alert" not in str(history(programme))
    assert "onclick" not in str(history(programme))


def test_the_history_of_something_elsewhere_cannot_be_written(
    lead: Actor, stranger: Actor, full: str, exported: dict[str, Any]
) -> None:
    """What others' saves are merged with is looked up there."""
    forged = {
        **exported["changes"][-1],
        "id": ELSEWHERE,
        "action": "wrote",
        "thing": "PlanText",
        "revision": 9,
        "before": None,
        "after": {"html": "<p>forged</p>"},
    }
    with writing() as session:
        other = import_programme(session, stranger, OTHER, exported).id
    exported["changes"].append({**forged, "thing_id": f"{other}/aims"})
    with writing() as session:
        third = import_programme(session, lead, OWN, exported).id
    with reading() as session:
        things = session.exec(select(Change.thing_id).where(Change.thing == "PlanText", Change.revision == 9)).all()
    assert len(things) == 1
    assert other not in things[0]
    assert full not in things[0]
    assert third not in things[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000, b'{"a": ' + b"9" * 5000 + b"}"],
)
def test_what_is_no_json_is_said_kindly(content: bytes) -> None:
    with pytest.raises(NotAProgramme):
        read_file_of_programme(content)


def test_a_history_nested_deep_is_refused(store: Engine, stranger: Actor, exported: dict[str, Any]) -> None:
    nested: Any = []
    for _ in range(500):
        nested = [nested]
    exported["changes"][0]["before"] = nested
    with pytest.raises(NotAProgramme), writing() as session:
        import_programme(session, stranger, OTHER, exported)


def test_drivers_that_the_library_does_not_have_become_ones_own_words(
    stranger: Actor, exported: dict[str, Any]
) -> None:
    exported["drivers"] |= {"driver_key": "of-elsewhere"}
    with writing() as session:
        made = import_programme(session, stranger, OTHER, exported)
    assert (made.driver_key, made.primary_driver) == ("", "Increasing the proportion of smoke-free pregnancies")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Smoke-free pregnancies", "smoke-free-pregnancies.json"),
        ("../../Zoë’s", "zo-s.json"),
        ("£$%", "programme.json"),
    ],
)
def test_a_file_is_named_after_the_programme(title: str, name: str) -> None:
    assert export_name(title) == name


def test_by_hand(
    tmp_path: Path, full: str, stranger: Actor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def ask(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["plan_store", *words])
        done = main()
        said = capsys.readouterr()
        return done, said.out or said.err

    file = str(tmp_path / "programme.json")
    assert ask("export", full, file) == (0, f"{file} has the programme whole, with 13 changes.\n")
    done, said = ask("import", file, OTHER)
    assert done == 0
    with reading() as session:
        assert session.exec(select(Programme.id).where(Programme.organisation == OTHER)).all() == [
            said.split()[-1].rstrip(".")
        ]
    assert ask("export", "nothing", file) == (1, "There is no programme nothing.\n")
    assert ask("import", file, "NOWHERE") == (1, "There is no organisation NOWHERE.\n")
    assert ask("import", str(tmp_path / "none.json"), OTHER)[0] == 1


@pytest.fixture
def file(tmp_path: Path, exported: dict[str, Any]) -> str:
    path = tmp_path / "programme.json"
    path.write_text(json.dumps(exported), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("schema", ["", "0001"], ids=["new", "older"])
def test_by_hand_into_a_store_that_is_not_ready(
    file: str, unprepared: str, schema: str, capsys: pytest.CaptureFixture
) -> None:
    if schema:
        upgrade_schema(revision=schema)
    assert main(["import", file, "ra7"]) == 0
    made = capsys.readouterr().out.split()[-1].rstrip(".")
    with reading() as session:
        assert session.get_one(Programme, made).organisation == "RA7"
        assert session.get_one(Organisation, "RA7").region == "South West"
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("NOWHERE", "There is no organisation NOWHERE."),
        ("Y62", "Y62 is no trust. Programmes belong to trusts."),
        (
            "RA4",
            "Yeovil District Hospital NHS Foundation Trust closed on 1 April 2023. "
            "Its successor is Somerset NHS Foundation Trust (RH5).",
        ),
    ],
)
def test_by_hand_into_no_trust(file: str, capsys: pytest.CaptureFixture, code: str, said: str) -> None:
    assert main(["import", file, code]) == 1
    assert capsys.readouterr() == ("", f"{said}\n")
    with reading() as session:
        assert session.get(Organisation, code) is None


def test_by_hand_into_a_trust_of_here_that_closed(file: str, capsys: pytest.CaptureFixture) -> None:
    with writing() as session:
        session.get_one(Organisation, OTHER).closed = date(2026, 4, 1)
    assert main(["import", file, OTHER]) == 0


def test_what_is_no_programme_makes_no_store(tmp_path: Path, unprepared: str, capsys: pytest.CaptureFixture) -> None:
    assert main(["import", str(tmp_path / "none.json"), "RA7"]) == 1
    assert "No such file" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
    assert inspect(engine()).get_table_names() == []
