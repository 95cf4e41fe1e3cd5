"""The list of changes: several saves gathered as one, narrowed, a page at a time; of a programme or a trust."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from plan_store.base import NotFound, now
from plan_store.change_lists import Asked, list_saves, list_writers
from plan_store.changes import Change
from plan_store.permissions import Actor, NotAllowed
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import add_row, move_row, save_row
from plan_store.store import reading, writing
from plan_store.texts import save_text
from tests.plan_store.conftest import OTHER, OWN


def write(actor: Actor, programme: str, seen: int, words: str, box: str = "aims") -> None:
    with writing() as session:
        save_text(session, actor, programme, box, words, seen)


def saves(actor: Actor, asked: Asked, most: int = 50) -> list[tuple[str, str, int]]:
    with reading() as session:
        found, _older = list_saves(session, actor, OWN, asked, most)
        return [(entry.change.user_name, entry.change.thing, len(entry.heads)) for entry in found]


def test_saves_of_one_person_in_one_box_are_one_from_before_the_first_to_after_the_last(
    lead: Actor, editor: Actor, programme: str
) -> None:
    write(lead, programme, 0, "<p>one</p>")
    write(lead, programme, 0, "<p>scope</p>", "in_scope")
    write(lead, programme, 1, "<p>one two</p>")
    write(lead, programme, 2, "<p>one two three</p>")
    write(editor, programme, 3, "<p>one two four</p>")
    write(lead, programme, 4, "<p>one two five</p>")
    assert saves(lead, Asked(programme)) == [
        (lead.name, "PlanText", 1),
        (editor.name, "PlanText", 1),
        (lead.name, "PlanText", 3),
        (lead.name, "PlanText", 1),
        (lead.name, "Programme", 1),
    ]
    with reading() as session:
        entry = list_saves(session, lead, OWN, Asked(programme))[0][2]
    assert (entry.change.before, entry.change.after) == (
        '{"html":"","completed":false}',
        '{"html":"<p>one two three</p>","completed":false}',
    )
    assert entry.change.id == entry.heads[0].id


def test_a_pause_of_more_than_ten_minutes_makes_another_entry(lead: Actor, programme: str) -> None:
    for seen in range(3):
        write(lead, programme, seen, f"<p>{seen}</p>")
    with writing() as session:
        for minutes in (22, 11):
            earlier = now() - timedelta(minutes=minutes)
            session.add(_save(session, lead, programme, earlier, minutes))
    with reading() as session:
        found, _older = list_saves(session, lead, OWN, Asked(programme))
    assert [len(entry.heads) for entry in found if entry.change.thing == "PlanText"] == [3, 1, 1]


def _save(session: Session, actor: Actor, programme: str, at: datetime, number: int) -> Change:
    """A save of long ago, as its id says too: the first ids are the oldest."""
    return Change(
        id=f"00000000-0000-7000-8000-0000000000{90 - number:02}", at=at, organisation=OWN, programme_id=programme,
        user_id=actor.user_id, user_name=actor.name, action="wrote", thing="PlanText", thing_id=f"{programme}/aims",
        revision=0,
    )  # fmt: skip


def test_a_page_says_whether_there_is_more(lead: Actor, programme: str) -> None:
    for name in "abc":
        with writing() as session:
            add_row(session, lead, programme, TeamMember, {"name": name})
    with reading() as session:
        page, older = list_saves(session, lead, OWN, Asked(programme), 3)
        assert ([entry.change.action for entry in page], older) == (["added"] * 3, True)
        everything, older = list_saves(session, lead, OWN, Asked(programme), 4)
        assert (len(everything), older) == (4, False)


def test_it_is_narrowed_by_part_person_and_time(lead: Actor, editor: Actor, programme: str) -> None:
    write(lead, programme, 0, "<p>one</p>")
    between = now()
    with writing() as session:
        row = add_row(session, editor, programme, Measure, {"name": "a"}).row
        save_row(session, editor, Measure, row.id, {"name": "b"}, 1)
    assert saves(lead, Asked(programme, "boxes")) == [(lead.name, "PlanText", 1)]
    assert saves(lead, Asked(programme, "measurement_plan")) == [(editor.name, "Measure", 1)] * 2
    assert saves(lead, Asked(programme, user_id=editor.user_id)) == [(editor.name, "Measure", 1)] * 2
    assert saves(lead, Asked(programme, since=between)) == [(editor.name, "Measure", 1)] * 2
    assert saves(lead, Asked(programme, until=between)) == [(lead.name, "PlanText", 1), (lead.name, "Programme", 1)]
    assert saves(lead, Asked(programme, "comments")) == []
    with reading() as session:
        assert list_writers(session, lead, OWN, programme) == sorted(
            [(lead.user_id, lead.name), (editor.user_id, editor.name)], key=lambda one: one[1]
        )


def test_a_new_order_is_one_entry(lead: Actor, programme: str) -> None:
    ids = []
    for name in "abc":
        with writing() as session:
            ids.append(add_row(session, lead, programme, TeamMember, {"name": name}).row.id)
    with writing() as session:
        move_row(session, lead, TeamMember, ids[2], -2)
    with reading() as session:
        entry = list_saves(session, lead, OWN, Asked(programme))[0][0]
    assert (entry.change.action, len(entry.heads)) == ("moved", 3)


def test_a_trust_s_list_has_all_its_programmes_and_no_other_s(
    lead: Actor, stranger: Actor, programme: str, choice: DriverChoice
) -> None:
    with writing() as session:
        second = create_programme(session, lead, OWN, choice).id
        create_programme(session, stranger, OTHER, choice)
    with reading() as session:
        found, _older = list_saves(session, lead, OWN, Asked())
        assert [entry.change.programme_id for entry in found] == [second, programme]
        with pytest.raises(NotAllowed):
            list_saves(session, stranger, OWN, Asked())
        with pytest.raises(NotFound):
            list_saves(session, stranger, OTHER, Asked(programme))
        assert len(list(session.exec(select(Change)))) == 3
