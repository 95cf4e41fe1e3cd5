"""What a file says back to the person who chose it: the sentences, the folded rows, the outlined cells."""

from pathlib import Path

import pandas as pd
import pytest

from charts import ChartSpec
from charts.series import SeriesFile, read_series
from pages._render.fault_html import fault_heading, fault_rows_html, faults, sample_html
from pages._render.replacing_words import replaced_words, saved_words
from pages._render.series_html import facts_html, look_html
from pages._render.series_rows import column_index, rows_html
from pages._render.series_words import gaps, left_out, ready, span, summary, without_problem
from pages._render.words import text
from plan_store.series_changes import compare

SERIES = Path(__file__).resolve().parents[3] / "tests" / "data" / "series"
FILES = sorted(path for path in SERIES.iterdir() if path.suffix in (".csv", ".tsv", ".txt", ".xls", ".xlsx"))
MONTHS = ["Apr-24", "May-24", "Jun-24", "Jul-24", "Aug-24", "Sep-24", "Oct-24", "Nov-24", "Dec-24", "Jan-25", "Feb-25"]
MONTHS += ["Mar-25", "Apr-25", "May-25", "Jun-25", "Jul-25", "Aug-25", "Sep-25"]


def satod() -> SeriesFile:
    """18 months under a title and two blank-looking rows, one suppressed, one with another percentage, and a total."""
    counts = [(35, 258, "13.6%")] * 11 + [("*", 262, "")] + [(33, 255, "13.2%")] + [(34, 253, "13.4%")] * 5
    rows = [f"{month},{top},{bottom},{own}" for month, (top, bottom, own) in zip(MONTHS, counts, strict=True)]
    lines = ["SATOD monthly return", "", "Month,Smokers,Status known,%", *rows, "Total,589,4571,13.2%"]
    return read_series("\n".join(lines).encode(), "SATOD monthly return v3.csv")


def test_a_clean_file_in_sentences() -> None:
    series = satod()
    assert summary(series) == "17 months and 1 gap, from April 2024 to September 2025. Two rows need a look."
    assert left_out(series) == "Title (row 1) and total (row 22) left out"
    assert gaps(series.observations) == "1 suppressed month, never zero"


def test_facts_say_how_each_part_was_understood_and_offer_to_change_it() -> None:
    facts = facts_html(satod(), {"org_code": "RF4"})
    for said in ("Column A “Month”, like Apr-24", "April 2024 to September 2025", "Column B “Smokers”"):
        assert said in facts
    assert "Column C “Status known”" in facts
    assert "Numerator ÷ denominator (%)" in facts
    assert '<th scope="row">org_code</th><td>RF4</td>' in facts
    assert facts.count('data-action="change"') == 5


def test_the_rows_to_look_at_stand_with_their_month_and_what_was_made_of_them() -> None:
    looks = look_html(satod())
    assert "Two rows to look at" in looks
    assert "<b>Row 15, March 2025</b><br>The numerator is “*”. We read it as suppressed and left a gap." in looks
    assert "<b>Row 16, April 2025</b><br>The file’s own % says 13.2; 33 of 255 is 12.9%." in looks
    assert "You can carry on with both." in looks


def test_the_first_the_doubtful_and_the_last_rows_are_shown_the_others_folded() -> None:
    table = rows_html(satod(), ChartSpec())
    assert "7 more months, rows 7 to 13" in table
    assert "4 more months, rows 17 to 20" in table
    assert table.count("<tr class=look>") == 2
    for month in ("April 2024", "June 2024", "February 2025", "March 2025", "April 2025", "September 2025"):
        assert f"{month}</td>" in table
    assert "July 2024" not in table
    assert '<td class="number">*</td>' in table
    whole = rows_html(satod(), ChartSpec(), all_rows=True)
    assert "more month" not in whole
    assert whole.count("<tr") == 19


def test_values_are_counted_as_the_measure_counts_them() -> None:
    table = rows_html(satod(), ChartSpec(multiplier=1000, unit="per 1,000"))
    assert "Value (per 1,000)" in table
    assert "<b>136</b>" in table


def test_every_problem_stands_in_the_list_and_in_its_cell() -> None:
    series = read_series((SERIES / "all_problems_at_once.csv").read_bytes(), "wrong.csv")
    assert fault_heading(series) == "There is a problem with 4 rows"
    assert faults(series) == [
        (
            "Row 4, Month",
            "September 2024 is in rows 3 and 4 with different values (14.6% and 12.6%). Keep one row for each month.",
        ),
        ("Row 5, Numerator", "311 is more than the denominator, 244. Check that a digit was not added."),
        ("Row 6, Denominator", "“25S” is not a number. Did you mean 255?"),
        ("Row 7, Month", "“13/2025” is not a month. Use a form such as Sep-25 or 01/09/2025."),
    ]
    rows = fault_rows_html(series)
    assert '<td class="fault">Sep-24<b class="short">Same month as row 3</b></td>' in rows
    assert '<td class="fault number">311<b class="short">More than the denominator</b></td>' in rows
    assert '<td class="fault number">25S<b class="short">Not a number</b></td>' in rows
    assert '<td class="fault">13/2025<b class="short">Not a month</b></td>' in rows
    assert rows.count("fault") == 4
    assert without_problem(series) == "6 rows, 2 of them without a problem"


def test_saving_over_other_values_is_said_plainly() -> None:
    dates = pd.date_range("2024-04-01", periods=5, freq="MS")
    there = pd.DataFrame({"date": dates, "value": [13.0, 12.0, 14.0, 13.0, None], "status": "final"})
    there[["numerator", "denominator"]] = float("nan")

    def words(fresh: pd.DataFrame, present: pd.DataFrame) -> str:
        file = SeriesFile("a.csv", fresh.assign(row=range(2, len(fresh) + 2)))
        return replaced_words(file, compare(file, present), present)

    fresh = there.iloc[:4].assign(value=[13.0, 12.5, 14.0, 11.0])
    assert words(fresh, there) == (
        "2 months already have other values; they will be replaced, the old values are kept in the history. "
        "1 month that the file does not have stays as it is."
    )
    assert words(there, there) == "5 months are already there with the same values."
    assert words(fresh, there.iloc[:0]) == ""
    assert words(fresh.assign(status="provisional"), there).startswith("2 months are final and stay.")


def test_what_was_saved_is_said_with_the_right_words() -> None:
    assert saved_words(12, 0, "quarter") == "12 quarters are saved."
    assert saved_words(1, 0, "month") == "1 month is saved."
    assert saved_words(0, 1, "month") == ("1 month is saved: in place of another value, which is kept in the history.")
    assert saved_words(1, 5, "month") == (
        "6 months are saved: 1 new, 5 in place of other values, which are kept in the history."
    )


def test_a_hostile_file_stays_text() -> None:
    bad = "Month,<img src=x onerror=alert(1)>,N\nApr-24,<script>,9\nMay-24,3,8\nJun-24,4,9\n"
    series = read_series(bad.encode(), "<script>.csv")
    said = "".join(text(words) for fault in faults(series) for words in fault) + fault_rows_html(series)
    said += sample_html(series)
    assert "<script" not in said
    assert "<img" not in said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_whatever_is_chosen_there_is_a_page_for_it(path: Path) -> None:
    series = read_series(path.read_bytes(), path.name)
    if series.ok:
        assert all(text(note.text) in look_html(series) for note in series.warnings)
        assert text(series.roles["date"].title) in facts_html(series, {})
        rows = rows_html(series, ChartSpec(unit=series.unit), all_rows=True)
        assert rows.count("<tr") == len(series.observations) + 1
        assert summary(series).startswith(f"{int(series.observations['value'].notna().sum())} ")
    elif series.problems:
        assert [said for _, said in faults(series)]
        assert fault_heading(series).startswith("There is a problem with ")
        assert all(text(note.short) in fault_rows_html(series) for note in series.problems if note.row and series.rows)
    else:
        assert series.series_names or series.choose_from or series.ask_quarters
        assert "<th" in sample_html(series)


def test_letters_name_columns_as_in_a_spreadsheet() -> None:
    assert [column_index(letter) for letter in ("A", "Z", "AA", "AB", "")] == [0, 25, 26, 27, None]


def across() -> SeriesFile:
    """Six months across the top, one suppressed, one whose own percentage is another, and a total at the right."""
    lines = [
        "Smoking at delivery 2024",
        ",Apr-24,May-24,Jun-24,Jul-24,Aug-24,Sep-24,Total",
        "Smokers,30,*,33,31,30,32,156",
        "Status known,250,240,264,248,250,256,1508",
        "% smoking,12.0%,,13.5%,12.5%,12.0%,12.5%,12.4%",
    ]
    return read_series("\n".join(lines).encode(), "dashboard.csv")


def test_months_across_are_told_apart_by_their_cells() -> None:
    series = across()
    assert summary(series) == "5 months and 1 gap, from April 2024 to September 2024. Two cells need a look."
    looks = look_html(series)
    assert "<b>Cell C3, May 2024</b><br>The numerator is “*”. We read it as suppressed and left a gap." in looks
    assert "<b>Cell D5, June 2024</b><br>The file’s own % says 13.5; 33 of 264 is 12.5%." in looks
    table = rows_html(series, ChartSpec())
    assert table.count("<tr class=look>") == 2
    assert '<td class="number secondary">C3</td>' in table
    assert '<td class="number">*</td>' in table
    assert left_out(series) == "Title (row 1) and total (column H) left out"
    assert "Across the top, like Apr-24" in facts_html(series, {})


def test_a_fault_among_months_across_stands_in_its_cell() -> None:
    series = read_series(b"Part,Apr-24,May-24\nNumerator,30,33O\nDenominator,250,264\n", "wrong.csv")
    assert fault_heading(series) == "There is a problem with 1 cell"
    assert faults(series) == [("Cell C2, Numerator", "“33O” is not a number. Did you mean 330?")]
    assert '<td class="fault number">33O<b class="short">Not a number</b></td>' in fault_rows_html(series)
    assert without_problem(series) == ""


def test_quarters_end_with_their_third_month() -> None:
    quarters = "Quarter,Audits\nQ1 2024/25,3\nQ2 2024/25,4\nQ3 2024/25,5\nQ4 2024/25,6\n"
    series = read_series(quarters.encode(), "audits.csv")
    assert span(series.observations) == "April 2024 to March 2025"
    assert "4 quarters, from April 2024 to March 2025" in ready(series)


def test_a_sentence_that_names_its_row_is_not_given_it_twice() -> None:
    series = read_series(b"Month,Audits,Remark\nApr-24,3,943 476 5919\nMay-24,4,\n", "audits.csv")
    [(place, words)] = faults(series)
    assert place == ""
    assert words.startswith("Row 2 holds what looks like a patient")
