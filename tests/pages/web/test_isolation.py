"""Trusts that cannot see each other: by address, by route, by forged widget, whatever the id."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

import httpx
import pytest
from sqlmodel import Session, col, func, select
from starlette.routing import Route

from charts.series import read_series
from pages._web.routes import all_routes
from plan_store.base import new_id
from plan_store.changes import Change
from plan_store.comments import Comment, add_comment
from plan_store.observations import save_observations
from plan_store.people import Membership, Organisation, User, actor_for
from plan_store.permissions import Role
from plan_store.plan_rows import Measure, TeamMember
from plan_store.presence import Presence
from plan_store.programmes import DriverChoice, Programme, create_programme
from plan_store.rows import add_row
from plan_store.texts import PlanText, save_text
from plan_store.uploads import Upload
from tests.pages.web.streamlit_tab import StreamlitTab
from tests.pages.web.test_every_page import PAGES
from tests.portal_server import LEAD, VIEWER, Portal

SECRET, STRANGER = "Hushwood", "lead@hushwood.example"
ADMINISTRATOR, READER = "administrator@northdale.example", "reader@region.example"
FILE = b"Month,Value\n01/01/2025,1\n01/02/2025,2\n"
# What may differ between two runs of the same page: names of runs, elements and files, and the time of day.
VARIES = re.compile(
    r'(hash|id|session_id|script_run_id|element_hash|last_updated|url|json): "|: \d|_hash:|idle_end|"left"'
)


@dataclass(frozen=True)
class Theirs:
    """The ids of everything in another trust."""

    programme: str
    measure: str
    row: str
    upload: str
    change: str
    comment: str
    member: str


@pytest.fixture(scope="module")
def theirs(portal: Portal) -> Theirs:
    with portal.store() as session:
        session.add(Organisation(ods_code="HUSH", name=f"{SECRET} Hospital", region="London"))
        user = User(name=f"{SECRET} lead", email=STRANGER)
        session.add(user)
        session.flush()
        session.add(Membership(user_id=user.id, organisation="HUSH", role=Role.LEAD.value))
        session.flush()
        lead = actor_for(session, user.id)
        assert lead
        choice = DriverChoice(title=f"{SECRET} plan", primary_driver=SECRET, aim=SECRET)
        plan = create_programme(session, lead, "HUSH", choice).id
        measure = add_row(session, lead, plan, Measure, {"name": f"{SECRET} measure"}).row.id
        row = add_row(session, lead, plan, TeamMember, {"name": f"{SECRET} person"}).row.id
        stored = save_observations(session, lead, measure, read_series(FILE, f"{SECRET}.csv"), FILE)
        save_text(session, lead, plan, "aims", f"<p>{SECRET}</p>", 0)
        comment = add_comment(session, lead, plan, "box", "aims", SECRET).id
        session.flush()
        change = session.exec(select(Change.id).where(Change.thing_id == row)).one()
        return Theirs(plan, measure, row, stored.upload.id, change, comment, user.id)


def seen(said: str) -> set[str]:
    return {line.strip() for line in said.splitlines() if '"' in line and not VARIES.search(line)}


def both(tab: StreamlitTab, page: str, query: str) -> str:
    """What a page says; where it sends one on, a run may end on either page, so it is asked twice."""
    return tab.run(page, query) + (tab.run(page, query) if page == "drivers" else "")


def addresses(ids: Theirs, own: str) -> Iterator[str]:
    """Their ids wherever an address may have one: alone, and under our own programme."""
    yield f"programme={ids.programme}"
    yield f"programme={ids.programme}&measure={ids.measure}&step=place&period=2025-01"
    others = "&".join(f"{name.name}={getattr(ids, name.name)}" for name in fields(ids) if name.name != "programme")
    yield f"programme={own}&{others}&added={ids.programme}&period=2025-01&step=check"
    yield f"trust=HUSH&organisation=HUSH&added={ids.programme}&show=changes"


@pytest.fixture(scope="module")
def nowhere(theirs: Theirs) -> Theirs:
    return replace(theirs, **{name.name: new_id() for name in fields(Theirs)})


@pytest.mark.parametrize("email", [LEAD, ADMINISTRATOR, READER])
def test_every_page_answers_as_for_what_does_not_exist(
    portal: Portal, open_tab: Callable[..., StreamlitTab], theirs: Theirs, nowhere: Theirs, email: str
) -> None:
    tab, own = open_tab(portal.new_session(email)), portal.programme("Smoke-free pregnancies")
    for page in PAGES:
        tab.run(page, f"programme={new_id()}")  # a page that a tab opens first says more of itself
        for query, unknown in zip(addresses(theirs, own), addresses(nowhere, own), strict=True):
            unknown = unknown.replace("HUSH", "R99")
            there, not_there = both(tab, page, query), both(tab, page, unknown)
            assert SECRET.lower() not in there.lower(), (page, query)
            assert "data-unforeseen" not in there, (page, query)
            for name in fields(Theirs):
                not_there = not_there.replace(getattr(nowhere, name.name), getattr(theirs, name.name))
            assert seen(there) == seen(not_there.replace("R99", "HUSH")), (page, query)


def test_their_own_lead_sees_it(portal: Portal, open_tab: Callable[..., StreamlitTab], theirs: Theirs) -> None:
    """So that the test above can fail."""
    tab = open_tab(portal.new_session(STRANGER))
    for page in ("general", "measurement_plan", "team", "all", "baseline_data"):
        said = tab.run(page, f"programme={theirs.programme}&measure={theirs.measure}")
        assert SECRET in said, page
        assert len(seen(said)) > 20, page
    tab.press("edit", theirs.row, "team", f"programme={theirs.programme}")
    assert f"{SECRET} person" in tab.run("team", f"programme={theirs.programme}")


ADDRESSES = {
    "/print/{programme_id}": "/print/{0.programme}",
    "/files/{upload_id}": "/files/{0.upload}",
    "/data/{measure_id}.csv": "/data/{0.measure}.csv",
    "/export/{programme_id}": "/export/{0.programme}",
}
WORDS = "/texts/{programme_id}/{box}"  # is written to, and read by nobody


def test_every_route_answers_as_for_what_does_not_exist(portal: Portal, theirs: Theirs, nowhere: Theirs) -> None:
    assert {route.path for route in all_routes() if isinstance(route, Route) and "_id}" in route.path} == {
        *ADDRESSES,
        WORDS,
    }
    for email in (LEAD, ADMINISTRATOR, READER):
        with httpx.Client(base_url=portal.url, cookies=portal.cookies(email)) as client:
            for address in ADDRESSES.values():
                there, not_there = (client.get(address.format(ids)) for ids in (theirs, nowhere))
                assert (there.status_code, there.text) == (404, not_there.text), address
                assert not_there.status_code == 404
                assert [*there.headers] == [*not_there.headers]
    with httpx.Client(base_url=portal.url, cookies=portal.cookies(STRANGER)) as client:
        assert {client.get(address.format(theirs)).status_code for address in ADDRESSES.values()} == {200}


def test_what_an_open_page_sends_is_answered_as_for_what_does_not_exist(
    portal: Portal, theirs: Theirs, nowhere: Theirs
) -> None:
    """/here and /texts: nobody is seen, nothing is kept."""
    with portal.store() as session:
        before = state(session)
    for email in (LEAD, ADMINISTRATOR, READER):
        with httpx.Client(base_url=portal.url, cookies=portal.cookies(email), headers={"Origin": portal.url}) as client:
            for ids in (theirs, nowhere):
                words = {"html": "<p>Ours</p>", "seen_revision": 1}
                kept = client.post(f"/texts/{ids.programme}/aims", json=words)
                here = [
                    client.post("/here", json={"programme": ids.programme, "place": "aims", **more})
                    for more in ({}, {"say": True}, {"left": True})
                ]
                answers = [(answer.status_code, answer.text) for answer in (kept, *here)]
                # leaving where one never was is nothing, wherever that is
                assert answers == [(404, "Not Found")] * 3 + [(200, "{}")], (email, ids)
    with portal.store() as session:
        assert state(session) == before


def test_a_reader_is_told_what_the_trust_keeps(portal: Portal) -> None:
    with portal.store() as session:
        own = session.exec(select(Programme.id).where(col(Programme.organisation) == "ZZ1")).first()
        measure = session.exec(select(Measure.id).where(Measure.programme_id == own)).first()
        upload = session.exec(select(Upload.id).where(Upload.organisation == "ZZ1")).first()
    ids = Theirs(own or "", measure or "", "", upload or "", "", "", "")
    with httpx.Client(base_url=portal.url, cookies=portal.cookies(READER)) as client:
        for address in ADDRESSES.values():
            answer = client.get(address.format(ids))
            assert (answer.status_code, answer.text) == (
                403,
                "The trust keeps this to itself. You can read its programmes, measures and charts.",
            )


# Every action that a page answers, where it is answered, and whose ids of theirs it is given.
PRESSES = {
    "edit": [("team", "row"), ("measurement_plan", "measure")],
    "add": [("measurement_plan", "row")],
    "undo": [("team", "row"), ("measurement_plan", "measure")],
    "resume": [("team", "row")],
    "ask-take-back": [("baseline_data", "upload")],
    "keep-file": [("baseline_data", "upload")],
    "take-back": [("baseline_data", "upload")],
    "undo-take-back": [("baseline_data", "upload")],
    "remove-mark": [("baseline_data", "measure")],
    "edit-month": [("baseline_data", "measure")],
    "resume-month": [("baseline_data", "measure")],
    "all-months": [("baseline_data", "measure")],
    "change": [("baseline_data", "measure")],
    "unfold": [("baseline_data", "measure")],
    "comments": [("team", "row"), ("measurement_plan", "measure")],
    "comment-answer": [("comments", "comment"), ("general", "comment")],
    "comment-resolve": [("comments", "comment"), ("general", "comment")],
    "comment-open": [("comments", "comment")],
    "comment-delete": [("comments", "comment")],
    "comment-undo": [("comments", "comment")],
    "begin-again": [("drivers", "change")],
    "put-back-gone": [("history", "row"), ("history", "upload"), ("history", "comment")],
    "undo-put-back": [("history", "change")],
    "edit-person": [("administration", "member")],
    "undo-remove": [("administration", "member")],
}


def test_the_actions_are_those_that_pages_answer() -> None:
    """A new button in our own HTML is forged below too."""
    from tests.house.sources import sources

    answered: set[str] = set()
    for file in sources("pages"):
        words = file.path.read_text(encoding="utf-8")
        answered |= set(re.findall(r'action\.name [!=]= "([a-z-]+)"', words))
        for group in re.findall(r"action\.name in \(([^)]*)\)", words):
            answered |= set(re.findall(r'"([a-z-]+)"', group))
    assert answered - {"go"} == set(PRESSES)


def state(session: Session) -> list[object]:
    """Every row that a press could change, and how many changes were logged."""
    tables = (Measure, TeamMember, Upload, Membership, Programme, Comment, PlanText, Presence)
    held = [session.connection().execute(kind.__table__.select()).all() for kind in tables]  # ty: ignore
    return [sorted(map(str, rows)) for rows in held] + [session.exec(select(func.count()).select_from(Change)).one()]


@pytest.mark.parametrize("email", [LEAD, ADMINISTRATOR])
def test_a_forged_press_changes_nothing_of_theirs(
    portal: Portal, open_tab: Callable[..., StreamlitTab], theirs: Theirs, email: str
) -> None:
    own = portal.programme("Smoke-free pregnancies")
    with portal.store() as session:
        before = state(session)
    tab = open_tab(portal.new_session(email))
    for action, places in PRESSES.items():
        for page, name in places:
            query = f"programme={own}&measure={theirs.measure}"
            tab.run(page, query)
            said = tab.press(action, getattr(theirs, name), page, query)
            assert SECRET not in said, (page, action)
            assert "data-unforeseen" not in said, (page, action)
    with portal.store() as session:
        assert state(session) == before


def test_who_only_reads_cannot_press_what_is_not_there(portal: Portal, open_tab: Callable[..., StreamlitTab]) -> None:
    """In one's own trust: the buttons that a viewer's page does not have."""
    own = portal.programme("Smoke-free pregnancies")
    with portal.store() as session:
        measure = session.exec(select(Measure).where(Measure.programme_id == own)).first()
        upload = session.exec(select(Upload.id).where(Upload.organisation == "ZZ1")).first()
        person = session.exec(select(TeamMember.id).where(TeamMember.programme_id == own)).first()
        before = state(session)
    assert measure
    assert upload
    assert person
    for email in (VIEWER, READER):
        tab = open_tab(portal.new_session(email))
        for page, action, row in (
            ("baseline_data", "take-back", upload),
            ("baseline_data", "remove-mark", "0"),
            ("team", "edit", person),
            ("team", "undo", person),
            ("measurement_plan", "undo", measure.id),
        ):
            query = f"programme={own}&measure={measure.id}"
            tab.run(page, query)
            assert "Save team member" not in tab.press(action, row, page, query)
    with portal.store() as session:
        assert state(session) == before
