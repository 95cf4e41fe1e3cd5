"""What a cell may hold: each value kept or explained, never one at the cost of another."""
# ruff: noqa: E501 - one case, one line

from datetime import date
from typing import Any

import pytest

from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, TeamMember
from plan_store.row_values import check, required_fields, shown_fields

KINDS = [Measure, CommunicationAction, TeamMember]

TARGETS = {
    "95%": 95.0, "8% or less": 8.0, "8.5": 8.5, "1,200": 1200.0, "12,345.5": 12345.5, "-4": -4.0, "−4": -4.0, "<5": 5.0,
    "≥ 95 %": 95.0, "12 days": 12.0, "1 day": 1.0, "30 Minutes": 30.0, "3 per 1,000": 3.0, "2 or fewer": 2.0, " 7 ": 7.0,
    "0": 0.0, 5: 5.0, 5.5: 5.5, "": None, "  ": None,
}  # fmt: skip


@pytest.mark.parametrize("typed", TARGETS)
def test_a_target_as_people_write_it(typed: str | float) -> None:
    assert check(Measure, {"target": typed}) == ({"target": TARGETS[typed]}, {})


@pytest.mark.parametrize(
    "typed", ["abc", "8,5", "1,20", "5 or 6", "5-6", "half", "9" * 400, float("nan"), float("inf"), "1e9", []]
)
def test_a_target_that_is_no_number_is_explained(typed: Any) -> None:
    kept, problems = check(Measure, {"target": typed, "source": "Maternity system"})
    assert kept == {"source": "Maternity system"}
    assert set(problems) == {"target"}
    assert len(problems["target"]) < 600


EMAILS = ["a@trust.nhs.uk", " a.b+c@nhs.net ", "o’brien@x.example", ""]


@pytest.mark.parametrize("typed", EMAILS)
def test_a_whole_email_address_is_kept(typed: str) -> None:
    assert check(TeamMember, {"email": typed}) == ({"email": typed.strip()}, {})


@pytest.mark.parametrize(
    "typed", ["a", "a@", "a@b", "@b.example", "a b@c.example", "a@b..example", "a@b.example, c@d.example", 5]
)
def test_half_an_email_address_is_explained_and_the_rest_kept(typed: Any) -> None:
    kept, problems = check(TeamMember, {"name": "Analyst", "email": typed})
    assert kept == {"name": "Analyst"}
    assert set(problems) == {"email"}


def test_several_problems_are_said_at_once() -> None:
    kept, problems = check(
        Measure,
        {"name": " ", "type": "guess", "target": "abc", "due": "31/02/2026", "lead": "x" * 201, "risks": "none"},
    )
    assert kept == {"risks": "none"}
    assert problems == {
        "name": "Enter something for “Measure”.",
        "type": "“guess” cannot be used for “Type”. Choose or enter something else.",
        "target": "“abc” is not a number. Use a form such as 95% or 8.5.",
        "due": "“31/02/2026” cannot be used for “Date due”. Choose or enter something else.",
        "lead": "“Lead” is too long. Keep it to 200 characters.",
    }


def test_choices_are_kept_as_their_values() -> None:
    kept, problems = check(
        Measure, {"type": "outcome", "better": "decrease", "unit": "per 1,000", "frequency": "weekly"}
    )
    assert (kept, problems) == (
        {"type": "outcome", "better": "decrease", "unit": "per 1,000", "frequency": "weekly"},
        {},
    )
    assert all(type(value) is str for value in kept.values())


def test_dates_come_as_dates_or_iso_text() -> None:
    for typed in (date(2026, 8, 6), "2026-08-06"):
        assert check(Measure, {"due": typed}) == ({"due": date(2026, 8, 6)}, {})
    assert check(Measure, {"due": None}) == ({"due": None}, {})


@pytest.mark.parametrize(
    "typed", ["it's; DROP TABLE measure; --", '"quoted"', "👩🏽‍⚕️ naïve – 5 µg", "<b>not bold</b>", "a\nb"]
)
def test_words_stay_as_they_were_typed(typed: str) -> None:
    assert check(Measure, {"definition": typed}) == ({"definition": typed}, {})


def test_what_no_database_holds_is_left_out() -> None:
    assert check(TeamMember, {"name": " Ana\x00lyst\ud83d "}) == ({"name": "Analyst"}, {})
    assert check(TeamMember, {"email": "a\x00@b.example"}) == ({"email": "a@b.example"}, {})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "column", ["id", "programme_id", "revision", "deleted_at", "position", "nonsense", "chart", "__class__"]
)
def test_a_column_that_people_do_not_see_cannot_be_written(kind: type[PlanRow], column: str) -> None:
    with pytest.raises(KeyError):
        check(kind, {column: "x"})


@pytest.mark.parametrize("kind", KINDS)
def test_ten_thousand_characters_are_too_many_for_any_cell(kind: type[PlanRow]) -> None:
    for name in shown_fields(kind):
        kept, problems = check(kind, {name: "x" * 10_000})
        assert (kept, set(problems)) == ({}, {name})


def test_required_fields_are_those_that_name_the_row() -> None:
    assert [set(required_fields(kind)) for kind in KINDS] == [{"name"}, {"audience", "message"}, {"name"}]
    assert all(kind.title_field in required_fields(kind) for kind in KINDS)
