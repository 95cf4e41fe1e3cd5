"""Two people and one chart's settings: what each of them added, changed and took away is kept, or one is asked."""

from datetime import date
from typing import Any

import pytest

from charts.spec import Annotation, ChartSpec, Ghost, Rebase, TargetFrom
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observations import measure_spec, save_chart
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import RowConflict, find_row
from plan_store.store import reading, writing

APRIL, MAY = date(2025, 4, 1), date(2025, 5, 1)
MARKED = ChartSpec(annotations=(Annotation(date=APRIL, text="Midwife in post"),), run_length=8)


def spec_of(actor: Actor, measure: Measure) -> ChartSpec:
    with reading() as session:
        return measure_spec(find_row(session, actor, Measure, measure.id))


def change(actor: Actor, measure: Measure, seen: ChartSpec, **settings: Any) -> None:
    with writing() as session:
        save_chart(session, actor, measure.id, seen.model_copy(update=settings), seen)


def words(spec: ChartSpec) -> list[str]:
    return [mark.text for mark in spec.annotations]


def test_both_keep_what_they_marked_on_the_chart_that_both_saw(lead: Actor, editor: Actor, measure: Measure) -> None:
    seen = spec_of(lead, measure)
    change(lead, measure, seen, annotations=(Annotation(date=APRIL, text="Theirs"),))
    change(editor, measure, seen, annotations=(Annotation(date=MAY, text="Mine"),))
    assert words(spec_of(lead, measure)) == ["Theirs", "Mine"]


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("annotations", Annotation(date=MAY, text="Theirs"), Annotation(date=MAY, text="Mine")),
        ("rebases", Rebase(date=MAY, reason="Theirs"), Rebase(date=MAY, reason="Mine")),
        ("ghosts", Ghost(date=MAY, reason="Theirs"), Ghost(date=MAY, reason="Mine")),
    ],
)
def test_two_marks_of_one_date_and_kind_both_stay(
    lead: Actor, editor: Actor, measure: Measure, name: str, one: Any, other: Any
) -> None:
    seen = spec_of(lead, measure)
    for actor, mark in ((lead, one), (editor, other), (editor, other)):
        change(actor, measure, seen, **{name: (mark,)})
    assert getattr(spec_of(lead, measure), name) == (one, other)


def test_a_mark_taken_away_is_gone_and_the_others_stay(lead: Actor, editor: Actor, measure: Measure) -> None:
    change(lead, measure, spec_of(lead, measure), **dict(MARKED))
    seen = spec_of(lead, measure)
    change(lead, measure, seen, annotations=(*seen.annotations, Annotation(date=APRIL, text="Theirs")))
    change(editor, measure, seen, annotations=())
    assert words(spec_of(lead, measure)) == ["Theirs"]


def test_other_settings_of_two_people_both_hold(lead: Actor, editor: Actor, measure: Measure) -> None:
    seen = spec_of(lead, measure)
    change(lead, measure, seen, chart_type="run", screening=True)
    change(editor, measure, seen, run_length=8, screening=True)
    found = spec_of(lead, measure)
    assert (found.chart_type, found.run_length, found.screening) == ("run", 8, True)


def test_the_same_setting_of_two_people_is_asked_and_nothing_is_saved(
    lead: Actor, editor: Actor, measure: Measure
) -> None:
    seen = spec_of(lead, measure)
    change(lead, measure, seen, chart_type="run", targets=(TargetFrom(date=MAY, value=6),))
    with pytest.raises(RowConflict) as conflict:
        change(editor, measure, seen, chart_type="xmr", run_length=8)
    assert conflict.value.theirs == {"chart_type": "run"}
    with pytest.raises(RowConflict) as conflict:
        change(editor, measure, seen, targets=(TargetFrom(date=MAY, value=5),))
    assert conflict.value.theirs == {"targets": (TargetFrom(date=MAY, value=6),)}
    found = spec_of(lead, measure)
    assert (found.chart_type, found.run_length) == ("run", 7)
    change(editor, measure, found, chart_type="xmr")
    assert spec_of(lead, measure).chart_type == "xmr"


def test_what_was_unusual_stands_beside_what_somebody_marked(lead: Actor, editor: Actor, measure: Measure) -> None:
    change(lead, measure, spec_of(lead, measure), annotations=(Annotation(date=APRIL, text="Midwife in post"),))
    seen = None
    for number in ("25", "26"):  # what is said twice is marked once
        typed = Entry(
            period=APRIL, numerator=number, denominator="100", provisional=True, unusual="The monitors were away"
        )
        with writing() as session:
            seen = save_entry(session, editor, measure.id, typed, seen).id
    assert words(spec_of(lead, measure)) == ["Midwife in post", "The monitors were away"]
