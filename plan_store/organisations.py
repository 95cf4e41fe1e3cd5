"""How an organisation comes into the store: from the library, when its first person is let in."""

from datetime import UTC, datetime

from sqlmodel import Session

from plan_store.areas import areas
from plan_store.library.trusts import organisation as trust_named
from plan_store.people import Organisation


class NoSuchTrust(Exception):
    """Neither the store nor the library has an organisation with this code."""


class TrustClosed(Exception):
    """The trust is no more; the sentence names its successor."""


def open_organisation(session: Session, ods_code: str) -> Organisation:
    """A trust's row, or a region's, made from the library where there is none. Raises NoSuchTrust, TrustClosed."""
    found = session.get(Organisation, ods_code) or _from_library(ods_code)
    if found.closed and found.closed <= datetime.now(UTC).date():
        raise TrustClosed(f"{found.name} closed on {found.closed.day} {found.closed:%B %Y}.{_instead(found.successor)}")
    session.add(found)
    session.flush()
    return found


def _from_library(ods_code: str) -> Organisation:
    if ods_code in areas():
        area = areas()[ods_code]
        return Organisation(ods_code=ods_code, name=area.name, region=area.region)
    try:
        trust = trust_named(ods_code)
    except KeyError:
        known = "plan_store/library/organisations.csv lists them"
        raise NoSuchTrust(f"No trust has the ODS code {ods_code}; {known}.") from None
    held = ("ods_code", "name", "region", "comparator_group", "closed", "successor")
    return Organisation(**{name: getattr(trust, name) for name in held})


def _instead(successor: str) -> str:
    try:
        return f" Its successor is {trust_named(successor).name} ({successor})."
    except KeyError:
        return ""
