"""The gate: nobody passes, over HTTP or websocket, without a live sign-in; what is behind learns who it is."""

from datetime import timedelta

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from pages._web.addresses import OUTSIDE, SESSION, from_own_page, sign_in_address
from pages._web.away import away_page
from pages._web.cookies import session_token
from pages._web.request_log import note_user
from pages._web.sent import FOLDERS, Sent
from plan_store.base import now
from plan_store.seen import note_here
from plan_store.sign_in import SignedIn, hash_of, signed_in
from plan_store.store import reading
from plan_store.unavailable import StoreUnavailable

HEADER = b"x-matneo-session"  # .streamlit/config.toml maps it into st.user
OPEN = {"/health", "/metrics", *OUTSIDE}  # /metrics asks for a token of its own
# Our styles and Streamlit's published scripts hold nothing of anyone's; a tab needs them to say "signed out".
OPEN_FOLDERS = ("/assets/", "/static/")
DOWNLOADS = "/data/"  # addresses that people keep, though they look like files
STREAMLIT_METRICS = "/_stcore/metrics"
RESOURCES = ("/_stcore/", "/media/", "/component/", "/app/", SESSION)
NOTED_EVERY = timedelta(minutes=1)


def look_up(session_hash: str) -> SignedIn | None:
    with reading() as session:
        return signed_in(session, session_hash)


def still_signed_in(found: SignedIn) -> SignedIn | None:
    """Asked at every message. Where the store does not answer, until the sign-in would end by itself.

    What is behind asks the store too, gets nothing and keeps nothing; but it can say so beside what was typed.
    """
    try:
        return look_up(found.session_hash)
    except StoreUnavailable:
        return found if found.ends > now() else None


async def _turn_away(app: ASGIApp, away: StoreUnavailable, scope: Scope, receive: Receive, send: Send) -> None:
    """Nobody can be known just now: what is open to all is served, anything else hears why."""
    if scope["type"] == "websocket":
        return await send({"type": "websocket.close", "code": 1013})
    if scope["path"] in OPEN:
        return await app(introduced(scope, None), receive, send)
    return await away_page(away)(scope, receive, send)


class Gate:
    """Every request is checked against the store anew, and every message of an open websocket."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.sent = Sent()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            return await self.app(scope, receive, send)
        connection = HTTPConnection(scope)
        path = scope["path"]
        token = "" if path.startswith(OPEN_FOLDERS) else session_token(connection)
        try:
            found = await run_in_threadpool(look_up, hash_of(token)) if token else None
        except StoreUnavailable as away:
            return await _turn_away(self.app, away, scope, receive, send)
        inside = introduced(scope, found)
        if scope["type"] == "websocket":
            return await self._websocket(inside, receive, send, found)
        if found and path == STREAMLIT_METRICS:  # ours are at /metrics, for monitoring
            return await PlainTextResponse("Not found.", status_code=404)(scope, receive, send)
        if found and path.startswith(FOLDERS) and not self.sent.holds(found.session_hash, path):
            return await PlainTextResponse("There is no such file.", status_code=404)(scope, receive, send)
        opened = scope["method"] == "GET" and not path.startswith((*RESOURCES, *OPEN_FOLDERS)) and path not in OPEN
        if found and opened:
            await noted(found)
        if found or path in OPEN or path.startswith(OPEN_FOLDERS):
            return await self.app(inside, receive, send)
        return await refusal(connection)(scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, found: SignedIn | None) -> None:
        if found is None or not from_own_page(HTTPConnection(scope).headers):
            return await send({"type": "websocket.close", "code": 1008})

        async def receive_while_signed_in() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            data = message.get("bytes") or b""
            if await run_in_threadpool(still_signed_in, found) is None:
                return {"type": "websocket.receive", "bytes": without_changes(data)}
            return message

        async def send_and_remember(message: Message) -> None:
            self.sent.note(found.session_hash, message.get("bytes") or b"")
            await send(message)

        return await self.app(scope, receive_while_signed_in, send_and_remember)


async def noted(found: SignedIn) -> None:
    """Somebody did something: opened an address, or pressed a key or a button (pages/_parts/session_end.py).

    Runs of the script and posts say nothing of that: pages make them too, when others change what they show.
    """
    if now() - found.seen_at >= NOTED_EVERY:
        await run_in_threadpool(note_here, found.session_hash)


def introduced(scope: Scope, found: SignedIn | None) -> Scope:
    """The scope with our header from us alone, and with the sign-in as request.state.signed_in."""
    headers = [pair for pair in scope["headers"] if pair[0].lower() != HEADER]
    if found:
        note_user(scope, found.actor.user_id)
        headers.append((HEADER, found.session_hash.encode()))
    return {**scope, "headers": headers, "state": {**scope.get("state", {}), "signed_in": found}}


def refusal(connection: HTTPConnection) -> Response:
    """A page asks to sign in and comes back; anything else is told that it may not."""
    path = connection.url.path
    a_file = path.startswith(RESOURCES) or ("." in path and not path.startswith(DOWNLOADS))
    if connection.scope["method"] not in {"GET", "HEAD"} or a_file:
        return PlainTextResponse("Sign in first.", status_code=401)
    return RedirectResponse(sign_in_address(path, connection.url.query), status_code=303)


def without_changes(data: bytes) -> bytes:
    """The same page asked for again, without what was clicked or typed after the sign-in had ended.

    A fragment or a callback would run on with the actor it knew; the whole page asks anew who is there.
    """
    asked, bare = BackMsg(), BackMsg()
    try:
        asked.ParseFromString(data)
    except DecodeError:
        return data  # Streamlit closes the socket
    bare.rerun_script.query_string = asked.rerun_script.query_string
    bare.rerun_script.page_script_hash = asked.rerun_script.page_script_hash
    bare.rerun_script.context_info.CopyFrom(asked.rerun_script.context_info)
    return bare.SerializeToString()
