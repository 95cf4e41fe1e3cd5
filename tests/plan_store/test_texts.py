"""A box's text: saved, made safe, compared with what the writer saw, and logged."""

import pytest
from sqlmodel import select

from plan_store.base import NotFound
from plan_store.changes import Change, as_of
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import delete_row
from plan_store.store import reading, writing
from plan_store.texts import (
    MAX_CHARACTERS,
    PlanText,
    TextTooLong,
    append_chart,
    mark_completed,
    read_texts,
    save_text,
)


def save(actor: Actor, programme: str, html: str, seen: int, box: str = "aims") -> PlanText:
    with writing() as session:
        return save_text(session, actor, programme, box, html, seen)


def held(actor: Actor, programme: str) -> dict[str, PlanText]:
    with reading() as session:
        return read_texts(session, actor, programme)


def logged() -> list[tuple[str, int]]:
    with reading() as session:
        found = session.exec(select(Change).where(Change.thing == "PlanText").order_by(Change.id))
        return [(change.action, change.revision) for change in found]


def test_text_comes_back_and_says_who_saved_it(lead: Actor, programme: str) -> None:
    saved = save(lead, programme, "<p>Below 6% by March 2027 👶</p>", 0)
    found = held(lead, programme)["aims"]
    assert found.html == "<p>Below 6% by March 2027 👶</p>"
    assert (found.revision, found.saved_by, found.state) == (1, lead.name, "In progress")
    assert found.saved_at == saved.saved_at
    assert found.saved_at is not None
    assert found.saved_at.tzinfo is not None


def test_text_is_made_safe_before_it_is_kept(lead: Actor, programme: str) -> None:
    save(lead, programme, "<p onclick='x'>a<script>alert(1)</script>\x00<img src=x onerror=y></p>", 0)
    assert held(lead, programme)["aims"].html == "<p>a</p>"
    with reading() as session:
        assert as_of(session, "PlanText", f"{programme}/aims", 1) == {"html": "<p>a</p>", "completed": False}


def test_the_same_text_again_is_no_change(lead: Actor, programme: str) -> None:
    save(lead, programme, "<p>a</p>", 0)
    assert save(lead, programme, "<p>a</p>", 1).revision == 1
    assert save(lead, programme, "<p>a</p>", 0).revision == 1
    assert logged() == [("wrote", 1)]


def test_every_version_can_be_read_back(lead: Actor, programme: str) -> None:
    for seen, html in enumerate(("<p>a</p>", "<p>b</p>", "")):
        save(lead, programme, html, seen)
    with reading() as session:
        versions = [as_of(session, "PlanText", f"{programme}/aims", revision) for revision in range(4)]
    assert [version and version["html"] for version in versions] == [None, "<p>a</p>", "<p>b</p>", ""]
    assert held(lead, programme)["aims"].state == "Not yet started"


def test_a_box_that_the_plan_does_not_have(lead: Actor, programme: str) -> None:
    for act in (lambda: save(lead, programme, "a", 0, "nonsense"), lambda: complete(lead, programme, True, "nonsense")):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("html", ["a" * (MAX_CHARACTERS + 1), "<" * MAX_CHARACTERS, "<div>" * 30_000])
def test_more_than_a_box_holds_is_refused_and_nothing_is_kept(lead: Actor, programme: str, html: str) -> None:
    with pytest.raises(TextTooLong):
        save(lead, programme, html, 0)
    assert held(lead, programme) == {}
    assert logged() == []


def test_as_much_as_a_box_holds_is_kept(lead: Actor, programme: str) -> None:
    html = "<p>" + "word " * 30_000 + "</p>"
    save(lead, programme, html, 0)
    assert held(lead, programme)["aims"].html == html


def complete(actor: Actor, programme: str, completed: bool, box: str = "aims") -> PlanText:
    with writing() as session:
        return mark_completed(session, actor, programme, box, completed)


def test_completed_stays_while_words_change_and_goes_with_the_last(lead: Actor, programme: str) -> None:
    save(lead, programme, "<p>a</p>", 0)
    assert complete(lead, programme, True).state == "Completed"
    assert save(lead, programme, "<p>b</p>", 2).state == "Completed"
    assert save(lead, programme, "<p></p>", 3).state == "Not yet started"
    assert complete(lead, programme, False).revision == 4


def test_completing_twice_is_one_change(lead: Actor, programme: str) -> None:
    save(lead, programme, "<p>a</p>", 0)
    complete(lead, programme, True)
    complete(lead, programme, True)
    assert logged() == [("wrote", 1), ("wrote", 2)]


def test_a_chart_is_put_at_the_end_once(lead: Actor, programme: str, measure: Measure) -> None:
    save(lead, programme, "<p>a</p>", 0, "baseline")
    for _ in range(2):
        with writing() as session:
            append_chart(session, lead, programme, "baseline", measure.id)
    found = held(lead, programme)["baseline"]
    assert found.html == f'<p>a</p><figure data-chart="{measure.id}"></figure>'
    assert found.revision == 2


def test_a_chart_takes_the_place_of_an_empty_paragraph(lead: Actor, programme: str, measure: Measure) -> None:
    save(lead, programme, "<p></p>", 0, "baseline")
    with writing() as session:
        append_chart(session, lead, programme, "baseline", measure.id)
    assert held(lead, programme)["baseline"].html == f'<figure data-chart="{measure.id}"></figure>'


def test_only_a_measure_of_the_plan_can_be_put_in(lead: Actor, programme: str, measure: Measure) -> None:
    with writing() as session:
        delete_row(session, lead, Measure, measure.id)
    for unknown in (measure.id, programme, 'x"><script>'):
        with pytest.raises(NotFound), writing() as session:
            append_chart(session, lead, programme, "baseline", unknown)
    assert held(lead, programme) == {}


def test_a_page_that_saw_more_than_a_restored_store_has_loses_nothing(lead: Actor, programme: str) -> None:
    """The box was at revision 7 when its page was opened; the store is that of a day when nothing was in it."""
    with writing() as session:
        saved = save_text(session, lead, programme, "aims", "<p>all of it</p>", 7)
    assert (saved.html, saved.revision) == ("<p>all of it</p>", 1)
