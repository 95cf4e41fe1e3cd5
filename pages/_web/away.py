"""The answer of our own routes and of the gate while the store does not answer."""

from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from plan_store.unavailable import StoreUnavailable

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'"
_page = Template((Path(__file__).parent / "away.html").read_text(encoding="utf-8"))


def away_page(away: StoreUnavailable) -> HTMLResponse:
    headers = {"Content-Security-Policy": POLICY, "Retry-After": "60"}
    return HTMLResponse(_page.substitute(sentence=escape(str(away))), 503, headers=headers)


async def unavailable(_request: Request, fault: Exception) -> Response:
    """For Starlette: whichever route met it."""
    if not isinstance(fault, StoreUnavailable):
        raise fault
    return away_page(fault)
