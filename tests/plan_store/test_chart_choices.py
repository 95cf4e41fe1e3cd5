"""How a measure's chart is drawn: the measure's own direction, target and unit, and what was chosen for the chart."""

from datetime import date

import pytest

from charts.spec import Annotation, ChartSpec, Direction, Rebase
from plan_store.changes import as_of
from plan_store.observations import measure_spec, save_chart
from plan_store.permissions import Actor
from plan_store.plan_rows import Better, Measure, Unit
from plan_store.rows import find_row, save_row
from plan_store.store import reading, writing

CHOSEN = ChartSpec(
    chart_type="xmr",
    rebases=(Rebase(date=date(2025, 9, 1), reason="New pathway"),),
    fix_first=12,
    run_length=8,
    screening=True,
    annotations=(Annotation(date=date(2025, 10, 1), text="Midwife in post"),),
    decimals=2,
)


def stored(actor: Actor, measure: Measure) -> Measure:
    with reading() as session:
        return find_row(session, actor, Measure, measure.id)


def test_a_chart_comes_back_as_it_was_chosen(lead: Actor, measure: Measure) -> None:
    with writing() as session:
        save_chart(session, lead, measure.id, CHOSEN, ChartSpec())
    found = measure_spec(stored(lead, measure))
    own = {"direction": Direction.INCREASE, "target": None, "unit": "%", "multiplier": 100}
    assert found == CHOSEN.model_copy(update=own)
    with reading() as session:
        assert as_of(session, "Measure data", measure.id, 1) == stored(lead, measure).chart


def test_choosing_again_replaces_and_default_is_nothing(lead: Actor, measure: Measure) -> None:
    for spec in (CHOSEN, ChartSpec()):
        with writing() as session:
            save_chart(session, lead, measure.id, spec, measure_spec(find_row(session, lead, Measure, measure.id)))
    assert stored(lead, measure).chart == {}


def test_the_measures_own_cells_decide_direction_target_and_unit(lead: Actor, measure: Measure) -> None:
    other = ChartSpec(direction=Direction.INCREASE, target=1, unit="days", multiplier=7)
    with writing() as session:
        save_chart(session, lead, measure.id, other, ChartSpec())
        save_row(session, lead, Measure, measure.id, {"better": "decrease", "target": "8%"}, 1)
    found = measure_spec(stored(lead, measure))
    assert (found.direction, found.target, found.unit, found.multiplier) == (Direction.DECREASE, 8.0, "%", 100)


def test_saving_a_row_in_the_same_session_keeps_the_chart(lead: Actor, measure: Measure) -> None:
    with writing() as session:
        save_chart(session, lead, measure.id, CHOSEN, ChartSpec())
        saved = save_row(session, lead, Measure, measure.id, {"lead": "Midwife"}, 1).row
        assert saved.chart["fix_first"] == 12
    assert stored(lead, measure).chart["fix_first"] == 12


@pytest.mark.parametrize(
    ("unit", "shown", "multiplier"),
    [
        ("%", "%", 100),
        ("per 1,000", "per 1,000", 1000),
        ("count", "", 1),
        ("days", "days", 1),
        ("minutes", "minutes", 1),
    ],
)
def test_each_unit_has_its_words_and_its_multiplier(unit: str, shown: str, multiplier: float) -> None:
    found = measure_spec(Measure(programme_id="x", name="x", unit=unit))
    assert (found.unit, found.multiplier) == (shown, multiplier)


def test_the_table_knows_every_unit_and_every_direction() -> None:
    assert {unit.value for unit in Unit} == {"%", "per 1,000", "count", "days", "minutes"}
    assert {better.value for better in Better} == {direction.value for direction in Direction}
