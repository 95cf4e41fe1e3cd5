"""Correcting a number on the measure's page: why, who else, taken out and put back; without a browser."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from charts.spec import ChartSpec
from pages._render.month_rows import changes_list
from pages._render.month_words import rhythm
from plan_store.drafts import add_words
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.months import Month, Said, read_months
from plan_store.observation_rows import Observation
from plan_store.permissions import Actor
from plan_store.store import reading, writing
from tests.pages.baseline.conftest import Page
from tests.people import actor_of

Open = Callable[..., Page]
EDITOR = "qi.lead@northdale.example"
SATOD = "Smoking at time of delivery"
AUGUST = date(2026, 8, 1)
WHY = "Say why the number changes: the old one stays in the history."


@pytest.fixture
def colleague(page: Open) -> Callable[[], Actor]:
    """Somebody else of the same trust."""

    def find() -> Actor:
        with reading() as session:
            return actor_of(session, EDITOR)

    return find


def month(here: Page, period: date = AUGUST) -> Month:
    with reading() as session:
        lead = actor_of(session)
        return next(one for one in read_months(session, lead, here.measures[SATOD]) if one.period == period)


def said(here: Page, period: date = AUGUST) -> list[tuple[float | None, str, str]]:
    return [(o.numerator, o.status, o.reason) for o in (one.observation for one in month(here, period).said)]


def click(here: Page, action: str, row: str) -> Page:
    """Press a button of our own HTML."""
    here.at.session_state["clicks"] = {"action": json.dumps({"action": action, "id": row})}
    here.run()
    del here.at.session_state["clicks"]
    return here


def edit(here: Page, period: date = AUGUST) -> Page:
    return click(here, "edit-month", period.isoformat())


def typed(here: Page, smokers: str, why: str = "") -> Page:
    for label, value in (("Women who were smoking", smokers), ("Why does it change?", why)):
        next(field for field in here.at.text_input if field.label.startswith(label)).set_value(value)
    return here


def test_a_final_number_changes_with_a_reason_and_the_old_one_stays(page: Open) -> None:
    here = edit(page(SATOD))
    typed(here, "52").press("Save this month")
    assert WHY in here.words
    assert said(here) == [(46.0, "final", "")]
    typed(here, "52", "Recounted").press("Save this month")
    assert "August 2026 is saved: 11.9%, 52" in here.words
    assert "was 10.5%" in here.words
    assert "Typed by Lead midwife" in here.words
    assert said(here) == [(52.0, "final", "Recounted"), (46.0, "final", "")]


def test_somebody_who_was_first_is_shown_and_nothing_is_lost(page: Open, colleague: Callable[[], Actor]) -> None:
    here = edit(page(SATOD))
    entry = Entry(period=AUGUST, numerator="50", denominator="438", reason="Two twice")
    with writing() as session:
        theirs = save_entry(session, colleague(), here.measures[SATOD], entry, month(here).said[0].observation.id)
    typed(here, "52", "Recounted").press("Save this month")
    assert "QI lead saved 11.4%, 50" in here.words
    assert [one[0] for one in said(here)] == [50.0, 46.0]
    here.press("Keep mine")
    assert next(field for field in here.at.text_input if field.label.startswith("Women who were")).value == "52"
    here.press("Save this month")
    assert [one[0] for one in said(here)] == [52.0, 50.0, 46.0]
    assert theirs.id == month(here).said[1].observation.id


def test_keeping_theirs_fills_the_fields_with_it(page: Open, colleague: Callable[[], Actor]) -> None:
    here = edit(page(SATOD))
    entry = Entry(period=AUGUST, numerator="50", denominator="438", reason="Two twice")
    with writing() as session:
        save_entry(session, colleague(), here.measures[SATOD], entry, month(here).said[0].observation.id)
    typed(here, "52", "Recounted").press("Save this month").press("Keep theirs")
    assert next(field for field in here.at.text_input if field.label.startswith("Women who were")).value == "50"
    here.press("Save this month")
    assert [one[0] for one in said(here)] == [50.0, 46.0]


def test_a_month_is_taken_out_with_a_reason_and_its_old_value_put_back(page: Open) -> None:
    here = edit(page(SATOD)).press("Take out this month")
    assert "Say why this period is taken out: it stays in the history." in here.words
    typed(here, "46", "Wrong ward").press("Take out this month")
    assert "August 2026 is taken out of the data." in here.words
    assert "Taken out by Lead midwife" in here.words
    assert "was 10.5%" in here.words
    edit(here).press("Put this value back")
    assert "The fields show 10.5%, 46" in here.words
    here.press("Save this month")
    assert [one[1] for one in said(here)] == ["final", "removed", "final"]


def test_a_month_is_added_and_provisional_becomes_final_without_a_reason(page: Open) -> None:
    here = page(SATOD).press("Add a month")
    choose = next(box for box in here.at.selectbox if box.label == "Month")
    before = date(2024, 3, 1)
    choose.set_value(before)
    for label, value in (("Women who were smoking", "60"), ("Women who gave birth", "400")):
        next(field for field in here.at.text_input if field.label.startswith(label)).set_value(value)
    status = next(group for group in here.at.button_group if group.label == "Is it final?")
    status.set_value("Provisional")
    here.press("Save this month")
    assert "March 2024 is saved: 15.0%, 60" in here.words
    assert said(here, before) == [(60.0, "provisional", "")]
    edit(here, before)
    next(group for group in here.at.button_group if group.label == "Is it final?").set_value("Final")
    here.press("Save this month")
    assert said(here, before) == [(60.0, "final", ""), (60.0, "provisional", "")]
    view = next(group for group in here.at.button_group if group.label == "What the table shows")
    view.set_value("History")
    assert "<b>March 2024</b> became final: 15.0%, 60" in here.run().words


def test_the_history_has_changes_alone() -> None:
    """The same said again by another file is none; what was provisional is called so on its side."""

    def one(numerator: float, status: str = "final") -> Said:
        row = Observation(measure_id="m", period=AUGUST, status=status, numerator=numerator, denominator=400)
        row.value = numerator / 4
        return Said(row)

    months = [Month(AUGUST, (one(60), one(60), one(61, "provisional")))]
    shown = changes_list(months, ChartSpec(unit="%", multiplier=100), rhythm([AUGUST]), 10)
    assert shown.count("<li>") == 1
    assert "from 15.2%, 61 of 400 (provisional) to 15.0%, 60 of 400" in shown.replace("\N{NO-BREAK SPACE}", " ")


def test_who_adds_a_month_that_somebody_added_first_says_why(page: Open, colleague: Callable[[], Actor]) -> None:
    here, before = page(SATOD).press("Add a month"), date(2024, 3, 1)
    next(box for box in here.at.selectbox if box.label == "Month").set_value(before)
    for label, value in (("Women who were smoking", "60"), ("Women who gave birth", "400")):
        next(field for field in here.at.text_input if field.label.startswith(label)).set_value(value)
    with writing() as session:
        entry = Entry(period=before, numerator="61", denominator="400")
        save_entry(session, colleague(), here.measures[SATOD], entry, None)
    here.press("Save this month").press("Keep mine").press("Save this month")
    assert WHY in here.words
    typed(here, "60", "Counted again").press("Save this month")
    assert said(here, before) == [(60.0, "final", "Counted again"), (61.0, "final", "")]


def begin(here: Page, colleague: Actor, when: str, words: dict[str, str], **base: str | None) -> None:
    """As the browser sends it while they type."""
    with writing() as session:
        add_words(session, colleague, f"month/{here.plan}/{here.measures[SATOD]}/{when}", words, base)


def test_what_was_typed_for_a_month_is_offered_on_the_next_visit(page: Open, colleague: Callable[[], Actor]) -> None:
    here = page(SATOD)
    seen = month(here).said[0].observation.id
    begin(here, colleague(), "2026-08-01", {"numerator": "52", "reason": "Recounted"}, seen=seen)
    assert "without saving" not in page(SATOD).words
    with writing() as session:
        entry = Entry(period=AUGUST, numerator="50", denominator="438", reason="Two twice")
        save_entry(session, colleague(), here.measures[SATOD], entry, seen)
    here = page(SATOD, EDITOR)
    assert "You left August 2026 without saving." in here.words
    click(here, "resume-month", "2026-08-01")
    assert "did not save is here again" in here.words
    assert next(field for field in here.at.text_input if field.label.startswith("Women who were")).value == "52"
    here.press("Save this month").press("Keep mine").press("Save this month")
    assert said(here)[0] == (52.0, "final", "Recounted")
    assert "without saving" not in page(SATOD, EDITOR).words


def test_a_month_that_was_being_added_keeps_its_month(page: Open, colleague: Callable[[], Actor]) -> None:
    here, march = page(SATOD), date(2024, 3, 1)
    begin(here, colleague(), "new", {"numerator": "60", "denominator": "400"}, seen=None, period="2024-03-01")
    here = click(page(SATOD, EDITOR), "resume-month", "")
    assert next(box for box in here.at.selectbox if box.label == "Month").value == march
    with writing() as session:
        save_entry(
            session, colleague(), here.measures[SATOD], Entry(period=march, numerator="1", denominator="2"), None
        )
    here = click(page(SATOD, EDITOR), "resume-month", "")
    assert next(box for box in here.at.selectbox if box.label == "Month").value is None
    here.press("Save this month")
    assert "Choose the month." in here.words
    here.press("Cancel")
    assert "without saving" not in page(SATOD, EDITOR).words


def test_a_file_is_taken_back_after_it_is_said_what_will_happen_and_undone(page: Open) -> None:
    here = page(SATOD)
    file = month(here).said[0].observation.upload_id
    assert file
    typed(edit(here), "52", "Recounted").press("Save this month")
    click(here, "ask-take-back", file)
    assert "30 months leave the chart. The other month stays as it is." in here.words
    click(here, "take-back", file)
    assert "was taken back" in here.words
    with reading() as session:
        lead = actor_of(session)
        left = [one for one in read_months(session, lead, here.measures[SATOD]) if one.present]
    assert [one.period for one in left] == [AUGUST]
    click(here, "undo-take-back", file)
    assert "is put back." in here.words
    assert "Show all 31 months" in here.words
    assert [one[0] for one in said(here)] == [52.0, 46.0]


def test_the_history_lists_every_change_newest_first(page: Open) -> None:
    here = page(SATOD)
    typed(edit(here), "52", "Recounted").press("Save this month")
    typed(edit(here), "53", "One more").press("Save this month")
    view = next(group for group in here.at.button_group if group.label == "What the table shows")
    view.set_value("History")
    here.run()
    first = here.words.index("from 11.9%, 52")
    assert first < here.words.index("from 10.5%, 46")
    assert "One more" in here.words


def test_a_viewer_reads_and_downloads_and_changes_nothing(page: Open) -> None:
    here = page(SATOD, email="board.member@northdale.example")
    assert f'href="/data/{here.measures[SATOD]}.csv"' in here.words
    assert 'href="/files/' in here.words
    for action in ("edit-month", "ask-take-back", "undo-take-back"):
        assert action not in here.words
    file = month(here).said[0].observation.upload_id
    assert file
    click(here, "take-back", file)
    assert month(here).said[0].counts
    click(here, "edit-month", AUGUST.isoformat())
    assert "month" not in here.at.session_state["stay"]
