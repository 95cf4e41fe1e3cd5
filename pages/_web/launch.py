"""The portal in one process; prints one line, the link that opens it signed in."""

import logging
import os
import socket
import sys

import uvicorn
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pages._web.one_core import stay_on_one_core
from plan_store.events import say
from plan_store.preparation import sign_in_link
from plan_store.settings import ROOT, settings

LARGEST_MESSAGE = 32 * 1024 * 1024
ALL_ONE_CLIENT = "PORTAL_HTTPS is on without TRUSTED_PROXIES: all who come through the proxy count as one client"


class Server(uvicorn.Server):
    """Says where to go once it really listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.should_exit:
            return
        if settings().portal_https and not settings().trusted_proxies:
            say(ALL_ONE_CLIENT, logging.WARNING)
        print(welcome(), flush=True)


def welcome() -> str:
    from app import app

    email = app.state.get("first_visitor")
    if email:
        return sign_in_link(email)
    return f"{settings().address} is open; python -m plan_store sign-in-link EMAIL prints a link to sign in with"


def check_settings() -> None:
    """Exits with one sentence for each setting that would not work; what was given is not repeated."""
    try:
        settings()
    except ValidationError as wrong:
        sys.exit("\n".join(map(_sentence, wrong.errors())))


def _sentence(fault: ErrorDetails) -> str:
    name = "_".join(map(str, fault["loc"])).upper()
    return f"{name}{': ' if name else ''}{fault['msg'].removeprefix('Value error, ')}"


def listen() -> socket.socket:
    """The port, taken before anything else is done. Exits with one sentence where it is taken already."""
    host, port = settings().portal_host, settings().portal_port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol named, asyncio leaves out TCP_NODELAY, and every answer waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name != "nt":  # on Windows this would share a port that is in use
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        free = f"PORTAL_PORT={port + 1} make run"
        sys.exit(f"Something else already uses port {port}, perhaps this portal. To use another: {free}")
    return listening


def main() -> int:
    os.chdir(ROOT)  # Streamlit looks for .streamlit/ here
    check_settings()
    if settings().portal_one_core:
        stay_on_one_core(settings().portal_port)
    if secret := settings().portal_cookie_secret.get_secret_value():
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = secret
    sockets = [listen()]
    config = uvicorn.Config(
        "app:app",
        log_config=None,
        log_level="warning",
        access_log=False,  # an address may hold a sign-in token
        ws="websockets-sansio",
        ws_max_size=LARGEST_MESSAGE,
        server_header=False,
        forwarded_allow_ips=settings().trusted_proxies,
        timeout_graceful_shutdown=2,
    )
    server = Server(config)
    server.run(sockets)
    return 0 if server.started else 1
