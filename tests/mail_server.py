"""A real mail server in the test's own process, which keeps what it is sent."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue
from threading import Event

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.portal_server import free_port

USER, PASSWORD = "portal", "a password of the mail server's"


class Letters:
    def __init__(self) -> None:
        self.port = free_port()
        self.open = Event()  # while it is not set, the server takes its time
        self.open.set()
        self._kept: Queue[tuple[list[str], EmailMessage]] = Queue()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        while not self.open.is_set():
            await asyncio.sleep(0.01)
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self._kept.put((list(envelope.rcpt_tos), letter))
        return "250 OK"

    def next(self) -> tuple[list[str], EmailMessage]:
        """Whom the next letter went to, and the letter; waits for it."""
        return self._kept.get(timeout=30)

    @property
    def none_waiting(self) -> bool:
        return self._kept.empty()


def _check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, said: object) -> AuthResult:
    return AuthResult(success=said == LoginPassword(USER.encode(), PASSWORD.encode()))


@contextmanager
def mail_server() -> Generator[Letters]:
    letters = Letters()
    controller = Controller(
        letters,
        hostname="127.0.0.1",
        port=letters.port,
        authenticator=_check,
        auth_required=True,
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield letters
    finally:
        controller.stop()


def settings_for(letters: Letters) -> dict[str, str]:
    """What the portal is told in its environment."""
    return {
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(letters.port),
        "SMTP_TLS": "none",
        "SMTP_USER": USER,
        "SMTP_PASSWORD": PASSWORD,
        "SMTP_FROM": "portal@northdale.example",
    }
