"""No verb keeps a patient's NHS number: not in its table, not in the log, not in a draft; and a sentence says so."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import Session

from charts.series import read_series
from charts.spec import Annotation, ChartSpec, Ghost, Rebase
from plan_store.base import NotFound
from plan_store.comments import CommentRefused, add_comment, list_comments
from plan_store.data_files import Brought, save_data_file, set_notes
from plan_store.drafts import keep_draft, read_draft
from plan_store.entries import Entry
from plan_store.monthly import EntryRefused, remove_period, save_entry
from plan_store.observations import save_chart, save_every, save_observations
from plan_store.patients import SENTENCE, HoldsNhsNumber
from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, Measure, TeamMember
from plan_store.presence import say_here
from plan_store.programmes import DriverChoice, SecondaryChoice, change_drivers, create_programme
from plan_store.read_choices import remember_choice
from plan_store.rows import RowIncomplete, add_row, find_row, save_row
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from tests.plan_store.conftest import OWN

NUMBER = "943 476 5919"  # the service's own example: its last digit is the right one
PLAIN = NUMBER.replace(" ", "")
WORDS = f"Mother {NUMBER} waited"
CELLS = f"<table><tbody><tr>{''.join(f'<td><p>{part}</p></td>' for part in NUMBER.split())}</tr></tbody></table>"
MONTH = date(2025, 2, 1)
FILE = b"Month,Tested,Booked\n01/02/2025,80,100\n01/03/2025,90,100\n"
Call = Callable[[Session, Actor, str, str], Any]


def drivers(**words: str) -> DriverChoice:
    second = SecondaryChoice(title=words.pop("second", "CO test"), short=words.pop("short", ""))
    return DriverChoice(**{"title": "a", "primary_driver": "b", "aim": "c", **words}, secondary=(second,))


def entry(**words: str) -> Entry:
    return Entry.model_validate({"period": MONTH, "numerator": "1", "denominator": "2", **words})


# Every verb that takes free text, and each of its texts; a whole programme is brought in by test_transfer.py.
CALLS: dict[str, Call] = {
    "save_text": lambda s, a, p, m: save_text(s, a, p, "aims", f"<p>{WORDS}</p>", 0),
    "save_text, in bold by half": lambda s, a, p, m: save_text(s, a, p, "aims", "<p>943<b>476</b>5919</p>", 0),
    "save_text, hard spaces": lambda s, a, p, m: save_text(s, a, p, "aims", "<p>943&nbsp;476&nbsp;5919</p>", 0),
    "save_text, in a link": lambda s, a, p, m: save_text(
        s, a, p, "aims", f'<p><a href="https://a.example/{PLAIN}">b</a></p>', 0
    ),
    "save_text, two spaces": lambda s, a, p, m: save_text(s, a, p, "aims", "<p>943&nbsp; 476&nbsp; 5919</p>", 0),
    "save_text, two lines": lambda s, a, p, m: save_text(s, a, p, "aims", "<p>943 476</p><p>5919</p>", 0),
    "save_text, soft hyphens": lambda s, a, p, m: save_text(s, a, p, "aims", "<p>943&shy;476&#x2060;5919</p>", 0),
    "save_text, the cells of a table": lambda s, a, p, m: save_text(s, a, p, "aims", CELLS, 0),
    "add_comment, pasted lines": lambda s, a, p, m: add_comment(s, a, p, "box", "aims", f"a\t{PLAIN},32,F\n"),
    "add_comment, pasted cells": lambda s, a, p, m: add_comment(s, a, p, "box", "aims", "943\t476\t5919"),
    "add_row, the name": lambda s, a, p, m: add_row(s, a, p, TeamMember, {"name": WORDS}),
    "save_row, the name": lambda s, a, p, m: save_row(s, a, Measure, m, {"name": WORDS}, 1),
    "add_comment": lambda s, a, p, m: add_comment(s, a, p, "box", "aims", WORDS),
    "create_programme, title": lambda s, a, p, m: create_programme(s, a, OWN, drivers(title=WORDS)),
    "create_programme, aim": lambda s, a, p, m: create_programme(s, a, OWN, drivers(aim=WORDS)),
    "create_programme, driver": lambda s, a, p, m: create_programme(s, a, OWN, drivers(primary_driver=WORDS)),
    "change_drivers, second": lambda s, a, p, m: change_drivers(s, a, p, drivers(second=WORDS), 1),
    "change_drivers, short": lambda s, a, p, m: change_drivers(s, a, p, drivers(short=WORDS), 1),
    "save_entry, reason": lambda s, a, p, m: save_entry(s, a, m, entry(reason=WORDS), None),
    "save_entry, unusual": lambda s, a, p, m: save_entry(s, a, m, entry(unusual=WORDS), None),
    "save_entry, count": lambda s, a, p, m: save_entry(s, a, m, entry(denominator=PLAIN), None),
    "remove_period": lambda s, a, p, m: remove_period(s, a, m, MONTH, WORDS, save_entry(s, a, m, entry(), None).id),
    "save_chart, note": lambda s, a, p, m: save_chart(
        s, a, m, ChartSpec(annotations=(Annotation(date=MONTH, text=WORDS),)), ChartSpec()
    ),
    "save_chart, ghost": lambda s, a, p, m: save_chart(
        s, a, m, ChartSpec(ghosts=(Ghost(date=MONTH, reason=WORDS),)), ChartSpec()
    ),
    "save_chart, rebase": lambda s, a, p, m: save_chart(
        s, a, m, ChartSpec(rebases=(Rebase(date=MONTH, reason=WORDS),)), ChartSpec()
    ),
    "set_notes": lambda s, a, p, m: set_notes(s, a, m, {MONTH: WORDS}),
    "save_observations": lambda s, a, p, m: save_observations(s, a, m, read_series(FILE, "a.csv"), FILE, reason=WORDS),
    "save_every": lambda s, a, p, m: save_every(s, a, {m: read_series(FILE, "a.csv")}, FILE, WORDS),
    "save_data_file": lambda s, a, p, m: save_data_file(s, a, {m: Brought(read_series(FILE, "a.csv"))}, FILE, WORDS),
    "remember_choice": lambda s, a, p, m: remember_choice(s, a, OWN, "shape", {"value": WORDS}),
}


def everything(store: Engine) -> str:
    """Every cell of every table, as text."""
    with store.connect() as connection:
        names = inspect(connection).get_table_names()
        rows = [connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names]
    return repr(rows)


def found(store: Engine) -> list[str]:
    """What of the refused text the store holds, anywhere."""
    kept = everything(store)
    return [part for part in (NUMBER, PLAIN, "waited", "5919<") if part in kept]


@pytest.mark.parametrize("name", CALLS)
def test_no_verb_keeps_an_nhs_number(store: Engine, lead: Actor, programme: str, measure: Measure, name: str) -> None:
    refusals = (HoldsNhsNumber, RowIncomplete, CommentRefused, EntryRefused)
    with pytest.raises(refusals) as refused, writing() as session:
        CALLS[name](session, lead, programme, measure.id)
    said = getattr(refused.value, "problems", {"": str(refused.value)})
    assert SENTENCE in said.values()
    assert not found(store)


@pytest.mark.parametrize(
    ("kind", "cells", "field"),
    [
        (TeamMember, {"name": "Ann", "role": "Midwife"}, "role"),
        (CommunicationAction, {"audience": "a", "message": "b", "channel": "c"}, "channel"),
        (Measure, {"name": "a", "definition": "b"}, "definition"),
        (Measure, {"name": "a", "target": 90.0}, "target"),
    ],
)
def test_the_rest_of_a_row_is_kept(
    store: Engine, lead: Actor, programme: str, kind: Any, cells: dict[str, Any], field: str
) -> None:
    typed = {**cells, field: PLAIN if field == "target" else WORDS}
    with writing() as session:
        saved = add_row(session, lead, programme, kind, typed)
    assert saved.problems == {field: SENTENCE}
    with reading() as session:
        row = find_row(session, lead, kind, saved.row.id)
    others = [name for name in cells if name != field]
    assert {name: getattr(row, name) for name in others} == {name: cells[name] for name in others}
    assert not found(store)


def test_a_draft_keeps_all_words_but_the_number(store: Engine, lead: Actor) -> None:
    typed = {"role": {"typed": WORDS, "parts": [PLAIN, "Lead"]}, "seen": 3}
    with writing() as session:
        keep_draft(session, lead, "cells/1", typed)
    with reading() as session:
        assert read_draft(session, lead, "cells/1") == {
            "role": {"typed": "Mother … waited", "parts": ["…", "Lead"]},
            "seen": 3,
        }
    assert found(store) == ["waited"]


def test_where_somebody_is_is_never_free_text(store: Engine, lead: Actor, programme: str) -> None:
    with pytest.raises(NotFound), writing() as session:
        say_here(session, lead, programme, PLAIN)
    assert not found(store)


@pytest.mark.parametrize(
    "words",
    [
        "Ring 0161 496 0000 or 01614960000",
        "Ring +44 943 476 5919",
        "943 476 5918 has a wrong last digit",
        "9434765919123 is longer",
        "Reduce from 13% to 8% by 31 March 2027, in 1,250 births",
    ],
)
def test_telephone_and_other_numbers_are_kept(lead: Actor, programme: str, words: str) -> None:
    with writing() as session:
        save_text(session, lead, programme, "aims", f"<p>{words}</p>", 0)
        add_comment(session, lead, programme, "box", "aims", words)
    with reading() as session:
        assert read_texts(session, lead, programme)["aims"].html == f"<p>{words}</p>"
        assert [comment.text for comment in list_comments(session, lead, programme)] == [words]


def test_a_charts_id_is_no_number(lead: Actor, programme: str, measure: Measure) -> None:
    figure = '<figure data-chart="01234567-0123-7123-8123-a9434765919b"></figure>'
    with writing() as session:
        assert save_text(session, lead, programme, "aims", f"<p>a</p>{figure}", 0).html == f"<p>a</p>{figure}"


def test_the_words_of_the_log_never_hold_one(lead: Actor, programme: str, store: Engine) -> None:
    with writing() as session:
        first = save_text(session, lead, programme, "aims", "<p>kept</p>", 0)
    with pytest.raises(HoldsNhsNumber), writing() as session:
        save_text(session, lead, programme, "aims", f"<p>kept</p><p>{WORDS}</p>", first.revision)
    with store.connect() as connection:
        after = connection.execute(text("SELECT after FROM change WHERE thing = 'PlanText'")).scalars().all()
    assert [json.loads(entry)["html"] for entry in after] == ["<p>kept</p>"]
