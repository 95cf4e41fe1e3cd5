"""The other two ways to start it, and what is left behind when it ends."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.portal_server import ROOT, STARTING, Portal, free_port

WAYS = {
    "streamlit": ("streamlit", "run", "app.py", "--server.port"),
    "uvicorn": ("uvicorn", "app:app", "--port"),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_starts_this_way_too(tmp_path: Path, way: str) -> None:
    port = free_port()
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite'}"}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *WAYS[way], str(port)], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        assert answers(f"http://127.0.0.1:{port}/health")
        assert httpx.get(f"http://127.0.0.1:{port}/general").status_code == 303
    finally:
        server.terminate()
        server.wait(15)


def answers(address: str) -> bool:
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        try:
            return httpx.get(address).status_code == 200
        except httpx.TransportError:
            time.sleep(0.2)
    return False


def test_the_store_is_one_file_when_the_portal_has_ended(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    try:
        portal.start()
        portal.stop()
        assert [path.name for path in tmp_path.iterdir() if "sqlite" in path.name] == ["portal.sqlite"]
    finally:
        portal.close()
