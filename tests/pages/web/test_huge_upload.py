"""Two hundred megabytes sent to the uploader of a signed-in session stop on their size, while others are served."""

import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.pages.web.streamlit_tab import StreamlitTab
from tests.portal_server import Portal

MEGABYTE = 1024 * 1024
SIZE = 200 * MEGABYTE
PIECE = 64 * 1024
START = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\n\r\n'
OpenTab = Callable[..., StreamlitTab]


def memory(portal: Portal) -> int:
    """The most that the server's process has held so far, in bytes."""
    assert portal.process is not None
    status = Path(f"/proc/{portal.process.pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+([0-9]+) kB", status)
    assert found is not None
    return int(found[1]) * 1024


def pieces(chunked: bool) -> Iterator[bytes]:
    """The body, made as it is sent and never held."""
    for _ in range(SIZE // PIECE):
        part = b"Apr-19,1\n" * (PIECE // 9)
        yield b"%x\r\n%s\r\n" % (len(part), part) if chunked else part


def head(portal: Portal, token: str, path: str, length: str) -> bytes:
    with httpx.Client(base_url=portal.url, cookies={"matneo-session": token}) as client:
        client.get("/_stcore/health")
        xsrf = client.cookies["_streamlit_xsrf"]
    lines = [
        f"PUT {path} HTTP/1.1",
        f"Host: 127.0.0.1:{portal.port}",
        f"Cookie: matneo-session={token}; _streamlit_xsrf={xsrf}",
        f"X-Xsrftoken: {xsrf}",
        "Content-Type: multipart/form-data; boundary=edge",
        length,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def send(portal: Portal, request: bytes, chunked: bool, meanwhile: Callable[[], None]) -> tuple[str, int]:
    """The answer's first line ("" where the server hung up), and how much had been sent by then."""
    sent = 0
    with socket.create_connection(("127.0.0.1", portal.port), timeout=60) as connection:
        try:
            connection.sendall(request)
            for number, piece in enumerate(pieces(chunked)):
                connection.sendall(piece)
                sent += len(piece)
                if number == 2 * MEGABYTE // PIECE:
                    meanwhile()
            if chunked:
                connection.sendall(b"0\r\n\r\n")
        except OSError:
            sent = sent or 1
        try:
            answer = connection.recv(4096)
        except OSError:
            answer = b""
    return answer.split(b"\r\n")[0].decode(), sent


@pytest.mark.parametrize("chunked", [True, False], ids=["without a length", "with its length"])
def test_two_hundred_megabytes_stop_on_size(
    portal: Portal, open_tab: OpenTab, signed_in: httpx.Client, chunked: bool
) -> None:
    answered = []
    token = portal.new_session()
    tab = open_tab(token)
    tab.run()
    path = tab.upload_address("huge.csv")
    if chunked:
        first = b"%x\r\n%s\r\n" % (len(START), START)
        request = head(portal, token, path, "Transfer-Encoding: chunked") + first
    else:
        request = head(portal, token, path, f"Content-Length: {len(START) + SIZE}") + START
    before = memory(portal)
    line, sent = send(portal, request, chunked, lambda: answered.append(signed_in.get("/health").status_code))
    grown = memory(portal) - before
    assert line in ("", "HTTP/1.1 413 Request Entity Too Large", "HTTP/1.1 413 Content Too Large")
    assert sent > 0
    assert grown < 60 * MEGABYTE
    assert answered in ([200], [])
    assert signed_in.get("/health").status_code == 200
    assert tab.run() != "", "the tab that sent it goes on"
