"""Files of several series, and the form that teams fill in: every number comes back exactly, blank cells as nothing."""

from datetime import date

import pytest

from charts.series import Choice, EntryRow, OneSeries, entry_csv, read_each, read_series, series_keys

FORM = (
    EntryRow("Smoking", "August 2026", numerator="41", denominator="430", code="m-1a2b3c4d"),
    EntryRow("Smoking", "September 2026", numerator="*", denominator="431", note="Two off, sick", code="m-1a2b3c4d"),
    EntryRow("Smoking", "October 2026", code="m-1a2b3c4d"),
    EntryRow("Length of stay", "August 2026", value="2.125", code="m-00000001"),
    EntryRow("Length of stay", "September 2026", code="m-00000001"),
    EntryRow("Length of stay", "October 2026", value="1234.5", code="m-00000001"),
    EntryRow("Not yet started", "October 2026", code="m-22222222"),
    EntryRow("By both", "September 2026", value="12.5", code="m-33333333"),
    EntryRow("By both", "October 2026", numerator="1", denominator="4", code="m-33333333"),
    EntryRow("Slips", "October 2026", numerator="50", denominator="4", code="m-44444444"),
)
SITES = (
    b"Site,Month,Smokers,Status known\n"
    b"North,01/2026,30,250\nNorth,02/2026,,\nNorth,03/2026,32,250\n"
    b"South,01/2026,20,240\nSouth,02/2026,21,240\nSouth,03/2026,99,24\n"
)


def read(rows: tuple[EntryRow, ...], with_programme: bool = False) -> dict[str, OneSeries]:
    found = read_each(entry_csv(rows, with_programme), "form.csv")
    assert found.form
    return {one.label: one for one in found.each}


def said(one: OneSeries) -> list[tuple[str, float | None, float | None, float | None, str]]:
    frame = one.series.observations.astype(object).where(one.series.observations.notna(), None)
    names = ("value", "numerator", "denominator", "status")
    return [(f"{row['date']:%Y-%m}", *(row[name] for name in names)) for row in frame.to_dict("records")]


def test_the_form_gives_back_exactly_what_was_filled_in() -> None:
    each = read(FORM)
    assert list(each) == ["Smoking", "Length of stay", "Not yet started", "By both", "Slips"]
    assert said(each["Smoking"]) == [
        ("2026-08", 100 * 41 / 430, 41.0, 430.0, "final"),
        ("2026-09", None, None, 431.0, "suppressed"),
    ]
    assert each["Smoking"].notes == {date(2026, 9, 1): "Two off, sick"}
    assert [note.text for note in each["Smoking"].series.warnings] == [
        "The numerator is “*”. We read it as suppressed and left a gap."
    ]
    assert said(each["Length of stay"]) == [
        ("2026-08", 2.125, None, None, "final"),
        ("2026-10", 1234.5, None, None, "final"),
    ]
    assert each["Length of stay"].series.warnings == ()
    assert said(each["By both"]) == [("2026-09", 12.5, None, None, "final"), ("2026-10", 25.0, 1.0, 4.0, "final")]
    assert each["Not yet started"].blank
    assert said(each["Not yet started"]) == []
    assert [each[name].code for name in each] == ["m-1a2b3c4d", "m-00000001", "m-22222222", "m-33333333", "m-44444444"]


def test_a_problem_is_its_own_series_alone() -> None:
    each = read(FORM)
    assert [note.text for note in each["Slips"].series.problems] == [
        "50 is more than the denominator, 4. Check that a digit was not added."
    ]
    assert all(not each[name].series.problems for name in ("Smoking", "Length of stay", "By both"))


def test_a_form_of_one_measure_and_one_month() -> None:
    (one,) = read((EntryRow("Smoking", "August 2026", numerator="41", denominator="430", code="m-1"),)).values()
    assert (one.key, one.label, one.code) == ((), "Smoking", "m-1")
    assert said(one) == [("2026-08", 100 * 41 / 430, 41.0, 430.0, "final")]


def test_measures_of_one_name_are_told_apart_by_their_codes() -> None:
    rows = [
        EntryRow("Smoking", month, programme=programme, value=value, code=code)
        for programme, code, values in (("A", "m-1", ("1", "2")), ("B", "m-2", ("3", "4")))
        for month, value in zip(("August 2026", "September 2026"), values, strict=True)
    ]
    found = read_each(entry_csv(rows, with_programme=True), "trust.csv").each
    assert [(one.programme, one.measure, one.code) for one in found] == [
        ("A", "Smoking", "m-1"),
        ("B", "Smoking", "m-2"),
    ]
    assert [[row[1] for row in said(one)] for one in found] == [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize("code", ["m-1", ""])
def test_a_month_in_two_rows_of_a_measure_is_refused(code: str) -> None:
    rows = (
        EntryRow("Smoking", "August 2026", value="1", note="first", code="m-1"),
        EntryRow("Smoking", "Aug-26", value="2", note="second", code=code),
    )
    found = read_each(entry_csv(rows, False), "form.csv")
    assert found.each == ()
    assert [(note.row, note.letter, note.text) for note in found.whole.problems] == [
        (3, "C", "Aug-26 of Smoking is in rows 2 and 3. Keep one row for each measure and month.")
    ]


def test_a_form_without_any_number_says_so() -> None:
    found = read_each(entry_csv(FORM[2:3], False), "form.csv")
    assert found.each == ()
    assert [note.short for note in found.whole.problems] == ["No numbers"]


def test_counts_win_over_a_value_beside_them_and_it_says_so() -> None:
    (one,) = read((EntryRow("A", "August 2026", numerator="1", denominator="4", value="30", code="m-1"),)).values()
    assert said(one) == [("2026-08", 25.0, 1.0, 4.0, "final")]
    assert [note.short for note in one.series.warnings] == ["Counts and a value"]


def test_a_note_that_is_too_long_is_said() -> None:
    (one,) = read((EntryRow("A", "August 2026", value="30", note="long " * 41, code="m-1"),)).values()
    assert [(note.row, note.short) for note in one.series.problems] == [(2, "Too long")]


def test_no_cell_is_a_formula_and_excel_knows_the_letters() -> None:
    content = entry_csv((EntryRow("=1+1", "August 2026", counted="@x", value="-3", note="+4", code="m-1"),), False)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == "'=1+1,'@x,August 2026,,,-3,'+4,m-1"


def test_every_site_of_a_teams_own_file() -> None:
    found = read_each(SITES, "sites.csv")
    assert not found.form
    assert [one.label for one in found.each] == ["North", "South"]
    assert [(row[0], row[4]) for row in said(found.each[0])] == [
        ("2026-01", "final"),
        ("2026-02", "missing"),
        ("2026-03", "final"),
    ]
    assert [note.row for note in found.each[1].series.problems] == [7]
    entered = read_each(SITES, "sites.csv", gaps=False)
    assert [row[0] for row in said(entered.each[0])] == ["2026-01", "2026-03"]
    assert entered.each[0].series.warnings == ()


def test_of_a_national_file_only_the_readers_own() -> None:
    content = b"Org_Code,Measure,Month,Value\n" + b"".join(
        b"%s,%s,%02d/2026,%d\n" % (code, measure, month, month)
        for code in (b"RXX", b"RYY")
        for measure in (b"Smoking", b"Vaping")
        for month in (1, 2, 3)
    )
    found = read_each(content, "national.csv", Choice(organisations=("RYY",)))
    assert [one.key for one in found.each] == [("Smoking",), ("Vaping",)]
    assert len(series_keys(read_series(content, "national.csv"))) == 4
