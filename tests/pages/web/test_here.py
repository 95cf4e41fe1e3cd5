"""/here and /texts: small answers for open pages; only one's own trust, only from our own pages."""

from collections.abc import Callable

import httpx
import pytest
from sqlmodel import select

from plan_store.drafts import Draft
from plan_store.permissions import Role
from tests.journeys.stored import add_person, text_of
from tests.portal_server import EDITOR, LEAD, VIEWER, Portal

STRANGER = "lead@faraway.example"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def plan(portal: Portal) -> str:
    add_person(portal, STRANGER, "FAR", Role.LEAD)
    return portal.programme("Smoke-free pregnancies")


@pytest.fixture
def ask(portal: Portal, plan: str) -> Ask:
    def post(path: str, email: str = LEAD, origin: str = "", **body: object) -> httpx.Response:
        headers = {"Origin": origin or portal.url}
        with httpx.Client(base_url=portal.url, cookies=portal.cookies(email), headers=headers) as client:
            return client.post(path, json=body)

    return post


def test_others_are_named_with_their_box_until_they_leave(ask: Ask, plan: str) -> None:
    assert ask("/here", EDITOR, programme=plan, place="aims", say=True).json()["here"] == []
    seen = ask("/here", LEAD, programme=plan).json()
    assert seen["here"] == [{"name": "QI lead", "place": "aims"}]
    assert ask("/here", EDITOR, programme=plan, left=True).json() == {}
    assert ask("/here", LEAD, programme=plan).json()["here"] == []


def test_the_news_begin_after_what_was_seen_and_hold_no_words(ask: Ask, plan: str) -> None:
    before = ask("/here", LEAD, programme=plan).json()["news"][0]["id"]
    assert ask(f"/texts/{plan}/risks", EDITOR, html="<p>Secret words</p>", seen_revision=0).status_code == 204
    answer = ask("/here", LEAD, programme=plan, after=before)
    one, seen, *_ = answer.json()["news"]  # those just before too: what is kept late may be among them
    assert "Secret" not in answer.text
    assert one.pop("id") > before == seen["id"]
    assert one == {"by": "QI lead", "thing": "PlanText", "thing_id": f"{plan}/risks", "revision": 1}
    assert ask("/here", EDITOR, programme=plan, after=before).json()["news"][0]["by"] == ""


def test_last_words_are_kept_as_all_others_are(ask: Ask, portal: Portal, plan: str) -> None:
    kept = f"/texts/{plan}/sustainability"
    assert ask(kept, html="<p>One</p><p>Two</p><script>x</script>", seen_revision=0).status_code == 204
    assert ask(kept, EDITOR, html="<p>One</p><p>Two, theirs</p>", seen_revision=1).status_code == 204
    assert ask(kept, html="<p>One, mine</p><p>Two</p>", seen_revision=1).status_code == 204
    assert text_of(portal, plan, "sustainability") == "<p>One, mine</p><p>Two, theirs</p>"
    assert ask(kept, html="<p>One</p><p>Two, otherwise</p>", seen_revision=1).status_code == 409
    assert ask(kept, html="<p>943 476 5919</p>", seen_revision=3).status_code == 409
    assert ask(kept, VIEWER, html="<p>a</p>", seen_revision=3).status_code == 404
    assert text_of(portal, plan, "sustainability") == "<p>One, mine</p><p>Two, theirs</p>"


def test_what_is_typed_is_held_for_who_typed_it(ask: Ask, portal: Portal, plan: str) -> None:
    key = f"row/{plan}/TeamMember/new"
    assert ask("/drafts", key=key, words={"name": "Ann 943 476 5919"}, base={"revision": 0}).status_code == 204
    assert ask("/drafts", key=key, words={"role": "Lead"}, base={"revision": 0}).status_code == 204
    assert ask("/drafts", VIEWER, key=key, words={"name": "a"}, base={}).status_code == 404
    with portal.store() as session:
        held = list(session.exec(select(Draft).where(Draft.key == key)))
    assert [sorted(draft.data) for draft in held] == [["name", "revision", "role"]]
    assert "476" not in held[0].data["name"]


@pytest.mark.parametrize("path", ["/here", "/texts/{plan}/aims", "/drafts"])
def test_others_are_told_nothing(ask: Ask, anonymous: httpx.Client, plan: str, path: str) -> None:
    bodies: dict[str, dict[str, object]] = {
        "/here": {"programme": plan},
        "/texts/{plan}/aims": {"html": "<p>a</p>", "seen_revision": 0},
        "/drafts": {"key": f"comment/{plan}/box/aims", "words": {"text": "a"}, "base": {}},
    }
    body, path = bodies[path], path.format(plan=plan)
    assert ask(path, STRANGER, **body).status_code == 404
    assert ask(path, origin="https://elsewhere.example", **body).status_code == 403
    assert anonymous.post(path, json=body).status_code == 401


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"programme": 3}, 400), ({"programme": "a", "more": 1}, 400), ({"programme": "a" * 2000}, 413)],
)
def test_what_no_page_of_ours_sends_is_refused(ask: Ask, body: dict[str, object], status: int) -> None:
    assert ask("/here", **body).status_code == status
    assert ask("/here", programme="nothing").status_code == 404


@pytest.mark.parametrize("key", ["cells/a", "monthly/ZZ1", "row", "row/", "comment/../a", "row/a/b c"])
def test_no_other_draft_is_written(ask: Ask, key: str) -> None:
    assert ask("/drafts", key=key, words={"a": "b"}, base={}).status_code == 400


def test_a_place_is_a_box_and_never_free_text(ask: Ask, plan: str) -> None:
    assert ask("/here", programme=plan, place="Mrs Smith", say=True).status_code == 404
