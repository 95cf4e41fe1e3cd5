"""Security headers on every response, whoever made it."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from plan_store.settings import settings

KEPT_BY_BROWSERS = ("/static/", "/assets/")
YEAR = 365 * 24 * 3600


@cache
def content_policy() -> str:
    """What a page may load: our own host alone.

    Weak, and why: styles are inline because Streamlit writes them so; blob: is how Components v2 loads its scripts.
    """
    scripts = " ".join(inline_script_hashes((Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self'",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def inline_script_hashes(page: str) -> list[str]:
    """The few inline scripts of Streamlit's own page, named by their hashes, so that no other runs."""
    bodies = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [f"'sha256-{b64encode(sha256(body.encode()).digest()).decode()}'" for body in bodies]


def protect(headers: MutableHeaders, path: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers.setdefault("Content-Security-Policy", content_policy())
    if settings().portal_https:
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    if not path.startswith(KEPT_BY_BROWSERS):
        headers["Cache-Control"] = "no-store"


async def failure(request: Request, _error: Exception) -> Response:
    """An unforeseen error, made outside every middleware; its traceback goes to the log alone."""
    response = PlainTextResponse("Something went wrong here. Nothing more was saved; try again.", status_code=500)
    protect(response.headers, request.url.path)
    return response


class SecurityHeaders:
    """The outermost middleware, so that refusals carry the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, send_protected)
