"""A real nginx before several portals, with the file of deploy/; found here, or Debian's where this is root."""

import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.browser import attempt, is_root
from tests.portal_server import ROOT, free_port


class NoNginx(Exception):
    """There is none here, and none could be had; the message says what to do."""


def find_nginx() -> str:
    """Raises NoNginx."""
    for path in (shutil.which("nginx"), "/usr/sbin/nginx"):
        if path and Path(path).is_file():
            return path
    if is_root() and shutil.which("apt-get"):
        attempt("No nginx found; getting Debian's.", ["apt-get", "update", "-q"])
        attempt("", ["apt-get", "install", "-qy", "--no-install-recommends", "nginx-light"])
        if Path("/usr/sbin/nginx").is_file():
            return "/usr/sbin/nginx"
    raise NoNginx("One test runs the portal behind nginx and there is none. Install it, such as: apt-get install nginx")


class Nginx:
    """deploy/nginx.conf over these portals' ports, with a certificate of its own."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.folder = folder
        self.port, plain = free_port(), free_port()
        self.address, self.plain_address = f"https://127.0.0.1:{self.port}", f"http://127.0.0.1:{plain}"
        self.process: subprocess.Popen[bytes] | None = None
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        servers = "\n".join(f"    server 127.0.0.1:{port} fail_timeout=5s;" for port in ports)
        for old, new in (
            (r"(    server 127\.0\.0\.1:\d+ fail_timeout=5s;\n?)+", f"{servers}\n"),
            (r"listen 80;", f"listen 127.0.0.1:{plain};"),
            (r"listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            (r"/etc/ssl/portal/", f"{folder}/"),
            (r"/var/log/nginx/", f"{folder}/"),
        ):
            site, found = re.subn(old, new, site)
            assert found, f"deploy/nginx.conf has no {old}"
        (folder / "site.conf").write_text(site, encoding="utf-8")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
            f"{'user root;' if is_root() else ''}\nevents {{}}\nhttp {{\n{paths}\ninclude site.conf;\n}}\n",
            encoding="utf-8",
        )
        make_certificate(folder)

    def start(self) -> "Nginx":
        self.process = subprocess.Popen([find_nginx(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")])
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                assert self.process.poll() is None, (self.folder / "error.log").read_text(encoding="utf-8")
                assert time.monotonic() < deadline, "nginx did not start"
                time.sleep(0.05)

    def asked(self) -> list[list[str]]:
        """The requests that are over: address, time, method, path, status, bytes, seconds, process."""
        return [line.split() for line in (self.folder / "portal.log").read_text(encoding="utf-8").splitlines()]

    def quiet(self) -> int:
        """How many requests there were, once those of pages that were just closed are over too."""
        count = -1
        while count != len(self.asked()):
            count = len(self.asked())
            time.sleep(0.5)
        return count

    def who_answered(self, path: str) -> str:
        """The process that had the last request for this path; nginx writes its line once the answer has gone."""
        for _ in range(200):
            for words in reversed(self.asked()):
                if words[3] == path:
                    return words[7]
            time.sleep(0.02)
        raise AssertionError(f"nginx has no line for {path}")

    def close(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)


def make_certificate(folder: Path) -> None:
    key, certificate = folder / "key.pem", folder / "fullchain.pem"
    words = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout {key} -out {certificate}"
    subprocess.run(words.split(), check=True, capture_output=True)
