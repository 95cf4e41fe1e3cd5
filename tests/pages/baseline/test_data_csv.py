"""The download: our own reader gets the same numbers out of it, and no cell of it is a formula."""

import csv
import io
from datetime import date

import pandas as pd
import pytest

from charts import ChartSpec
from charts.series import read_series
from pages._render.data_csv import data_csv
from plan_store.months import Month, Said
from plan_store.observation_rows import Observation
from plan_store.plan_rows import Measure

NAN = float("nan")
PARTS = ["value", "numerator", "denominator"]


def frame(values: list[float], counts: list[tuple[float, float]] | None = None) -> pd.DataFrame:
    dates = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    top, bottom = zip(*counts, strict=True) if counts else ([NAN] * len(values),) * 2
    gaps = ["final" if value == value else "suppressed" for value in values]
    return pd.DataFrame({"date": dates, "value": values, "numerator": top, "denominator": bottom, "status": gaps})


SHARES = [(float(30 + n % 4), 200.0 + n) for n in range(14)]
OF_100 = [100 * top / bottom for top, bottom in SHARES]
KINDS = {
    "a share": (frame(OF_100, SHARES), {"unit": "%"}),
    "a rate per 1,000": (frame(OF_100, SHARES), {"unit": "Per 1,000", "multiplier": 1000}),
    "values, some negative": (frame([-1.5, 2.25, 0.1, -3.0, 4.0, 5.5, 1 / 3]), {"unit": "Days", "multiplier": 1}),
    "a percentage without counts": (frame([12.5, 13.25, 11.125, 14.0, 12.0]), {"unit": "%"}),
    "a gap": (frame([12.5, NAN, 11.125, 14.0, 12.0]), {"unit": "%"}),
    "moving ranges": (frame([12.5, 13.0, 11.0, 14.0, 12.0]), {"unit": "%", "chart_type": "mr"}),
}


def written(name: str, observations: pd.DataFrame, **spec: object) -> bytes:
    measure = Measure(name=name, programme_id="p")
    return data_csv(measure, ChartSpec.model_validate(spec), observations, [])


def cells(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("kind", KINDS)
def test_our_reader_reads_the_same_numbers(kind: str) -> None:
    observations, spec = KINDS[kind]
    read = read_series(written("Our measure", observations, **spec), "ours.csv")
    assert read.ok, [note.text for note in read.problems]
    assert list(read.observations["date"]) == list(observations["date"])
    pd.testing.assert_frame_equal(read.observations[PARTS], observations[PARTS], check_exact=True)
    assert list(read.observations["status"]) == list(observations["status"])


def test_a_row_says_all_there_is_to_say() -> None:
    observations = frame([*[13.0, 14.0, 12.0, 13.5, 12.5, 14.0, 12.0, 13.0, 14.0, 12.5, 13.5, 12.0, 14.0], 30.0])
    spec = {
        "unit": "%", "target": 6, "direction": "decrease", "annotations": [{"date": "2025-03-10", "text": "New form"}],
        "ghosts": [{"date": "2025-02-01", "reason": "Records lost"}],
    }  # fmt: skip
    rows = cells(written("Smoking", observations, **spec))
    assert [name for name in rows[0] if not name.startswith("Mean")] == [
        "Date", "Value (%)", "Status", "Lower process limit", "Upper process limit", "Target", "Special cause rules",
        "Special cause", "Left out of the limits", "Annotation", "Source", "What is measured", "Chart", "Rules in use",
        "Unit",
    ]  # fmt: skip
    last = rows[-1]
    assert (last["Date"], last["Value (%)"], last["Status"], last["Target"]) == ("2026-02-01", "30", "Final", "6")
    assert (last["Special cause rules"], last["Special cause"]) == ("Outside the limits", "Concern")
    assert rows[1]["Left out of the limits"] == "Records lost"
    assert rows[2]["Annotation"] == "New form"
    assert rows[0]["Chart"] == "XmR chart"


def test_a_text_is_never_a_formula_and_a_negative_number_stays_one() -> None:
    hostile = '=HYPERLINK("http://x")'
    observations = frame([-1.5, 2.0, 3.0])
    row = Observation(measure_id="m", period=date(2025, 1, 1), value=-1.5, user_name="@SUM(A1)", reason="+1")
    typed = Month(row.period, (Said(row),))
    measure = Measure(name=hostile, programme_id="p")
    spec = ChartSpec.model_validate({"unit": "-Days", "annotations": [{"date": "2025-01-01", "text": "\t=1"}]})
    content = data_csv(measure, spec, observations, [typed])
    assert content.startswith(b"\xef\xbb\xbf")
    first = cells(content)[0]
    assert first["What is measured"] == f"'{hostile}"
    assert first["Unit"] == "'-Days"
    assert first["Annotation"] == "'\t=1"
    assert first["Value"] == "-1.5"
    assert first["Source"].startswith("Typed by @SUM(A1), ")
    starts = {name: said[:1] for name, said in first.items() if name != "Value"}
    assert not [name for name, letter in starts.items() if letter in set("=+-@\t\r")]
