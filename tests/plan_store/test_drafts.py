"""Drafts: kept, replaced and dropped, each person's own, and no part of a plan's history."""

from sqlmodel import select

from plan_store.changes import Change
from plan_store.drafts import MAX_CHARACTERS, drop_draft, keep_draft, read_draft
from plan_store.permissions import Actor
from plan_store.store import reading, writing


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


def test_what_is_too_long_leaves_what_was_there(lead: Actor) -> None:
    longest = {"a": "x" * (MAX_CHARACTERS - len('{"a": ""}'))}
    for data in (longest, {"a": longest["a"] + "x"}):
        with writing() as session:
            keep_draft(session, lead, "long", data)
    with reading() as session:
        assert read_draft(session, lead, "long") == longest
