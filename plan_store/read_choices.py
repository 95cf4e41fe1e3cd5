"""How a trust reads its files: what somebody chose for a file of one shape is there for the next one."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Session

from plan_store.base import Base, UtcDateTime, now
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
    if shape:
        session.merge(ReadChoice(organisation=organisation, shape=shape, choice=choice, user_name=actor.name))
        session.flush()


def recall_choice(session: Session, actor: Actor, organisation: str, shape: str) -> ReadChoice | None:
    """What was chosen last in this trust for a file of this shape."""
    require(actor, May.READ, organisation)
    return session.get(ReadChoice, (organisation, shape)) if shape else None


def forget_choice(session: Session, actor: Actor, organisation: str, shape: str) -> None:
    """Ask again next time."""
    require(actor, May.WRITE, organisation)
    if found := session.get(ReadChoice, (organisation, shape)):
        session.delete(found)
        session.flush()
