"""Whatever the bytes are, the reader answers with a SeriesFile and never an error; SERIES_FUZZ=20000 tries longer."""

import io
import math
import os
import re
import zipfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charts.series import Choice, EntryRow, SeriesFile, entry_csv, read_each, read_every, read_series

DATA = Path(__file__).parents[2] / "data" / "series"
CORPUS = [
    path.read_bytes() for path in sorted(DATA.iterdir()) if path.suffix != ".expected" and path.stat().st_size < 4_000
]
CELLS = st.one_of(
    st.sampled_from(
        [
            "Apr-19",
            "01/04/2019",
            "13/2025",
            "2019/20",
            "43556",
            "12",
            "12.5%",
            "*",
            "-",
            "=A1",
            "inf",
            "1e400",
            "25S",
            "19-Apr",
            "Q1 2019",
            "Apr-Jun 2019",
            "M1 2019/20",
            "2011/12",
            "W14 2019",
            "31/02/2025",
            "12.5*",
            "30/250",
            "1.234",
            "1,5",
            '="Apr-19"',
            "04/13/2019",
        ]
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
QUICK = settings(
    max_examples=int(os.environ.get("SERIES_FUZZ", "60")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def workbook() -> bytes:
    made = openpyxl.Workbook()
    for row in (("Title",), ("Month", "Births", "%"), ("Apr-19", 200, 0.5), ("May-19", "=B3", "*")):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WORKBOOK = workbook()
FORM = entry_csv(
    [
        EntryRow("Smoking", "Aug 2026", numerator="41", denominator="430", code="m-1"),
        EntryRow("Smoking", "Sep 2026", numerator="*", denominator="431", note="Two off sick", code="m-1"),
        EntryRow("Length of stay", "Aug 2026", value="2.125", code="m-2"),
        EntryRow("Length of stay", "Sep 2026", code="m-2"),
    ],
    with_programme=False,
)
NAN = float("nan")


def check(found: object) -> None:
    assert isinstance(found, SeriesFile)
    assert found.ok == (not found.observations.empty)
    assert found.ok or found.problems or found.series_names or found.choose_from or found.ask_quarters
    assert all(item.text for item in (*found.problems, *found.warnings, *found.left_out))
    rows = dict(found.rows)
    for date, value, top, bottom, status, row in found.observations.itertuples(index=False):
        assert date is not None
        assert status in ("final", "provisional", "suppressed", "missing")
        assert math.isnan(row) or int(row) in rows, "every observation has its row in the file"
        assert (status in ("suppressed", "missing")) == math.isnan(value)
        for role, number in (("numerator", top), ("denominator", bottom), ("value", value if math.isnan(top) else NAN)):
            place, _ = found.cells.get((date.date(), role), (row, ""))
            assert math.isnan(number) or math.isnan(row) or is_in(number, rows[int(place)]), (
                "no number that is not there"
            )


def check_each(content: bytes, name: str, choice: Choice | None = None) -> None:
    """Every series of a file, each way that the pages read them."""
    for series in read_every(content, name, choice).series.values():
        check(series)
    for one in read_each(content, name, choice).each:
        assert one.blank or isinstance(one.series, SeriesFile)
    for one in read_each(content, name, choice, gaps=False).each:
        assert one.series.observations["row"].notna().all()


def is_in(number: float, cells: tuple[str, ...]) -> bool:
    """Whether some cell of the row is that number, whichever mark parts its decimals."""
    bare = [re.sub(r" ?\[[a-z0-9]{1,2}\]$| [rpe]$", "", cell.translate(MINUSES).lower()) for cell in cells]
    texts = [re.sub("[^0-9.,e+-]", "", cell) for cell in bare]
    ways = [way for text in texts for way in (text.replace(",", ""), text.replace(".", "").replace(",", "."))]
    return any(abs(number) == abs(float(way)) for way in ways if NUMBER.fullmatch(way))


MINUSES = str.maketrans("−–‒", "---")
NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,3})?")


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
    check_each(content, "table.csv", choice)


@QUICK
@given(st.sampled_from([*CORPUS, FORM]), CHANGES, st.integers(0, 4_000))
def test_changed_files(content: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    changed = mutated(content, changes)[: cut or None]
    check(read_series(changed, "changed.csv"))
    check_each(changed, "changed.csv")


SWAPS = st.lists(st.tuples(st.integers(0, 5_000), CELLS), min_size=1, max_size=4)


@QUICK
@given(st.sampled_from(CORPUS) | st.just(FORM), SWAPS)
def test_files_with_other_cells(content: bytes, swaps: list[tuple[int, str]]) -> None:
    text = content.decode("utf-8", errors="replace")
    for place, cell in swaps:
        parts = re.split("([,;\t|\r\n])", text)
        parts[2 * (place % ((len(parts) + 1) // 2))] = cell
        text = "".join(parts)
    changed = text.encode("utf-8", errors="replace")
    check(read_series(changed, "changed.csv"))
    check_each(changed, "changed.csv")


@QUICK
@given(
    st.sampled_from(["1", " ", "-", "(", "[", "a ", "1,", "1.", "jan ", "01/", "<", "%", "w/c ", "q1 ", '"', "=", "e"]),
    st.sampled_from(["", "!", "%", ")", "2019", "1"]),
    st.integers(1, 30_000),
)
def test_long_cells_end(part: str, last: str, times: int) -> None:
    cell = (part * times)[:29_000] + last
    check(read_series(f"Month,Births\nApr-19,{cell}\n{cell},2\n".encode(), "long.csv"))


@QUICK
@given(CHANGES, st.integers(0, 8_000))
def test_changed_workbooks(changes: list[tuple[int, int]], cut: int) -> None:
    changed = mutated(WORKBOOK, changes)[: cut or None]
    check(read_series(changed, "changed.xlsx"))
    check_each(changed, "changed.xlsx")


@QUICK
@given(
    st.sampled_from(
        [
            "xl/workbook.xml",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/sharedStrings.xml",
            "docProps/core.xml",
            "[Content_Types].xml",
        ]
    ),
    CHANGES,
)
def test_changed_parts_of_workbooks(part: str, changes: list[tuple[int, int]]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(out, "w") as made:
        for name in old.namelist():
            made.writestr(name, mutated(old.read(name), changes) if name == part else old.read(name))
    check(read_series(out.getvalue(), "changed.xlsx"))
