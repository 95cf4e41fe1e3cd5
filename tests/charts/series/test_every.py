"""Every series of a file at once, the shape of a file, and notes that know their month and their cell."""

import io
from datetime import date

import openpyxl

from charts.series import SHEET, Choice, read_each, read_every, read_series, series_keys

SITES = b"""Month,Site,Numerator,Denominator
Apr-24,North,30,250
Apr-24,South,20,200
May-24,North,33,264
May-24,South,210,200
"""
ACROSS = b""",Apr-24,May-24,Jun-24
Smokers,30,*,33
Status known,250,240,264
"""


def test_each_series_is_read_with_its_own_problems() -> None:
    every = read_every(SITES, "sites.csv")
    assert every.whole.series_names == {"Site": ("North", "South")}
    assert list(every.series) == [("North",), ("South",)]
    north, south = every.series.values()
    assert (list(north.observations.value), list(north.observations.row)) == ([12.0, 12.5], [2.0, 4.0])
    assert not south.ok
    assert [(note.row, note.letter, note.date) for note in south.problems] == [(5, "C", date(2024, 5, 1))]


def test_a_file_of_one_series_has_the_empty_key() -> None:
    every = read_every(ACROSS, "dashboard.csv")
    assert list(every.series) == [()]
    assert every.series[()] is every.whole
    assert every.whole.ok


def test_a_file_that_cannot_be_read_says_why_once() -> None:
    every = read_every(b"", "empty.csv")
    assert list(every.series) == [()]
    assert len(every.whole.problems) == 1


def test_filters_and_organisations_narrow_what_is_read() -> None:
    assert list(read_every(SITES, "sites.csv", Choice(filters={"Site": "North"})).series) == [()]
    content = SITES.replace(b"Site", b"Org code").replace(b"North", b"RXA").replace(b"South", b"RXB")
    ours = read_every(content, "sites.csv", Choice(organisations=("RXA",)))
    assert list(ours.series) == [()]
    assert ours.whole.left_out[0].text == (
        "“Org code” has 2 organisations. We read only the rows of your own, RXA; 2 rows are left out."
    )


def test_each_group_of_months_across_has_its_own_columns() -> None:
    content = b"Measure,Apr-24,May-24\nSmoking,,\nSmokers,30,33\nStatus known,250,264\nBirths,,\nCaesareans,80,90\n"
    content += b"All births,240,250\n"
    every = read_every(content, "dashboard.csv")
    assert every.whole.series_names == {"Group": ("Births", "Smoking")}
    smoking, births = every.series.values()
    assert [role.title for role in births.roles.values()] == ["Month", "Caesareans", "All births"]
    assert list(smoking.observations.value) == [12.0, 12.5]


def test_notes_and_cells_are_those_of_the_file() -> None:
    found = read_series(ACROSS, "dashboard.csv")
    assert found.across
    assert [(note.row, note.letter, note.date) for note in found.warnings] == [(2, "C", date(2024, 5, 1))]
    assert found.cells[date(2024, 6, 1), "denominator"] == (3, "D")
    assert list(found.observations.row) == [2.0, 2.0, 2.0]
    assert found.roles["numerator"].letter == ""


def test_two_editions_of_one_return_have_one_shape() -> None:
    first = read_series(SITES, "april.csv").shape
    longer = read_series(SITES + b"Jun-24,North,31,250\n", "may.csv").shape
    other = read_series(SITES.replace(b"Site", b"Ward"), "ward.csv").shape
    assert first == longer
    assert first != other
    april = read_series(ACROSS, "april.csv").shape
    assert april == read_series(ACROSS.replace(b"Apr-24", b"Jul-24").replace(b"Jun-24", b"Sept-24"), "may.csv").shape
    assert april not in ("", first)
    assert read_series(b"", "empty.csv").shape == ""
    assert read_series(b"Only words here\n", "words.csv").shape == ""


def test_the_months_column_is_asked_for_where_two_could_be_it() -> None:
    content = b"Booking month,Birth month,Bookings\nOct-23,Apr-24,300\nNov-23,May-24,301\n"
    found = read_series(content, "a.csv")
    assert found.choose_date == ("Booking month", "Birth month")
    assert not found.ok
    chosen = read_series(content, "a.csv", Choice(date="Birth month"))
    assert [f"{when:%b-%y}" for when in chosen.observations.date] == ["Apr-24", "May-24"]


def test_each_sheet_of_a_workbook_is_a_series_and_one_of_several_sites_is_several() -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.title = "North"
    for row in (("Month", "Smokers", "Status known"), ("Apr-24", 30, 250), ("May-24", 33, 264)):
        first.append(row)
    second = workbook.create_sheet("Others")
    for row in (
        ("Month", "Site", "Smokers", "Status known"),
        ("Apr-24", "South", 20, 200),
        ("Apr-24", "East", 10, 100),
    ):
        second.append(row)
    out = io.BytesIO()
    workbook.save(out)
    every = read_every(out.getvalue(), "sites.xlsx")
    assert every.whole.series_names == {SHEET: ("North", "Others")}
    assert {key: list(found.observations.value) for key, found in every.series.items()} == {
        ("North",): [12.0, 12.5],
        ("Others", "South"): [10.0],
        ("Others", "East"): [10.0],
    }
    assert [one.label for one in read_each(out.getvalue(), "sites.xlsx").each] == [
        "North",
        "Others, South",
        "Others, East",
    ]
    assert series_keys(every.whole) == [("North",), ("Others",)]


def test_a_name_that_is_merged_over_its_rows_holds_for_each() -> None:
    workbook = openpyxl.Workbook()
    rows = ("Site", "Month", "Births"), ("North", "Apr-23", 10), (None, "May-23", 11), ("South", "Apr-23", 20)
    for row in (*rows, (None, "May-23", 21)):
        workbook.active.append(row)
    workbook.active.merge_cells("A2:A3")
    workbook.active.merge_cells("A4:A5")
    out = io.BytesIO()
    workbook.save(out)
    every = read_every(out.getvalue(), "sites.xlsx")
    assert {key: list(found.observations.value) for key, found in every.series.items()} == {
        ("North",): [10.0, 11.0],
        ("South",): [20.0, 21.0],
    }
    assert series_keys(every.whole) == [("North",), ("South",)]
