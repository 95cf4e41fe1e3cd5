"""`make bench`: the nastiest files that are small enough to be read, each in a process of its own; nothing is asserted.

Five seconds (of the processor) and 400 MB more memory are the limits that the reader keeps.
"""

import io
import random
import resource
import string
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator

from charts.series import read_series

MEGABYTE = 1024 * 1024
FULL = 10 * MEGABYTE - 1_000
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
Made = Callable[[], bytes]


def cut(lines: Iterator[str]) -> bytes:
    """Lines until the file is as large as it may be."""
    out = io.StringIO()
    for line in lines:
        if out.tell() + len(line) > FULL:
            break
        out.write(line)
    return out.getvalue().encode()


def long_file() -> bytes:
    rows = (
        f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/20{n % 20 + 10},R{n % 500:03d},{n},{n % 97},{'x' * 70}\n"
        for n in range(99_990)
    )
    return cut(iter(["Date,Trust,Births,Smokers,Remark\n", *rows]))


def wide_file() -> bytes:
    row = ",".join(str(n % 10_000) for n in range(999))
    return cut(
        iter(
            [
                ",".join(["Month", *(f"Indicator {n}" for n in range(999))]) + "\n",
                *(f"Apr-{n % 60 + 10},{row}\n" for n in range(3_000)),
            ]
        )
    )


def every_cell_different() -> bytes:
    return cut(iter(["Month,A,B,C,D\n", *(f"{n}-{n * 7}/x,{n}.{n},v{n},{n}%{n},Apr {n}\n" for n in range(99_990))]))


def different_dates_across() -> bytes:
    return cut(iter([",".join(f"{r}/{c}/20{r % 90 + 10}" for c in range(1_000)) + "\n" for r in range(2_000)]))


def one_character() -> bytes:
    return cut(iter([",".join("1234567890"[n % 10] for n in range(1_000)) + "\n" for _ in range(6_000)]))


def quotes() -> bytes:
    return cut(iter(["Month,Births\n", *('"Apr-19","""' + '""' * 40 + '"\n' for _ in range(99_990))]))


def quote_in_every_field() -> bytes:
    return cut(iter(["Month;Births\n", *('Apr-19;"1";"2""";"\n";' * 5 + "\n" for _ in range(49_990))]))


def one_line() -> bytes:
    return b"a" * FULL


def spaces() -> bytes:
    return b"Month,Births\n" + (b"Apr-19," + b" " * 95 + b"1\n") * 99_000


def digits() -> bytes:
    return b"Month,Births\n" + (b"Apr-19," + b"943476591 " * 9 + b"\n") * 99_000


def long_cells() -> bytes:
    return b"Month,Births\n" + (b"Apr-19," + b"1 " * 14_000 + b"\n") * 370


def wide_text() -> bytes:
    return ("Month,Births\n" + "Apr-19,250\n" * 99_000).encode("utf-16")


def accents() -> bytes:
    return b"Month,Births\n" + (b"Apr-19," + b"\xe9" * 90 + b"\n") * 99_000


def workbook(*sheets: str, strings: str = "", styles: str = "", more: dict[str, str] | None = None) -> bytes:
    """An .xlsx file of these worksheets, as tightly packed as it goes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n, _ in enumerate(sheets, 1))
        space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        made.writestr("xl/workbook.xml", f"<workbook {space}><sheets>{names}</sheets></workbook>")
        links = "".join(f'<Relationship Id="r{n}" Target="worksheets/sheet{n}.xml"/>' for n, _ in enumerate(sheets, 1))
        made.writestr("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>")
        for n, sheet in enumerate(sheets, 1):
            made.writestr(f"xl/worksheets/sheet{n}.xml", SHEET.format(sheet))
        for name, content in {"xl/sharedStrings.xml": strings, "xl/styles.xml": styles, **(more or {})}.items():
            if content:
                made.writestr(name, content)
    return out.getvalue()


def rows(count: int, width: int) -> str:
    body = "".join(f"<c><v>{n}</v></c>" for n in range(width - 1))
    return (
        "<sheetData>"
        + "".join(f'<row r="{n}"><c><v>{43_500 + n}</v></c>{body}</row>' for n in range(1, count))
        + "</sheetData>"
    )


HEAD = '<row><c t="inlineStr"><is><t>Month</t></is></c><c t="inlineStr"><is><t>Births</t></is></c></row>'


def long_sheet() -> bytes:
    return workbook(rows(99_990, 8))


def wide_sheet() -> bytes:
    return workbook(rows(1_000, 999))


def many_sheets() -> bytes:
    return workbook(*[rows(1_000, 40)] * 60)


def many_small_sheets() -> bytes:
    return workbook(*["<sheetData><row><c><v>1</v></c></row></sheetData>"] * 1_900)


def shared_strings() -> bytes:
    texts = "".join(f"<si><t>{n:07d}{'y' * 12}</t></si>" for n in range(900_000))
    return workbook(rows(100, 5), strings=f"<sst>{texts}</sst>")


def rich_strings() -> bytes:
    texts = "<si>" + "<r><t>a</t></r>" * 900_000 + "</si>"
    return workbook(rows(100, 5), strings=f"<sst>{texts}</sst>")


def deep() -> bytes:
    return workbook("<a>" * 900_000 + "</a>" * 900_000)


def deep_row() -> bytes:
    return workbook("<sheetData><row><c>" + "<a>" * 900_000 + "</a>" * 900_000 + "</c></row></sheetData>")


def merged() -> bytes:
    cells = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1_000_000))
    return workbook(rows(100, 5) + f"<mergeCells>{cells}</mergeCells>")


def styles() -> bytes:
    return workbook(
        rows(100, 5), styles="<styleSheet><cellXfs>" + '<xf numFmtId="14"/>' * 1_000_000 + "</cellXfs></styleSheet>"
    )


def formats() -> bytes:
    made = "".join(f'<numFmt numFmtId="{n}" formatCode="{chr(34)[:0]}[{"[" * 50}"/>' for n in range(300_000))
    return workbook(rows(100, 5), styles=f"<styleSheet><numFmts>{made}</numFmts></styleSheet>")


def links() -> bytes:
    made = "".join(f'<hyperlink ref="A{n}" display="943 476 591{n % 9}"/>' for n in range(1_000_000))
    return workbook(rows(100, 5) + f"<hyperlinks>{made}</hyperlinks>")


def comments() -> bytes:
    made = "<comments>" + "<t>943 476 5918 </t>" * 2_000_000 + "</comments>"
    return workbook(rows(100, 5), more={f"xl/comments{n}.xml": made for n in range(4)})


def attributes() -> bytes:
    return workbook("<sheetData><row " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + "/></sheetData>")


def empty_rows() -> bytes:
    return workbook("<sheetData>" + "<row/>" * 3_500_000 + "</sheetData>")


def noise() -> bytes:
    pick = random.Random(7)
    return "".join(pick.choices(string.printable, k=FULL)).encode()


CASES = (
    long_file, wide_file, every_cell_different, different_dates_across, one_character, quotes, quote_in_every_field,
    one_line, spaces, digits, long_cells, wide_text, accents, noise, long_sheet, wide_sheet, many_sheets,
    many_small_sheets, shared_strings, rich_strings, deep, deep_row, merged, styles, formats, links, comments,
    attributes, empty_rows,
)  # fmt: skip


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(name: str, path: str) -> None:
    """Read one file that another process has made, and print what it took."""
    read_series(b"Month,Births\nApr-19,1\n", "warm.csv")
    with open(path, "rb") as file:
        content = file.read()
    before, began = peak(), time.process_time()
    read = read_series(content, "file.csv")
    took, grown = time.process_time() - began, peak() - before
    said = "read" if read.ok else read.problems[0].short if read.problems else "asked"
    mark = "  OVER" if took > 5 or grown > 400 * MEGABYTE else ""
    size = len(content) / MEGABYTE
    sys.stdout.write(f"  {name:<26}{size:>6.1f} MB{took:>8.2f} s{grown / MEGABYTE:>8.0f} MB  {said}{mark}\n")


def main() -> None:
    """Every case, or those that are named."""
    wanted = sys.argv[1:] or [case.__name__ for case in CASES]
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            run(name, f"{folder}/file")


def run(name: str, path: str) -> None:
    """Make one file in a process, and read it in another."""
    for call in (f"open({path!r}, 'wb').write(limits.{name}())", f"limits.measure({name!r}, {path!r})"):
        subprocess.run([sys.executable, "-c", f"from tests.benchmarks.series import limits; {call}"], check=True)


if __name__ == "__main__":
    main()
