"""The gate while the store does not answer: nobody passes, and everybody hears why."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from pages._web.away import unavailable
from pages._web.gate import Gate, still_signed_in
from plan_store.base import now
from plan_store.permissions import Actor
from plan_store.sign_in import SignedIn
from plan_store.unavailable import StoreUnavailable, Why

COOKIE = {"Cookie": "matneo-session=any"}


async def _inside(request: Request) -> PlainTextResponse:
    if request.url.path == "/print/1":
        raise StoreUnavailable(Why.BUSY, saving=False)
    return PlainTextResponse(f"inside {request.state.signed_in}")


INSIDE = Starlette(routes=[Route("/{path:path}", _inside)], exception_handlers={StoreUnavailable: unavailable})


@pytest.fixture
def gone(store: Engine) -> None:
    """The store is no longer there, and nothing can be made in its place."""
    path = Path(str(store.url.database))
    path.unlink()
    path.mkdir()


def ask(path: str, app: object = None, **headers: str) -> httpx.Response:
    async def go() -> httpx.Response:
        transport = httpx.ASGITransport(app=app or Gate(INSIDE))  # ty: ignore[invalid-argument-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://portal") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(go())


def test_a_page_is_answered_with_one_sentence(gone: None) -> None:
    answer = ask("/general?programme=1", **COOKIE)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "The portal cannot show this just now because its disk does not answer." in answer.text
    assert "inside" not in answer.text


def test_what_is_open_to_all_is_served(gone: None) -> None:
    assert ask("/health", **COOKIE).text == "inside None"
    assert ask("/assets/sign-in.css", **COOKIE).text == "inside None"
    assert ask("/general").status_code == 303


def test_a_route_that_meets_it_says_so() -> None:
    answer = ask("/print/1", INSIDE)
    assert answer.status_code == 503
    assert "because too many people are saving at once. Try again in a minute." in answer.text


def test_no_new_websocket_is_let_in(gone: None) -> None:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    headers = [(b"cookie", b"matneo-session=any"), (b"origin", b"http://portal"), (b"host", b"portal")]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers, "query_string": b""}
    asyncio.run(Gate(INSIDE)(scope, receive, send))
    assert said == [{"type": "websocket.close", "code": 1013}]


def test_an_open_page_may_go_on_until_its_sign_in_would_end(gone: None) -> None:
    def until(minutes: int) -> SignedIn:
        return SignedIn("hash", Actor("u", "Lead midwife"), now() + timedelta(minutes=minutes))

    assert still_signed_in(until(5)) is True
    assert still_signed_in(until(-1)) is False
