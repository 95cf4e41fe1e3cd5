"""A real portal on a small disk that becomes full, and then on one that may only be read.

For a process with mounts of its own: unshare --map-root-user --mount python -m tests.pages.web.small_disk FOLDER
"""

import errno
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from plan_store.checking import check_store
from plan_store.sign_in import make_link
from plan_store.unavailable import StoreUnavailable, Why
from tests.journeys.stored import text_of
from tests.pages.web.box_tab import BoxTab
from tests.pages.web.streamlit_tab import streamlit_tab
from tests.portal_server import LEAD, Portal

BOX = "risks"
BEFORE, LONG, AFTER, LAST = "<p>before</p>", f"<p>{'word ' * 30_000}</p>", "<p>after</p>", "<p>last</p>"


def main(folder: Path) -> None:
    disk = folder / "disk"
    disk.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk)
    portal = Portal(folder, f"sqlite:///{disk / 'portal.sqlite'}")
    try:
        portal.start()
        programme = portal.programme("Smoke-free pregnancies")
        a_full_disk(portal, disk, programme)
        portal.engine.dispose()  # a disk that somebody writes on is not made read-only
        portal.kill()  # the files of a store in use stay: without them a read-only one cannot be opened at all
        run("mount", "-o", "remount,ro", disk)
        a_disk_that_may_only_be_read(portal, programme)
        portal.engine.dispose()
        run("mount", "-o", "remount,rw", disk)
        with streamlit_tab(portal.start().url, portal.new_session()) as tab:
            kept(BoxTab(tab.socket, programme).open(), LAST)
    finally:
        portal.close()


def a_full_disk(portal: Portal, disk: Path, programme: str) -> None:
    with streamlit_tab(portal.url, portal.new_session()) as tab:
        here = BoxTab(tab.socket, programme).open()
        kept(here, BEFORE)
        fill(disk)
        told = here.submit(BOX, LONG)["answer"]
        assert told["error"] == str(StoreUnavailable(Why.FULL)), told
        assert text_of(portal, programme, BOX) == BEFORE
        assert here.open().boxes[BOX].data["html"] == BEFORE, "what is there can be read meanwhile"
        (disk / "others").unlink()
        kept(here, LONG)
        kept(here, AFTER)
    assert not any(found.faults for found in check_store(portal.engine))


def a_disk_that_may_only_be_read(portal: Portal, programme: str) -> None:
    assert text_of(portal, programme, BOX) == AFTER
    with pytest.raises(StoreUnavailable) as told, portal.store() as session:
        make_link(session, LEAD)
    assert told.value.why == Why.READ_ONLY
    with pytest.raises(AssertionError):  # what can keep nothing does not open
        portal.start()
    assert Why.READ_ONLY in portal.errors()


def kept(here: BoxTab, html: str) -> None:
    data = here.submit(BOX, html)
    assert (data["answer"]["error"], data["html"]) == ("", html), data["answer"]


def fill(disk: Path) -> None:
    """Take all the room there is, as another program's log would."""
    with closing(sqlite3.connect(disk / "portal.sqlite")) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # no room is left in a file that is there already
    with (disk / "others").open("wb", buffering=0) as others, pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        write_without_end(others.fileno())


def write_without_end(file: int) -> None:
    while True:
        os.write(file, b"x" * 4096)


def run(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
