"""Every kind of change that the store's verbs make, and a programme with a history."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from plan_store import demo
from plan_store.change_names import Names, names_of
from plan_store.changes import Change
from plan_store.comments import delete_comment, resolve_comment
from plan_store.history import list_changes
from plan_store.people import User, actor_for
from plan_store.permissions import Actor, May, Role
from plan_store.programmes import Programme, archive_programme
from plan_store.rows import delete_row, undo_delete
from plan_store.settings import ROOT
from plan_store.sign_in import hash_of, make_link, redeem_link
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from plan_store.uploads import delete_upload, undo_delete_upload
from tests.plan_store.conftest import (  # noqa: F401
    OWN,
    People,
    choice,
    editor,
    lead,
    make_measure,
    measure,
    people,
    programme,
    stranger,
)
from tests.plan_store.test_permissions import world  # noqa: F401
from tests.plan_store.verbs import CASES, World


@pytest.fixture
def every_change(
    store: Engine,
    world: World,  # noqa: F811
    lead: Actor,  # noqa: F811
    people: People,  # noqa: F811
) -> list[tuple[Change, Names]]:
    """What each verb of the store writes, run in the same world and rolled back; and how that world was made."""
    found: list[tuple[Change, Names]] = []
    with Session(store) as session:
        made = list(session.exec(select(Change)))
        names = names_of(session, made)
        session.expunge_all()
        found += [(change, names) for change in made]
    known = {change.id for change, _names in found}
    administrator = people[OWN, Role.TRUST_ADMINISTRATOR]
    calls = [(case.call, administrator if case.needs == May.ADMINISTER else lead) for case in CASES]
    for call, actor in (*calls, (_there_and_back, lead)):
        with Session(store.execution_options(writes=True), expire_on_commit=False) as session:
            call(session, actor, world)
            session.flush()
            made = [change for change in session.exec(select(Change)) if change.id not in known]
            names = names_of(session, made)
            session.expunge_all()
            found += [(change, names) for change in made]
    return found


def _there_and_back(session: Session, actor: Actor, where: World) -> None:
    """What can only be undone once it was done."""
    for kind, row in where.rows.items():
        delete_row(session, actor, kind, row)
        undo_delete(session, actor, kind, row)
    delete_upload(session, actor, where.upload)
    undo_delete_upload(session, actor, where.upload)
    for resolved in (True, False):
        resolve_comment(session, actor, where.comment, resolved)
    delete_comment(session, actor, where.comment)
    for archived in (True, False):
        archive_programme(session, actor, where.programme, archived)


LEAD, EDITOR, READER = (f"{name}@northdale.example" for name in ("lead.midwife", "qi.lead", "board.member"))
TITLE = "Smoke-free pregnancies"


class History:
    """The demonstration's store, and the page as one of its people has it."""

    def __init__(self) -> None:
        with reading() as session:
            self.programme = session.exec(select(Programme.id).where(Programme.title == TITLE)).one()
            users = {user.email: user.id for user in session.exec(select(User))}
            self.people = {email: found for email, key in users.items() if (found := actor_for(session, key))}

    def write(self, email: str, box: str, html: str) -> None:
        with writing() as session:
            held = read_texts(session, self.people[email], self.programme).get(box)
            save_text(session, self.people[email], self.programme, box, html, held.revision if held else 0)

    def text(self, box: str) -> str:
        with reading() as session:
            return read_texts(session, self.people[LEAD], self.programme)[box].html

    def changes(self) -> list[Change]:
        with reading() as session:
            return list_changes(session, self.people[LEAD], self.programme)

    def open(self, email: str = LEAD, page: str = "history", **asked: str) -> AppTest:
        """Of the programme, unless told programme=''."""
        with writing() as session:
            token = redeem_link(session, make_link(session, email))
        at = AppTest.from_file(str(ROOT / "pages" / "_portal.py"), default_timeout=30)
        at.user = {"session": hash_of(token)}
        for name, value in {"programme": self.programme, **asked}.items():
            if value:
                at.query_params[name] = value
        at.switch_page(f"{page}.py").run()
        assert not at.exception, at.exception
        return at


def words(at: AppTest) -> str:
    """Everything that the page's own HTML says."""
    return "\n".join(part.proto.body for part in at.get("html") if not part.proto.body.startswith("<style"))


@pytest.fixture
def history(store: Engine) -> History:
    with writing() as session:
        demo.fill(session)
    return History()
