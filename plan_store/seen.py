"""Noting that somebody did something, in a transaction of its own that nothing else waits for or fails with."""

from plan_store.sign_in import note_seen
from plan_store.store import writing
from plan_store.unavailable import StoreUnavailable


def note_here(session_hash: str) -> None:
    """A store that cannot write just now loses this note alone: reading goes on."""
    try:
        with writing() as session:
            note_seen(session, session_hash)
    except StoreUnavailable:
        return  # said in the log where it was raised, and on the page by what comes next
