"""What is due, late or missing, worked out from today."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, event

from charts.series import read_series
from plan_store.due import DueList, count_due, due_by, last_period, read_due, read_overdue
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observations import save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, Measure
from plan_store.programmes import DriverChoice, archive_programme, create_programme
from plan_store.rows import add_row, delete_row
from plan_store.store import reading, writing
from tests.plan_store.conftest import OWN

TODAY = date(2026, 11, 9)
Keep = Callable[..., None]


@pytest.fixture
def keep(lead: Actor) -> Keep:
    def go(measure: Measure, *months: str) -> None:
        content = ("Month,Numerator,Denominator\n" + "".join(f"{month},10,100\n" for month in months)).encode()
        with writing() as session:
            save_observations(session, lead, measure.id, read_series(content, "a.csv"), content)

    return go


def due(actor: Actor, today: date = TODAY) -> DueList:
    """What is due; the count that stands on every page says as much."""
    with reading() as session:
        found = read_due(session, actor, OWN, today)
        assert count_due(session, actor, OWN, today) == len(found.entries)
    return found


@pytest.mark.parametrize(
    ("today", "month", "quarter"),
    [
        (date(2026, 11, 9), date(2026, 10, 1), date(2026, 7, 1)),
        (date(2026, 1, 1), date(2025, 12, 1), date(2025, 10, 1)),
        (date(2026, 3, 31), date(2026, 2, 1), date(2025, 10, 1)),
        (date(2026, 4, 1), date(2026, 3, 1), date(2026, 1, 1)),
    ],
)
def test_the_last_whole_month_and_quarter(today: date, month: date, quarter: date) -> None:
    assert (last_period(today, 1), last_period(today, 3)) == (month, quarter)


def test_due_on_the_tenth_working_day() -> None:
    assert due_by(date(2026, 10, 1), 1) == date(2026, 11, 13)
    assert due_by(date(2026, 12, 1), 1) == date(2027, 1, 14)
    assert due_by(date(2026, 7, 1), 3) == date(2026, 10, 14)


def test_what_is_there_is_not_due(keep: Keep, lead: Actor, measure: Measure) -> None:
    keep(measure, "Sep-26", "Oct-26")
    assert due(lead).entries == ()


def test_the_last_month_is_due_and_earlier_ones_are_late(keep: Keep, lead: Actor, measure: Measure) -> None:
    keep(measure, "Jul-26", "Aug-26")
    found = due(lead)
    assert (found.month, found.by) == (date(2026, 10, 1), date(2026, 11, 13))
    assert [(entry.period, entry.late) for entry in found.entries] == [
        (date(2026, 9, 1), True),
        (date(2026, 10, 1), False),
    ]
    assert [entry.period for entry in found.late] == [date(2026, 9, 1)]
    assert {entry.before.period for entry in found.entries if entry.before} == {date(2026, 8, 1)}
    assert [entry.late for entry in due(lead, date(2026, 11, 14)).entries] == [True, True]


def test_no_more_than_three_periods_are_asked_for_at_once(keep: Keep, lead: Actor, measure: Measure) -> None:
    keep(measure, "Jan-26", "Feb-26")
    assert [entry.period.month for entry in due(lead).entries] == [8, 9, 10]


def test_a_measure_without_data_is_due_and_never_late(lead: Actor, measure: Measure) -> None:
    [entry] = due(lead, date(2026, 11, 30)).entries
    assert (entry.period, entry.late, entry.before) == (date(2026, 10, 1), False, None)


def test_a_number_that_is_not_there_yet_stays_due_and_says_so(keep: Keep, lead: Actor, measure: Measure) -> None:
    keep(measure, "Aug-26", "Sep-26")
    with writing() as session:
        save_entry(session, lead, measure.id, Entry(period=date(2026, 10, 1), not_yet=True), None)
    [entry] = due(lead).entries
    assert (entry.period, entry.awaited) == (date(2026, 10, 1), True)


def test_months_without_a_number_in_between_are_gaps(keep: Keep, lead: Actor, measure: Measure) -> None:
    keep(measure, "Jan-25", "Apr-26", "Jun-26", "Oct-26")
    assert due(lead).gaps[measure.id] == (
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1),
        date(2026, 5, 1), date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1),
    )  # fmt: skip


def test_months_before_the_three_that_are_asked_for_are_gaps(keep: Keep, lead: Actor, measure: Measure) -> None:
    """Nothing falls between what is late and what is missing, and nothing is both."""
    keep(measure, "Feb-26", "Apr-26")
    found = due(lead)
    assert [entry.period.month for entry in found.entries] == [8, 9, 10]
    assert [when.month for when in found.gaps[measure.id]] == [3, 5, 6, 7]


def test_a_measure_without_data_has_no_gaps(lead: Actor, measure: Measure) -> None:
    assert due(lead).gaps[measure.id] == ()


def test_quarters_are_due_by_quarter_and_other_frequencies_never(
    make_measure: Callable[..., Measure], lead: Actor
) -> None:
    make_measure("Audit", frequency="quarterly")
    make_measure("Weekly huddles", frequency="weekly")
    assert [(entry.measure.name, entry.period) for entry in due(lead).entries] == [("Audit", date(2026, 7, 1))]


def test_deleted_measures_and_archived_programmes_are_not_due(
    make_measure: Callable[..., Measure], lead: Actor, programme: str
) -> None:
    kept, gone = make_measure("Kept"), make_measure("Gone")
    with writing() as session:
        delete_row(session, lead, Measure, gone.id)
    assert [entry.measure.id for entry in due(lead).of(programme)] == [kept.id]
    with writing() as session:
        archive_programme(session, lead, programme)
    assert due(lead).entries == ()


def test_one_programme_of_several(
    make_measure: Callable[..., Measure], lead: Actor, programme: str, choice: DriverChoice
) -> None:
    with writing() as session:
        other = create_programme(session, lead, OWN, choice).id
        add_row(session, lead, other, Measure, {"name": "Elsewhere"})
    make_measure("Here")
    assert [entry.measure.name for entry in due(lead).entries] == ["Elsewhere", "Here"]  # the newest programme first
    with reading() as session:
        one = read_due(session, lead, OWN, TODAY, programme)
    assert [entry.measure.name for entry in one.entries] == ["Here"]
    assert [(owner.id, measure.name) for owner, measure in one.measures] == [(programme, "Here")]


def test_reading_what_is_due_costs_the_same_for_many_measures(
    make_measure: Callable[..., Measure], keep: Keep, lead: Actor, store: Engine
) -> None:
    statements: list[str] = []
    event.listen(store, "before_cursor_execute", lambda *asked: statements.append(asked[2]))
    keep(make_measure("One"), "Aug-26")
    statements.clear()
    due(lead)
    asked = len(statements)
    for name in ("Two", "Three", "Four"):
        keep(make_measure(name), "Aug-26")
    statements.clear()
    due(lead)
    assert len(statements) == asked


def test_an_action_is_overdue_once_its_day_has_passed_and_it_is_not_done(lead: Actor, programme: str) -> None:
    with writing() as session:
        for message, day, status in (
            ("Passed", date(2026, 11, 8), "in progress"),
            ("Long passed", date(2026, 9, 1), "not started"),
            ("Today", TODAY, "not started"),
            ("Done", date(2026, 11, 1), "done"),
            ("No day", None, "not started"),
            ("Deleted", date(2026, 11, 1), "not started"),
        ):
            cells = {"audience": "All", "message": message, "due": day, "status": status}
            row = add_row(session, lead, programme, CommunicationAction, cells).row
            if message == "Deleted":
                delete_row(session, lead, CommunicationAction, row.id)
    with reading() as session:
        [(owner, actions)] = read_overdue(session, lead, OWN, TODAY)
    assert owner.id == programme
    assert [action.message for action in actions] == ["Long passed", "Passed"]
    with writing() as session:
        archive_programme(session, lead, programme)
        assert read_overdue(session, lead, OWN, TODAY) == []
