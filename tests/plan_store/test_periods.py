"""Periods that can be added: after the newest, in the gaps, before the oldest; none that has not begun."""

from datetime import date

import pytest

from plan_store.periods import open_periods

TODAY = date(2026, 3, 10)


def test_months_after_in_and_before() -> None:
    there = {date(2025, 10, 1), date(2025, 12, 1), date(2026, 1, 1)}
    found = open_periods(there, "month", TODAY)
    assert found[:4] == [date(2026, 3, 1), date(2026, 2, 1), date(2025, 11, 1), date(2025, 9, 1)]
    assert found[-1] == date(2023, 10, 1)
    assert len(found) == 3 + 24


@pytest.mark.parametrize(
    ("noun", "newest", "first"),
    [
        ("quarter", date(2025, 10, 1), [date(2026, 1, 1), date(2025, 7, 1)]),
        ("week", date(2026, 2, 26), [date(2026, 3, 5), date(2026, 2, 19)]),
        ("year", date(2025, 4, 1), [date(2024, 4, 1), date(2023, 4, 1)]),
        ("day", date(2026, 3, 9), [date(2026, 3, 10), date(2026, 3, 8)]),
    ],
)
def test_other_rhythms_keep_their_step(noun: str, newest: date, first: list[date]) -> None:
    assert open_periods({newest}, noun, TODAY)[:2] == first


def test_without_a_rhythm_or_data_nothing_is_offered() -> None:
    assert open_periods({TODAY}, "point", TODAY) == []
    assert open_periods(set(), "month", TODAY) == []
