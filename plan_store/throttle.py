"""How often somebody may ask for a sign-in link: attempts by address and by client, kept as hashes for a while."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Index, delete
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, UtcDateTime, new_id, now

WINDOW = timedelta(hours=1)
LINKS_AN_ADDRESS, LINKS_A_CLIENT, FAILURES_A_CLIENT = 5, 20, 20  # in the window


class SignInAttempt(Base, table=True):
    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_key", "key", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    key: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class TooOften(Exception):
    """There were as many attempts as there may be; `again` is when the next one may be made."""

    def __init__(self, again: datetime) -> None:
        super().__init__("too many attempts")
        self.again = again

    @property
    def minutes(self) -> int:
        """How many minutes that is from now, at least one."""
        return max(1, -(-int((self.again - now()).total_seconds()) // 60))


def check_attempts(session: Session, kind: str, who: str, most: int) -> None:
    """Whether one more may be made. Raises TooOften."""
    since = now() - WINDOW
    recent = session.exec(
        select(SignInAttempt.at)
        .where(SignInAttempt.key == _key(kind, who), col(SignInAttempt.at) > since)
        .order_by(col(SignInAttempt.at).desc())
    ).all()
    if len(recent) >= most:
        raise TooOften(recent[most - 1] + WINDOW)


def note_attempt(session: Session, kind: str, who: str) -> None:
    """Count one; what is too old to matter goes."""
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.at) <= now() - WINDOW))
    session.add(SignInAttempt(key=_key(kind, who)))


def _key(kind: str, who: str) -> str:
    return sha256(f"{kind} {who}".encode()).hexdigest()
