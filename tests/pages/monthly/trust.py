"""A trust of its own with one plan, whose months are counted back from today."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pages._render.words import today
from plan_store.due import last_period
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observation_rows import Observation, present_rows
from plan_store.people import Membership, Organisation, User
from plan_store.permissions import Actor, Role
from plan_store.plan_rows import Measure
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rounds import Item, Round, read_round
from plan_store.rows import add_row
from plan_store.store import reading, writing
from plan_store.typed import keep_typed

LEAD, EDITOR, READER = "lead@own.example", "editor@own.example", "reader@own.example"
ROLES = {LEAD: Role.LEAD, EDITOR: Role.EDITOR, READER: Role.VIEWER}


def month(back: int = 0) -> date:
    """The last whole month, or one of those before it."""
    index = last_period(today(), 1).year * 12 + last_period(today(), 1).month - 1 - back
    return date(index // 12, index % 12 + 1, 1)


@dataclass
class Trust:
    """Its people by email, and what can be done to its measures."""

    people: dict[str, Actor]
    programme: str
    measures: dict[str, Measure] = field(default_factory=dict)

    def measure(self, name: str, **cells: Any) -> Measure:
        with writing() as session:
            row = add_row(session, self.people[LEAD], self.programme, Measure, {"name": name, **cells}).row
        self.measures[name] = row
        return row

    def enter(self, name: str, period: date, email: str = LEAD, seen: str | None = None, **words: Any) -> Observation:
        with writing() as session:
            entry = Entry(period=period, **words)
            return save_entry(session, self.people[email], self.measures[name].id, entry, seen)

    def counted(self, name: str, months: int, since: int = 1, **cells: Any) -> Measure:
        """A measure with this many months, about 10%; the newest is since months before the last whole one."""
        measure = self.measure(name, **cells)
        for step in range(months):
            self.enter(name, month(since + step), numerator=str(25 + step % 3), denominator="250")
        return measure

    def numbers(self, name: str) -> list[Observation]:
        with reading() as session:
            return present_rows(session, [self.measures[name].id])

    def round(self, email: str = LEAD) -> Round:
        with reading() as session:
            return read_round(session, self.people[email], self.people[email].organisation, today())

    def keep(self, item: Item, email: str = LEAD, **words: Any) -> None:
        with writing() as session:
            keep_typed(session, self.people[email], item.key, item.typed.model_copy(update=words))


def make_trust(where: str = "own") -> Trust:
    """The trust, new in the store of the settings; people[LEAD] is lead@where.example."""
    people, code = {}, where.upper()
    with writing() as session:
        session.add(Organisation(ods_code=code, name="A trust of its own"))
        session.flush()
        for email, role in ROLES.items():
            user = User(name=email.split("@")[0].capitalize(), email=email.replace("own", where))
            session.add(user)
            session.flush()
            session.add(Membership(user_id=user.id, organisation=code, role=role.value))
            people[email] = Actor(user.id, user.name, {code: role})
        choice = DriverChoice(title="Clear air", primary_driver="Clear air", aim="Clear air")
        programme = create_programme(session, people[LEAD], code, choice).id
    return Trust(people, programme)


def query_of(item: Item) -> dict[str, str]:
    return {"measure": item.measure.id, "period": f"{item.period:%Y-%m}"}
