"""Excel workbooks: dates, percentages, errors and formulas as Excel keeps them; sheets; workbooks made to harm."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from charts.series import Choice, SeriesFile, read_series

SAVE_AS = "Open it in Excel, choose Save As and then “CSV UTF-8” or “Excel Workbook (.xlsx)”, and choose that file."


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sheet_of(*rows: tuple[object, ...]) -> Worksheet:
    sheet = openpyxl.Workbook().active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    return sheet


def read(sheet: Worksheet, choice: Choice | None = None) -> SeriesFile:
    assert sheet.parent is not None
    return read_series(saved(sheet.parent), "return.xlsx", choice)


def values(read_file: SeriesFile) -> list[tuple[str, float, float]]:
    frame = read_file.observations
    return [
        (f"{when:%Y-%m-%d}", value, row) for when, value, row in zip(frame.date, frame.value, frame.row, strict=True)
    ]


def replaced(content: bytes, part: str, new: bytes) -> bytes:
    """The same workbook with one part written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            made.writestr(name, new if name == part else old.read(name))
    return out.getvalue()


def test_excel_dates_and_percent_formats() -> None:
    sheet = sheet_of(("Month", "Breastfed"), (date(2019, 4, 1), 0.452), (datetime(2019, 5, 1, 12, 0), 0.44))
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "mmm-yy"
        sheet.cell(row, 2).number_format = "0.0%"
    found = read(sheet)
    assert found.ok
    assert found.unit == "%"
    assert values(found) == [("2019-04-01", 45.2, 2.0), ("2019-05-01", 44.0, 3.0)]
    assert found.roles["value"].example == "45.2%"


@pytest.mark.parametrize(("shown", "text"), [("h:mm", "00:30"), ("hh:mm:ss", "00:30"), ("[h]:mm", "00:30")])
def test_a_time_is_no_number_of_days(shown: str, text: str) -> None:
    sheet = sheet_of(("Month", "Births", "Decision to birth"), (date(2019, 4, 1), 20, 30 / 1440), ("May-19", 21, 3))
    sheet["C2"].number_format = shown
    found = read(sheet, Choice(value="Decision to birth"))
    assert [(item.row, item.found) for item in found.problems] == [(2, text)]
    assert read(sheet, Choice(value="Births")).ok


def test_the_last_moment_of_a_month_as_databases_write_it() -> None:
    sheet = sheet_of(("Month", "Births"), (45046.99999996528, 200), (45077.99999996528, 210))
    for row in (2, 3):
        sheet.cell(row, 1).number_format = "dd/mm/yyyy"
    assert values(read(sheet)) == [("2023-04-01", 200.0, 2.0), ("2023-05-01", 210.0, 3.0)]


def test_dates_as_text_and_as_plain_day_numbers() -> None:
    found = read(sheet_of(("Date", "Births"), ("01/04/2019", 200), ("Jul-19", 210)))
    assert values(found)[0] == ("2019-04-01", 200.0, 2.0)
    serials = read(sheet_of(("Month", "Births"), (43556, 200), (43586, 210)))
    assert values(serials) == [("2019-04-01", 200.0, 2.0), ("2019-05-01", 210.0, 3.0)]


def test_dates_of_an_old_mac() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    workbook.active.append(("Month", "Births"))
    workbook.active.append((date(2019, 4, 1), 200))
    assert values(read_series(saved(workbook), "mac.xlsx")) == [("2019-04-01", 200.0, 2.0)]


def test_plain_day_numbers_of_an_old_mac() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = CALENDAR_MAC_1904
    for row in (("Month", "Births"), (42094, 200), (42124, 210)):
        workbook.active.append(row)
    assert values(read_series(saved(workbook), "mac.xlsx")) == [("2019-04-01", 200.0, 2.0), ("2019-05-01", 210.0, 3.0)]


def test_what_looks_like_a_space_is_one() -> None:
    found = read(sheet_of(("Month\u00a0", "Births"), ("Apr\u00a02019", "1\u2009234"), ("May\u200b 2019", "1\u202f300")))
    assert values(found) == [("2019-04-01", 1234.0, 2.0), ("2019-05-01", 1300.0, 3.0)]


def test_a_format_longer_than_excel_has_ends() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    code = "[" * 200_000
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    styles = f'<styleSheet>{formats}<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    assert read_series(replaced(content, "xl/styles.xml", styles.encode()), "a.xlsx").ok


def test_more_cells_than_can_be_looked_at() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    sheet = b"<worksheet><sheetData>" + b"<row/>" * 4_000_001 + b"</sheetData></worksheet>"
    assert (
        read_series(replaced(content, "xl/worksheets/sheet1.xml", sheet), "a.xlsx").problems[0].short
        == "Too large inside"
    )


def test_overlapping_and_repeated_parts() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    out = io.BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet><sheetData/></worksheet>")
    assert read_series(out.getvalue(), "a.xlsx").problems[0].short in ("Damaged file", "Empty file")


def test_errors_are_gaps() -> None:
    found = read(
        sheet_of(("Month", "Births"), ("Apr-19", 200), ("May-19", "#DIV/0!"), ("Jun-19", "#N/A"), ("Jul-19", 1))
    )
    assert list(found.observations.status) == ["final", "missing", "missing", "final"]
    assert [item.text for item in found.warnings] == [
        "The value is “#DIV/0!”. We read it as missing and left a gap.",
        "The value is “#N/A”. We read it as missing and left a gap.",
    ]


def test_a_formula_that_was_never_calculated_is_a_problem() -> None:
    found = read(sheet_of(("Month", "Births"), ("Apr-19", 200), ("May-19", "=B2+1")))
    assert [(item.row, item.text) for item in found.problems] == [
        (3, "“=B2+1” is a formula without its result. Open the file in Excel, save it there and choose it again.")
    ]


def test_a_formula_with_its_result_is_a_number() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200), ("May-19", "=B2+1")).parent)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        xml = opened.read("xl/worksheets/sheet1.xml")
    calculated = xml.replace(b"<f>B2+1</f><v />", b"<f>B2+1</f><v>201</v>").replace(
        b"<f>B2+1</f><v></v>", b"<f>B2+1</f><v>201</v>"
    )
    assert calculated != xml
    found = read_series(replaced(content, "xl/worksheets/sheet1.xml", calculated), "return.xlsx")
    assert values(found) == [("2019-04-01", 200.0, 2.0), ("2019-05-01", 201.0, 3.0)]


def test_title_rows_blank_rows_and_total_keep_their_row_numbers() -> None:
    sheet = sheet_of(("SATOD monthly return",), (), ("Month", "Smokers", "Status known", "%"))
    for row in (("Apr-24", 30, 250, 12.0), ("May-24", 35, 250, 14.0), (), ("Total", 65, 500, 13.0)):
        sheet.append(row)
    found = read(sheet)
    assert [item.row for item in found.left_out] == [1, 7]
    assert found.header_row == 3
    assert values(found) == [("2024-04-01", 12.0, 4.0), ("2024-05-01", 14.0, 5.0)]


def test_the_sheet_with_the_months_is_read_and_said() -> None:
    sheet = sheet_of(("Read me",), ("This workbook has two sheets",))
    data = sheet.parent.create_sheet("Data")
    data.append(("Month", "Births"))
    data.append(("Apr-19", 200))
    hidden = sheet.parent.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    found = read(sheet)
    assert (found.sheet, found.sheets) == ("Data", ("Sheet", "Data"))
    assert [item.text for item in found.warnings] == ["The workbook has 2 sheets. We read “Data”."]
    assert values(found) == [("2019-04-01", 200.0, 2.0)]
    assert read(sheet, Choice(sheet="Data")).warnings == ()
    assert read(sheet, Choice(sheet="Sheet")).problems[0].short == "No months"
    assert (
        read(sheet, Choice(sheet="None")).problems[0].text
        == "The workbook has no sheet “None”. It has “Sheet”, “Data”."
    )


def test_several_sheets_with_months_are_asked_for() -> None:
    sheet = sheet_of(("Month", "Smokers"), ("Apr-19", 30))
    sheet.title = "SATOD"
    for name, births in (("PPH", 12), ("Tears", 7)):
        other = sheet.parent.create_sheet(name)
        for row in (("Month", "Women"), ("Apr-19", births)):
            other.append(row)
    sheet.parent.create_sheet("Notes").append(("Smokers are counted at delivery",))
    found = read(sheet)
    assert not found.ok
    assert found.observations.empty
    assert found.series_names == {"Sheet": ("SATOD", "PPH", "Tears")}
    assert values(read(sheet, Choice(sheet="PPH"))) == [("2019-04-01", 12.0, 2.0)]


def test_a_cell_in_the_last_corner_is_refused_at_once() -> None:
    sheet = sheet_of(("Month", "Births"), ("Apr-19", 200))
    sheet["XFD1048576"] = 1
    assert read(sheet).problems[0].short == "Too many columns"
    far_down = sheet_of(("Month", "Births"), ("Apr-19", 200))
    far_down["A1048576"] = "Source: maternity system"
    assert values(read(far_down)) == [("2019-04-01", 200.0, 2.0)]


def test_an_empty_workbook() -> None:
    assert read(sheet_of()).problems[0].text == (
        "The workbook is empty. Check that it was saved with its rows and choose it again."
    )


def test_a_workbook_whose_sheets_are_all_hidden() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        xml = opened.read("xl/workbook.xml")
    hidden = xml.replace(b'state="visible"', b'state="hidden"')
    assert hidden != xml
    assert [item.text for item in read_series(replaced(content, "xl/workbook.xml", hidden), "x.xlsx").problems] == [
        "The workbook has no visible sheet. Show the sheet with the table and choose the file again."
    ]


def test_months_across_a_sheet_are_found_and_read() -> None:
    sheet = sheet_of(("Read me",), ("This workbook has two sheets",))
    data = sheet.parent.create_sheet("Dashboard")
    data.append(("Measure", date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1)))
    data.append(("Births", 300, 301, 302))
    for column in (2, 3, 4):
        data.cell(1, column).number_format = "mmm-yy"
    found = read(sheet)
    assert found.sheet == "Dashboard"
    assert values(found) == [("2024-04-01", 300.0, 2.0), ("2024-05-01", 301.0, 2.0), ("2024-06-01", 302.0, 2.0)]


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            zipped(data_dot_csv=b"Month,n"),
            "This is a zip file. Unpack it first and choose the Excel or CSV file inside.",
        ),
        (
            zipped(word__document_dot_xml=b"<w/>"),
            "This is a Word document. Copy its table into Excel, save that and choose it.",
        ),
        (zipped(xl__workbook_dot_bin=b"1"), f"This is a binary Excel file (.xlsb), which we do not read. {SAVE_AS}"),
        (
            zipped(Index__Document_dot_iwa=b"1"),
            "This is an Apple Numbers file. In Numbers choose File, Export To and then CSV, and choose that file.",
        ),
        (zipped(content_dot_xml=b"1"), f"This is an OpenDocument file, which we do not read. {SAVE_AS}"),
        (
            zipped(xl__workbook_dot_xml=b"<a"),
            f"The Excel file is damaged or incomplete, so it cannot be read. {SAVE_AS}",
        ),
    ],
)
def test_other_zips_are_named(content: bytes, text: str) -> None:
    assert [item.text for item in read_series(content, "data.xlsx").problems] == [text]


def test_a_bomb_is_refused_by_what_it_declares() -> None:
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        size = opened.getinfo("xl/theme/theme1.xml").file_size
    bomb = content.replace(size.to_bytes(4, "little"), (300 * 1024 * 1024).to_bytes(4, "little"))
    assert bomb != content
    assert read_series(bomb, "bomb.xlsx").problems[0].short == "Too large inside"


def test_a_bomb_that_lies_about_its_size_is_refused_when_it_unpacks() -> None:
    size = 80 * 1024 * 1024
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    bomb = replaced(content, "xl/worksheets/sheet1.xml", b" " * size)
    lying = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb
    assert read_series(bomb, "bomb.xlsx").problems[0].short == "Too large inside"
    assert read_series(lying, "bomb.xlsx").problems[0].short in ("Too large inside", "Damaged file")


def test_entities_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
    content = saved(sheet_of(("Month", "Births"), ("Apr-19", 200)).parent)
    assert (
        read_series(replaced(content, "xl/worksheets/sheet1.xml", laughs), "x.xlsx").problems[0].short == "Damaged file"
    )


def test_an_nhs_number_in_a_number_cell() -> None:
    found = read(sheet_of(("Month", "Id", "Births"), ("Apr-19", 9434765919, 200)))
    assert [(item.row, item.short, item.letter) for item in found.problems] == [(2, "NHS number", "B")]
    assert found.rows == ()
    assert "9434765919" not in repr(found)
