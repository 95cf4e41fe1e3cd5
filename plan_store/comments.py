"""Comments on a box, a row or a chart: asked, answered, resolved; and the list of what is open."""

from datetime import datetime

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field

from plan_store.base import Base, UtcDateTime, new_id, now


class Comment(Base, table=True):
    """place is box, row or chart; place_id the box's key, the row's id or the measure's. answers: the comment above."""

    __table_args__ = (Index("ix_comment_programme", "programme_id", "place", "place_id"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    programme_id: str = Field(foreign_key="programme.id")
    place: str
    place_id: str
    answers: str | None = Field(default=None, foreign_key="comment.id")
    text: str = Field(sa_column=Column(Text, nullable=False))
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    user_id: str
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    resolved_by: str = ""
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1
