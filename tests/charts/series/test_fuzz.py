"""Whatever the bytes are, the reader answers with a SeriesFile and never an error."""

import io
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charts.series import Choice, SeriesFile, read_every, read_series

DATA = Path(__file__).parents[2] / "data" / "series"
CORPUS = [
    path.read_bytes() for path in sorted(DATA.iterdir()) if path.suffix != ".expected" and path.stat().st_size < 4_000
]
CELLS = st.one_of(
    st.sampled_from(
        ["Apr-19", "01/04/2019", "13/2025", "2019/20", "43556", "12", "12.5%", "*", "-", "=A1", "inf", "1e400", "25S"]
    ),
    st.sampled_from(
        ["Month", "Numerator", "Denominator", "%", "Total", "", "Site", "North", "NHS number", "943 476 5919"]
    ),
    st.sampled_from(
        ["Apr", "May", "Jun", "Jun-19", "Jul-19", "2023", "Year", "Mar-20 (P)", "Provisional", "Value", "RXA"]
    ),
    st.text(max_size=8),
)
TABLES = st.lists(st.lists(CELLS, max_size=6), max_size=12)
CHOICES = st.builds(
    Choice,
    sheet=st.none() | st.just("Sheet"),
    date=st.none() | CELLS,
    value=st.none() | CELLS,
    numerator=st.none() | CELLS,
    denominator=st.none() | CELLS,
    filters=st.dictionaries(CELLS, CELLS, max_size=1),
    organisations=st.just(()) | st.just(("RXA",)),
)
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def workbook() -> bytes:
    made = openpyxl.Workbook()
    for row in (("Title",), ("Month", "Births", "%"), ("Apr-19", 200, 0.5), ("May-19", "=B3", "*")):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WORKBOOK = workbook()


def check(found: object) -> None:
    assert isinstance(found, SeriesFile)
    assert found.ok == (not found.observations.empty)
    assert found.ok or found.problems or found.series_names or found.choose_from
    assert all(item.text for item in (*found.problems, *found.warnings, *found.left_out))


def mutated(content: bytes, changes: list[tuple[int, int]]) -> bytes:
    changed = bytearray(content)
    for position, byte in changes:
        if changed:
            changed[position % len(changed)] = byte
    return bytes(changed)


CHANGES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12)


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    check(read_series(content, "any.csv"))


@QUICK
@given(TABLES, st.sampled_from([",", ";", "\t", "|"]), CHOICES)
def test_any_table(rows: list[list[str]], delimiter: str, choice: Choice) -> None:
    content = "\n".join(delimiter.join(row) for row in rows).encode("utf-8", errors="replace")
    check(read_series(content, "table.csv", choice))
    for series in read_every(content, "table.csv", choice).series.values():
        check(series)


@QUICK
@given(st.sampled_from(CORPUS), CHANGES, st.integers(0, 4_000))
def test_changed_files(content: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    check(read_series(mutated(content, changes)[: cut or None], "changed.csv"))


@QUICK
@given(CHANGES, st.integers(0, 8_000))
def test_changed_workbooks(changes: list[tuple[int, int]], cut: int) -> None:
    check(read_series(mutated(WORKBOOK, changes)[: cut or None], "changed.xlsx"))


@QUICK
@given(
    st.sampled_from(["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]),
    CHANGES,
)
def test_changed_parts_of_workbooks(part: str, changes: list[tuple[int, int]]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(out, "w") as made:
        for name in old.namelist():
            made.writestr(name, mutated(old.read(name), changes) if name == part else old.read(name))
    check(read_series(out.getvalue(), "changed.xlsx"))
