"""Every kind of change that the store's verbs make, and a programme with a history."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from plan_store.change_names import Names, names_of
from plan_store.changes import Change
from plan_store.comments import delete_comment, resolve_comment
from plan_store.permissions import Actor
from plan_store.programmes import archive_programme
from plan_store.rows import delete_row, undo_delete
from plan_store.uploads import delete_upload, undo_delete_upload
from tests.plan_store.conftest import (  # noqa: F401
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
def every_change(store: Engine, world: World, lead: Actor) -> list[tuple[Change, Names]]:  # noqa: F811
    """What each verb of the store writes, run in the same world and rolled back; and how that world was made."""
    found: list[tuple[Change, Names]] = []
    with Session(store) as session:
        made = list(session.exec(select(Change)))
        names = names_of(session, made)
        session.expunge_all()
        found += [(change, names) for change in made]
    known = {change.id for change, _names in found}
    for call in (*(case.call for case in CASES), _there_and_back):
        with Session(store.execution_options(writes=True), expire_on_commit=False) as session:
            call(session, lead, world)
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
