"""One-time sign-in links and sign-in sessions: random tokens, of which only the hash is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import update
from sqlmodel import Field, Session, col, func, select

from plan_store.base import Base, UtcDateTime, now
from plan_store.people import User, actor_for
from plan_store.permissions import Actor
from plan_store.settings import settings

LINK_MINUTES = 15


class SignInLink(Base, table=True):
    hash: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id")
    expires: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInSession(Base, table=True):
    hash: str = Field(primary_key=True)
    user_id: str = Field(foreign_key="user.id")
    started: datetime = Field(sa_type=UtcDateTime)
    expires: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LinkNotValid(Exception):
    """The link is unknown, used, or too old; which of these is not said."""


class NoSuchUser(Exception):
    """Nobody here has this email address."""


@dataclass(frozen=True)
class SignedIn:
    """A live sign-in: who it is, and when it ends."""

    session_hash: str
    actor: Actor
    expires: datetime


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def make_link(session: Session, email: str, minutes: int = LINK_MINUTES) -> str:
    """The token of a new one-time link for a user. Raises NoSuchUser."""
    user = session.exec(select(User).where(func.lower(User.email) == email.strip().lower())).first()
    if user is None or user.removed_at is not None:
        raise NoSuchUser(f"Nobody here has the email address {email}.")
    token = token_urlsafe(32)
    session.add(SignInLink(hash=hash_of(token), user_id=user.id, expires=now() + timedelta(minutes=minutes)))
    return token


def redeem_link(session: Session, token: str) -> str:
    """Use up a link and start a sign-in; the new session's token. Raises LinkNotValid."""
    link = session.get(SignInLink, hash_of(token))
    if link is None or link.expires <= now():
        raise LinkNotValid
    used = session.exec(
        update(SignInLink)
        .where(col(SignInLink.hash) == link.hash, col(SignInLink.used_at).is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1 or actor_for(session, link.user_id) is None:
        raise LinkNotValid
    fresh = token_urlsafe(32)
    ends = now() + timedelta(hours=settings().session_hours)
    session.add(SignInSession(hash=hash_of(fresh), user_id=link.user_id, started=now(), expires=ends))
    return fresh


def signed_in(session: Session, session_hash: str) -> SignedIn | None:
    """The live sign-in with this hash, with the user's roles as they are now; None when it is over."""
    found = session.get(SignInSession, session_hash)
    if found is None or found.ended_at is not None or found.expires <= now():
        return None
    actor = actor_for(session, found.user_id)
    return None if actor is None else SignedIn(found.hash, actor, found.expires)


def end_session(session: Session, session_hash: str) -> None:
    session.exec(
        update(SignInSession)
        .where(col(SignInSession.hash) == session_hash, col(SignInSession.ended_at).is_(None))
        .values(ended_at=now())
        .execution_options(synchronize_session=False)
    )
