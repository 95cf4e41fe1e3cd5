"""What somebody has typed for their measures and not yet submitted: kept after every pause, by measure and period."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from plan_store import drafts
from plan_store.entries import Entry
from plan_store.monthly import save_entry
from plan_store.observation_rows import Observation
from plan_store.patients import faulty
from plan_store.permissions import Actor

NO, YES, NOT_SURE = "no", "yes", "not sure"
UNSURE = "Not sure whether anything was unusual"
LONGEST_NUMBER, LONGEST_NOTE = 40, 200
FIELDS = ("numerator", "denominator", "value", "note", "why")  # what is written freely


class Typed(BaseModel):
    """One measure's period as it was typed. seen: the id of what stood there when the writing began."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    unusual: str = NO
    note: str = ""
    provisional: bool = False
    not_yet: bool = False
    why: str = ""
    seen: str | None = None
    done: bool = False

    @property
    def faults(self) -> dict[str, str]:
        """A sentence for each field that holds a patient's NHS number."""
        return faulty((name, getattr(self, name)) for name in FIELDS)

    @property
    def says_something(self) -> bool:
        words = (self.numerator, self.denominator, self.value, self.note)
        return self.done or self.not_yet or self.unusual != NO or any(part.strip() for part in words)

    def entry(self, period: date) -> Entry:
        """As the store takes it."""
        reasons = [self.why.strip().rstrip("."), UNSURE if self.unusual == NOT_SURE else ""]
        return Entry(
            period=period,
            numerator=self.numerator[:LONGEST_NUMBER],
            denominator=self.denominator[:LONGEST_NUMBER],
            value=self.value[:LONGEST_NUMBER],
            provisional=self.provisional,
            not_yet=self.not_yet,
            reason=". ".join(filter(None, reasons))[:LONGEST_NOTE],
            unusual=self.note.strip()[:LONGEST_NOTE] if self.unusual == YES else "",
        )


def entry_key(measure_id: str, period: date) -> str:
    return f"{measure_id}/{period.isoformat()}"


def read_typed(session: Session, actor: Actor) -> dict[str, Typed]:
    """Everything the actor has typed for their own trust, by entry_key."""
    return {key: Typed.model_validate(one) for key, one in _held(session, actor).items()}


def keep_typed(session: Session, actor: Actor, key: str, typed: Typed) -> None:
    """Keep one entry; the others stay as another window of the same person may have left them.

    A field with a patient's NHS number is kept empty, so that it is asked for again and never submitted shortened.
    """
    typed = typed.model_copy(update=dict.fromkeys(typed.faults, ""))
    drafts.keep_draft(
        session,
        actor,
        _name(actor),
        {**_held(session, actor), key: typed.model_dump(mode="json", exclude_defaults=True)},
    )


def drop_typed(session: Session, actor: Actor, key: str) -> None:
    """Forget one entry."""
    left = {other: one for other, one in _held(session, actor).items() if other != key}
    if left:
        drafts.keep_draft(session, actor, _name(actor), left)
    else:
        drafts.drop_draft(session, actor, _name(actor))


def submit_typed(session: Session, actor: Actor, measure_id: str, period: date, typed: Typed) -> Observation:
    """Save what was typed, as save_entry does and with its errors, and forget it."""
    saved = save_entry(session, actor, measure_id, typed.entry(period), typed.seen)
    drop_typed(session, actor, entry_key(measure_id, period))
    return saved


def _held(session: Session, actor: Actor) -> dict[str, Any]:
    return drafts.read_draft(session, actor, _name(actor)) or {}


def _name(actor: Actor) -> str:
    return f"monthly/{actor.organisation}"
