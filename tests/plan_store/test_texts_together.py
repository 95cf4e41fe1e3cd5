"""Two people in one box: what does not overlap is merged, what does is refused with both versions, nothing is lost."""

from collections.abc import Callable

import pytest
from sqlmodel import func, select

from plan_store.changes import Change
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import reading, writing
from plan_store.texts import PlanText, TextConflict, append_chart, mark_completed, read_texts, save_text

Save = Callable[[Actor, str, int], PlanText]
BASE = "<p>first</p><p>second</p><p>third</p>"


@pytest.fixture
def save(programme: str) -> Save:
    def go(actor: Actor, html: str, seen: int) -> PlanText:
        with writing() as session:
            return save_text(session, actor, programme, "aims", html, seen)

    return go


def changes() -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(Change)).one()


def test_edits_apart_are_merged(save: Save, lead: Actor, editor: Actor) -> None:
    save(lead, BASE, 0)
    save(editor, BASE.replace("first", "editor's"), 1)
    merged = save(lead, BASE.replace("second", "lead's"), 1)
    assert merged.html == "<p>editor's</p><p>lead's</p><p>third</p>"
    assert merged.revision == 3


def test_edits_of_the_same_words_are_refused_with_both(save: Save, lead: Actor, editor: Actor, programme: str) -> None:
    save(lead, BASE, 0)
    save(editor, BASE.replace("first", "editor's"), 1)
    before = changes()
    with pytest.raises(TextConflict) as refused:
        save(lead, BASE.replace("first", "lead's"), 1)
    conflict = refused.value
    assert (conflict.revision, conflict.saved_by) == (2, editor.name)
    assert "editor's" in conflict.theirs
    assert "lead's" in conflict.mine
    with reading() as session:
        assert "editor's" in read_texts(session, lead, programme)["aims"].html
    assert changes() == before
    assert {conflict}, "an exception that cannot be hashed upsets those who log it"
    assert save(lead, conflict.mine, conflict.revision).revision == 3


def test_first_words_of_two_people_both_stay(save: Save, lead: Actor, editor: Actor) -> None:
    save(editor, "<p>Smoking at delivery</p>", 0)
    assert save(lead, "<p>Our aim</p>", 0).html == "<p>Smoking at delivery</p><p>Our aim</p>"


def test_an_empty_save_beside_somebodys_words_takes_nothing(save: Save, lead: Actor, editor: Actor) -> None:
    save(editor, "<p>words</p>", 0)
    assert save(lead, "", 0).html == "<p>words</p>"
    assert save(lead, "<p></p>", 0).html in ("<p>words</p>", "<p>words</p><p></p>")


def test_a_revision_that_never_was_is_not_an_empty_base(save: Save, lead: Actor) -> None:
    save(lead, BASE, 0)
    for seen in (7, -1):
        with pytest.raises(TextConflict):
            save(lead, BASE.replace("third", "fourth"), seen)


def test_a_writer_goes_on_where_somebody_marked_it_completed(
    save: Save, lead: Actor, editor: Actor, programme: str
) -> None:
    with writing() as session:
        mark_completed(session, editor, programme, "aims", True)
    assert save(lead, BASE, 0).html == BASE
    with writing() as session:
        mark_completed(session, editor, programme, "aims", False)
        mark_completed(session, editor, programme, "aims", True)
    saved = save(lead, BASE.replace("third", "last"), 2)
    assert (saved.html, saved.completed) == (BASE.replace("third", "last"), True)


@pytest.mark.parametrize("start", ["", BASE])
def test_a_chart_put_in_while_somebody_writes(
    save: Save, lead: Actor, editor: Actor, programme: str, measure: Measure, start: str
) -> None:
    save(lead, start, 0)
    seen = 1 if start else 0
    with writing() as session:
        append_chart(session, editor, programme, "aims", measure.id)
    html = save(lead, f"{start}<p>typed on</p>", seen).html
    assert "typed on" in html
    assert f'data-chart="{measure.id}"' in html


def test_a_text_sent_again_after_a_lost_answer_is_not_doubled(save: Save, lead: Actor) -> None:
    save(lead, "<p>The un</p>", 0)
    assert save(lead, "<p>The unit has</p>", 0).html == "<p>The unit has</p>"


def test_a_session_that_read_before_sees_what_was_saved_since(lead: Actor, editor: Actor, programme: str) -> None:
    with writing() as session:
        first = save_text(session, lead, programme, "aims", BASE, 0)
        second = save_text(session, editor, programme, "aims", BASE.replace("first", "1st"), 1)
        assert (first.revision, second.revision) == (1, 2)
        assert save_text(session, lead, programme, "aims", BASE.replace("third", "3rd"), 1).html == (
            "<p>1st</p><p>second</p><p>3rd</p>"
        )
