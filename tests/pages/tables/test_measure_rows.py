"""What a measure's cells say of its data: nothing yet, too early, and the verdict in words."""

from collections.abc import Sequence

import pandas as pd

from charts import analyse
from pages._render.measure_rows import measure_columns
from plan_store.observations import measure_spec
from plan_store.plan_rows import Better, Measure

RISING = [60, 61, 59, 60, 62, 58, 61, 60, 59, 61, 60, 59, 70, 71, 72, 71, 73, 72, 74]


def cells(measure: Measure, values: Sequence[float], may_write: bool = True) -> dict[str, str]:
    dates = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    empty = float("nan")
    data = pd.DataFrame({"date": dates, "value": values, "numerator": empty, "denominator": empty, "status": "final"})
    data = data.astype({"value": float, "date": "datetime64[s]"})
    result = analyse(data, measure_spec(measure))
    return {column.title: column.cell(measure) for column in measure_columns({measure.id: result}, may_write)}


def test_without_data_the_row_leads_to_adding_some() -> None:
    said = cells(Measure(programme_id="p", id="m", name="CO test"), [])
    assert '<a href="baseline_data?programme=p&amp;measure=m" data-go>Add data' in said["Latest"]
    assert said["Icons"] == ""
    assert "No data yet" in said["What the data say"]
    assert cells(Measure(programme_id="p", id="m", name="CO test"), [], may_write=False)["Latest"] == ""


def test_under_thirteen_points_it_is_a_run_chart() -> None:
    said = cells(Measure(programme_id="p", id="m", name="CO test", target=90.0), RISING[:9])
    assert said["Icons"] == '<span class="tag">Run chart</span>'
    assert said["What the data say"] == '<b>Too early to say</b><span class="second">Icons at 13 months</span>'
    assert "<b>59%</b>" in said["Latest"]


def test_the_verdict_is_in_words_beside_its_icons() -> None:
    measure = Measure(programme_id="p", id="m", name="CO test", target=95.0, lead="Community matron")
    said = cells(measure, RISING)
    assert said["What the data say"] == '<b>Improving</b><span class="second">Target not yet in reach</span>'
    assert said["Icons"].count("<svg") == 2
    assert said["Lead and date due"] == "Community matron"
    assert "Target 95% or more" in said["Measure"]
    measure.better = Better.LOWER
    assert cells(measure, RISING)["What the data say"].startswith("<b>Getting worse</b>")
    assert "Target 95% or less" in cells(measure, RISING)["Measure"]


def test_without_a_target_the_words_say_so() -> None:
    said = cells(Measure(programme_id="p", id="m", name="CO test"), RISING)
    assert said["What the data say"] == '<b>Improving</b><span class="second">No target set</span>'
    assert said["Icons"].count("<svg") == 1
    assert "Target not set" in said["Measure"]
