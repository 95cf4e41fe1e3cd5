"""Tells Streamlit's page to open no dialog of its own when the connection is lost.

Its "Connection error" takes the focus out of the box that somebody is writing in, and covers the page until closed.
The boxes say "Not saved, retrying" themselves, keep the text, and go on when the server is back.
"""

import json

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST_CONFIG = "/_stcore/host-config"


class NoErrorDialogs:
    """Changes one answer in Streamlit's host configuration; there is no setting for it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["type"] == "http" and scope["method"] == "GET" and scope["path"].endswith(HOST_CONFIG)
        await self.app(scope, receive, _Rewriting(send) if asked else send)


class _Rewriting:
    """Holds the head of the answer back until the body, and with it the length, is known."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.head: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.head = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        if self.head["status"] == 200:
            self.body = json.dumps({**json.loads(self.body), "blockErrorDialogs": True}).encode()
        others = [(name, value) for name, value in self.head["headers"] if name.lower() != b"content-length"]
        length = (b"content-length", str(len(self.body)).encode())
        await self.send({**self.head, "headers": [*others, length]})
        await self.send({"type": "http.response.body", "body": self.body})
