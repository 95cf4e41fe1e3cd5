"""A programme's file is downloaded from one address and brought in on the list of programmes."""

import json
from collections.abc import Callable

import httpx
import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from plan_store.permissions import Actor
from plan_store.programmes import Programme
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.transfer import export_programme
from tests.pages.tables.conftest import READER
from tests.portal_server import VIEWER, Portal

Tab = Callable[..., AppTest]


@pytest.fixture
def file(actor: Actor, programme: str) -> bytes:
    with writing() as session:
        save_text(session, actor, programme, "aims", "<p>Warm</p>", 0)
        return json.dumps(export_programme(session, actor, programme)).encode()


def titled(title: str) -> list[str]:
    with reading() as session:
        return list(session.exec(select(Programme.id).where(Programme.title == title)))


def bring(at: AppTest, content: bytes) -> AppTest:
    at.file_uploader[0].upload("programme.json", content, "application/json").run()
    next(button for button in at.button if button.label == "Bring the programme in").click().run()
    assert not at.exception
    return at


def html_of(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_a_file_is_brought_in_beside_the_original(tab: Tab, actor: Actor, programme: str, file: bytes) -> None:
    at = bring(tab("programmes"), file)
    (new,) = [found for found in titled("Clear air") if found != programme]
    assert at.query_params["added"] == new
    assert at.file_uploader[0].value is None
    with reading() as session:
        assert read_texts(session, actor, new)["aims"].html == "<p>Warm</p>"


@pytest.mark.parametrize("content", [b"Month,Tested\n", b"{}", b"[[["])
def test_any_other_file_gets_a_sentence(tab: Tab, programme: str, content: bytes) -> None:
    at = bring(tab("programmes"), content)
    assert "This is not a programme’s file, or it is not whole, so nothing was stored" in html_of(at)
    assert titled("Clear air") == [programme]


def test_who_may_only_read_is_not_asked(tab: Tab) -> None:
    assert list(tab("programmes", READER).file_uploader) == []


def test_the_all_tab_has_the_link(tab: Tab, programme: str) -> None:
    assert f'href="/export/{programme}"' in html_of(tab("all"))


def test_the_address_gives_the_file_to_who_may_read(portal: Portal) -> None:
    programme = portal.programme("Smoke-free pregnancies")
    with httpx.Client(base_url=portal.url, cookies=portal.cookies(VIEWER)) as client:
        answer = client.get(f"/export/{programme}")
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["content-disposition"] == 'attachment; filename="smoke-free-pregnancies.json"'
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["drivers"]["title"] == "Smoke-free pregnancies"
        assert client.get("/export/01a21358-dfc9-7c60-ab27-ef36e3784a7b").status_code == 404
    assert httpx.get(f"{portal.url}/export/{programme}").status_code == 303
