"""Every kind of change reads as one plain sentence, without a key, an id or a form of data."""

import json
import re
from typing import Any

import pytest

from pages._render.change_words import sentence
from plan_store.change_names import Names, RowName
from plan_store.changes import Change
from plan_store.sections import BOXES

M = "01990000-0000-7000-8000-000000000001"
NAMES = {M: RowName("CO test at booking", "%", "monthly")}
KEYS = [box.key for box in BOXES if "_" in box.key] + ["PlanText", "Measure data", "numerator", "html", "position"]


def said(thing: str, action: str, before: Any, after: Any, thing_id: str = M) -> str:
    change = Change(
        organisation="X", programme_id="p", user_id="u", user_name="QI lead", action=action, thing=thing,
        thing_id=thing_id, revision=1, before=json.dumps(before), after=json.dumps(after),
    )  # fmt: skip
    return sentence(change, NAMES).removeprefix("QI lead ")


def test_what_every_verb_writes_is_a_sentence(every_change: list[tuple[Change, Names]]) -> None:
    assert {(change.thing, change.action) for change, _names in every_change} >= {
        ("PlanText", "wrote"), ("Measure", "added"), ("Measure", "changed"), ("Measure", "deleted"),
        ("TeamMember", "restored"), ("Programme", "restored"), ("Comment", "opened again"), ("Comment", "deleted"),
        ("Measure data", "file put back"), ("Programme", "created"), ("Programme", "changed"),
        ("Programme", "archived"), ("Measure data", "data"), ("Measure data", "chart"), ("Measure data", "entered"),
        ("Measure data", "taken out"), ("Measure data", "file taken back"), ("Comment", "commented"),
        ("Comment", "resolved"),
    }  # fmt: skip
    for change, names in every_change:
        words = sentence(change, names)
        assert words.startswith(f"{change.user_name} ")
        assert words.endswith(".")
        assert "cannot read" not in words, (change.thing, change.action)
        assert "no longer" not in words, words
        assert not re.search(r"[{}\[\]<>_]|null|None|[0-9a-f]{8}-[0-9a-f]{4}|\d{4}-\d\d-\d\d", words), words
        assert not [key for key in KEYS if key in words], words


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"html": "", "completed": False}, {"html": "<p>a</p>", "completed": False}, "wrote in Project aims."),
        ({"html": "<p>a</p>"}, {"html": "<p></p>"}, "emptied Project aims."),
        ({"html": "a", "completed": False}, {"html": "a", "completed": True}, "marked Project aims as completed."),
        ({"html": "a", "completed": True}, {"html": "a"}, "said that Project aims is not completed after all."),
        (
            {"html": "<p>a</p>"},
            {"html": f'<p>a</p><figure data-chart="{M}"></figure>'},
            "put the chart of CO test at booking in Project aims.",
        ),
    ],
)
def test_boxes(before: Any, after: Any, words: str) -> None:
    assert said("PlanText", "wrote", before, after, "p/aims") == words


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        (
            "Measure",
            {"name": "CO test at booking", "target": 90.0, "unit": "%"},
            {"name": "CO test at booking", "target": 95.0, "unit": "%"},
            "changed the target of CO test at booking from 90% to 95%.",
        ),
        ("Measure", {"name": "CO"}, {"name": "CO", "due": "2027-03-31"}, "set the date due of CO to 31 March 2027."),
        ("Measure", {"name": "CO", "lead": "A"}, {"name": "CO", "lead": ""}, "took out the lead of CO (it was A)."),
        ("Measure", {"name": "CO"}, {"name": "Carbon"}, "renamed the measure CO to Carbon."),
        (
            "Measure",
            {"name": "CO", "lead": "A", "better": "increase"},
            {"name": "CO", "lead": "B", "better": "decrease"},
            "changed the direction and the lead of CO.",
        ),
        (
            "CommunicationAction",
            {"message": "Test", "status": "not started"},
            {"message": "Test", "status": "done"},
            "changed the status of “Test” from Not yet started to Completed.",
        ),
    ],
)  # fmt: skip
def test_cells(kind: str, before: Any, after: Any, words: str) -> None:
    assert said(kind, "changed", before, after) == words


def test_rows() -> None:
    row = {"name": "Community midwife", "message": "Test", "audience": "a", "position": 1, "deleted": False}
    assert said("Measure", "added", None, row) == "added the measure Community midwife."
    assert said("TeamMember", "added", None, row) == "added Community midwife to the team."
    assert said("TeamMember", "deleted", row, {**row, "deleted": True}) == "took Community midwife out of the team."
    assert said("CommunicationAction", "restored", row, row) == "put the action “Test” back."
    assert said("Measure", "moved", row, row) == "moved Community midwife in the list of measures."
    assert said("Measure", "deleted", row, {**row, "name": "x" * 90}) == f"deleted the measure {'x' * 59}…."


OCTOBER = {"period": "2026-10-01", "value": 74.4, "numerator": 285.0, "denominator": 383.0, "status": "final"}
WAS = {**OCTOBER, "numerator": 280.0}


@pytest.mark.parametrize(
    ("action", "before", "after", "words"),
    [
        ("entered", None, OCTOBER, "entered October 2026 for CO test at booking: 285 of 383."),
        (
            "entered",
            None,
            {**OCTOBER, "status": "provisional"},
            "entered October 2026 for CO test at booking: 285 of 383, provisional.",
        ),
        (
            "corrected",
            WAS,
            {**OCTOBER, "reason": "Recounted."},
            "corrected October 2026 for CO test at booking: 285 of 383 (was 280 of 383: recounted).",
        ),
        (
            "corrected",
            {**OCTOBER, "status": "provisional"},
            OCTOBER,
            "made October 2026 of CO test at booking final: 285 of 383.",
        ),
        (
            "entered",
            None,
            {"period": "2026-10-01", "value": 8.5, "status": "final"},
            "entered October 2026 for CO test at booking: 8.5%.",
        ),
        (
            "entered",
            None,
            {"period": "2026-10-01", "status": "missing", "reason": "Not available yet"},
            "said that CO test at booking has no number for October 2026 yet.",
        ),
        (
            "taken out",
            OCTOBER,
            {"period": "2026-10-01", "status": "removed", "reason": "Wrong ward"},
            "took October 2026 out of CO test at booking (was 285 of 383: wrong ward).",
        ),
        (
            "data",
            None,
            {"file": "SATOD v3.csv", "added": 18, "replaced": 1},
            "uploaded the file SATOD v3.csv for CO test at booking: 18 new months, 1 month changed.",
        ),
        (
            "file taken back",
            None,
            {"file": "SATOD v3.csv", "periods": 18},
            "took back the file SATOD v3.csv of CO test at booking: 18 months.",
        ),
        ("file put back", None, {"file": "a.csv"}, "put back the file a.csv of CO test at booking."),
        (
            "chart",
            {},
            {"annotations": [{"date": "2025-10-01", "text": "CO monitor in every room"}]},
            "marked October 2025 on the chart of CO test at booking: “CO monitor in every room”.",
        ),
        (
            "chart",
            {"rebases": [{"date": "2025-10-01", "reason": "a"}]},
            {},
            "took the new limits from October 2025 off the chart of CO test at booking.",
        ),
        ("chart", {}, {"chart_type": "run"}, "changed the type of the chart of CO test at booking to Run chart."),
        ("chart", {}, {"screening": True}, "changed how the chart of CO test at booking is drawn."),
    ],
)
def test_numbers(action: str, before: Any, after: Any, words: str) -> None:
    assert said("Measure data", action, before, after) == words


def test_drivers() -> None:
    choice = {"title": "Clear air", "primary_driver": "A", "aim": "B", "secondary": [{"title": "One"}]}
    assert said("Programme", "created", None, choice) == "started the programme Clear air."
    assert (
        said("Programme", "changed", choice, {**choice, "aim": "C"}) == "changed the overarching aim of the programme."
    )
    more = {**choice, "secondary": [{"title": "One"}, {"title": "Opt-out referral"}]}
    assert said("Programme", "changed", choice, more) == "added the secondary driver Opt-out referral."
    assert said("Programme", "archived", choice, choice) == "took the programme Clear air off the list."


def test_comments() -> None:
    held = {"place": "box", "place_id": "aims", "text": "Is this\nin reach?"}
    assert said("Comment", "commented", None, held) == "commented on Project aims: “Is this in reach?”."
    assert said("Comment", "deleted", held, {**held, "place": "chart", "place_id": M}) == (
        "deleted their comment on the chart of CO test at booking: “Is this in reach?”."
    )
    assert said("Comment", "resolved", held, {**held, "place": "row", "place_id": "gone"}) == (
        "resolved a comment on a row that is no longer here: “Is this in reach?”."
    )


def test_members_and_what_is_not_known() -> None:
    invited = said("member", "invited", None, {"email": "a@b.example", "role": "editor"}, "somebody")
    assert invited == "invited a@b.example as editor."
    assert said("member", "changed role", {"role": "viewer"}, {"role": "lead"}) == (
        "changed the role of CO test at booking from viewer to lead."
    )
    assert said("Something new", "did", None, None) == "made a change that this portal cannot read."
