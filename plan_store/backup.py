"""A copy of the store in one file, made while the portal runs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import make_url

from plan_store.settings import settings
from plan_store.store import require_kept

NOTE = ".last-backup"  # beside the store: when it was last copied


class NotDone(Exception):
    """The copy was not made, or the store not put back, and everything is as it was; the sentence says why."""


def back_up(to: Path) -> str:
    """Copy the store as it is at this moment, check the copy, and name it last. Raises NotDone, NotPrepared."""
    url = make_url(settings().database_url)
    part = to.with_name(f".{to.name}.part")
    try:
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(_file_of(url, to), part)
        else:
            require_kept()
            _dump_postgresql(url, part)
        settle(part, to)
    except OSError as fault:
        raise NotDone(f"{to} could not be written: {fault.strerror}.") from fault
    finally:
        part.unlink(missing_ok=True)
    _note(url)
    return f"{to} has everything that was saved before now ({to.stat().st_size:,} bytes)."


def last_backup() -> datetime | None:
    """When this store was last copied with back_up, where that is known."""
    url = make_url(settings().database_url)
    with suppress(OSError, ValueError):
        return datetime.fromisoformat(Path(f"{url.database}{NOTE}").read_text(encoding="ascii").strip())
    return None


def _file_of(url: URL, to: Path) -> Path:
    store = Path(str(url.database))
    if not store.is_file():
        raise NotDone(f"There is no store at {store} yet.")
    if to.exists() and to.samefile(store):
        raise NotDone("This file is the store itself. Name another one.")
    return store


def _copy_sqlite(store: Path, part: Path) -> None:
    """One step, so that it is one moment's; writers go on meanwhile, since the store keeps a write-ahead log."""
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(store, timeout=30)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
    except sqlite3.Error as fault:
        raise NotDone(f"The store could not be copied: {fault}.") from fault
    if found != ["ok"]:
        raise NotDone(f"The copy is not whole, so it was not kept: {found[0]}.")


def _dump_postgresql(url: URL, part: Path) -> None:
    dump = shutil.which("pg_dump")
    if dump is None:
        raise NotDone("pg_dump, which comes with PostgreSQL’s client, is not installed here.")
    secret = {"PGPASSWORD": url.password} if url.password else {}
    address = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [dump, "--format=custom", f"--file={part}", address],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotDone(f"pg_dump could not copy the store: {done.stderr.strip().splitlines()[-1:]}.")


def _note(url: URL) -> None:
    if url.get_backend_name() == "sqlite":
        Path(f"{url.database}{NOTE}").write_text(datetime.now(UTC).isoformat(timespec="seconds"), encoding="ascii")


def settle(part: Path, to: Path) -> None:
    """On the disk first, then under its name: a power cut leaves the old file or the new one."""
    _sync(part, os.O_RDWR)
    part.replace(to)
    if os.name != "nt":  # Windows has no handle for a folder
        _sync(to.parent, os.O_RDONLY)


def _sync(path: Path, how: int) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
