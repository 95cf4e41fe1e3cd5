"""What somebody else said first can still be read when the transaction is over."""

from datetime import date

import pytest

from plan_store.entries import Entry
from plan_store.monthly import EntryMeanwhile, remove_period, save_entry
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.store import writing

MAY = date(2025, 5, 1)


def test_theirs_is_whole_outside_the_transaction(lead: Actor, editor: Actor, measure: Measure) -> None:
    with writing() as session:
        save_entry(session, editor, measure.id, Entry(period=MAY, numerator="7", denominator="9"), None)
    with pytest.raises(EntryMeanwhile) as saving, writing() as session:
        save_entry(session, lead, measure.id, Entry(period=MAY, numerator="8", denominator="9"), None)
    with pytest.raises(EntryMeanwhile) as removing, writing() as session:
        remove_period(session, lead, measure.id, MAY, "Wrong ward", None)
    for raised in (saving, removing):
        theirs = raised.value.theirs
        assert theirs is not None
        assert (theirs.user_name, theirs.numerator, theirs.status) == (editor.name, 7.0, "final")
