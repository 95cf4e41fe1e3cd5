"""How a trust reads its files: what somebody chose for a file of one shape is there for the next one."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, delete, update
from sqlmodel import Field, Session, col

from plan_store.base import Base, UtcDateTime, add_first, now
from plan_store.patients import refuse_nhs_numbers
from plan_store.permissions import Actor, May, require


class ReadChoice(Base, table=True):
    """The columns and series that were picked for files of a shape (SeriesFile.shape), by whom and when."""

    __tablename__ = "read_choice"

    organisation: str = Field(primary_key=True, foreign_key="organisation.ods_code")
    shape: str = Field(primary_key=True)
    choice: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


def remember_choice(session: Session, actor: Actor, organisation: str, shape: str, choice: dict[str, Any]) -> None:
    """Keep the choice in place of the one before; a file without a shape is not remembered."""
    require(actor, May.WRITE, organisation)
    refuse_nhs_numbers(shape, json.dumps(choice, ensure_ascii=False))
    if not shape or _replaced(session, actor, organisation, shape, choice):
        return
    fresh = ReadChoice(organisation=organisation, shape=shape, choice=choice, user_name=actor.name)
    if not add_first(session, fresh):
        _replaced(session, actor, organisation, shape, choice)


def recall_choice(session: Session, actor: Actor, organisation: str, shape: str) -> ReadChoice | None:
    """What was chosen last in this trust for a file of this shape."""
    require(actor, May.READ, organisation)
    return session.get(ReadChoice, (organisation, shape)) if shape else None


def forget_choice(session: Session, actor: Actor, organisation: str, shape: str) -> None:
    """Ask again next time."""
    require(actor, May.WRITE, organisation)
    session.exec(delete(ReadChoice).where(col(ReadChoice.organisation) == organisation, col(ReadChoice.shape) == shape))


def _replaced(session: Session, actor: Actor, organisation: str, shape: str, choice: dict[str, Any]) -> bool:
    here = update(ReadChoice).where(col(ReadChoice.organisation) == organisation, col(ReadChoice.shape) == shape)
    return session.exec(here.values(choice=choice, user_name=actor.name, at=now())).rowcount == 1
