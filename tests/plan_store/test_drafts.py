"""Drafts: kept, replaced and dropped, each person's own, and no part of a plan's history."""

import pytest
from sqlmodel import select

from plan_store.base import NotFound
from plan_store.changes import Change
from plan_store.drafts import MAX_CHARACTERS, add_words, drop_draft, keep_draft, read_draft, read_drafts
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.store import reading, writing
from tests.plan_store.conftest import OWN, People


def test_a_draft_is_kept_replaced_and_dropped(lead: Actor) -> None:
    for data in ({"title": "Bébé 🍼", "secondary": ["a"], "driver_key": None}, {"title": ""}):
        with writing() as session:
            keep_draft(session, lead, "drivers/new", data)
            assert read_draft(session, lead, "drivers/new") == data
        with reading() as session:
            assert read_draft(session, lead, "drivers/new") == data
            assert read_draft(session, lead, "drivers/other") is None
    for _ in range(2):
        with writing() as session:
            drop_draft(session, lead, "drivers/new")
    with reading() as session:
        assert read_draft(session, lead, "drivers/new") is None


def test_a_draft_is_its_writers_alone(lead: Actor, editor: Actor, stranger: Actor) -> None:
    with writing() as session:
        keep_draft(session, lead, "a", {"mine": 1})
        for other in (editor, stranger):
            assert read_draft(session, other, "a") is None
            drop_draft(session, other, "a")
        keep_draft(session, editor, "a", {"theirs": 2})
    with reading() as session:
        assert (read_draft(session, lead, "a"), read_draft(session, editor, "a")) == ({"mine": 1}, {"theirs": 2})
        assert session.exec(select(Change)).all() == []


def test_words_are_put_beside_what_is_held(lead: Actor, editor: Actor, programme: str) -> None:
    row, other = f"row/{programme}/TeamMember/", f"row/{programme}/Measure/"
    with writing() as session:
        add_words(session, lead, f"{row}1", {"name": "Ann"}, {"revision": 1})
        add_words(session, lead, f"{row}1", {"role": "Lead", "name": "Anne"}, {"revision": 2})
        add_words(session, lead, f"{row}new", {"name": "b"}, {})
        add_words(session, lead, f"{other}new", {"name": "c"}, {})
        add_words(session, editor, f"{row}new", {"name": "theirs"}, {})
    with reading() as session:
        assert read_drafts(session, lead, row) == {
            "1": {"name": "Anne", "role": "Lead", "revision": 1},
            "new": {"name": "b"},
        }


def test_words_are_held_only_where_one_may_write(people: People, stranger: Actor, programme: str) -> None:
    with reading() as session:
        for actor, key, refusal in (
            (stranger, f"row/{programme}/TeamMember/new", NotFound),
            (people[OWN, Role.VIEWER], f"comment/{programme}/box/aims", NotAllowed),
            (people[OWN, Role.VIEWER], "drivers/new", NotAllowed),
            (people[OWN, Role.LEAD], "drivers", NotFound),
        ):
            with pytest.raises(refusal):
                add_words(session, actor, key, {"a": "b"}, {})


def test_what_is_too_long_leaves_what_was_there(lead: Actor) -> None:
    longest = {"a": "x" * (MAX_CHARACTERS - len('{"a": ""}'))}
    for data in (longest, {"a": longest["a"] + "x"}):
        with writing() as session:
            keep_draft(session, lead, "long", data)
    with reading() as session:
        assert read_draft(session, lead, "long") == longest
