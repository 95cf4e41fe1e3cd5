"""One period at a time: what is typed is checked, corrections keep the old number with who, when and why."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from charts.series import read_series
from plan_store.base import NotFound, now
from plan_store.changes import Change
from plan_store.entries import NO_NUMBER, Entry, asked_parts, check_entry
from plan_store.monthly import EntryMeanwhile, EntryRefused, remove_period, save_entry
from plan_store.months import Month, read_months
from plan_store.observation_rows import Observation
from plan_store.observations import read_observations, save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import delete_row, find_row
from plan_store.store import reading, writing

APRIL, MAY = date(2025, 4, 1), date(2025, 5, 1)
Enter = Callable[..., Observation]


@pytest.fixture
def enter(lead: Actor, measure: Measure) -> Enter:
    def go(period: date = APRIL, seen: str | None = None, **typed: Any) -> Observation:
        with writing() as session:
            return save_entry(session, lead, measure.id, Entry(period=period, **typed), seen)

    return go


def months(actor: Actor, measure: Measure) -> list[Month]:
    with reading() as session:
        return read_months(session, actor, measure.id)


def numbers(actor: Actor, measure: Measure) -> list[tuple[date, float, str]]:
    with reading() as session:
        held = read_observations(session, actor, measure.id)
    return [(row["date"].date(), row["value"], row["status"]) for row in held.to_dict("records")]


def test_what_is_typed_is_kept_with_who_and_when(enter: Enter, lead: Actor, measure: Measure) -> None:
    kept = enter(numerator=" 25 ", denominator="1,000")
    assert (kept.numerator, kept.denominator, kept.value, kept.status) == (25.0, 1000.0, 2.5, "final")
    assert (kept.user_name, kept.upload_id, kept.reason) == (lead.name, None, "")
    assert numbers(lead, measure) == [(APRIL, 2.5, "final")]


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({}, {"numerator": "Enter the numerator.", "denominator": "Enter the denominator."}),
        ({"numerator": "25S", "denominator": "100"}, {"numerator": NO_NUMBER.format("25S")}),
        ({"numerator": "25", "denominator": "inf"}, {"denominator": NO_NUMBER.format("inf")}),
        ({"numerator": "-1", "denominator": "100"}, {"numerator": "A count cannot be less than zero."}),
        ({"numerator": "25%", "denominator": "100"}, {"numerator": "Enter the count, not a percentage."}),
        (
            {"numerator": "311", "denominator": "244"},
            {"numerator": "311 is more than the denominator, 244. Check both numbers."},
        ),
    ],
)
def test_a_wrong_field_is_said_and_nothing_is_kept(
    enter: Enter, lead: Actor, measure: Measure, typed: dict[str, str], problems: dict[str, str]
) -> None:
    with pytest.raises(EntryRefused) as refused:
        enter(**typed)
    assert refused.value.problems == problems
    assert months(lead, measure) == []


@pytest.mark.parametrize("small", ["*", "<5", " < 5 "])
def test_a_number_too_small_to_share_is_suppressed(enter: Enter, lead: Actor, measure: Measure, small: str) -> None:
    first = enter(numerator=small, denominator="100")
    assert (first.value, first.numerator, first.denominator, first.status) == (None, None, 100, "suppressed")
    assert enter(seen=first.id, numerator="*", denominator="100").id == first.id, "the same said again"
    enter(seen=first.id, numerator="6", denominator="100")
    assert numbers(lead, measure) == [(APRIL, 6.0, "final")]


def test_to_withhold_a_final_number_needs_a_reason(enter: Enter, measure: Measure) -> None:
    first = enter(numerator="4", denominator="100")
    with pytest.raises(EntryRefused) as refused:
        enter(seen=first.id, numerator="*", denominator="100")
    assert set(refused.value.problems) == {"reason"}


def test_a_rate_may_count_more_than_its_denominator(make_measure: Callable[..., Measure]) -> None:
    rate = make_measure("Contacts per 1,000 bookings", unit="per 1,000")
    entry = Entry(period=APRIL, numerator="12", denominator="10")
    assert check_entry(rate, ("numerator", "denominator"), entry).problems == {}
    nobody = check_entry(rate, ("numerator", "denominator"), Entry(period=APRIL, numerator="1", denominator="0"))
    assert nobody.problems == {"denominator": "The denominator is 0 but the numerator is not. Check both numbers."}


def test_a_period_that_has_not_begun_is_refused(enter: Enter) -> None:
    with pytest.raises(EntryRefused) as refused:
        enter(period=now().date() + timedelta(days=40), numerator="1", denominator="2")
    assert refused.value.problems == {"period": "This period has not begun yet."}


def test_a_correction_needs_a_reason_and_keeps_the_old_number(enter: Enter, lead: Actor, measure: Measure) -> None:
    first = enter(numerator="25", denominator="100")
    with pytest.raises(EntryRefused) as refused:
        enter(seen=first.id, numerator="26", denominator="100")
    assert refused.value.problems == {"reason": "Say why the number changes: the old one stays in the history."}
    enter(seen=first.id, numerator="26", denominator="100", reason="One woman was counted twice")
    assert numbers(lead, measure) == [(APRIL, 26.0, "final")]
    [month] = months(lead, measure)
    assert [(said.observation.value, said.counts, said.observation.reason) for said in month.said] == [
        (26.0, True, "One woman was counted twice"),
        (25.0, False, ""),
    ]
    with reading() as session:
        change = session.exec(select(Change).where(Change.action == "corrected")).one()
    assert '"numerator":25.0' in change.before
    assert "One woman was counted twice" in change.after


def test_the_same_number_again_is_no_correction(enter: Enter) -> None:
    first = enter(numerator="25", denominator="100")
    assert enter(seen=first.id, numerator="25.0", denominator="100").id == first.id


def test_provisional_becomes_final_without_a_reason(enter: Enter, lead: Actor, measure: Measure) -> None:
    first = enter(numerator="25", denominator="100", provisional=True)
    assert numbers(lead, measure) == [(APRIL, 25.0, "provisional")]
    enter(seen=first.id, numerator="27", denominator="100")
    assert numbers(lead, measure) == [(APRIL, 27.0, "final")]
    assert len(months(lead, measure)[0].said) == 2


def test_not_available_yet_is_a_gap_that_a_number_fills(enter: Enter, lead: Actor, measure: Measure) -> None:
    gap = enter(not_yet=True)
    assert (gap.status, gap.value, gap.reason) == ("missing", None, "Not available yet")
    enter(seen=gap.id, numerator="25", denominator="100")
    assert numbers(lead, measure) == [(APRIL, 25.0, "final")]


def test_what_somebody_else_entered_meanwhile_is_not_overwritten(enter: Enter, lead: Actor, measure: Measure) -> None:
    theirs = enter(numerator="25", denominator="100")
    for seen in (None, "something older"):
        with pytest.raises(EntryMeanwhile) as meanwhile:
            enter(seen=seen, numerator="30", denominator="100", reason="mine")
        assert meanwhile.value.theirs is not None
        assert meanwhile.value.theirs.id == theirs.id
    assert numbers(lead, measure) == [(APRIL, 25.0, "final")]


def test_what_was_unusual_stands_on_the_chart(enter: Enter, lead: Actor, measure: Measure) -> None:
    enter(numerator="25", denominator="100", unusual="The CO monitors were being serviced")
    enter(period=MAY, numerator="26", denominator="100", unusual="New starters")
    with reading() as session:
        chart = find_row(session, lead, Measure, measure.id).chart
    assert [(mark["date"], mark["text"]) for mark in chart["annotations"]] == [
        ("2025-04-01", "The CO monitors were being serviced"),
        ("2025-05-01", "New starters"),
    ]


def test_a_period_is_taken_out_with_a_reason_and_comes_back(enter: Enter, lead: Actor, measure: Measure) -> None:
    first = enter(numerator="25", denominator="100")
    enter(period=MAY, numerator="26", denominator="100")
    with writing() as session, pytest.raises(EntryRefused):
        remove_period(session, lead, measure.id, APRIL, " ", first.id)
    with writing() as session:
        out = remove_period(session, lead, measure.id, APRIL, "Another hospital's number", first.id)
    assert numbers(lead, measure) == [(MAY, 26.0, "final")]
    april = months(lead, measure)[-1]
    assert [(said.observation.status, said.counts) for said in april.said] == [("removed", True), ("final", False)]
    enter(seen=out.id, numerator="24", denominator="100")
    assert numbers(lead, measure)[0] == (APRIL, 24.0, "final")


def test_a_value_is_asked_where_values_are_kept(make_measure: Callable[..., Measure], lead: Actor) -> None:
    days = make_measure("Days between admissions", unit="days")
    assert asked_parts(days, []) == ("value",)
    assert asked_parts(make_measure("Tested", unit="%"), []) == ("numerator", "denominator")
    shares = make_measure("Compliance", unit="%")
    content = b"Month,Compliance\nApr-25,91.5%\nMay-25,90.0%\n"
    with writing() as session:
        save_observations(session, lead, shares.id, read_series(content, "a.csv"), content)
        kept = save_entry(session, lead, shares.id, Entry(period=date(2025, 6, 1), value="92.5%"), None)
    assert (kept.value, kept.numerator, kept.status) == (92.5, None, "final")


def test_a_deleted_measure_takes_no_number(enter: Enter, lead: Actor, measure: Measure) -> None:
    with writing() as session:
        delete_row(session, lead, Measure, measure.id)
    with pytest.raises(NotFound):
        enter(numerator="25", denominator="100")
