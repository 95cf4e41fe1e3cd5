"""The check page knows the file: uploaded before, corrections it would undo, read as it was chosen before."""

from collections.abc import Callable
from datetime import date

from sqlmodel import select

from charts.series import Note, SeriesFile, read_series
from pages._parts.read_before import still_fits
from pages._render.fault_html import first_lines_html
from pages._render.series_words import ready
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.months import read_months
from plan_store.permissions import Actor
from plan_store.read_choices import ReadChoice, remember_choice
from plan_store.store import reading, writing
from plan_store.uploads import list_uploads, read_file
from tests.pages.baseline.conftest import Page
from tests.people import actor_of

Open = Callable[..., Page]
SATOD = "Smoking at time of delivery"
AUGUST = date(2026, 8, 1)
TWO = b"Month,Site,Smokers,Others\n" + b"\n".join(
    b"%02d/2021,%s,%d,%d" % (n, site, 30 + n % 3, 200 + n) for n in range(1, 13) for site in (b"R0A", b"R0B")
)


def lead() -> Actor:
    with reading() as session:
        return actor_of(session)


def kept_file(here: Page) -> bytes:
    """The file from which the demonstration's measure was read."""
    with reading() as session:
        (one,) = list_uploads(session, lead(), here.measures[SATOD])
        return read_file(session, lead(), one.id)[1]


def test_the_same_file_says_when_by_whom_and_that_nothing_changes(page: Open) -> None:
    here = page(SATOD)
    here.upload("again.csv", kept_file(here))
    assert "by Lead midwife, to Smoking at time of delivery. Saving it again changes nothing." in here.words
    assert "Nothing in this file is new. The same numbers are there already." in here.words
    assert not [button for button in here.at.button if button.label.startswith("Confirm")]


def test_corrections_that_the_file_would_undo_are_named(page: Open) -> None:
    here = page(SATOD)
    measure = here.measures[SATOD]
    with writing() as session:
        seen = next(one for one in read_months(session, lead(), measure) if one.period == AUGUST).said[0].observation.id
        entry = Entry(period=AUGUST, numerator="52", denominator="438", reason="Recounted")
        save_entry(session, lead(), measure, entry, seen)
    here.upload("again.csv", kept_file(here))
    assert "to Smoking at time of delivery. Numbers have changed since." in here.words
    assert "52 of 438 becomes 46 of 438. It was corrected by hand: Recounted." in here.words
    assert "Two rows need a look." in here.words


def test_a_file_for_another_measure_says_so(page: Open) -> None:
    here = page(SATOD)
    content = kept_file(here)
    here.upload("again.csv", content).choose("Save these months to the measure", here.measures["CO test at booking"])
    assert "Saving it here gives a second measure the same numbers." in here.words


def chosen(here: Page) -> Page:
    for label, option in (("Site", "R0B"), ("Numerator", "Smokers"), ("Denominator", "Others")):
        here.choose(label, option)
    return here.press("Use these columns")


def test_what_was_chosen_is_remembered_and_said_with_a_way_to_choose_again(page: Open) -> None:
    here = chosen(page().upload("sites.csv", TWO))
    assert "Read as" not in here.words, "not while one chooses it oneself"
    here.choose("Save these months to the measure", "new")
    next(field for field in here.at.text_input if field.label.startswith("Name of")).set_value("Smokers at R0B")
    here.better("lower").press("Confirm and save 12 months")
    with reading() as session:
        found = session.exec(select(ReadChoice)).one()
    assert (found.shape, found.choice["filters"], found.choice["numerator"]) == (
        read_series(TWO, "a.csv").shape,
        {"Site": "R0B"},
        "Smokers",
    )
    again = page().upload("next.csv", TWO.replace(b",30,", b",40,"))
    assert again.title == "Check what we read"
    assert "Read as Lead midwife chose on " in again.words
    assert ": columns C and D, Site R0B." in again.words
    assert "Choose again" in again.words


def test_a_choice_that_no_longer_fits_is_left_aside_without_a_word(page: Open) -> None:
    here = page()
    with writing() as session:
        wrong = {"filters": {"Site": "R0C"}, "numerator": "Smokers", "denominator": "Others"}
        remember_choice(session, lead(), lead().organisation, read_series(TWO, "a.csv").shape, wrong)
    here.upload("sites.csv", TWO)
    assert here.title == "Choose the columns"
    assert "Read as" not in here.words


def test_only_faults_of_the_whole_file_make_a_choice_unfit() -> None:
    row, whole = Note(5, "", "", "", ""), Note(None, "", "", "", "")
    assert still_fits(SeriesFile("a.csv", problems=(row,)))
    assert not still_fits(SeriesFile("a.csv", problems=(row, whole)))
    assert not still_fits(SeriesFile("a.csv", choose_from=("A", "B")))


def test_where_no_row_is_at_fault_the_file_begins_beside_the_problem(page: Open) -> None:
    here = page().upload("notes.csv", b"Smoking return\nSent by,the ward <b>\nName,Note\nA,one\n")
    assert "How your file begins" in here.words
    assert '<th scope="col">A</th><th scope="col">B</th>' in here.words
    assert "<td>Sent by</td><td>the ward &lt;b&gt;</td>" in here.words
    patients = read_series(b"Month,NHS number\n01/2021,943 476 5919\n", "p.csv")
    assert patients.problems
    assert first_lines_html(patients) == ""


def test_a_file_without_anything_to_look_at_says_so_and_is_shorter(page: Open) -> None:
    content = b"Month,Smokers,Status known\n" + b"\n".join(b"%02d/2021,%d,250" % (n, 30 + n) for n in range(1, 13))
    here = page().upload("ready.csv", content)
    line = "Nothing to look at and no gaps: 12 months, from January 2021 to December 2021."
    assert ready(read_series(content, "ready.csv")) == line
    assert line in here.words
    assert "<summary>Show the 12 months</summary>" in here.words
