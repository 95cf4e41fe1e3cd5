"""Who an identity provider's account is here: by issuer and subject, and the first time by a confirmed address."""

from dataclasses import dataclass

from sqlmodel import Session, select

from plan_store.people import User, actor_for
from plan_store.sign_in import NoSuchUser, user_with


@dataclass(frozen=True)
class Identity:
    """What a provider says of somebody; `email` is empty unless the provider confirmed that it is theirs."""

    issuer: str
    subject: str
    email: str = ""


def invited_user(session: Session, identity: Identity) -> str | None:
    """The id of the invited user that this is, bound to the identity from now on; None where nobody invited them.

    Addresses change hands and subjects never do: an account that is bound is known by its subject alone.
    """
    if not identity.subject:
        return None
    known = select(User).where(User.issuer == identity.issuer, User.subject == identity.subject)
    user = session.exec(known).first() or _unbound(session, identity)
    if user is None or actor_for(session, user.id) is None:
        return None
    user.issuer, user.subject = identity.issuer, identity.subject
    session.add(user)
    return user.id


def _unbound(session: Session, identity: Identity) -> User | None:
    """The user with the confirmed address, unless another account is theirs already."""
    if not identity.email:
        return None
    try:
        user = user_with(session, identity.email)
    except NoSuchUser:
        return None
    return None if user.subject else user
