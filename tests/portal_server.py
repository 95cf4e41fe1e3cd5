"""A real portal in its own process, on a free port, with its own store and the demonstration trust."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from threading import Timer

import httpx
from sqlmodel import Session, col, select

from plan_store.programmes import Programme
from plan_store.sign_in import make_link, redeem_link
from plan_store.store import make_engine, reading, writing

ROOT = Path(__file__).resolve().parent.parent
LEAD, EDITOR = "lead.midwife@northdale.example", "qi.lead@northdale.example"
VIEWER = "board.member@northdale.example"
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
PORTS = cycle(range(20_000 + 1_000 * WORKER, 21_000 + 1_000 * WORKER))
STARTING = 150  # seconds, on a machine that does other things too


def free_port() -> int:
    """One that no other worker of this run is given, nor an outgoing connection by the system."""
    while True:
        port = next(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Portal:
    """Start, stop and start again: the store and the address stay."""

    def __init__(self, folder: Path, database: str = "", **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = database or f"sqlite:///{folder / 'portal.sqlite'}"
        self.log = folder / "portal.log"
        self.first_line = ""
        self.environment = {
            **os.environ,
            "DATABASE_URL": self.database,
            "PORTAL_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **environment,
        }
        self.engine = make_engine(self.database)
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "Portal":
        with self.log.open("a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pages._web"],
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self.process.stdout is not None
        too_long = Timer(STARTING, self.process.kill)
        too_long.start()
        self.first_line = self.process.stdout.readline().strip()
        too_long.cancel()
        assert self.first_line, f"The portal did not start:\n{self.log.read_text(encoding='utf-8')}"
        return self

    def stop(self) -> str:
        """End the server; what it printed after its first line."""
        if self.process is None:
            return ""
        self.process.terminate()
        try:
            rest, _ = self.process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            rest, _ = self.process.communicate()
        self.process = None
        return rest

    def kill(self) -> None:
        """End the server without a chance to put anything in order."""
        assert self.process is not None
        self.process.kill()
        self.process.communicate()
        self.process = None

    def close(self) -> None:
        self.stop()
        self.engine.dispose()

    def new_link(self, email: str = LEAD) -> str:
        """A one-time address that signs this person in."""
        with writing(self.engine) as session:
            return f"{self.url}/sign-in?token={make_link(session, email)}"

    def follow(self, link: str, client: httpx.Client | None = None) -> httpx.Response:
        """Open a sign-in link and press the button on its page; the answer to that."""
        asked = client or httpx.Client()
        opened = asked.get(link)
        assert opened.status_code == 200
        token = re.search(r'name="link" value="([\w-]+)"', opened.text)
        assert token
        return asked.post(f"{self.url}/sign-in", data={"link": token[1]}, headers={"Origin": self.url})

    def new_session(self, email: str = LEAD) -> str:
        """The cookie of somebody who has just signed in."""
        with writing(self.engine) as session:
            return redeem_link(session, make_link(session, email))

    @contextmanager
    def store(self) -> Generator[Session]:
        """What an administrator, or time, does to the store while the portal runs."""
        with writing(self.engine) as session:
            yield session

    def cookies(self, email: str = LEAD) -> dict[str, str]:
        return {"matneo-session": self.new_session(email)}

    def programme(self, title: str) -> str:
        """The id of the programme with this title."""
        with reading(self.engine) as session:
            return session.exec(select(Programme.id).where(col(Programme.title) == title)).one()

    def errors(self) -> str:
        return self.log.read_text(encoding="utf-8")
