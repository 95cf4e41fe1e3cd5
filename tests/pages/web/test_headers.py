"""Security headers on every response, and what may be kept by browsers."""

from collections.abc import Callable

import httpx
import pytest
from starlette.requests import Request

from pages._web.headers import failure, inline_script_hashes
from plan_store.comments import Comment
from tests.asked import wait_for
from tests.pages.web.streamlit_tab import StreamlitTab
from tests.portal_server import Portal

PATHS = ("/", "/general?programme=x", "/sign-in", "/sign-out", "/health", "/_stcore/host-config", "/nothing.txt")
PATHS += ("/sign-in?token=x", "/sign-in/link", "/session", "/print/none", "/_stcore/upload_file/x/y", "/component/x/y")
PATHS += ("/assets/sign-in.css", "/assets/none.css", "/assets/..%2fgate.py", "/static/none.js", "/media/none")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["anonymous", "signed_in"])
def test_every_response_carries_them(request: pytest.FixtureRequest, who: str, path: str) -> None:
    headers = request.getfixturevalue(who).get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "strict-transport-security" not in headers
    assert "server" not in headers


def test_the_page_of_streamlit_runs_its_own_inline_script_alone(signed_in: httpx.Client) -> None:
    page = signed_in.get("/")
    hashes = inline_script_hashes(page.text)
    assert len(hashes) == 1
    policy = dict(part.split(" ", 1) for part in page.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == f"'self' blob: {hashes[0]}"
    assert (policy["default-src"], policy["base-uri"], policy["connect-src"]) == ("'none'", "'self'", "'self'")
    assert (policy["form-action"], policy["frame-ancestors"]) == ("'self'", "'none'")


def test_pages_for_nobody_signed_in_have_no_script_at_all(anonymous: httpx.Client) -> None:
    for path in ("/sign-in", "/sign-in?token=x", "/sign-out"):
        page = anonymous.get(path)
        policy = page.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "<script" not in page.text


def test_an_unforeseen_error_says_nothing_of_itself() -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    answer = wait_for(failure(Request(scope), ValueError("a secret")))
    assert answer.status_code == 500
    assert bytes(answer.body) == b"Something went wrong here. Nothing more was saved; try again."
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_unforeseen_error_in_a_page_is_one_sentence_of_ours(
    portal: Portal, open_tab: Callable[..., StreamlitTab]
) -> None:
    plan = portal.programme("Smoke-free pregnancies")
    unreadable = Comment(programme_id=plan, place="box", place_id="aims", text="a", user_id="", user_name="Somebody")
    unreadable.mentions = 3  # ty: ignore[invalid-assignment]
    with portal.store() as session:
        session.add(unreadable)
    said = open_tab(portal.new_session()).run()
    with portal.store() as session:
        session.delete(session.get_one(Comment, unreadable.id))
    assert "Something went wrong here. Everything that was saved is kept." in said
    assert "data-unforeseen" in said
    for words in ("Manage app", "Streamlit Cloud", "TypeError", "argument of type"):
        assert words not in said
    assert '"fault": "TypeError"' in portal.errors()


def test_pages_are_not_kept(signed_in: httpx.Client) -> None:
    for path in ("/", "/general", "/sign-in", "/_stcore/host-config", "/media/none"):
        assert signed_in.get(path).headers["cache-control"] == "no-store"


def test_our_files_are_kept_when_their_address_names_their_content(anonymous: httpx.Client) -> None:
    assert anonymous.get("/assets/sign-in.css").headers["cache-control"] == "no-cache"
    assert anonymous.get("/assets/sign-in.css?v=1").headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_policy_names_no_other_host_and_no_eval(signed_in: httpx.Client) -> None:
    policy = signed_in.get("/").headers["content-security-policy"]
    assert "http" not in policy
    assert "unsafe-eval" not in policy
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts


def test_an_inline_script_is_named_by_its_hash() -> None:
    alert = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    assert inline_script_hashes("<script>alert(1)</script><script src=x></script>") == [alert]


def test_health_says_whether_the_store_answers(anonymous: httpx.Client) -> None:
    answer = anonymous.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_behind_https(tmp_path_factory: pytest.TempPathFactory) -> None:
    portal = Portal(tmp_path_factory.mktemp("https"), PORTAL_HTTPS="true").start()
    try:
        assert portal.first_line.startswith("https://")
        assert "PORTAL_HTTPS is on without TRUSTED_PROXIES" in portal.errors()
        secure = portal.url.replace("http", "https", 1)  # what a browser would say; the proxy took the S away
        token = portal.new_link().split("token=")[1]
        answer = httpx.post(f"{portal.url}/sign-in", data={"link": token}, headers={"Origin": secure})
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        cookie = answer.headers["set-cookie"].split(", __Host-matneo-next")[0]
        assert cookie.startswith("__Host-matneo-session=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        plain = httpx.post(f"{portal.url}/sign-in", data={"link": "x"}, headers={"Origin": portal.url})
        assert plain.status_code == 403, "from the same address without HTTPS"
    finally:
        portal.close()
