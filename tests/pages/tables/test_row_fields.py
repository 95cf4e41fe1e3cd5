"""A row class decides its form: which widget, in which line."""

from datetime import date

import pytest

from pages._parts.row_fields import blank_values, fields_of, lines_of, typed_values, typed_words
from plan_store.plan_rows import CommunicationAction, Measure, PlanRow, Status, TeamMember


def kinds(row: type[PlanRow]) -> dict[str, str]:
    return {field.name: field.kind for field in fields_of(row)}


def test_the_annotation_names_the_widget() -> None:
    assert kinds(Measure) == {
        "name": "line", "type": "choice", "better": "choice", "definition": "paragraph", "numerator": "phrase",
        "denominator": "phrase", "unit": "choice", "target": "number", "source": "line", "frequency": "choice",
        "captured_by": "line", "lead": "line", "due": "date", "secondary_driver": "line", "risks": "paragraph",
    }  # fmt: skip
    assert kinds(TeamMember) == {"name": "line", "role": "line", "organisation": "line", "email": "line"}
    assert kinds(CommunicationAction)["status"] == "choice"


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        (
            Measure,
            [
                ["name"], ["type", "better"], ["definition"], ["numerator", "denominator"], ["unit", "target"],
                ["source", "frequency"], ["captured_by", "lead"], ["due", "secondary_driver"], ["risks"],
            ],
        ),
        (CommunicationAction, [["audience"], ["message"], ["channel"], ["frequency", "who"], ["due", "status"]]),
        (TeamMember, [["name", "role"], ["organisation", "email"]]),
    ],
)  # fmt: skip
def test_short_fields_stand_in_pairs(row: type[PlanRow], lines: list[list[str]]) -> None:
    assert [[field.name for field in line] for line in lines_of(row)] == lines


def test_a_target_is_typed_as_it_is_read() -> None:
    assert typed_values(Measure(programme_id="p", name="a", target=8.5, unit="%"))["target"] == "8.5%"
    assert typed_values(Measure(programme_id="p", name="a"))["target"] == ""


def test_a_new_row_starts_with_defaults_and_what_is_given() -> None:
    blank = blank_values(Measure, {"secondary_driver": "CO test"})
    assert (blank["type"], blank["better"], blank["unit"], blank["frequency"]) == (
        "process",
        "increase",
        "%",
        "monthly",
    )
    assert (blank["name"], blank["target"], blank["due"], blank["secondary_driver"]) == ("", "", None, "CO test")


def test_values_in_words() -> None:
    fields = {field.name: field for field in fields_of(CommunicationAction)}
    assert typed_words(fields["status"], Status.DONE.value) == "Completed"
    assert typed_words(fields["due"], date(2027, 3, 31)) == "31 March 2027"
    assert typed_words(fields["channel"], "Huddle") == "Huddle"
    assert typed_words(fields["channel"], "") == ""
