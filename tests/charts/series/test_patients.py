"""What would identify a patient is refused wherever it is; totals with titles that sound alike are read."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from charts.series import SeriesFile, read_series
from charts.series.patients import holds_nhs_number, is_nhs_number, masked

NUMBER = "9434765919"  # the sample of the NHS's own guidance
WRITTEN = (
    "9434765919", "943 476 5919", "943-476-5919", "943\u00a0476\u00a05919", "943\u2009476\u20095919", "943–476–5919",
    "943 4765919", "943.476.5919", "943_476_5919", "9434765919.0", "9,434,765,919", "9.434765919E+09", "9.434765919e9",
    "NHS No: 943 476 5919", "NHS9434765919/19", "(943 476 5919)", "x; 4010232137", "NHS No.9434765919, BBA",
    "999 000 0018", "943  476 5919", "943\u00a0 476 5919", "943 - 476 - 5919", "943 \u2013 476 \u2013 5919",
    "(943) 476 5919", "943\u00ad476\u20605919", "94\u200b34765919", "９４３４７６５９１９", "９４３　４７６　５９１９",
    "943\u2212476\u22125919", "9434765919,32,F", "01/02/2026,9434765919", "9434765919,4010232137", "12,9434765919",
    "32,943 476 5919,F", "1. 943 476 5919",
)  # fmt: skip
NOT = (
    "9434765918", "943 476 5918", "01234 567890", "07700 900123", "0113 496 0000", "+44 770 090 0123", "19434765919",
    "94347659190", "0.9434765919", "9434765919.5", "1.943 476 5919", "0000000000", "9434 765919 0", "201904 201905",
    "1,234,567,890", "£9,434,765,919", "12,9,434,765,919", "943,476,5919", "3.14159265358979", "+44 (0)943 476 5919",
    "+44 (0) 943 476 5919", "0044 943 476 5919", "0044 (0)9434765919", "943.4765919", "943476.5919", "943\n476\n5919",
)  # fmt: skip


def found(read: SeriesFile) -> list[tuple[int | None, str]]:
    assert not read.ok
    assert read.rows == ()
    shown = "".join(character for character in repr(read) if character.isdigit())
    assert NUMBER not in shown, "the number is never shown back"
    return [(item.row, item.short) for item in read.problems]


@pytest.mark.parametrize("text", WRITTEN)
def test_an_nhs_number_however_it_is_written(text: str) -> None:
    assert holds_nhs_number(text)
    for content in (
        f'Month,Births,Note\nApr-19,12,\nMay-19,13,"{text}"\n',
        f'"{text}"\nMonth,Births,Note\nMay-19,13,\n',
    ):
        assert [short for _, short in found(read_series(content.encode(), "return.csv"))] == ["NHS number"]


@pytest.mark.parametrize("text", NOT)
def test_other_numbers_are_none(text: str) -> None:
    assert not holds_nhs_number(text)


@pytest.mark.parametrize("text", [*WRITTEN, "943\t476\t5919", "943\n476\r\n5919", "94\x0034765919"])
def test_a_number_is_taken_out_and_the_words_around_it_stay(text: str) -> None:
    kept = masked(f"Zoë\u200b:\n{text} – waited\n")
    assert kept.startswith("Zoë\u200b:\n")
    assert kept.endswith(" – waited\n")
    assert "…" in kept
    assert sum(character.isdigit() for character in kept) < 10


def test_cells_beside_each_other_are_numbers_of_their_own() -> None:
    assert read_series(b"Month,Seen,Tested,Births\nApr-19,943,476,5919\nMay-19,944,477,5920\n", "a.csv").problems == ()


def test_one_ten_digit_number_in_eleven_could_be_an_nhs_number() -> None:
    assert sum(is_nhs_number(str(number)) for number in range(6_000_000_000, 6_000_001_100)) == 100


def test_the_name_of_a_file() -> None:
    read = read_series(b"Month,Births\nApr-19,12\n", "SATOD 943 476 5919.csv")
    assert found(read) == [(None, "NHS number")]
    assert read.filename == "SATOD ….csv"


def workbook() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in (("Month", "Births"), ("Apr-19", 200), ("May-19", 210)):
        made.active.append(row)
    return made


def saved(made: openpyxl.Workbook, **parts: bytes) -> bytes:
    out = io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def in_a_number_cell(made: openpyxl.Workbook) -> None:
    made.active["D2"] = int(NUMBER)


def in_a_hidden_sheet(made: openpyxl.Workbook) -> None:
    hidden = made.create_sheet("Raw")
    hidden.sheet_state = "veryHidden"
    hidden["C9"] = int(NUMBER)


def in_another_sheet(made: openpyxl.Workbook) -> None:
    made.create_sheet("Notes")["A1"] = "Mrs Smith, 943 476 5919"


def in_a_comment(made: openpyxl.Workbook) -> None:
    made.active["B2"].comment = Comment("Includes 943-476-5919", "QI team")


def in_a_sheet_name(made: openpyxl.Workbook) -> None:
    made.active.title = "943 476 5919"


def in_a_defined_name(made: openpyxl.Workbook) -> None:
    made.defined_names["case"] = DefinedName("case", attr_text=f'"{NUMBER}"')


def in_the_properties(made: openpyxl.Workbook) -> None:
    made.properties.title = f"Case {NUMBER}"


def in_a_header(made: openpyxl.Workbook) -> None:
    made.active.oddHeader.center.text = "NHS 943\u00a0476\u00a05919"


def in_bold(made: openpyxl.Workbook) -> None:
    made.active["D2"] = CellRichText("943 ", TextBlock(InlineFont(b=True), "476 "), "5919")


def in_a_number_format(made: openpyxl.Workbook) -> None:
    made.active["B2"].number_format = f'0.0"{NUMBER}"'


def in_a_list_to_choose_from(made: openpyxl.Workbook) -> None:
    listed = DataValidation(type="list", formula1=f'"{NUMBER},4010232137"')
    listed.add("B2")
    made.active.add_data_validation(listed)


HIDING = (
    in_a_number_cell, in_a_hidden_sheet, in_another_sheet, in_a_comment, in_a_sheet_name, in_a_defined_name,
    in_the_properties, in_a_header, in_bold, in_a_number_format, in_a_list_to_choose_from,
)  # fmt: skip


@pytest.mark.parametrize("hide", HIDING, ids=lambda hide: hide.__name__)
def test_an_nhs_number_anywhere_in_a_workbook(hide) -> None:
    made = workbook()
    assert read_series(saved(made), "return.xlsx").ok
    hide(made)
    assert {short for _, short in found(read_series(saved(made), "return.xlsx"))} == {"NHS number"}


def test_an_nhs_number_in_what_a_pivot_table_remembers() -> None:
    cache = b'<pivotCacheRecords><r><n v="9434765919"/></r></pivotCacheRecords>'
    assert found(read_series(saved(workbook(), xl__pivotCache__records1=cache), "a.xlsx")) == [(None, "NHS number")]


def test_numbers_that_excel_makes_up_are_no_nhs_numbers() -> None:
    chart = b'<chart id="9434765919"><axId val="9434765919"/><crossAx val="9434765919"/></chart>'
    assert read_series(saved(workbook(), xl__charts__chart1=chart), "a.xlsx").ok


def test_a_list_of_patients_on_a_sheet_that_is_not_read() -> None:
    made = workbook()
    hidden = made.create_sheet("Data")
    hidden.sheet_state = "hidden"
    for row in (("Patient initials", "Delivered", "Loss"), ("AB", "01/04/2019", 1500)):
        hidden.append(row)
    read = read_series(saved(made), "return.xlsx")
    assert found(read) == [(None, "Patient details")]
    assert read.problems[0].text.startswith("On the sheet “Data”: The column “Patient initials” looks like")


PERSONAL = (
    "NHS number", "nhs_no", "NHS No.", "Mother NHS number", "Hospital number", "Hosp No", "MRN", "K number",
    "Patient ID", "Baby name", "Mother’s name", "Surname", "First name", "Initials", "DOB", "D.O.B.", "Mother DOB",
    "Date of birth", "Date of birth (mother)", "Postcode", "Post code", "Home address", "Telephone", "Mobile number",
    "Next of kin", "GP", "GP name", "BadgerNet ID", "Time of birth", "CHI number", "Pseudonymised NHS number", "PAS ID",
    "Pseudonymised patient ID", "Pregnancy ID",
)  # fmt: skip
TOTALS = (
    "Births", "Postcode recorded %", "Number with an NHS number", "NHS number completeness", "Women with BMI >35",
    "Mean birthweight", "Births <34 weeks", "Gestation group", "Age band", "Mode of birth", "GP practice", "Name",
    "Unit", "Hospital", "Trust name", "Midwives", "Consultant-led births", "Apgar <7 at 5 minutes",
    "Blood loss >1500 ml", "Number of patients",
    "Patients", "Mothers", "Babies", "Address recorded (%)", "Initial visits", "Phone calls",
)  # fmt: skip


@pytest.mark.parametrize("title", PERSONAL)
def test_titles_that_only_a_list_of_patients_has(title: str) -> None:
    read = read_series(f"Month,{title},Births\nApr-19,x,200\nMay-19,y,210\n".encode(), "list.csv")
    assert {short for _, short in found(read)} == {"Patient details"}


@pytest.mark.parametrize("title", TOTALS)
def test_titles_of_totals_that_sound_alike(title: str) -> None:
    read = read_series(f"Month,{title},Smokers\nApr-19,20,7\nMay-19,21,6\n".encode(), "totals.csv")
    assert read.problems == ()


LISTS = {
    "days": """Date of delivery,Gestation,Birthweight (g),Mode of delivery
01/04/2019,38+4,3200,SVD
01/04/2019,40,3550,EMCS
03/04/2019,36+0,2410,SVD
17/04/2019,39+2,3300,Forceps
""",
    "many to a month": """Month,Gestation,Apgar 5,Consultant
Apr-19,38,9,Jones
Apr-19,40,10,Jones
Apr-19,36,8,Patel
May-19,39,9,Jones
May-19,39,9,Jones
May-19,41,10,Patel
""",
    "without a date": """Age,Parity,BMI at booking,Blood loss (ml)
31,1,24.5,600
28,0,31.2,1500
35,2,22,350
""",
    "admissions": """Admission date,Discharge date,Gestation at birth,Ward
02/04/2019,09/04/2019,31+2,NICU
05/04/2019,08/04/2019,34+0,SCBU
05/04/2019,22/04/2019,28+5,NICU
19/04/2019,21/04/2019,37+1,SCBU
""",
    "events": """Delivery date,Blood loss
21/05/2019,1583
15/10/2019,1065
23/12/2019,1573
""",
    "incidents": """Incident ID,Incident date,Harm score
W12341,02/04/2019,2
W12352,09/04/2019,3
W12390,11/05/2019,1
""",
    "people": """Month,Patient,Stay
Apr-19,J Smith,2
May-19,K Jones,3
Jun-19,L Brown,1
""",
    "names": """Name,Date,Blood loss
A Smith,02/04/2019,500
B Jones,14/04/2019,700
C Brown,03/05/2019,900
""",
    "numbers of their own kind": """RXA number,Delivery date,PPH
K123456,02/04/2019,1500
K123457,14/04/2019,1700
K123458,03/05/2019,1900
""",
    "due dates": """Booking date,EDD,LMP,Midwife
02/04/2019,09/11/2019,02/02/2019,Smith
12/04/2019,19/11/2019,12/02/2019,Smith
14/04/2019,21/11/2019,14/02/2019,Brown
""",
}
TABLES = {
    "days between events": """Event number,Event date,Days since the last
1,02/04/2019,12
2,14/04/2019,12
3,03/05/2019,19
""",
    "mothers and babies": """Month,Mother,Baby
Apr-19,12,14
May-19,10,11
""",
    "references of measures": """Ref,Measure name,Date,Value
M101,Induction,02/04/2019,12
M101,Induction,03/05/2019,14
M101,Induction,07/06/2019,13
""",
    "single weeks of sites": """Site,Month,Name,Births
North,Apr-19,Consultant unit,20
South,Apr-19,Birth centre,12
""",
    "bands": """Month,Gestation,Mode of birth,Births
Apr-19,<37,SVD,20
Apr-19,<37,CS,12
Apr-19,37+,SVD,150
Apr-19,37+,CS,60
May-19,<37,SVD,22
May-19,<37,CS,11
May-19,37+,SVD,140
May-19,37+,CS,70
""",
    "single weeks": """Month,Gestation,Mode of birth,Births
Apr-19,36,SVD,20
Apr-19,36,CS,12
Apr-19,37,SVD,150
Apr-19,37,CS,60
May-19,36,SVD,22
May-19,36,CS,11
""",
    "means": """Month,Birthweight,Gestation,Age
Apr-19,3350,39.1,30.2
May-19,3345,39.2,30.4
Jun-19,3361,39.0,30.1
""",
    "means of sites": """Month,Site,Gestation,Length of stay
Apr-19,North,39.1,2.2
Apr-19,South,39.3,1.9
May-19,North,39.2,2.4
May-19,South,39.0,2.1
""",
    "days": """Date,Length of stay,BMI
01/04/2019,2.1,27.1
02/04/2019,2.2,27.3
03/04/2019,2.0,27.0
04/04/2019,2.1,26.9
""",
    "words": """Month,Ethnicity,Smoking status,Number of women
Apr-19,White,Smoker,20
Apr-19,White,Non-smoker,120
Apr-19,Asian,Smoker,3
May-19,White,Smoker,20
""",
}


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS.keys())
def test_lists_whose_rows_are_single_patients(content: str) -> None:
    assert {short for _, short in found(read_series(content.encode(), "list.csv"))} == {"Patient details"}


@pytest.mark.parametrize("content", TABLES.values(), ids=TABLES.keys())
def test_tables_of_totals_with_such_columns(content: str) -> None:
    assert read_series(content.encode(), "table.csv").problems == ()
