"""One-time sign-in links and sign-in sessions: random tokens, of which only the hash is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ColumnElement, and_, update
from sqlmodel import Field, Session, col, func, select

from plan_store.base import Base, UtcDateTime, now
from plan_store.people import User, actor_for
from plan_store.permissions import Actor, administers
from plan_store.settings import settings

LINK_MINUTES = 15
SKEW = timedelta(minutes=1)  # between the clocks of two machines
HANDED_OVER = timedelta(minutes=LINK_MINUTES) + SKEW  # how long after it was made a link may begin a sign-in


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
    """A live sign-in: who it is, when they last did something, and when it ends."""

    session_hash: str
    actor: Actor
    expires: datetime
    seen_at: datetime
    idle_end: datetime | None = None  # for administrators: when it ends unless they do something

    @property
    def ends(self) -> datetime:
        return min(self.expires, self.idle_end or self.expires)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def link_address(token: str) -> str:
    """Where a one-time link leads: to a page with a button, so that a mail scanner uses nothing up."""
    return f"{settings().address}/sign-in?token={token}"


def user_with(session: Session, email: str) -> User:
    """The user with this address, however it is typed. Raises NoSuchUser."""
    user = session.exec(select(User).where(func.lower(User.email) == email.strip().lower())).first()
    if user is None or user.removed_at is not None:
        raise NoSuchUser(f"Nobody here has the email address {email}.")
    return user


def make_link(session: Session, email: str, minutes: int = LINK_MINUTES) -> str:
    """The token of a new one-time link for a user. Raises NoSuchUser."""
    user = user_with(session, email)
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
    return start_session(session, link.user_id)


def start_session(session: Session, user_id: str) -> str:
    """Sign somebody in who has shown who they are; the token is new each time."""
    fresh = token_urlsafe(32)
    ends = now() + timedelta(hours=settings().session_hours)
    session.add(SignInSession(hash=hash_of(fresh), user_id=user_id, started=now(), expires=ends))
    return fresh


def signed_in(session: Session, session_hash: str) -> SignedIn | None:
    """The live sign-in with this hash, with the user's roles as they are now; None when it is over."""
    found = session.get(SignInSession, session_hash)
    if found is None or found.ended_at is not None or found.expires <= now():
        return None
    actor = actor_for(session, found.user_id)
    if actor is None:
        return None
    idle = timedelta(minutes=settings().session_idle_minutes)
    here = SignedIn(
        found.hash, actor, found.expires, found.seen_at, found.seen_at + idle if administers(actor) else None
    )
    return here if here.ends > now() else None


def note_seen(session: Session, session_hash: str) -> None:
    """Somebody did something just now; a sign-in that is over stays over."""
    if signed_in(session, session_hash):
        session.exec(
            update(SignInSession)
            .where(col(SignInSession.hash) == session_hash)
            .values(seen_at=now())
            .execution_options(synchronize_session=False)
        )


def end_session(session: Session, session_hash: str) -> None:
    _end(session, col(SignInSession.hash) == session_hash)


def end_all_sessions(session: Session, user_id: str) -> None:
    """Sign somebody out on every device; links that were not yet used stop working too."""
    _end(session, col(SignInSession.user_id) == user_id)
    _use_up_links(session, user_id)


def _use_up_links(session: Session, user_id: str) -> None:
    session.exec(
        update(SignInLink)
        .where(col(SignInLink.user_id) == user_id, col(SignInLink.used_at).is_(None))
        .values(used_at=now())
        .execution_options(synchronize_session=False)
    )


def handed_over_since() -> datetime:
    """A link that was made before this has neither a use left nor a sign-in that goes on."""
    return now() - timedelta(hours=settings().session_hours) - HANDED_OVER


def end_handed_over(session: Session, user_id: str, made: datetime) -> None:
    """End the sign-ins that a link made at this time may have begun, and the links not yet used if it may be one."""
    begun = (col(SignInSession.started) >= made - SKEW, col(SignInSession.started) <= made + HANDED_OVER)
    _end(session, and_(col(SignInSession.user_id) == user_id, *begun))
    if made + HANDED_OVER > now():
        _use_up_links(session, user_id)


def just_left(session: Session, session_hash: str, minutes: int = LINK_MINUTES) -> str | None:
    """The user whose sign-in this was until a moment ago: they may still end their others."""
    found = session.get(SignInSession, session_hash)
    ended = found is not None and found.ended_at is not None and found.ended_at > now() - timedelta(minutes=minutes)
    return found.user_id if found is not None and ended else None


def _end(session: Session, which: ColumnElement[bool]) -> None:
    session.exec(
        update(SignInSession)
        .where(which, col(SignInSession.ended_at).is_(None))
        .values(ended_at=now())
        .execution_options(synchronize_session=False)
    )
