"""Streamlit's files and uploads: open to the sign-in that was sent their address, and to nobody else."""

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager

import httpx

from pages._web.sent import FILES_EACH, SIGN_INS, Sent
from tests.pages.web.streamlit_tab import StreamlitTab
from tests.portal_server import EDITOR, Portal

OpenTab = Callable[..., StreamlitTab]
UPLOAD = f"/_stcore/upload_file/{'a' * 36}/{'b' * 36}"


@contextmanager
def browser(portal: Portal, token: str) -> Generator[httpx.Client]:
    """With its cookies: who it is, and Streamlit's own against forged requests."""
    with httpx.Client(base_url=portal.url, cookies={"matneo-session": token}) as client:
        client.get("/_stcore/health")
        client.headers["X-Xsrftoken"] = client.cookies["_streamlit_xsrf"]
        yield client


def put(client: httpx.Client, address: str, megabytes: int = 0) -> int:
    return client.put(address, files={"file": ("a.csv", b"1" * (megabytes * 1024 * 1024))}).status_code


def test_an_upload_over_the_limit_is_refused_by_the_server(portal: Portal, open_tab: OpenTab) -> None:
    token = portal.new_session()
    tab = open_tab(token)
    tab.run()
    address = tab.upload_address("a.csv")
    with browser(portal, token) as client:
        assert put(client, address, 1) == 204
        assert put(client, address, 11) == 413
        del client.headers["X-Xsrftoken"]
        assert put(client, address) == 403


def test_nobody_puts_or_deletes_a_file_in_another_persons_tab(portal: Portal, open_tab: OpenTab) -> None:
    token = portal.new_session()
    tab = open_tab(token)
    tab.run()
    address = tab.upload_address("a.csv")
    with browser(portal, portal.new_session(EDITOR)) as other, browser(portal, token) as own:
        assert put(other, address) == 404
        assert other.delete(address).status_code == 404
        assert put(own, address) == 204
        assert put(own, f"/_stcore/upload_file/{tab.session_id}/file-1") == 404
        assert own.delete(address).status_code == 204
    with httpx.Client(base_url=portal.url) as nobody:
        assert put(nobody, address) == 401


def test_a_file_to_download_is_for_whoever_was_offered_it(portal: Portal, open_tab: OpenTab) -> None:
    token, other = portal.new_session(), portal.new_session(EDITOR)
    tab = open_tab(token)
    found = re.search(
        r"/media/[0-9a-f]+\.\w+", tab.run("baseline_data", f"programme={portal.programme('Smoke-free pregnancies')}")
    )
    assert found, "the page offers a template"
    with httpx.Client(base_url=portal.url) as client:
        own, others = {"Cookie": f"matneo-session={token}"}, {"Cookie": f"matneo-session={other}"}
        file = client.get(found[0], headers=own)
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]
        assert client.get(found[0], headers=others).status_code == 404
        hidden = found[0].removeprefix("/media/")
        for trick in (f"//media/{hidden}", f"/m%65dia/{hidden}", f"/media%2f{hidden}", f"/media//{hidden}"):
            assert client.get(trick, headers=others).text != file.text, trick
        assert client.get(found[0]).status_code == 401
        client.post("/sign-out", headers={**own, "Origin": portal.url})
        assert client.get(found[0], headers=own).status_code == 401


def test_addresses_are_found_in_a_message() -> None:
    sent = Sent()
    sent.note("one", b"\x12\x2d/media/" + b"0" * 32 + b".csvJ\x00" + UPLOAD.encode() + b"2")
    assert sent.holds("one", f"/media/{'0' * 32}.csv")
    assert sent.holds("one", UPLOAD)
    assert not sent.holds("one", f"/media/{'1' * 32}.csv")
    assert not sent.holds("two", f"/media/{'0' * 32}.csv")
    assert not sent.holds("one", "/media/")


def test_what_is_remembered_has_an_end() -> None:
    sent = Sent()
    sent.note("kept", f"/media/{0:032x}".encode())
    for number in range(FILES_EACH + 1):
        sent.note("one", f"/media/{number:032x}".encode())
    assert not sent.holds("one", f"/media/{0:032x}")
    assert sent.holds("one", f"/media/{FILES_EACH:032x}")
    assert sent.holds("kept", f"/media/{0:032x}"), "nobody pushes out what others were sent"
    for number in range(SIGN_INS):
        sent.note(str(number), f"/media/{0:032x}".encode())
    assert not sent.holds("kept", f"/media/{0:032x}")
