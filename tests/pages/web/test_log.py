"""The log of a portal that is used: every line JSON, who and what and how long, and not one word that is anybody's."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlmodel import select
from starlette.routing import Route

from pages._web.log_lines import JsonLines, said_by_program
from pages._web.request_log import pattern
from pages._web.routes import all_routes
from plan_store.people import User
from plan_store.store import reading, writing
from tests.pages.web.box_tab import BoxTab
from tests.pages.web.streamlit_tab import streamlit_tab
from tests.portal_server import LEAD, Portal

MARK = "Zebedee"
TOKEN = "token-of-monitoring"
SECRETS: list[str] = []
TITLE = "Early feeds, fewer separations"


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal in which a word was put everywhere that people can put words."""
    running = Portal(tmp_path_factory.mktemp("log"), LOG_LEVEL="info", METRICS_TOKEN=TOKEN)
    try:
        running.start()
        with writing(running.engine) as session:
            user = session.exec(select(User).where(User.email == LEAD)).one()
            user.name, user.email = f"{MARK} Lead", f"{MARK}@northdale.example"
            session.add(user)
        _use(running, f"{MARK}@northdale.example")
        yield running
    finally:
        running.close()


def _use(portal: Portal, email: str) -> None:
    programme = portal.programme(TITLE)
    token = portal.new_session(email)
    with streamlit_tab(portal.url, token) as tab:
        boxes = BoxTab(tab.socket, programme).open()
        assert MARK in boxes.submit("risks", f"<p>{MARK} said so</p>")["html"]
        for page in ("team", "all", "baseline_data"):
            assert f"{MARK} Lead" in tab.run(page, f"programme={programme}&measure={MARK}")
        with httpx.Client(base_url=portal.url, cookies={"matneo-session": token}) as client:
            client.get("/_stcore/health")
            sent = {"X-Xsrftoken": client.cookies["_streamlit_xsrf"], "User-Agent": MARK, "Referer": f"/{MARK}"}
            file = {"file": (f"{MARK}.csv", MARK.encode())}
            address = tab.upload_address(f"{MARK}.csv")
            assert client.put(address, files=file, headers=sent).status_code == 204
            assert client.get(f"/print/{programme}").status_code == 200
            assert client.get(f"/print/{MARK}").status_code == 404
            client.get(f"/{MARK}/{MARK}?{MARK}={MARK}", headers=sent)
            client.get(f"/general?programme={MARK}")
    with streamlit_tab(portal.url, token) as tab:
        tab.socket.send(MARK)  # no message of Streamlit's at all: a fault in its program
    link = portal.new_link(email)
    SECRETS.extend([token, link.partition("=")[2]])
    assert portal.follow(link).status_code == 303
    assert httpx.get(link.replace("token=", f"token={MARK}")).status_code in (200, 400)
    pasted = httpx.post(f"{portal.url}/sign-in", data={"link": MARK}, headers={"Origin": portal.url})
    assert pasted.status_code == 400
    assert httpx.get(f"{portal.url}/general?name={MARK}").status_code == 303


def lines(portal: Portal) -> list[dict[str, Any]]:
    return [json.loads(line) for line in portal.errors().splitlines()]


def test_every_line_is_json_and_says_when_how_grave_and_what(used: Portal) -> None:
    for line in lines(used):
        assert {"at", "level", "event"} <= line.keys()


def test_nothing_of_anybody_is_in_it(used: Portal) -> None:
    written = used.errors()
    for words in (MARK, "northdale", "Lead midwife", "said so", "token=", ".csv", *SECRETS):
        assert words.lower() not in written.lower(), words


def test_requests_and_verbs_say_who_and_how_long(used: Portal) -> None:
    with reading(used.engine) as session:
        who = session.exec(select(User.id).where(User.name == f"{MARK} Lead")).one()
    found = lines(used)
    assert {"start", "websocket opened", "request", "verb"} <= {line["event"] for line in found}
    asked = [line for line in found if line["event"] == "request"]
    requests = {(line["method"], line["path"], line["status"], line.get("user")) for line in asked}
    assert {
        ("GET", "/print/*", 200, who),
        ("GET", "/print/*", 404, who),
        ("GET", "/general", 200, who),
        ("GET", "/general", 303, None),
        ("GET", "/sign-in", 200, None),
        ("POST", "/sign-in", 303, None),
        ("POST", "/sign-in", 400, None),
        ("PUT", "/_stcore/upload_file/*", 204, who),
        ("WEBSOCKET", "/_stcore/stream", 101, who),
        ("WEBSOCKET", "/_stcore/stream", 500, who),
    } <= requests
    (verb,) = [line for line in found if line["event"] == "verb" and line["user"] == who and line["changes"] == 1][-1:]
    assert (verb["verb"], verb["thing"], verb["programme"]) == ("wrote", "PlanText", used.programme(TITLE))
    assert all(line["ms"] >= 0 for line in found if line["event"] in ("verb", "request"))


def test_the_figures_are_for_who_has_the_token(used: Portal) -> None:
    cookie = f"matneo-session={used.new_session(f'{MARK}@northdale.example')}"
    for sent in ({}, {"Authorization": "Bearer x"}, {"Authorization": TOKEN}, {"Cookie": cookie}):
        assert httpx.get(f"{used.url}/metrics", headers=sent).status_code == 401
    answer = httpx.get(f"{used.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    said = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    assert said['portal_requests_total{method="GET",path="/print/*",status="404"}'] == "1"
    assert said['portal_writes_total{verb="wrote",thing="PlanText"}'] == "34"
    assert said['portal_request_seconds_count{method="GET",path="/print/*"}'] == "2"
    assert said['portal_request_seconds_bucket{method="GET",path="/print/*",le="+Inf"}'] == "2"
    assert (said["portal_store_up"], said["portal_websockets_open"]) == ("1", "0")
    assert int(said["portal_sign_ins_live"]) >= 2
    assert int(said["portal_store_bytes"]) > 100_000
    assert int(said["process_resident_memory_bytes"]) > 10_000_000
    assert "portal_last_backup_timestamp_seconds" not in said
    assert MARK not in answer.text


def record(
    message: object, *values: object, name: str = "streamlit.x", fault: BaseException | None = None
) -> logging.LogRecord:
    told = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord(name, logging.ERROR, __file__, 7, message, values, told)


def test_of_others_only_what_stands_in_their_program_is_said() -> None:
    assert said_by_program(record("Uncaught app execution of %s", MARK)) == "Uncaught app execution of %s"
    assert said_by_program(record("a sentence of a program")) == "a sentence of a program"
    assert said_by_program(record(f"{MARK} is {7}")) == ""
    assert said_by_program(record(ValueError(MARK))) == "ValueError"


def test_of_a_fault_its_type_and_place_are_said() -> None:
    try:
        try:
            {}[MARK]
        except KeyError as missing:
            raise ValueError(f"{MARK} was not there") from missing
    except ValueError as fault:
        line = json.loads(JsonLines().format(record("Exception of %s", MARK, fault=fault)))
    assert (line["fault"], line["cause"], line["level"]) == ("ValueError", "KeyError", "error")
    (where,) = line["where"]
    assert where.startswith("tests/pages/web/test_log.py:")
    assert where.endswith(" test_of_a_fault_its_type_and_place_are_said")
    assert MARK not in json.dumps(line)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "/"),
        ("/general", "/general"),
        ("/print/0192", "/print/*"),
        ("/_stcore/upload_file/0192/0193/0194", "/_stcore/upload_file/*"),
        ("/general/_stcore/health", "/general/_stcore/health"),
        (f"/{MARK}", "/*"),
    ],
)
def test_an_address_is_said_by_its_pattern(path: str, said: str) -> None:
    assert pattern(path) == said


def test_every_route_of_ours_is_known_by_its_words() -> None:
    for route in all_routes():
        if isinstance(route, Route):
            fixed = re.sub(r"{[^}]*}(\.\w+)?", "*", route.path)
            assert pattern(fixed) == fixed, "add the word to request_log.WORDS"


def test_every_page_of_the_portal_is_a_known_word() -> None:
    for page in Path("pages").glob("[!_]*.py"):
        assert pattern(f"/{page.stem}") == f"/{page.stem}"
