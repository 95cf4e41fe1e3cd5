"""One file for all measures without a browser: what it matches, what it asks, what it keeps and takes back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from charts.series import EntryRow, entry_csv
from pages._parts.data_file import READERS
from pages._parts.reason import ASK_REASON, MEANWHILE, REASON
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.months import read_months
from plan_store.observation_rows import Observation
from plan_store.observations import measure_spec
from plan_store.plan_rows import Measure
from plan_store.series_matching import code_of
from plan_store.store import reading, writing
from plan_store.uploads import Upload
from tests.pages.baseline.conftest import Page
from tests.people import actor_of

Open = Callable[..., Page]
CORPUS = Path(__file__).parents[2] / "data" / "series"
SMOKING, BOOKING, WEEKS, REFERRAL = (
    "Smoking at time of delivery",
    "CO test at booking",
    "CO test at 36 weeks",
    "Opt-out referral in one working day",
)
SITES = b"Site,Month,Smokers,Status known\n" + b"".join(
    b"%s,%02d/2025,%d,250\n" % (site, month, 20 + month) for site in (b"North", b"South") for month in range(1, 13)
)


def form(*rows: EntryRow, trust: bool = False) -> bytes:
    return entry_csv(rows, with_programme=trust)


def present(measure_id: str, period: str) -> tuple[float | None, str]:
    """The numerator that counts for a month, and the reason that stands with it."""
    with reading() as session:
        here = select(Observation).where(Observation.measure_id == measure_id, col(Observation.replaced_at).is_(None))
        return next(
            ((row.numerator, row.reason) for row in session.exec(here) if f"{row.period:%Y-%m}" == period), (None, "")
        )


def kept() -> tuple[int, ...]:
    with reading() as session:
        return tuple(
            session.exec(select(func.count()).select_from(kind)).one() for kind in (Measure, Observation, Upload)
        )


def marks(measure_id: str) -> list[str]:
    with reading() as session:
        return [mark.text for mark in measure_spec(session.get_one(Measure, measure_id)).annotations]


def goes_to(here: Page, series: str) -> str | None:
    return next(field for field in here.at.selectbox if field.label == f"Measure for {series}").value


def save_button(here: Page) -> str:
    return next((button.label for button in here.at.button if button.label.startswith("Save ")), "")


def fill(here: Page, label: str, words: str) -> Page:
    next(field for field in here.at.text_input if field.label == label).set_value(words)
    return here.run()


def changed(here: Page) -> bytes:
    """A month that changes, one that is new, one that is the same, one blank, one that cannot be."""
    booking = code_of(here.measures[BOOKING])
    return form(
        EntryRow(SMOKING, "October 2026", numerator="44", denominator="427", note="Two midwives off sick"),
        EntryRow("Renamed since", "October 2024", numerator="400", denominator="450", code=booking),
        EntryRow(WEEKS, "October 2026", numerator="285", denominator="383"),
        EntryRow(REFERRAL, "October 2026", numerator="9999", denominator="106"),
        EntryRow("Quit date set after referral", "October 2026"),
    )  # fmt: skip


def test_it_starts_with_the_template_of_the_programme(page: Open) -> None:
    here = page()
    assert here.title == "One file for all measures"
    assert "Enter the numbers of all measures of Smoke-free pregnancies in one go." in here.words
    assert "6 measures" in here.words
    assert [button.proto.label for button in here.at.get("download_button")] == ["Download the template"]


def test_each_series_goes_to_its_measure_and_says_what_it_changes(page: Open) -> None:
    before = kept()
    here = page()
    here.upload("october.csv", changed(here))
    assert here.title == "Check what we read"
    assert "october.csv: 1 new number and 1 that changes. 1 series cannot be saved." in here.words
    assert goes_to(here, SMOKING) == here.measures[SMOKING]
    assert goes_to(here, "Renamed since") == here.measures[BOOKING], "the code says which"
    assert "1 changed, 1 note" in here.words
    assert "October 2026: 41 of 427 becomes 44 of 427." in here.words
    assert "Row 5, Numerator: 9,999 is more than the denominator, 106." in here.words
    assert f"The same numbers are there already: {WEEKS}." in here.words
    assert "Not filled in: Quit date set after referral." in here.words
    assert "Note, October 2026: Two midwives off sick" in here.words
    assert save_button(here) == "Save 2 numbers and 1 note of 2 measures"
    assert kept() == before


def test_a_number_that_changes_needs_a_reason_and_all_of_it_can_be_taken_back(page: Open) -> None:
    here = page()
    smoking, booking = here.measures[SMOKING], here.measures[BOOKING]
    here.upload("october.csv", changed(here)).press("Save 2 numbers and 1 note of 2 measures")
    assert here.words.count(ASK_REASON) == 2, "at the top and beside the field"
    assert present(smoking, "2026-10") == (41.0, "")
    fill(here, REASON, "Counted again").press("Save 2 numbers and 1 note of 2 measures")
    assert here.title == "Saved"
    assert "2 numbers and 1 note of 2 measures are saved." in here.words
    assert "Smoking at time of delivery has fallen" in here.words
    assert (present(smoking, "2026-10"), present(booking, "2024-10")) == ((44.0, "Counted again"), (400.0, ""))
    assert "Two midwives off sick" in marks(smoking)
    here.press("Undo")
    assert here.title == "Taken back"
    assert (present(smoking, "2026-10"), present(booking, "2024-10")) == ((41.0, ""), (None, ""))
    assert "Two midwives off sick" not in marks(smoking)
    here.press("Put it back")
    assert present(smoking, "2026-10") == (44.0, "Counted again")
    assert "Two midwives off sick" in marks(smoking)


def test_a_series_can_go_elsewhere_be_left_out_or_be_a_new_measure(page: Open) -> None:
    here = page()
    content = form(
        EntryRow("Partners who smoke", "October 2026", numerator="40", denominator="90"),
        EntryRow("Vaping", "October 2026", numerator="9", denominator="90"),
    )
    here.upload("ours.csv", content)
    assert [goes_to(here, name) for name in ("Partners who smoke", "Vaping")] == ["out", "out"]
    assert here.words.count("No measure of this name. Choose one, or leave it out.") == 2
    assert save_button(here) == ""
    here.choose("Measure for Partners who smoke", "new")
    here.press("Save 1 number of 1 measure")
    assert "Partners who smoke: Choose which way is better." in here.words
    here.better("lower").press("Save 1 number of 1 measure")
    assert here.title == "Saved"
    with reading() as session:
        made = session.exec(select(Measure).where(Measure.name == "Partners who smoke")).one()
    assert (made.better, made.unit, present(made.id, "2026-10")) == ("decrease", "%", (40.0, ""))
    here.press("Undo")
    with reading() as session:
        assert session.get_one(Measure, made.id).deleted_at is not None
    here.press("Put it back")
    with reading() as session:
        assert session.get_one(Measure, made.id).deleted_at is None
    assert present(made.id, "2026-10") == (40.0, "")


def test_two_series_of_one_measure_are_not_saved(page: Open) -> None:
    here = page()
    here.upload("sites.csv", SITES)
    for site in ("North", "South"):
        here.choose(f"Measure for {site}", here.measures[SMOKING])
    assert here.words.count("Another series goes to the same measure.") == 2
    assert save_button(here) == ""


def test_a_number_that_somebody_saved_meanwhile_is_looked_at_first(page: Open) -> None:
    here = page()
    smoking = here.measures[SMOKING]
    two = form(
        EntryRow(SMOKING, "October 2026", numerator="44", denominator="427"),
        EntryRow(SMOKING, "February 2023", numerator="45", denominator="435"),
    )
    fill(here.upload("b.csv", two), REASON, "Counted again")
    other = Page("qi.lead@northdale.example", page="data_file")
    other.upload("c.csv", form(EntryRow(SMOKING, "October 2026", numerator="43", denominator="427")))
    fill(other, REASON, "Duplicates found").press("Save 1 number of 1 measure")
    here.press("Save 2 numbers of 1 measure")
    assert MEANWHILE in here.words
    assert "October 2026: 43 of 427 becomes 44 of 427. It was" not in here.words, "from a file, not by hand"
    assert "October 2026: 43 of 427 becomes 44 of 427." in here.words
    assert (present(smoking, "2026-10"), present(smoking, "2023-02")) == ((43.0, "Duplicates found"), (None, ""))
    here.press("Save 2 numbers of 1 measure")
    assert (present(smoking, "2026-10"), present(smoking, "2023-02")) == ((44.0, "Counted again"), (45.0, ""))


def test_a_file_that_cannot_be_read_says_so_and_keeps_nothing(page: Open) -> None:
    before = kept()
    here = page().upload("a.csv", form(EntryRow(SMOKING, "October 2026")))
    assert here.title == "One file for all measures"
    assert "The file has no numbers yet." in here.words
    here.upload("b.csv", b"nothing at all")
    assert 'class="problem paper" role="alert"' in here.words
    assert kept() == before


@pytest.mark.parametrize(
    "kind", ["months_across_the_top", "across_several_sites", "national_measures", "parts_in_rows"]
)
def test_files_of_every_layout_are_checked(page: Open, kind: str) -> None:
    """Files with months across, with the parts of a number in rows of their own, and national ones."""
    here = page().upload(f"{kind}.csv", (CORPUS / f"{kind}.csv").read_bytes())
    assert here.title == "Check what we read"
    (choose, *_) = [field for field in here.at.selectbox if field.label.startswith("Measure for ")]
    choose.set_value(here.measures[SMOKING])
    assert save_button(here.run()).startswith("Save ")


def test_a_trusts_file_reaches_every_programme_of_the_trust(page: Open) -> None:
    here = page(of_plan=False)
    assert "Enter the numbers of all measures of every programme of your trust in one go." in here.words
    warm = "Warm and ready: very preterm babies"
    rows = (
        EntryRow(SMOKING, "January 2024", "Smoke-free pregnancies", numerator="60", denominator="430"),
        EntryRow("Normal temperature on admission", "January 2024", warm, numerator="6", denominator="8"),
        EntryRow(SMOKING, "January 2024", warm, numerator="6", denominator="8", code="m-none"),
    )
    here.upload("trust.csv", form(*rows, trust=True))
    assert save_button(here) == "Save 2 numbers of 2 measures"
    assert "1 series is left out." in here.words
    options = next(field for field in here.at.selectbox if field.label == f"Measure for {SMOKING}").options
    assert "A new measure" not in options
    assert f"{SMOKING} (Smoke-free pregnancies)" in options
    here.press("Save 2 numbers of 2 measures")
    assert present(here.measures[SMOKING], "2024-01") == (60.0, "")


def test_who_may_only_read_sees_a_sentence(page: Open) -> None:
    for of_plan in (True, False):
        here = page("board.member@northdale.example", of_plan=of_plan)
        assert READERS in here.words
        assert not here.at.file_uploader


def test_import_all_makes_a_measure_of_each_site(page: Open) -> None:
    before = kept()
    here = page(page="baseline_data").upload("sites.csv", SITES)
    assert here.title == "Choose the columns"
    here.press("Import all 2 series")
    assert here.title == "Check what we read"
    names = [field.value for field in here.at.text_input if field.label == "Name of the new measure"]
    assert names == ["North: smokers of status known", "South: smokers of status known"]
    here.press("Save 24 numbers of 2 measures")
    assert "North: Choose which way is better." in here.words
    for field in [one for one in here.at.button_group if one.label == "Which way is better?"]:
        field.set_value("decrease")
    here.run().press("Save 24 numbers of 2 measures")
    assert here.title == "Saved"
    assert kept() == (before[0] + 2, before[1] + 24, before[2] + 2)
    here.press("Choose another file")
    assert here.title == "Upload baseline data"


def test_import_all_is_remembered_with_the_measure_of_each_series(page: Open) -> None:
    here = page(page="baseline_data").upload("sites.csv", SITES).press("Import all 2 series")
    here.choose("Measure for South", "out")
    here.better("lower").press("Save 12 numbers of 1 measure")
    made = kept()
    again = Page("qi.lead@northdale.example").upload("next.csv", SITES.replace(b"12/2025,32", b"01/2026,33"))
    assert again.title == "Check what we read"
    assert "Read as Lead midwife chose on " in again.words
    assert ": every series, each to its measure." in again.words
    with reading() as session:
        north = session.exec(select(Measure).where(col(Measure.name).startswith("North"))).one()
    assert (goes_to(again, "North"), goes_to(again, "South")) == (north.id, "out")
    again.press("Save 1 number of 1 measure")
    assert kept() == (made[0], made[1] + 1, made[2] + 1)


def test_the_same_file_again_says_so_and_hand_corrections_that_it_would_undo(page: Open) -> None:
    here = page()
    smoking = here.measures[SMOKING]
    file = form(EntryRow(SMOKING, "October 2026", numerator="44", denominator="427"))
    fill(here.upload("a.csv", file), REASON, "Counted again").press("Save 1 number of 1 measure")
    with reading() as session:
        actor = actor_of(session)
        seen = read_months(session, actor, smoking)[0].said[0].observation
    with writing() as session:
        entry = Entry(period=seen.period, numerator="45", denominator="427", reason="Recount")
        save_entry(session, actor, smoking, entry, seen.id)
    again = page_again().upload("b.csv", file)
    assert f"by Lead midwife, to {SMOKING}. Numbers have changed since." in again.words
    assert "October 2026: 45 of 427 becomes 44 of 427. It was corrected by hand: Recount." in again.words


def test_a_new_measure_is_never_called_after_the_words_numerator_and_denominator(page: Open) -> None:
    content = b"Indicator,Month,Numerator,Denominator\n" + b"".join(
        b"%s,%02d/2025,%d,250\n" % (name, month, 20 + month) for name in (b"Preterm", b"Term") for month in (1, 2, 3)
    )
    here = page(page="baseline_data").upload("national.csv", content).press("Import all 2 series")
    names = [field.value for field in here.at.text_input if field.label == "Name of the new measure"]
    assert names == ["Preterm", "Term"]
    for field in [one for one in here.at.button_group if one.label == "Which way is better?"]:
        field.set_value("decrease")
    here.run().press("Save 6 numbers of 2 measures")
    with reading() as session:
        made = session.exec(select(Measure).where(Measure.name == "Preterm")).one()
    assert (made.numerator, made.denominator, made.unit) == ("", "", "%")


def page_again() -> Page:
    return Page("qi.lead@northdale.example", page="data_file")


def test_import_all_leads_back_to_one_series(page: Open) -> None:
    here = page(page="baseline_data").upload("sites.csv", SITES).press("Import all 2 series")
    here.press("Choose one series")
    assert here.title == "Choose the columns"
    assert "Site" in [field.label for field in here.at.selectbox]


def test_of_very_many_series_some_are_chosen_first(page: Open) -> None:
    content = b"Ward,Month,Numerator,Denominator\n" + b"".join(
        b"%s,%02d/2025,3,%d\n" % (name, month, 40 + month)
        for name in [*(b"Ward %d" % n for n in range(44)), b"CO test at booking"]
        for month in (1, 2, 3)
    )
    here = page(page="baseline_data").upload("wards.csv", content).press("Import all 45 series")
    assert "wards.csv holds 45 series" in here.words
    assert [field.label for field in here.at.selectbox] == ["Measure for CO test at booking"]
    here.at.multiselect[0].set_value([*here.at.multiselect[0].value, 7])
    here.run()
    assert [field.label for field in here.at.selectbox] == ["Measure for Ward 7", "Measure for CO test at booking"]
