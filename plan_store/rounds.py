"""The numbers that a team is asked for, in order, each with what stands there and what this person has typed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from plan_store.due import MONTHS, Due, DueList, due_by, read_due
from plan_store.entries import Checked, asked_parts, check_entry
from plan_store.observation_rows import REMOVED, Observation, differs, present_rows
from plan_store.permissions import Actor, May, require
from plan_store.plan_rows import Frequency, Measure
from plan_store.typed import YES, Typed, entry_key, read_typed


@dataclass(frozen=True)
class Item:
    """One number: what is asked, the measure's numbers as they are, and what was typed. due: still asked for."""

    asked: Due
    rows: tuple[Observation, ...]
    typed: Typed
    due: bool = True
    beside: tuple[Observation, ...] = ()  # what was typed for the measure's other periods

    @property
    def measure(self) -> Measure:
        return self.asked.measure

    @property
    def period(self) -> date:
        return self.asked.period

    @property
    def key(self) -> str:
        return entry_key(self.measure.id, self.period)

    @property
    def present(self) -> Observation | None:
        """What stands for this period now, if anything was ever said of it."""
        return next((row for row in self.rows if row.period == self.period), None)

    @property
    def parts(self) -> tuple[str, ...]:
        return asked_parts(self.measure, self.rows)

    @property
    def before(self) -> Observation | None:
        """The newest number of an earlier period."""
        earlier = (row for row in reversed(self.drawn) if row.period < self.period and row.value is not None)
        return next((row for row in earlier if row.status != REMOVED), None)

    @property
    def drawn(self) -> tuple[Observation, ...]:
        """The measure's numbers as they will be: what was typed for its other periods stands for what is there."""
        typed = {row.period for row in self.beside}
        rows = (*(row for row in self.rows if row.period not in typed), *self.beside)
        return tuple(sorted(rows, key=lambda row: row.period))

    @property
    def stated(self) -> Observation | None:
        """What was typed, where it is a number or says that one is withheld."""
        said = self._observation()
        return None if self.theirs or said.status == "missing" or self.checked.problems else said

    def _observation(self) -> Observation:
        """What was typed, as it would be kept."""
        numbers: dict[str, Any] = dict(self.checked.numbers)
        status = self.checked.status(self.typed.provisional)
        return Observation(measure_id=self.measure.id, period=self.period, status=status, **numbers)

    @property
    def checked(self) -> Checked:
        return check_entry(self.measure, self.parts, self.typed.entry(self.period))

    @property
    def numbers(self) -> Mapping[str, float | None]:
        """What was typed as numbers; none of them while any is wrong."""
        return {} if self.checked.problems else self.checked.numbers

    @property
    def withheld(self) -> bool:
        """Whether what was typed is that the number is too small to share."""
        return self.checked.withheld

    @property
    def says_the_same(self) -> bool:
        """Whether what was typed is what stands there already."""
        return self.present is not None and not differs(self._observation(), self.present)

    @property
    def theirs(self) -> Observation | None:
        """The number that somebody else gave while this one was typed; None where nobody did, or theirs is the same."""
        present = self.present
        if present is None or present.id == self.typed.seen or present.status in ("missing", REMOVED):
            return None
        return None if not self.typed.says_something or self.says_the_same else present

    @property
    def corrects(self) -> bool:
        """Whether a final number that was seen is to become another one: that needs a reason."""
        return self.present is not None and self.present.status == "final" and not self.says_the_same

    @property
    def problems(self) -> dict[str, str]:
        """A sentence for each field that keeps this entry from being saved."""
        found = dict(self.checked.problems)
        if self.typed.unusual == YES and not self.typed.note.strip() and not self.typed.not_yet:
            found["note"] = "Write a short note, or choose No."
        if self.corrects and not self.theirs and not self.typed.why.strip():
            found["why"] = "Say why the number changes: the old one stays in the history."
        return found | self.typed.faults


@dataclass(frozen=True)
class Round:
    """Everything that may be filled in, of one programme or of the whole trust."""

    due: DueList
    items: tuple[Item, ...]

    @property
    def walk(self) -> tuple[Item, ...]:
        """What is due or was typed, one page each."""
        return tuple(item for item in self.items if item.due or item.typed.says_something)

    @property
    def typed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.typed.says_something)

    @property
    def left_out(self) -> tuple[Item, ...]:
        """What is due and has not been typed."""
        return tuple(item for item in self.walk if not item.typed.says_something)

    @property
    def gaps(self) -> tuple[Item, ...]:
        """Earlier periods that have no number, and none typed."""
        return tuple(item for item in self.items if not item.due and not item.typed.says_something)

    def find(self, measure_id: str, period: str) -> Item | None:
        """period: as in an address, 2026-10."""
        return next((item for item in self.items if item.key == f"{measure_id}/{period}-01"), None)

    def next_after(self, item: Item) -> Item | None:
        """The next in the walk; None after the last, and after one that is not in it."""
        keys = [one.key for one in self.walk]
        place = keys.index(item.key) + 1 if item.key in keys else len(keys)
        return self.walk[place] if place < len(keys) else None

    def before(self, item: Item) -> Item | None:
        """The one before it."""
        keys = [one.key for one in self.walk]
        place = keys.index(item.key) if item.key in keys else 0
        return self.walk[place - 1] if place else None


def read_round(session: Session, actor: Actor, organisation: str, today: date, programme: str = "") -> Round:
    """What is asked now. A number that was typed stays in it when somebody else gave it meanwhile."""
    require(actor, May.READ, organisation)
    due, typed = read_due(session, actor, organisation, today, programme), read_typed(session, actor)
    rows: dict[str, list[Observation]] = defaultdict(list)
    for row in present_rows(session, [measure.id for _, measure in due.measures], removed=True):
        rows[row.measure_id].append(row)
    asked = {entry_key(one.measure.id, one.period): one for one in due.entries}
    items = []
    for owner, measure in due.measures:
        begun = (date.fromisoformat(key.split("/")[1]) for key in typed if key.startswith(f"{measure.id}/"))
        periods = (one.period for one in due.entries if one.measure.id == measure.id)
        for period in sorted({*periods, *due.gaps[measure.id], *begun}):
            by = due_by(period, MONTHS[Frequency(measure.frequency)])
            one = asked.get(entry_key(measure.id, period)) or Due(owner, measure, period, by, True, False, None)
            items.append(_item(one, rows[measure.id], typed, asked))
    stated: dict[str, list[Observation]] = defaultdict(list)
    for row in (item.stated for item in items):
        if row is not None:
            stated[row.measure_id].append(row)
    return Round(due, tuple(_beside(item, stated[item.measure.id]) for item in items))


def _beside(item: Item, stated: list[Observation]) -> Item:
    return replace(item, beside=tuple(row for row in stated if row.period != item.period))


def _item(one: Due, rows: list[Observation], typed: Mapping[str, Typed], asked: Mapping[str, Due]) -> Item:
    """Whoever begins now has seen what stands there now."""
    key = entry_key(one.measure.id, one.period)
    item = Item(one, tuple(rows), typed.get(key, Typed()), due=key in asked)
    if item.typed.says_something:
        return item
    return replace(item, typed=Typed(seen=item.present.id if item.present else None))
