"""What the list of programmes shows: progress tab by tab, in a fixed number of queries."""

from sqlalchemy import Engine, event

from plan_store.document import read_document
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import DriverChoice, archive_programme, create_programme
from plan_store.progress import ProgrammeCard, read_cards
from plan_store.rows import add_row, delete_row, move_row
from plan_store.sections import BOXES
from plan_store.store import reading, writing
from plan_store.texts import mark_completed, save_text


def cards(actor: Actor) -> list[ProgrammeCard]:
    with reading() as session:
        return read_cards(session, actor, "DEMO1")


def words(card: ProgrammeCard) -> list[str]:
    return [tab.words for tab in card.tabs]


def test_a_new_programme_has_not_been_started(lead: Actor, programme: str) -> None:
    card = cards(lead)[0]
    assert words(card) == ["Not yet started"] * 4
    assert [tab.share for tab in card.tabs] == [0.0] * 4
    assert (card.programme.id, card.changed_by, card.main_measure) == (programme, lead.name, None)


def test_boxes_and_rows_are_counted(lead: Actor, editor: Actor, programme: str) -> None:
    with writing() as session:
        for box in ("aims", "baseline", "approach"):
            save_text(session, lead, programme, box, "<p>a</p>", 0)
        save_text(session, lead, programme, "approach", "<p> </p>", 1)
        mark_completed(session, lead, programme, "aims", True)
        add_row(session, lead, programme, TeamMember, {"name": "Analyst"})
        add_row(session, editor, programme, TeamMember, {"name": "Lead", "role": "Lead", "email": "lead@x.example"})
        gone = add_row(session, editor, programme, TeamMember, {"name": "Gone"}).row
        delete_row(session, editor, TeamMember, gone.id)
    card = cards(lead)[0]
    assert words(card) == ["2 of 9 boxes", "Not yet started", "Not yet started", "1 of 2 people"]
    assert card.tabs[3].share == 0.5
    assert card.changed_by == editor.name


def test_a_tab_is_completed_when_the_team_has_said_so_of_every_box(lead: Actor, programme: str) -> None:
    with writing() as session:
        for box in BOXES:
            save_text(session, lead, programme, box.key, "<p>a</p>", 0)
        for box in BOXES[1:]:
            mark_completed(session, lead, programme, box.key, True)
    assert words(cards(lead)[0])[0] == "9 of 9 boxes"
    with writing() as session:
        mark_completed(session, lead, programme, BOXES[0].key, True)
    assert words(cards(lead)[0])[0] == "Completed"


def test_the_main_measure_is_the_first_outcome(lead: Actor, programme: str) -> None:
    with writing() as session:
        rows = [
            add_row(session, lead, programme, Measure, {"name": name, "type": kind}).row
            for name, kind in (("a", "process"), ("b", "outcome"), ("c", "outcome"))
        ]
    assert cards(lead)[0].main_measure == rows[1]
    with writing() as session:
        move_row(session, lead, Measure, rows[2].id, -1)
    assert [card.main_measure and card.main_measure.name for card in cards(lead)] == ["c"]


def test_archived_programmes_are_not_shown(lead: Actor, programme: str) -> None:
    with writing() as session:
        archive_programme(session, lead, programme)
    assert cards(lead) == []


def test_the_number_of_queries_does_not_grow(store: Engine, lead: Actor, programme: str, choice: DriverChoice) -> None:
    statements: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *asked: statements.append(asked[2]))
    cards(lead)
    few = len(statements)
    with writing() as session:
        for _ in range(12):
            made = create_programme(session, lead, "DEMO1", choice).id
            save_text(session, lead, made, "aims", "<p>a</p>", 0)
            add_row(session, lead, made, Measure, {"name": "m"})
    statements.clear()
    assert len(cards(lead)) == 13
    assert len(statements) == few <= 10
    statements.clear()
    with reading() as session:
        read_document(session, lead, made)
    assert len(statements) <= 12
    assert not any("content" in statement for statement in statements), "files are not loaded to show a plan"
