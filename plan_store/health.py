"""Whether the store answers, and what monitoring wants to know of it: numbers alone."""

import os
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import col, func, select

from plan_store.backup import last_backup
from plan_store.base import now
from plan_store.settings import settings
from plan_store.sign_in import SignInSession
from plan_store.store import reading
from plan_store.unavailable import StoreUnavailable


def store_answers() -> bool:
    try:
        with reading(patience=0) as session:
            return session.connection().execute(text("SELECT 1")).scalar_one() == 1
    except StoreUnavailable:
        return False


def store_figures() -> dict[str, float]:
    """By Prometheus' names: whether the store answers, its size, live sign-ins, and when it was last copied."""
    try:
        with reading() as session:
            live = select(func.count()).where(col(SignInSession.ended_at).is_(None), SignInSession.expires > now())
            figures = {"portal_store_up": 1.0, "portal_sign_ins_live": float(session.exec(live).one())}
            if session.get_bind().dialect.name == "postgresql":
                size = session.connection().execute(text("SELECT pg_database_size(current_database())"))
                figures["portal_store_bytes"] = float(size.scalar_one())
    except StoreUnavailable:
        return {"portal_store_up": 0.0}
    if copied := last_backup():
        figures["portal_last_backup_timestamp_seconds"] = copied.timestamp()
    return figures | _file_size()


def _file_size() -> dict[str, float]:
    """Of an SQLite store, with its write-ahead log."""
    url = make_url(settings().database_url)
    if url.get_backend_name() != "sqlite":
        return {}
    parts = [Path(f"{url.database}{end}") for end in ("", "-wal")]
    return {"portal_store_bytes": float(sum(part.stat().st_size for part in parts if part.exists()))}


def process_figures() -> dict[str, float]:
    """What this process holds in memory; nothing where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return {}
    return {"process_resident_memory_bytes": float(pages * os.sysconf("SC_PAGE_SIZE"))}
