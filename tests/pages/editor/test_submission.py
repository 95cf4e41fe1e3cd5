"""What the browser sends is read strictly, and what it was based on is right."""

import json

import pytest

from pages._parts.rich_text import Submitted, _based_on, parse_submission


def sent(**changes) -> str:
    return json.dumps({"html": "<p>a</p>", "seen_revision": 3, "sequence": 7, "after": 0, **changes})


def test_a_whole_submission_is_read():
    found = parse_submission(sent())
    assert found is not None
    assert found.submitted == Submitted("<p>a</p>", 3, 7)


@pytest.mark.parametrize(
    "text",
    [
        None,
        {"html": "x"},
        "",
        "{",
        "[]",
        sent(html=None),
        sent(seen_revision="3"),
        sent(seen_revision=-1),
        sent(sequence=0),
        sent(sequence=True),
        sent(after=1.5),
        sent(html="x" * 2_000_001),
    ],
)
def test_anything_else_is_nothing(text):
    assert parse_submission(text) is None


@pytest.mark.parametrize(
    ("last", "seen"),
    [
        ({}, 3),
        ({"sequence": 6, "revision": 4, "merged": False}, 4),
        ({"sequence": 6, "revision": 4, "merged": True}, 3),
        ({"sequence": 5, "revision": 4, "merged": False}, 3),
        ({"sequence": 6, "revision": 0, "merged": False, "error": "Not kept"}, 3),
    ],
)
def test_text_after_an_unanswered_submission_is_based_on_what_that_one_stored(last, seen):
    found = parse_submission(sent(after=6))
    assert found is not None
    assert _based_on(found, last).seen_revision == seen
