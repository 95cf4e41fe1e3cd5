"""The Baseline data page without a browser: its stages, what it keeps, what it refuses."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook
from sqlalchemy import Engine
from sqlmodel import col, func, select

from pages._parts.reason import ASK_REASON, MEANWHILE, REASON
from pages._render.files_html import read_words
from plan_store.observations import Observation, Upload, measure_spec
from plan_store.plan_rows import Measure
from plan_store.store import reading
from plan_store.texts import PlanText
from tests.pages.baseline.conftest import Page

Open = Callable[..., Page]
NEW = "A new measure"
COUNTED = b"Month,Smokers,Status known\n" + b"\n".join(b"%02d/2021,%d,250" % (n, 30 + n % 3) for n in range(1, 13))


def kept() -> dict[str, int]:
    """How much of everything is in the store."""
    with reading() as session:
        return {
            kind.__name__: session.exec(select(func.count()).select_from(kind)).one()
            for kind in (Measure, Observation, Upload)
        }


def present(measure_id: str) -> dict[str, float | None]:
    with reading() as session:
        here = select(Observation).where(Observation.measure_id == measure_id, col(Observation.replaced_at).is_(None))
        return {row.period.isoformat(): row.value for row in session.exec(here)}


def test_before_a_file_is_chosen_it_says_what_is_there_and_what_reads_well(page: Open) -> None:
    here = page()
    assert here.title == "Upload baseline data"
    assert "<li aria-current=step><i>1</i> Upload</li>" in here.words
    assert "What a good file looks like" in here.words
    for name in here.measures:
        assert name in here.words
    assert "Open the chart" in here.words


def test_a_measure_with_data_shows_its_chart_first(page: Open) -> None:
    here = page("Smoking at time of delivery")
    assert here.title == "Smoking at time of delivery"
    figures = [json.loads(figure.proto.spec) for figure in here.at.get("plotly_chart")]
    assert len(figures) == 2, "a layout for phones and one for wider slots"
    assert all(figure["layout"]["meta"]["title"].startswith("Smoking at time of delivery") for figure in figures)
    assert all(figure.proto.alt.startswith("Smoking at time of delivery") for figure in here.at.get("plotly_chart"))
    assert {expander.label for expander in here.at.expander} == {"Why this colour?", "Show the data", "Chart settings"}
    assert "Upload new data for Smoking at time of delivery" in here.words


def test_a_teams_own_export_is_checked_then_kept_as_a_new_measure(page: Open) -> None:
    before = kept()
    here = page().upload("team_export.csv")
    assert here.title == "Check what we read"
    assert "13 months, from April 2019 to April 2020." in here.words
    assert "Titles (rows 1 and 2) left out" in here.words
    assert "Column B “SATOD %”" in here.words
    assert kept() == before, "nothing before it is confirmed"
    here.choose("Save these months to the measure", "new")
    field = next(field for field in here.at.text_input if field.label == "Name of the new measure")
    assert field.value == "Smoking at time of delivery"
    field.set_value("Smoking, our own return")
    here.better("lower").press("Confirm and save 13 months")
    assert here.title == "Place the chart in the plan"
    assert "13 months are saved." in here.words
    measure_id = here.at.query_params["measure"]
    values = present(measure_id)
    assert len(values) == 13
    assert values["2019-04-01"] == 13.6
    with reading() as session:
        measure = session.get(Measure, measure_id)
        upload = session.exec(select(Upload).where(Upload.measure_id == measure_id)).one()
        assert measure is not None
        assert (measure.name, measure.unit, measure_spec(measure).unit) == ("Smoking, our own return", "%", "%")
        assert upload.file_name == "team_export.csv"
    assert kept() == {
        "Measure": before["Measure"] + 1,
        "Observation": before["Observation"] + 13,
        "Upload": before["Upload"] + 1,
    }


def test_a_file_with_several_organisations_is_narrowed_to_one(page: Open) -> None:
    here = page().upload("real_cut.csv")
    assert here.title == "Choose the columns"
    assert "real_cut.csv holds several series" in here.words
    here.press("Use these columns")
    assert 'class="problem paper" role="alert"' in here.words
    for said in ("Choose “org_code”.", "Choose “type”.", "Choose the numerator.", "Choose the denominator."):
        assert here.words.count(said) == 2, "at the top and beside the field"
    for label, option in (
        ("org_code", "RF4"),
        ("type", "1"),
        ("Numerator", "breaches"),
        ("Denominator", "attendances"),
    ):
        here.choose(label, option)
    here.press("Use these columns")
    assert here.title == "Check what we read"
    for said in ("Column E “breaches”", "Column D “attendances”", "RF4", "Numerator ÷ denominator (%)"):
        assert said in here.words
    assert next(box for box in here.at.selectbox if box.label.startswith("Save")).value == "new"
    here.better("lower").press(next(button.label for button in here.at.button if button.label.startswith("Confirm")))
    with reading() as session:
        upload = session.exec(select(Upload).where(Upload.file_name == "real_cut.csv")).one()
    assert read_words(upload).endswith("only the rows of org_code “RF4”, type “1”.")
    values = present(here.at.query_params["measure"])
    assert round(values["2018-03-01"] or 0, 3) == round(6495 / 21452 * 100, 3)
    with reading() as session:
        measure = session.get(Measure, here.at.query_params["measure"])
        assert measure is not None
        assert (measure.name, measure.numerator, measure.denominator) == (
            "Breaches of attendances",
            "Breaches",
            "Attendances",
        )


def test_a_workbook_with_several_sheets_of_months_asks_for_the_sheet(page: Open) -> None:
    book = Workbook()
    book.active.title = "SATOD"
    for sheet, count in ((book.active, 30), (book.create_sheet("PPH"), 12)):
        for row in (("Month", "Women"), ("Apr-19", count), ("May-19", count + 1)):
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    here = page().upload("sites.xlsx", out.getvalue())
    assert here.title == "Choose the columns"
    assert "sites.xlsx has several sheets with months." in here.words
    here.choose("Sheet", "PPH")
    assert here.title == "Check what we read"
    assert "2 months, from April 2019 to May 2019." in here.words
    here.choose("Save these months to the measure", "new").better("lower").press("Confirm and save 2 months")
    with reading() as session:
        upload = session.exec(select(Upload).where(Upload.file_name == "sites.xlsx")).one()
    assert read_words(upload) == "Read as Month (A), Women (B), on sheet “PPH”."
    again = Page("qi.lead@northdale.example").upload("sites.xlsx", out.getvalue())
    assert again.title == "Check what we read"
    assert "Read as Lead midwife chose on " in again.words
    assert ": column B, sheet PPH." in again.words


def test_quarters_that_can_be_of_two_kinds_are_asked_for(page: Open) -> None:
    here = page().upload("dates_quarters_to_ask.csv")
    assert here.title == "Choose the columns"
    assert "nothing in it says which months they are" in here.words
    here.press("Use these columns")
    assert here.words.count("Choose the quarters.") == 2
    asked = next(field for field in here.at.button_group if field.label == "The quarters are")
    assert asked.options == ["Financial (April to June is Q1)", "Calendar (January to March is Q1)"]
    asked.set_value("financial")
    here.press("Use these columns")
    assert here.title == "Check what we read"
    assert "“Q4 2019” is January to March 2020." in here.words
    here.better("lower").press(next(button.label for button in here.at.button if button.label.startswith("Confirm")))
    assert "4 quarters are saved." in here.words
    with reading() as session:
        upload = session.exec(select(Upload).where(Upload.file_name == "dates_quarters_to_ask.csv")).one()
    assert read_words(upload).endswith(", in financial quarters.")
    assert list(present(here.at.query_params["measure"])) == ["2019-04-01", "2019-07-01", "2019-10-01", "2020-01-01"]


def test_a_wrong_file_gets_every_sentence_with_its_row_and_nothing_is_kept(page: Open) -> None:
    before = kept()
    here = page("Smoking at time of delivery").upload("all_problems_at_once.csv")
    assert here.title == "Upload baseline data"
    assert "There is a problem with 4 rows" in here.words
    assert "Nothing has been saved. Correct these in the file, then choose it again." in here.words
    for where, said in (
        ("Row 5, Numerator:", "311 is more than the denominator, 244."),
        ("Row 6, Denominator:", "“25S” is not a number. Did you mean 255?"),
        ("Row 7, Month:", "“13/2025” is not a month."),
    ):
        assert f"<b>{where}</b> {said}" in here.words
    assert "You chose <b>all_problems_at_once.csv</b>" in here.words
    assert not [button for button in here.at.button if button.label.startswith("Confirm")]
    assert kept() == before
    here.upload("satod.csv", COUNTED)
    assert here.title == "Check what we read", "the corrected file takes the place of the wrong one"
    assert kept() == before


def test_what_will_be_replaced_is_said_and_the_old_values_stay_in_the_store(page: Open) -> None:
    here = page("Smoking at time of delivery")
    measure_id = here.measures["Smoking at time of delivery"]
    was = present(measure_id)
    first, second, *later = sorted(was)[:6]
    before = date.fromisoformat(first) - timedelta(days=1)
    rows = [
        "Month,Smokers,Status known",
        f"{before.replace(day=1)},2,400",
        *(f"{when},4,400" for when in (first, *later)),
    ]
    here.upload("six.csv", "\n".join(rows).encode())
    assert "5 months already have other values; they will be replaced, the old values are kept" in here.words
    assert f"{len(was) - 5} months that the file does not have stay as they are." in here.words
    assert "Six things need a look." in here.words, "one is the month that the file leaves out"
    assert "becomes 4 of 400." in here.words
    here.press("Confirm and save 6 months")
    assert here.words.count(ASK_REASON) == 2, "at the top and beside the field"
    assert present(measure_id) == was
    next(field for field in here.at.text_input if field.label == REASON).set_value("Counted again")
    here.run().press("Confirm and save 6 months")
    assert "6 months are saved: 1 new, 5 in place of other values, which are kept in the history." in here.words
    now = present(measure_id)
    assert now == was | {before.replace(day=1).isoformat(): 0.5, **dict.fromkeys((first, *later), 1.0)}
    assert now[second] == was[second], "a month that the file leaves out is not taken away"
    with reading() as session:
        old = session.exec(
            select(Observation).where(Observation.measure_id == measure_id, col(Observation.replaced_at).is_not(None))
        ).all()
        why = session.exec(select(Observation.reason).where(Observation.reason != "")).all()
    assert why == ["Counted again"] * 5
    assert sorted(row.value or 0 for row in old) == sorted(was[when] or 0 for when in (first, *later))


def test_the_chart_goes_into_box_2_and_the_page_says_where_it_stands(page: Open) -> None:
    here = page().upload("our own.csv", COUNTED)
    here.choose("Save these months to the measure", "new").better("lower").press("Confirm and save 12 months")
    assert "It is not in the plan’s text yet." in here.words
    here.press("Put the chart in box 2")
    assert "The chart stands in box 2, What did your baseline data tell you about this topic area." in here.words
    assert "It stands in <a" in here.words
    with reading() as session:
        text = session.get(PlanText, (here.plan, "baseline"))
    assert text is not None
    assert f'<figure data-chart="{here.at.query_params["measure"]}"></figure>' in text.html


def test_columns_can_be_chosen_otherwise_and_the_choice_taken_back(page: Open) -> None:
    here = page().upload(
        "satod.csv", b"Month,A,B\n" + b"\n".join(b"%02d/2021,%d,%d" % (n, n, n * 3) for n in range(1, 13))
    )
    if here.title == "Choose the columns":
        here.choose("Numerator", "A").choose("Denominator", "B").press("Use these columns")
    assert here.title == "Check what we read"
    here.at.session_state["stay"] = {**here.at.session_state["stay"], "choosing": True}
    assert here.run().title == "Choose the columns"
    here.press("Cancel")
    assert here.title == "Check what we read"
    here.press("Choose a different file")
    assert here.title == "Upload baseline data"


def test_a_chart_type_is_kept_on_the_measure(page: Open) -> None:
    here = page("Smoking at time of delivery").choose("Chart type", "run")
    with reading() as session:
        measure = session.get(Measure, here.measures["Smoking at time of delivery"])
        assert measure is not None
        assert measure_spec(measure).chart_type == "run"
    assert "median" in here.words.lower()


def test_a_viewer_sees_the_charts_and_cannot_upload(page: Open) -> None:
    here = page("Smoking at time of delivery", email="board.member@northdale.example")
    assert here.at.get("plotly_chart")
    assert not here.at.file_uploader
    assert not here.at.button
    assert {expander.label for expander in here.at.expander} == {"Why this colour?", "Show the data"}


def test_files_that_are_no_tables_get_a_sentence(page: Open, store: Engine) -> None:
    before = kept()
    here = page()
    for name in ("empty.csv", "pdf_named_csv.csv", "password_protected.xlsx", "nhs_number.csv", "old_excel.xls"):
        here.upload(name)
        assert "There is a problem with " in here.words, name
        assert "Nothing has been saved." in here.words, name
        assert "Traceback" not in here.words, name
    assert kept() == before


def test_another_sheet_of_a_workbook_can_be_read(page: Open) -> None:
    here = page().upload("two sheets.xlsx", workbook())
    assert here.title == "Choose the columns"
    here.choose("Sheet", "Bookings")
    assert here.title == "Check what we read"
    assert "Column B “Tested”" in here.words
    here.at.session_state["stay"] = {**here.at.session_state["stay"], "choosing": True}
    here.run().choose("Sheet", "Deliveries").press("Use these columns")
    assert here.title == "Check what we read"
    assert "Column B “Smokers”" in here.words
    assert "Column B “Tested”" not in here.words


def workbook() -> bytes:
    """Two sheets with a table each."""
    made = Workbook()
    for name, title, counted in (("Bookings", "Tested", 90), ("Deliveries", "Smokers", 12)):
        sheet = made.create_sheet(name)
        sheet.append(["Month", title, "Women seen"])
        for number in range(12):
            sheet.append([date(2025, number + 1, 1), counted + number % 3, 100 + number % 2])
    made.remove(made.worksheets[0])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def satod(*rows: str, heads: str = "Month,Numerator,Denominator,Status") -> bytes:
    return "\n".join([heads, *rows]).encode()


def test_a_provisional_number_does_not_replace_a_final_one_and_the_page_says_so(page: Open) -> None:
    here = page("Smoking at time of delivery")
    measure_id = here.measures["Smoking at time of delivery"]
    was = present(measure_id)
    here.upload("p.csv", satod("Sep-26,30,430,Provisional", "Oct-26,30,430,Provisional", "Nov-26,40,440,Provisional"))
    assert "30 of 430 is left out." in here.words
    assert "Two rows to look at" in here.words
    assert '<th scope="row">Provisional</th><td>3 months</td>' in here.words
    assert here.words.count('<span class="second">Provisional</span>') == 3
    assert "2 months are final and stay." in here.words
    here.press("Confirm and save 1 month")
    assert "1 month is saved." in here.words
    now = present(measure_id)
    assert (now["2026-10-01"], now["2026-09-01"]) == (was["2026-10-01"], was["2026-09-01"])
    assert set(now) - set(was) == {"2026-11-01"}


def test_months_to_come_are_a_problem_with_their_row(page: Open) -> None:
    before, later = kept(), date.today().replace(day=1) + timedelta(days=62)
    here = page().upload("f.csv", satod("Jan-22,40,440", f"{later:%b-%y},40,440", heads="Month,Numerator,Denominator"))
    assert here.title == "Upload baseline data"
    assert f"<b>Row 3, Month:</b> {later:%B %Y} has not begun yet. Check the month." in here.words
    assert f'<td class="fault">{later:%b-%y}<b class="short">Not begun yet</b></td>' in here.words
    assert kept() == before


def test_a_number_that_a_colleague_saved_meanwhile_is_shown_before_it_is_replaced(page: Open) -> None:
    here = page("Smoking at time of delivery")
    measure_id = here.measures["Smoking at time of delivery"]
    rows = ("Oct-26,30,430,Final",)
    here.upload("a.csv", satod(*rows))
    next(field for field in here.at.text_input if field.label == REASON).set_value("Counted again")
    here.run()
    other = Page("qi.lead@northdale.example", "Smoking at time of delivery").upload(
        "b.csv", satod("Oct-26,31,430,Final")
    )
    next(field for field in other.at.text_input if field.label == REASON).set_value("Duplicates found")
    other.run().press("Confirm and save 1 month")
    here.press("Confirm and save 1 month")
    assert MEANWHILE in here.words
    assert "31 of 430 becomes 30 of 430." in here.words
    assert round(present(measure_id)["2026-10-01"] or 0, 4) == round(31 / 430 * 100, 4)
    here.press("Confirm and save 1 month")
    assert round(present(measure_id)["2026-10-01"] or 0, 4) == round(30 / 430 * 100, 4)
