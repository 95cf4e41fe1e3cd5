"""Two people in one row: cells merge, a cell that both changed is refused with theirs."""

import pytest

from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.row_values import values_of
from plan_store.rows import RowConflict, Saved, delete_row, find_row, move_row, save_row
from plan_store.store import reading, writing


def save(actor: Actor, measure: Measure, seen: int, **cells: object) -> Saved[Measure]:
    with writing() as session:
        return save_row(session, actor, Measure, measure.id, cells, seen)


def test_different_cells_merge(lead: Actor, editor: Actor, measure: Measure) -> None:
    save(editor, measure, 1, lead="QI lead", target="95%")
    everything_lead_saw = {**values_of(measure), "source": "Maternity system"}
    saved = save(lead, measure, 1, **everything_lead_saw).row
    assert (saved.lead, saved.target, saved.source, saved.revision) == ("QI lead", 95.0, "Maternity system", 3)


def test_the_same_cell_is_refused_with_theirs_and_nothing_written(lead: Actor, editor: Actor, measure: Measure) -> None:
    save(editor, measure, 1, lead="QI lead", due="2026-08-06")
    with pytest.raises(RowConflict) as refused:
        save(lead, measure, 1, lead="Consultant midwife", due="2026-08-07", source="Maternity system")
    assert refused.value.theirs == {"lead": "QI lead", "due": "2026-08-06"}
    assert {refused.value}
    with reading() as session:
        found = find_row(session, lead, Measure, measure.id)
        assert (found.lead, found.source, found.revision) == ("QI lead", "", 2)


def test_the_same_cell_changed_to_the_same_is_no_conflict(lead: Actor, editor: Actor, measure: Measure) -> None:
    save(editor, measure, 1, lead="QI lead", due="2026-08-06", target="95%")
    saved = save(lead, measure, 1, lead="QI lead", due="2026-08-06", target=95, source="s").row
    assert (saved.lead, saved.source, saved.revision) == ("QI lead", "s", 3)


def test_a_cell_taken_back_by_others_is_theirs(lead: Actor, editor: Actor, measure: Measure) -> None:
    save(editor, measure, 1, lead="QI lead")
    save(editor, measure, 2, lead="")
    assert save(lead, measure, 1, lead="Midwife").row.lead == "Midwife"


def test_a_row_moved_or_deleted_meanwhile_still_takes_the_save(lead: Actor, editor: Actor, measure: Measure) -> None:
    with writing() as session:
        move_row(session, editor, Measure, measure.id, 1)
        delete_row(session, editor, Measure, measure.id)
    saved = save(lead, measure, 1, lead="Midwife").row
    assert saved.lead == "Midwife"
    assert saved.deleted_at is not None, "the page says so and offers the undo"


def test_a_revision_that_never_was_overwrites_nothing(lead: Actor, editor: Actor, measure: Measure) -> None:
    save(editor, measure, 1, lead="QI lead")
    with pytest.raises(RowConflict) as refused:
        save(lead, measure, 99, lead="Midwife")
    assert refused.value.theirs == {"lead": "QI lead"}
