"""Comments: on a box, a row or a chart of this plan, answered, resolved, with people mentioned."""

import pytest

from plan_store.base import NotFound
from plan_store.comments import (
    Comment,
    CommentRefused,
    add_comment,
    begun_comments,
    comment_key,
    delete_comment,
    list_comments,
    list_mentions,
    open_threads,
    resolve_comment,
    threads_of,
)
from plan_store.drafts import keep_draft
from plan_store.history import list_changes
from plan_store.members import admit
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.plan_rows import Measure
from plan_store.store import reading, writing
from tests.plan_store.conftest import OWN, People


def say(actor: Actor, programme: str, text: str, place: tuple[str, str] = ("box", "aims"), **more: str) -> Comment:
    with writing() as session:
        return add_comment(session, actor, programme, *place, text, **more)


def test_a_comment_stands_at_its_place_with_its_answers(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    asked = say(lead, programme, " Is 8% in reach? ")
    say(editor, programme, "By March, yes.", answers=asked.id)
    say(lead, programme, "Which system?", ("row", measure.id))
    say(lead, programme, "March looks odd.", ("chart", measure.id))
    with reading() as session:
        texts = [one.text for one in list_comments(session, lead, programme, "box", "aims")]
        assert texts == ["Is 8% in reach?", "By March, yes."]
        assert len(list_comments(session, lead, programme)) == 4
        assert list_comments(session, lead, programme, "chart", measure.id)[0].text == "March looks odd."


def test_what_is_resolved_is_off_the_list_with_its_answers_and_can_be_opened_again(
    lead: Actor, editor: Actor, programme: str
) -> None:
    asked = say(lead, programme, "Is 8% in reach?")
    say(editor, programme, "Yes.", answers=asked.id)
    with writing() as session:
        done = resolve_comment(session, editor, asked.id)
        assert done.resolved_by == editor.name
    with reading() as session:
        assert list_comments(session, lead, programme, resolved=False) == []
        assert len(list_comments(session, lead, programme)) == 2
    with writing() as session:
        resolve_comment(session, lead, asked.id, False)
    with reading() as session:
        assert len(list_comments(session, lead, programme, resolved=False)) == 2
        said = [change.action for change in list_changes(session, lead, programme, thing_id=asked.id)]
        assert said == ["opened again", "resolved", "commented"]


def test_people_of_the_trust_are_mentioned_by_name(lead: Actor, editor: Actor, stranger: Actor, programme: str) -> None:
    comment = say(lead, programme, f"@{editor.name} please look, and @{stranger.name}, and @nobody.")
    assert comment.mentions == [editor.user_id]
    with reading() as session:
        assert [one.id for one in list_mentions(session, editor, OWN)] == [comment.id]
        assert list_mentions(session, lead, OWN) == []
    with writing() as session:
        resolve_comment(session, editor, comment.id)
    with reading() as session:
        assert list_mentions(session, editor, OWN) == []


def test_names_are_whole_and_everybody_who_has_one_is_meant(people: People, lead: Actor, programme: str) -> None:
    with writing() as session:
        ids = {}
        for email, name in (("a", "Ann"), ("b", "ann"), ("c", "Annabel"), ("d", "Ann Lee")):
            user = admit(session, f"{email}@demo1.example", name, OWN, Role.EDITOR)
            ids[email] = user.id
    said = {
        "@Ann, please": {"a", "b"},
        "@Ann's": {"a", "b"},
        "@annabel": {"c"},
        "@Annabella and @Ann-Marie": set(),
        "ward@ann.example": set(),
        "@Ann Lee and (@Ann)": {"a", "b", "d"},
    }
    for words, meant in said.items():
        assert set(say(lead, programme, words).mentions) == {ids[one] for one in meant}, words


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_nothing_and_too_much_are_refused(lead: Actor, programme: str, text: str) -> None:
    with pytest.raises(CommentRefused, match="Write"):
        say(lead, programme, text)


@pytest.mark.parametrize("place", [("box", "no box"), ("row", "no row"), ("chart", "no measure"), ("page", "aims")])
def test_a_place_that_the_plan_does_not_have(lead: Actor, programme: str, place: tuple[str, str]) -> None:
    with pytest.raises(NotFound):
        say(lead, programme, "Here?", place)


def test_ones_own_comment_can_be_deleted_and_nobody_elses(
    lead: Actor, editor: Actor, stranger: Actor, programme: str, people: People
) -> None:
    mine = say(lead, programme, "Never mind")
    with writing() as session:
        with pytest.raises(NotAllowed):
            delete_comment(session, editor, mine.id)
        with pytest.raises(NotFound):
            delete_comment(session, stranger, mine.id)
        with pytest.raises(NotAllowed):
            resolve_comment(session, people[OWN, Role.VIEWER], mine.id)
        delete_comment(session, lead, mine.id)
    with reading() as session:
        assert list_comments(session, lead, programme) == []


def test_an_answer_belongs_to_its_own_place(lead: Actor, programme: str) -> None:
    asked = say(lead, programme, "Is 8% in reach?")
    with pytest.raises(NotFound):
        say(lead, programme, "Yes", ("box", "risks"), answers=asked.id)


def test_conversations_are_counted_where_they_are_open(lead: Actor, editor: Actor, programme: str) -> None:
    with writing() as session:
        first = add_comment(session, lead, programme, "box", "aims", "First?")
        answer = add_comment(session, editor, programme, "box", "aims", "Yes", first.id)
        second = add_comment(session, lead, programme, "box", "risks", "Second?")
    assert counted(lead, programme) == {("box", "aims"): 1, ("box", "risks"): 1}
    with writing() as session:
        resolve_comment(session, editor, second.id)
    assert counted(lead, programme) == {("box", "aims"): 1}
    with writing() as session:
        delete_comment(session, lead, first.id)
    with reading() as session:
        (alone,) = threads_of(list_comments(session, lead, programme, "box", "aims"))
    assert (alone.comment.id, alone.answers) == (answer.id, ())
    with writing() as session:
        delete_comment(session, lead, first.id, deleted=False)
    with reading() as session:
        (whole,) = threads_of(list_comments(session, lead, programme, "box", "aims"))
    assert (whole.comment.id, [one.id for one in whole.answers]) == (first.id, [answer.id])


def counted(actor: Actor, programme: str) -> dict[tuple[str, str], int]:
    with reading() as session:
        return open_threads(session, actor, programme)


def test_a_begun_comment_is_known_by_its_place_to_its_writer(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    with writing() as session:
        for place, words in ((("box", "aims"), "Half a"), (("row", measure.id), "thought"), (("box", "risks"), " ")):
            keep_draft(session, lead, comment_key(programme, place), {"text": words})
    with reading() as session:
        assert begun_comments(session, lead, programme) == {("box", "aims"), ("row", measure.id)}
        assert begun_comments(session, editor, programme) == frozenset()
