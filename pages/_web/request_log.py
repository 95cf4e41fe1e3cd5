"""One line in the log for each request and websocket: what kind of address, who, how long; never what was asked."""

import sys
from time import perf_counter
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._web.log_lines import fault_facts
from plan_store.events import say
from plan_store.settings import ROOT

NOTES = "portal.notes"  # in the scope: what those behind found out of a request
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py") if not path.name.startswith("_")}
WORDS = {
    "_stcore",
    "health",
    "host-config",
    "stream",
    "upload_file",
    "static",
    "assets",
    "editor",
    "media",
    "component",
}
WORDS |= {"sign-in", "sign-out", "session", "print", "export", "here", "texts", "drafts", "files", "data", "metrics"}
WORDS |= {"link", "provider", "back", "allowed-message-origins", "bidi-components"} | PAGES


def pattern(path: str) -> str:
    """The address without anything that is somebody's: words that are not the portal's own become *."""
    parts = [part if part in WORDS else "*" for part in path.split("/")[1:4] if part]
    return "/" + "/".join(parts)


class RequestLog:
    """The outermost middleware: refusals and faults are requests too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        facts: dict[str, Any] = {"method": scope.get("method", "WEBSOCKET"), "path": pattern(scope["path"])}
        notes: dict[str, Any] = {}
        start = perf_counter()

        async def send_noted(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.http.response.start"}:
                facts["status"] = message["status"]
            elif message["type"] == "websocket.accept":
                facts.update(status=101, accepted=True)
                say("websocket opened", path=facts["path"], **notes)
            await send(message)

        try:
            await self.app({**scope, NOTES: notes}, receive, send_noted)
        finally:
            if isinstance(fault := sys.exception(), Exception):
                facts |= {"status": 500, **fault_facts(fault)}
            facts.setdefault("status", 403 if scope["type"] == "websocket" else 500)
            say("request", **facts, **notes, ms=round((perf_counter() - start) * 1000, 1))


def note_user(scope: Scope, user_id: str) -> None:
    scope.get(NOTES, {})["user"] = user_id
