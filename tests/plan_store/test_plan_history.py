"""What is different between two times, what others did meanwhile, what was deleted: read from the same log."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from charts.series import read_series
from charts.spec import Annotation, ChartSpec
from plan_store.base import id_at, now
from plan_store.changes import Change
from plan_store.comments import add_comment, delete_comment
from plan_store.entries import Entry
from plan_store.gone import Gone, list_gone
from plan_store.history import NotRestorable, last_change, list_changes, restore_plan, restore_version, state_at
from plan_store.measure_changes import log_chart
from plan_store.monthly import save_entry
from plan_store.numbers_between import numbers_between
from plan_store.observations import measure_spec, save_chart, save_observations
from plan_store.permissions import Actor
from plan_store.plan_differences import ORDER, differences
from plan_store.plan_rows import Measure, TeamMember
from plan_store.presence import Visit, visit
from plan_store.programmes import ChangedMeanwhile, DriverChoice, change_drivers
from plan_store.rows import add_row, delete_row, find_row, list_rows, move_row, save_row
from plan_store.since import others_lately, others_since
from plan_store.states import read_state
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.uploads import delete_upload
from tests.plan_store.conftest import OWN

CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"


def text(session: Session, actor: Actor, programme: str, words: str, seen: int, box: str = "aims") -> None:
    save_text(session, actor, programme, box, words, seen)


def test_the_differences_are_what_putting_the_plan_back_changes(
    lead: Actor, programme: str, measure: Measure, choice: DriverChoice
) -> None:
    with writing() as session:
        text(session, lead, programme, "<p>a</p>", 0)
        person = add_row(session, lead, programme, TeamMember, {"name": "Community midwife"}).row.id
    then = now()
    with writing() as session:
        text(session, lead, programme, "<p>b</p>", 1)
        text(session, lead, programme, "<p>new</p>", 0, "risks")
        save_row(session, lead, Measure, measure.id, {"target": "95%"}, 1)
        delete_row(session, lead, TeamMember, person)
        added = add_row(session, lead, programme, TeamMember, {"name": "QI lead"}).row.id
        change_drivers(session, lead, programme, choice.model_copy(update={"aim": "Another"}), 1)
    with reading() as session:
        found = differences(state_at(session, lead, programme, now()), state_at(session, lead, programme, then))
    assert [(one.thing, one.key, one.before is None, one.after is None) for one in found] == [
        ("Programme", "", False, False),
        ("PlanText", "aims", False, False),
        ("PlanText", "risks", False, False),
        ("Measure", measure.id, False, False),
        ("TeamMember", person, True, False),
        ("TeamMember", added, False, True),
    ]
    with writing() as session:
        assert restore_plan(session, lead, programme, then) == len(found)
    with reading() as session:
        assert differences(state_at(session, lead, programme, now()), state_at(session, lead, programme, then)) == []


def names(session: Session, actor: Actor, programme: str) -> list[str]:
    return [person.name for person in list_rows(session, actor, programme, TeamMember)]


def test_the_order_of_rows_comes_back(lead: Actor, programme: str) -> None:
    with writing() as session:
        for name in ("A", "B", "C", "D"):
            add_row(session, lead, programme, TeamMember, {"name": name})
        rows = {row.name: row.id for row in list_rows(session, lead, programme, TeamMember)}
    then = now()
    with writing() as session:
        move_row(session, lead, TeamMember, rows["A"], 3)
        delete_row(session, lead, TeamMember, rows["C"])
        move_row(session, lead, TeamMember, rows["D"], -1)
        add_row(session, lead, programme, TeamMember, {"name": "E"})
        assert names(session, lead, programme) == ["D", "B", "A", "E"]
    with writing() as session:
        found = differences(read_state(session, programme), state_at(session, lead, programme, then))
        assert [one.before for one in found if one.thing == ORDER] == [{"rows": ["D", "B", "A"]}]
        assert [one.after for one in found if one.thing == ORDER] == [{"rows": ["A", "B", "D"]}]
        assert restore_plan(session, lead, programme, then) == len(found) == 3
        assert names(session, lead, programme) == ["A", "B", "C", "D"]
    with reading() as session:
        assert differences(read_state(session, programme), state_at(session, lead, programme, then)) == []


MARKED = ChartSpec(screening=True, annotations=(Annotation(date=date(2025, 4, 1), text="Midwife in post"),))


def draw(session: Session, actor: Actor, measure: Measure, spec: ChartSpec) -> None:
    save_chart(session, actor, measure.id, spec, measure_spec(find_row(session, actor, Measure, measure.id)))


def chart_of(actor: Actor, measure: Measure) -> dict[str, Any]:
    with reading() as session:
        return find_row(session, actor, Measure, measure.id).chart


def test_charts_settings_come_back_with_the_plan_and_alone(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    before = now()
    with writing() as session:
        draw(session, lead, measure, MARKED)
    marked, then = chart_of(lead, measure), now()
    with writing() as session:
        draw(session, editor, measure, ChartSpec(run_length=8))
        save_row(session, editor, Measure, measure.id, {"target": "95%"}, 1)
    with writing() as session:
        assert restore_plan(session, lead, programme, then) == 2
    assert chart_of(lead, measure) == marked
    with writing() as session:
        assert restore_plan(session, lead, programme, before) == 1
    assert chart_of(lead, measure) == {}
    with reading() as session:
        drawn = [change for change in list_changes(session, lead, programme) if change.action == "chart"]
    assert [change.revision for change in drawn] == [4, 3, 2, 1]
    with writing() as session:
        assert restore_version(session, editor, drawn[2].id, drawn[0].id)
        assert not restore_version(session, editor, drawn[2].id)
    assert chart_of(lead, measure) == {"run_length": 8}
    with writing() as session, pytest.raises(ChangedMeanwhile):
        restore_version(session, lead, drawn[3].id, drawn[0].id)


def test_settings_that_no_chart_has_any_more_are_not_put_back(lead: Actor, programme: str, measure: Measure) -> None:
    with writing() as session:
        log_chart(session, lead, measure, {"chart_type": "of another portal"}, {})
        (change, *_) = list_changes(session, lead, programme)
    with writing() as session, pytest.raises(NotRestorable, match="cannot be drawn"):
        restore_version(session, lead, change.id)


def test_the_newest_is_what_the_thing_itself_counts_last(lead: Actor, programme: str) -> None:
    """As on two machines whose clocks are apart: the change that was kept last has the smaller id and time."""
    with writing() as session:
        text(session, lead, programme, "<p>first</p>", 0)
        text(session, lead, programme, "<p>last</p>", 1)
        last = last_change(session, lead, programme)
        assert last
        held = last.model_dump(exclude={"id", "at", "after", "revision"})
        early = now() - timedelta(seconds=5)
        after = last.after.replace("last", "latest")
        session.add(Change(**held, id=id_at(early), at=early, after=after, revision=3))
    with reading() as session:
        assert state_at(session, lead, programme, now()).texts["aims"]["html"] == "<p>latest</p>"
        newest = last_change(session, lead, programme, last)
        assert newest
        assert newest.revision == 3


def test_what_somebody_changed_meanwhile_is_not_put_back_over(lead: Actor, editor: Actor, programme: str) -> None:
    with writing() as session:
        text(session, lead, programme, "<p>a</p>", 0)
        first = last_change(session, lead, programme)
        text(session, lead, programme, "<p>b</p>", 1)
        seen = last_change(session, lead, programme, first)
        text(session, editor, programme, "<p>c</p>", 2)
    assert first
    assert seen
    with writing() as session, pytest.raises(ChangedMeanwhile, match=f"{editor.name} changed this"):
        restore_version(session, lead, first.id, seen.id)
    with writing() as session, pytest.raises(ChangedMeanwhile):
        restore_plan(session, lead, programme, first.at, seen.id)
    with reading() as session:
        assert read_texts(session, lead, programme)["aims"].html == "<p>c</p>"
        last = last_change(session, lead, programme)
    assert last
    with writing() as session:
        assert restore_version(session, lead, first.id, last.id)


def test_numbers_between_two_times_with_files_taken_back(lead: Actor, programme: str, measure: Measure) -> None:
    start = now()
    with writing() as session:
        upload = save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV).upload
    filled = now()
    with writing() as session:
        typed = Entry(period=date(2025, 6, 1), numerator="70", denominator="100")
        save_entry(session, lead, measure.id, typed, None)
        delete_upload(session, lead, upload.id)
    with reading() as session:
        said = [
            [
                (one.period.month, one.before and one.before.numerator, one.after and one.after.numerator)
                for one in numbers_between(session, lead, programme, *times)
            ]
            for times in ((start, filled), (filled, now()), (start, now()), (filled, filled))
        ]
    assert said == [
        [(4, None, 80.0), (5, None, 90.0)],
        [(4, 80.0, None), (5, 90.0, None), (6, None, 70.0)],
        [(6, None, 70.0)],
        [],
    ]


def test_what_was_deleted_lately_is_listed_with_who_did_it(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    with writing() as session:
        upload = save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV).upload
        rows = [add_row(session, lead, programme, TeamMember, {"name": name}).row.id for name in ("Old", "New")]
        for row in rows:
            delete_row(session, editor, TeamMember, row)
        session.get_one(TeamMember, rows[0]).deleted_at = now() - timedelta(days=31)
        delete_upload(session, lead, upload.id)
    with reading() as session:
        file, row = list_gone(session, lead, programme)
    assert (file.kind, file.id, file.title, file.by, file.of) == (
        "file", upload.id, "a.csv", lead.name, "CO test at booking",
    )  # fmt: skip
    assert row == Gone("TeamMember", rows[1], "New", row.at, editor.name)
    with writing() as session:
        delete_row(session, lead, Measure, measure.id)
    with reading() as session:
        assert [one.kind for one in list_gone(session, lead, programme)] == ["Measure", "TeamMember"]


def test_a_deleted_comment_is_listed_for_who_wrote_it(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    places = {("box", "aims"): "Project aims", ("row", measure.id): measure.name, ("chart", measure.id): measure.name}
    with writing() as session:
        said = [add_comment(session, lead, programme, *place, f"On the {place[0]}").id for place in places]
        for comment in said:
            delete_comment(session, lead, comment)
        old = add_comment(session, lead, programme, "box", "aims", "Long ago")
        delete_comment(session, lead, old.id)
        old.deleted_at = now() - timedelta(days=31)
    with reading() as session:
        assert list_gone(session, editor, programme) == []
        found = list_gone(session, lead, programme)
    assert [(one.kind, one.id, one.title, one.of) for one in reversed(found)] == [
        ("comment", comment, f"On the {place}", where)
        for comment, ((place, _), where) in zip(said, places.items(), strict=True)
    ]
    with writing() as session:
        delete_comment(session, lead, said[0], False)
    with reading() as session:
        assert said[0] not in [one.id for one in list_gone(session, lead, programme)]


def test_others_changes_since_i_was_here_are_counted_by_thing(
    lead: Actor, editor: Actor, programme: str, measure: Measure
) -> None:
    with writing() as session:
        assert visit(session, lead, programme) is None
    with reading() as session:
        at = session.get_one(Visit, (lead.user_id, programme)).at
        assert others_lately(session, lead, OWN) == {}
    with writing() as session:
        text(session, lead, programme, "<p>mine</p>", 0)
    with reading() as session:
        assert others_lately(session, lead, OWN) == {}
        assert others_since(session, lead, programme, at).changed == {}
    with writing() as session:
        text(session, editor, programme, "<p>theirs</p>", 1)
        text(session, editor, programme, "<p>theirs again</p>", 2)
        save_row(session, editor, Measure, measure.id, {"target": "95%"}, 1)
        save_observations(session, editor, measure.id, read_series(CSV, "a.csv"), CSV)
        add_comment(session, editor, programme, "box", "aims", "Why?")
    with reading() as session:
        changed = {"PlanText": 1, "Measure": 1, "Comment": 1}
        assert others_since(session, lead, programme, at).changed == changed
        assert others_since(session, lead, programme, now() + timedelta(seconds=5)).changed == changed  # kept late
        assert others_since(session, lead, programme, now() + timedelta(minutes=5)).changed == {}
        lately = others_lately(session, lead, OWN)[programme]
        assert (lately.at, lately.changed) == (at, changed)
        assert others_lately(session, editor, OWN) == {}
