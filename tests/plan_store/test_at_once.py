"""Two or many at once: a named error or an order, never a traceback, a deadlock or something done twice."""

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import Session, col, select

from charts.series import read_series
from charts.spec import ChartSpec
from plan_store.base import NotFound
from plan_store.changes import Change
from plan_store.drafts import drop_draft, keep_draft, read_draft
from plan_store.entries import Entry
from plan_store.monthly import EntryMeanwhile, remove_period, save_entry
from plan_store.observation_rows import Observation
from plan_store.observations import save_chart, save_every, save_observations
from plan_store.permissions import Actor, NotAllowed, Role
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import ChangedMeanwhile, DriverChoice, archive_programme, change_drivers
from plan_store.read_choices import recall_choice, remember_choice
from plan_store.rows import add_row, delete_row, list_rows, move_row, save_row
from plan_store.store import reading, writing
from plan_store.texts import save_text
from plan_store.uploads import delete_batch, delete_upload, undo_delete_upload
from tests.plan_store.conftest import OWN, People
from tests.plan_store.test_writers import at_once

CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"
MANY = 12
Make = Callable[..., Measure]


def actions(thing_id: str) -> Counter[str]:
    with reading() as session:
        return Counter(session.exec(select(Change.action).where(Change.thing_id == thing_id)))


def counting(session: Session, measure_id: str) -> list[Observation]:
    here = select(Observation).where(Observation.measure_id == measure_id, col(Observation.replaced_at).is_(None))
    return list(session.exec(here.order_by(col(Observation.period))))


def test_one_new_file_for_many_measures_at_once(lead: Actor, make_measure: Make) -> None:
    measures = [make_measure(f"m{number}") for number in range(MANY)]

    def work(number: int) -> int:
        with writing() as session:
            return save_observations(session, lead, measures[number].id, read_series(CSV, "a.csv"), CSV).added

    assert at_once(work, MANY) == [2] * MANY


def test_one_file_for_one_measure_many_times_at_once(lead: Actor, measure: Measure) -> None:
    def work(_number: int) -> tuple[str, int]:
        with writing() as session:
            stored = save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV)
            return stored.upload.id, stored.added

    done = at_once(work, MANY)
    assert sorted(added for _, added in done) == [0] * (MANY - 1) + [2]
    assert len({upload for upload, _ in done}) == 1


def test_several_measures_in_any_order_at_once(lead: Actor, make_measure: Make) -> None:
    ids = [make_measure(f"m{number}").id for number in range(4)]

    def work(number: int) -> str:
        content = CSV.replace(b"80", str(number).encode())
        order = ids if number % 2 else ids[::-1]
        with writing() as session:
            series = {measure_id: read_series(content, f"{number}.csv") for measure_id in order}
            batch, stored = save_every(session, lead, series, content)
            assert list(stored) == order
        with writing() as session:
            delete_batch(session, lead, batch)
        return batch

    assert len(set(at_once(work, MANY))) == MANY
    with reading() as session:
        assert [counting(session, measure_id) for measure_id in ids] == [[]] * 4


def test_a_period_entered_by_many_at_once_is_one_persons(lead: Actor, measure: Measure) -> None:
    def work(number: int) -> int | None:
        entry = Entry(period=date(2025, 4, 1), numerator=str(number), denominator="100")
        try:
            with writing() as session:
                save_entry(session, lead, measure.id, entry, None)
        except EntryMeanwhile as meanwhile:
            return -1 if meanwhile.theirs else None
        return number

    kept = [number for number in at_once(work, MANY) if number != -1]
    with reading() as session:
        assert [row.numerator for row in counting(session, measure.id)] == kept
    assert len(kept) == 1


def test_a_period_corrected_and_taken_out_at_once(lead: Actor, measure: Measure) -> None:
    with writing() as session:
        first = Entry(period=date(2025, 4, 1), numerator="1", denominator="100")
        seen = save_entry(session, lead, measure.id, first, None).id

    def work(number: int) -> bool:
        try:
            with writing() as session:
                if number % 2:
                    entry = Entry(period=date(2025, 4, 1), numerator="7", denominator="100", reason="counted again")
                    save_entry(session, lead, measure.id, entry, seen)
                else:
                    remove_period(session, lead, measure.id, date(2025, 4, 1), "wrong", seen)
        except EntryMeanwhile:
            return False
        return True

    assert sum(at_once(work, MANY)) == 1


def test_many_periods_entered_at_once_are_all_there(lead: Actor, measure: Measure) -> None:
    def work(number: int) -> None:
        entry = Entry(period=date(2020 + number // 12, number % 12 + 1, 1), numerator=str(number), denominator="100")
        with writing() as session:
            save_entry(session, lead, measure.id, entry, None)

    at_once(work, 50)
    with reading() as session:
        assert [row.numerator for row in counting(session, measure.id)] == list(range(50))


def test_a_file_taken_back_by_two_at_once_is_taken_back_once(lead: Actor, measure: Measure) -> None:
    with writing() as session:
        upload = save_observations(session, lead, measure.id, read_series(CSV, "a.csv"), CSV).upload.id

    def work(verb: Callable[..., object]) -> None:
        def go(_number: int) -> None:
            with writing() as session:
                verb(session, lead, upload)

        at_once(go, MANY)

    work(delete_upload)
    work(undo_delete_upload)
    assert actions(measure.id)["file taken back"] == actions(measure.id)["file put back"] == 1
    with reading() as session:
        assert [row.numerator for row in counting(session, measure.id)] == [80, 90]


def test_rows_added_moved_and_deleted_at_once_keep_places_of_their_own(lead: Actor, programme: str) -> None:
    with writing() as session:
        rows = [add_row(session, lead, programme, TeamMember, {"name": f"p{number}"}).row.id for number in range(6)]

    def work(number: int) -> None:
        for turn in range(4):
            with writing() as session:
                if number == 0:
                    add_row(session, lead, programme, TeamMember, {"name": f"new {turn}"})
                elif number == 1 and turn < 2:
                    delete_row(session, lead, TeamMember, rows[turn])
                else:
                    move_row(session, lead, TeamMember, rows[(number + turn) % 6], -1 if number % 2 else 1)

    at_once(work, 8)
    with writing() as session:
        move_row(session, lead, TeamMember, rows[5], -20)
        found = list_rows(session, lead, programme, TeamMember)
    assert [row.position for row in found] == list(range(8))
    assert found[0].id == rows[5]
    for row_id in rows:
        with reading() as session:
            revisions = session.exec(select(Change.revision).where(Change.thing_id == row_id)).all()
        assert sorted(revisions) == list(range(1, len(revisions) + 1))


def test_rows_added_at_once_have_places_of_their_own(lead: Actor, programme: str) -> None:
    def work(number: int) -> int:
        with writing() as session:
            return add_row(session, lead, programme, TeamMember, {"name": f"p{number}"}).row.position

    assert sorted(at_once(work, MANY)) == list(range(MANY))


def test_drivers_changed_at_once_are_one_persons(lead: Actor, programme: str, choice: DriverChoice) -> None:
    def work(number: int) -> bool:
        try:
            with writing() as session:
                change_drivers(session, lead, programme, choice.model_copy(update={"aim": f"aim {number}"}), 1)
        except ChangedMeanwhile:
            return False
        return True

    assert sum(at_once(work, MANY)) == 1


def test_a_programme_archived_at_once_is_archived_once(lead: Actor, programme: str) -> None:
    def work(_number: int) -> None:
        with writing() as session:
            archive_programme(session, lead, programme)

    at_once(work, MANY)
    assert actions(programme)["archived"] == 1


def test_a_chart_and_numbers_saved_at_once(lead: Actor, measure: Measure) -> None:
    def work(number: int) -> None:
        with writing() as session:
            if number % 2:
                save_chart(session, lead, measure.id, ChartSpec(screening=True), ChartSpec())
            else:
                entry = Entry(period=date(2025, number + 1, 1), numerator="1", denominator="2", unusual=f"why {number}")
                save_entry(session, lead, measure.id, entry, None)

    at_once(work, 10)
    with reading() as session:
        assert len(counting(session, measure.id)) == 5


@pytest.mark.parametrize("first", [True, False])
def test_choices_and_drafts_kept_at_once(lead: Actor, first: bool) -> None:
    if first:
        with writing() as session:
            remember_choice(session, lead, "DEMO1", "shape", {"value": "A"})
            keep_draft(session, lead, "form", {"said": "A"})

    def work(number: int) -> None:
        with writing() as session:
            remember_choice(session, lead, "DEMO1", "shape", {"value": str(number)})
            keep_draft(session, lead, "form", {"said": str(number)})

    at_once(work, MANY)
    with reading() as session:
        chosen = recall_choice(session, lead, "DEMO1", "shape")
        draft = read_draft(session, lead, "form")
    assert chosen
    assert chosen.choice["value"] in map(str, range(MANY))
    assert draft
    assert draft["said"] in map(str, range(MANY))

    def drop(_number: int) -> None:
        with writing() as session:
            drop_draft(session, lead, "form")

    at_once(drop, 4)
    with reading() as session:
        assert read_draft(session, lead, "form") is None


class TestOnPostgresql:
    """SQLite holds no rows: it has one writer."""

    @pytest.fixture
    def store_kind(self) -> str:
        return "postgresql"

    def test_who_may_not_write_waits_for_nobody(
        self, lead: Actor, stranger: Actor, people: People, programme: str, measure: Measure
    ) -> None:
        """And so can hold up nobody either: the row is theirs to hold only who may write it."""
        with writing() as session:
            save_text(session, lead, programme, "aims", "<p>a</p>", 0)
        viewer = people[OWN, Role.VIEWER]
        with writing() as held:
            save_text(held, lead, programme, "aims", "<p>b</p>", 1)
            save_row(held, lead, Measure, measure.id, {"lead": "b"}, 1)
            for actor, refused in ((stranger, NotFound), (viewer, NotAllowed)):
                with pytest.raises(refused), writing() as session:
                    save_text(session, actor, programme, "aims", "<p>c</p>", 1)
                with pytest.raises(refused), writing() as session:
                    save_row(session, actor, Measure, measure.id, {"lead": "c"}, 1)
                with pytest.raises(refused), writing() as session:
                    delete_row(session, actor, Measure, measure.id)

    def test_who_belongs_to_two_trusts_writes_in_both(
        self, lead: Actor, stranger: Actor, programme: str, measure: Measure
    ) -> None:
        both = Actor(stranger.user_id, stranger.name, {**stranger.roles, **lead.roles})
        with writing() as session:
            assert save_text(session, both, programme, "aims", "<p>a</p>", 0).revision == 1
            assert save_text(session, both, programme, "aims", "<p>b</p>", 1).revision == 2
            assert save_row(session, both, Measure, measure.id, {"lead": "b"}, 1).row.lead == "b"
