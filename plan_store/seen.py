"""Noting that somebody did something, in a transaction of its own that nothing else waits for or fails with."""

import logging

from sqlalchemy.exc import DBAPIError

from plan_store.sign_in import note_seen
from plan_store.store import writing

log = logging.getLogger(__name__)


def note_here(session_hash: str) -> None:
    """A store that cannot write just now loses this note alone: reading goes on."""
    try:
        with writing() as session:
            note_seen(session, session_hash)
    except DBAPIError as failed:
        log.warning("When somebody was last here could not be noted: %s", type(failed).__name__)
