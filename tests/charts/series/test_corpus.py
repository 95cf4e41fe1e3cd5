"""One file for every kind of form and fault, with what the reader makes of it written out beside it."""

import math
from pathlib import Path

import pandas as pd
import pytest

from charts.series import Choice, Note, SeriesFile, read_each, read_every, read_series
from tests.charts.series.test_fuzz import check

DATA = Path(__file__).parents[2] / "data" / "series"
KINDS = sorted(path.stem for path in DATA.glob("*.expected"))
PICKED = ("sheet", "date", "value", "numerator", "denominator")


def expected_lines(kind: str) -> list[str]:
    return (DATA / f"{kind}.expected").read_text(encoding="utf-8").splitlines()


def choice_of(lines: list[str]) -> Choice | None:
    said = dict(line.removeprefix("choice ").split(": ", 1) for line in lines if line.startswith("choice "))
    sheet, date, value, numerator, denominator = (said.pop(name, None) for name in PICKED)
    organisations = tuple(said.pop("organisations", "").split())
    asked = said.pop("quarters", "")
    quarters = "financial" if asked == "financial" else "calendar" if asked else ""
    if not any(line.startswith("choice ") for line in lines):
        return None
    return Choice(sheet, date, value, numerator, denominator, said, quarters, organisations)


def number(value: float) -> str:
    return "-" if math.isnan(value) else f"{round(value, 6):.10g}"


def note(kind: str, item: Note) -> str:
    where = " ".join(["-" if item.row is None else str(item.row), item.column]).strip()
    return f"{kind} {where}: {item.text}"


def described(read: SeriesFile) -> list[str]:
    """What was read, in the words of the .expected files; titles and examples only where a file asks for them."""
    lines = [note("problem", item) for item in read.problems]
    lines += [note("warning", item) for item in read.warnings]
    lines += [f"series {title}: {' | '.join(values)}" for title, values in read.series_names.items()]
    lines += [f"choose: {' | '.join(read.choose_from)}"] if read.choose_from else []
    lines += ["ask quarters"] if read.ask_quarters else []
    lines += [f"unit: {read.unit or 'none'}"] if read.ok else []
    lines += ["left out: " + " ".join(str(item.row) for item in read.left_out)] if read.ok and read.left_out else []
    for _, record in read.observations.iterrows():
        values = " ".join(number(record[name]) for name in ("value", "numerator", "denominator"))
        lines.append(f"row {number(record['row'])}: {record['date']:%Y-%m-%d} {values} {record['status']}")
    return lines


def roles_of(read: SeriesFile) -> list[str]:
    return [
        f"{what} {name}: {text}"
        for name, role in read.roles.items()
        for what, text in (("title", role.title), ("letter", role.letter), ("example", role.example))
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_kind(kind: str) -> None:
    path = next(path for path in DATA.glob(f"{kind}.*") if path.suffix != ".expected")
    lines = expected_lines(kind)
    read = read_series(path.read_bytes(), path.name, choice_of(lines))
    asked = [line for line in lines if line.startswith(("title ", "letter ", "example "))]
    whole = [line for line in lines if line not in asked and not line.startswith("choice ")]
    assert sorted(described(read)) == sorted(whole)
    assert set(asked) <= set(roles_of(read))
    assert read.ok == (not read.observations.empty)
    assert read.observations.date.is_monotonic_increasing
    assert read.observations.date.is_unique
    assert all(item.text.endswith((".", "?", "”")) and item.short for item in (*read.problems, *read.warnings))


@pytest.mark.parametrize("kind", KINDS)
def test_every_series_of_a_kind(kind: str) -> None:
    """Files of one series and of many, read whole; without gaps every number and every mark is still there."""
    path = next(path for path in DATA.glob(f"{kind}.*") if path.suffix != ".expected")
    content, choice = path.read_bytes(), choice_of(expected_lines(kind))
    for series in read_every(content, path.name, choice).series.values():
        check(series)
    whole, entered = (read_each(content, path.name, choice, gaps).each for gaps in (True, False))
    assert [one.key for one in whole] == [one.key for one in entered]
    for one, less in zip(whole, entered, strict=True):
        check(one.series)
        assert less.series.problems == one.series.problems
        assert stated(less.series).equals(stated(one.series))
        assert less.series.observations["row"].notna().all()


def stated(series: SeriesFile) -> pd.DataFrame:
    """The months of which the file says something."""
    frame = series.observations
    said = frame[["value", "numerator", "denominator"]].notna().any(axis=1) | (frame["status"] == "suppressed")
    return frame[said].reset_index(drop=True)


def test_the_corpus_has_every_kind() -> None:
    assert len(KINDS) >= 100
    assert {path.stem for path in DATA.iterdir()} == set(KINDS)
