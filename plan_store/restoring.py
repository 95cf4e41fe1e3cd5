"""A store put back from a backup: checked and brought up to date beside the present one, which is kept."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, inspect, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError
from sqlmodel import col

from plan_store.backup import NotDone, settle
from plan_store.base import now
from plan_store.checking import check_store
from plan_store.settings import settings
from plan_store.sign_in import SignInLink, SignInSession
from plan_store.store import known_revisions, make_engine, upgrade_schema, writing


def restore(kept: Path) -> str:
    """Put a backup in the store's place; what was there stays beside it under the date. Raises NotDone."""
    url = make_url(settings().database_url)
    if url.get_backend_name() != "sqlite":
        raise NotDone(f"Use PostgreSQL’s own: pg_restore --clean --if-exists --dbname DATABASE {kept}")
    store = Path(str(url.database))
    if not kept.is_file():
        raise NotDone(f"There is no file {kept}.")
    if store.exists() and store.samefile(kept):
        raise NotDone("This file is the store itself.")
    _free(store)
    part = store.with_name(f".{store.name}.part")
    store.parent.mkdir(parents=True, exist_ok=True)
    try:
        _prepare(kept, part)
        _same_owner(part, store)
        aside = _set_aside(store)
        settle(part, store)
    finally:
        for rest in store.parent.glob(f"{part.name}*"):
            rest.unlink()
    return f"The store is the one of {kept}." + (f" The one before it is {aside}." if aside else "")


def _free(store: Path) -> None:
    """Only who is alone with a store can end its write-ahead log; a portal that runs holds it."""
    if not store.exists():
        return
    try:
        with closing(sqlite3.connect(store, timeout=1)) as alone:
            alone.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as fault:
        raise NotDone("A portal is using the store. Stop it first, then restore.") from fault
    except sqlite3.DatabaseError:
        return  # broken: a good reason to restore


def _prepare(kept: Path, part: Path) -> None:
    """A copy beside the store, of a known schema, whole, and brought up to date."""
    with kept.open("rb") as file:
        if file.read(16) != b"SQLite format 3\x00":
            raise NotDone(f"{kept} is not a backup of this portal.")
    shutil.copyfile(kept, part)
    copy = make_engine(f"sqlite:///{part}")
    try:
        _bring_up_to_date(copy, kept)
    except DatabaseError as fault:
        raise NotDone(f"{kept} is damaged.") from fault
    finally:
        copy.dispose()


def _bring_up_to_date(copy: Engine, kept: Path) -> None:
    if not inspect(copy).has_table("alembic_version"):
        raise NotDone(f"{kept} is not a backup of this portal.")
    with copy.connect() as connection:
        made_at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if made_at not in known_revisions():
        raise NotDone(f"{kept} was made by a newer portal. Install that one first.")
    upgrade_schema(copy)
    _sign_everybody_out(copy)
    wrong = [finding for finding in check_store(copy) if finding.faults]
    if wrong:
        raise NotDone(f"{kept} is damaged. {wrong[0]}.")


def _sign_everybody_out(copy: Engine) -> None:
    """Who had signed out since the backup would be signed in again, and a used link would be a new one."""
    with writing(copy) as session:
        session.exec(update(SignInSession).where(col(SignInSession.ended_at).is_(None)).values(ended_at=now()))
        session.exec(update(SignInLink).where(col(SignInLink.used_at).is_(None)).values(used_at=now()))


def _same_owner(part: Path, store: Path) -> None:
    """Whoever restores, the portal goes on as the user that it is."""
    if store.exists():
        part.chmod(store.stat().st_mode)
        if hasattr(os, "chown"):
            os.chown(part, store.stat().st_uid, store.stat().st_gid)


def _set_aside(store: Path) -> Path | None:
    """The store of before, with whatever SQLite keeps beside it, under the date."""
    if not store.exists():
        return None
    aside = store.with_name(f"{store.name}.before-{datetime.now(UTC):%Y-%m-%d-%H%M%S}")
    for end in ("-wal", "-shm", ""):
        beside = store.with_name(store.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    return aside
