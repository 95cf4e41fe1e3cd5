"""How often somebody may ask for a sign-in link: attempts by address and by client, kept as hashes for a while."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from plan_store.base import Base, UtcDateTime, new_id, now


class SignInAttempt(Base, table=True):
    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
