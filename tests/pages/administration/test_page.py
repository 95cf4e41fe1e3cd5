"""The administrators' page as Streamlit runs it: who may open it, what it says, what its buttons do."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from pages._render.change_words import FROM_FILE
from pages._render.words import PATIENTS
from plan_store import demo
from plan_store.changes import Change
from plan_store.members import Member, admit, list_members
from plan_store.people import User, actor_for
from plan_store.permissions import Role
from plan_store.settings import ROOT, Settings, settings, shown_settings
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import reading, writing

ADMINISTRATOR, LEAD, READER = (
    "administrator@northdale.example", "lead.midwife@northdale.example", "reader@region.example",
)  # fmt: skip
ENGLAND = "england@england.example"
Open = Callable[..., AppTest]


@pytest.fixture
def open_page(store: Engine) -> Open:
    with writing() as session:
        demo.fill(session)

    def go(name: str, email: str = ADMINISTRATOR, **query: str) -> AppTest:
        with writing() as session:
            token = redeem_link(session, make_link(session, email))
        at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=30)
        at.user = {"session": hash_of(token)}
        for key, value in query.items():
            at.query_params[key] = value
        at.switch_page(f"{name}.py").run()
        assert not at.exception, at.exception
        return at

    return go


def words(at: AppTest) -> str:
    return "\n".join(one.proto.body for one in at.get("html") if "<style>" not in one.proto.body)


def people() -> dict[str, Member]:
    with reading() as session:
        user = session.exec(select(User).where(User.email == ADMINISTRATOR)).one()
        actor = actor_for(session, user.id)
        assert actor
        return {one.email: one for one in list_members(session, actor, "ZZ1")}


def test_somebody_is_invited_and_told_how_they_get_in(open_page: Open) -> None:
    at = open_page("administration")
    at.button(key="invite").click().run()
    assert PATIENTS in words(at)
    at.text_input[0].set_value("New.Midwife@northdale.example")
    at.text_input[1].set_value("Community midwife")
    at.radio[0].set_value(Role.EDITOR)
    at.button(key="person_save").click().run()
    assert people()["new.midwife@northdale.example"].role == Role.EDITOR
    assert "Community midwife is invited. Choose Edit in their row to make a sign-in link for them." in words(at)


def test_what_is_wrong_with_an_invitation_is_said_and_kept(open_page: Open) -> None:
    at = open_page("administration")
    at.button(key="invite").click().run()
    at.text_input[0].set_value("nobody")
    at.button(key="person_save").click().run()
    assert "Write an email address, such as name@trust.nhs.uk." in words(at)
    assert at.text_input[0].value == "nobody"


@pytest.mark.parametrize("email", [LEAD, READER])
def test_others_learn_whom_to_ask(open_page: Open, email: str) -> None:
    said = words(open_page("administration", email, show="changes", organisation="ZZ1"))
    assert "Your trust’s administrators look after its people here." in said
    assert "@northdale" not in said


def test_changes_are_found_by_their_words(open_page: Open) -> None:
    at = open_page("administration", show="changes")
    assert words(at).count("<li>") == 50
    at.button(key="audit_older").click().run()
    assert at.button(key="audit_newer").label == "Newer changes"
    at.text_input(key="audit_words").set_value("adviser stop").run()
    assert "added Stop smoking adviser to the team" in words(at)
    assert 0 < words(at).count("<li>") < 50
    at.text_input(key="audit_words").set_value("no such words").run()
    assert "No change fits." in words(at)


def test_changes_that_a_file_brought_and_those_that_cannot_be_read(open_page: Open) -> None:
    with writing() as session:
        kept = session.exec(select(Change).where(Change.organisation == "ZZ1")).first()
        assert kept
        for said in ({"user_id": "", "user_name": "Chief Executive"}, {"after": "3"}):
            session.add(Change(**{**kept.model_dump(exclude={"id", "at"}), **said}))
    at = open_page("administration", show="changes")
    assert f" · {FROM_FILE}" in words(at)
    assert "made a change that this portal cannot read." in words(at)
    assert "Chief Executive" not in at.selectbox(key="audit_person").options
    assert at.selectbox(key="audit_person").options[0] == "Everybody"


def test_england_lets_a_trust_in(open_page: Open) -> None:
    with writing() as session:
        admit(session, ENGLAND, "National lead", "X24", Role.TRUST_ADMINISTRATOR)
    at = open_page("administration", ENGLAND, show="trusts")
    assert PATIENTS in words(at)
    at.button(key="trust_open").click().run()
    assert "Choose the trust." in words(at)
    at.selectbox(key="trust_code").set_value("RA4")
    at.text_input(key="trust_email").set_value("lead@r0a.example")
    at.text_input(key="trust_name").set_value("Quality lead")
    at.button(key="trust_open").click().run()
    assert "Yeovil District Hospital NHS Foundation Trust closed on 1 April 2023." in words(at)
    at.selectbox(key="trust_code").set_value("R0A")
    at.button(key="trust_open").click().run()
    assert "Quality lead is invited, and looks after the trust’s people from now on." in words(at)
    with reading() as session:
        user = session.exec(select(User).where(User.email == "lead@r0a.example")).one()
        actor = actor_for(session, user.id)
    assert actor is not None
    assert actor.roles == {"R0A": Role.TRUST_ADMINISTRATOR}


def test_england_looks_after_a_region_that_has_nobody_yet(open_page: Open) -> None:
    with writing() as session:
        admit(session, ENGLAND, "National lead", "X24", Role.TRUST_ADMINISTRATOR)
    for part in ("people", "changes", "organisation", "settings"):
        at = open_page("administration", ENGLAND, organisation="Y62", show=part)
        assert at.selectbox[0].value == "Y62"
    said = words(open_page("administration", ENGLAND, organisation="Y62", show="organisation"))
    assert "NHS England North West" in said
    assert "The trusts of North West" in said


def test_who_belongs_to_several_trusts_chooses_one_and_stays_there(open_page: Open) -> None:
    with writing() as session:
        admit(session, "lead@r0a.example", "Quality lead", "R0A", Role.LEAD)
        admit(session, LEAD, "Lead midwife", "R0A", Role.VIEWER)
    at = open_page("programmes", LEAD)
    assert (at.selectbox[0].label, at.selectbox[0].value) == ("Trust", "R0A")
    assert at.query_params["trust"] == "R0A"
    assert "Manchester University NHS Foundation Trust" in words(at)
    assert "Smoke-free" not in words(at)
    at.selectbox[0].set_value("ZZ1").run()
    assert at.query_params["trust"] == "ZZ1"
    assert "Smoke-free pregnancies" in words(at)
    assert [button.label for button in at.button] == ["\\+ Add Primary Driver"]
    fallen_back = open_page("programmes", LEAD, trust="R1F")
    assert fallen_back.query_params["trust"] == "R0A"


def test_no_secret_is_among_the_settings(monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:
    secret = {name for name in Settings.model_fields if name.endswith(("password", "secret", "key", "token"))}
    assert (
        secret
        == {"smtp_password", "oidc_client_secret", "metrics_token", "portal_cookie_secret"}
        == {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
    )
    for name in secret:
        monkeypatch.setenv(name.upper(), "hush-hush")
    settings.cache_clear()
    said = words(open_page("administration", show="settings"))
    assert "SMTP_PASSWORD" in said
    assert "Set, and not shown" in said
    assert "hush-hush" not in said
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://portal:p@ss:w/rd@db.example:5432/portal")
    settings.cache_clear()
    shown = {one.name: one.value for one in shown_settings()}
    assert shown["DATABASE_URL"] == "postgresql+psycopg://portal:***@db.example:5432/portal"
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/portal?sslmode=require&password=p%40ss&user=portal")
    settings.cache_clear()
    shown = {one.name: one.value for one in shown_settings()}
    assert shown["DATABASE_URL"] == "postgresql://db.example/portal?sslmode=require&password=***&user=portal"
