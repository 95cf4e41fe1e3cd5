"""Who is in a programme just now, and in which box; when each was here last. Neither is logged as a change."""

from datetime import datetime

from sqlmodel import Field

from plan_store.base import Base, UtcDateTime, now


class Presence(Base, table=True):
    """Where one person was seen last; place is a box's key, or empty for the programme as a whole."""

    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    user_id: str = Field(primary_key=True, foreign_key="user.id")
    place: str = ""
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Visit(Base, table=True):
    """When somebody was last in a programme, and the time before that."""

    user_id: str = Field(primary_key=True, foreign_key="user.id")
    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    before: datetime | None = Field(default=None, sa_type=UtcDateTime)
