"""Every verb x every role x own and other trust; a new verb without a case fails here."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from charts.series import read_series
from plan_store.base import NotFound, now
from plan_store.comments import add_comment
from plan_store.history import list_changes
from plan_store.observations import save_observations
from plan_store.permissions import ALLOWED, Actor, May, NotAllowed, Role, may
from plan_store.plan_rows import Measure, TeamMember
from plan_store.programmes import DriverChoice
from plan_store.read_choices import remember_choice
from plan_store.rows import add_row, save_row
from plan_store.store import writing
from tests.plan_store.conftest import OTHER, OWN, People
from tests.plan_store.verbs import CASES, KEPT, LEAST, World, first_parameters, functions

# Functions on a session that ask nobody: what they get was checked by their caller, or nobody is signed in yet.
UNASKED = {
    "as_of", "last_changes", "observations_of", "list_secondary", "chosen", "actor_for", "make_link", "redeem_link",
    "signed_in", "end_session", "present_rows", "add_rows", "settle", "kept_file", "user_with", "start_session",
    "note_seen", "end_all_sessions", "just_left", "check_attempts", "note_attempt", "invited_user", "admit",
}  # fmt: skip
WRITES_THE_LOG = {"log", "log_measure", "keep_file"}
# One's own in every role, and in no trust: test_drafts, test_presence and test_comments hold that.
ONES_OWN = {"keep_draft", "read_draft", "drop_draft", "say_left", "delete_comment"}


@pytest.fixture
def world(lead: Actor, editor: Actor, programme: str, choice: DriverChoice) -> World:
    with writing() as session:
        rows = {kind: add_row(session, lead, programme, kind, cells).row.id for kind, cells in LEAST.items()}
        stored = save_observations(session, lead, rows[Measure], read_series(KEPT, "kept.csv"), KEPT)
        remember_choice(session, lead, OWN, "kept", {"value": "Rate"})
        comment = add_comment(session, lead, programme, "box", "aims", "Is this in reach?")
    with writing() as session:
        then = now()
        save_row(session, lead, TeamMember, rows[TeamMember], {"name": "b"}, 1)
        save_row(session, lead, TeamMember, rows[TeamMember], {"name": LEAST[TeamMember]["name"]}, 2)
        renamed = list_changes(session, lead, programme, thing_id=rows[TeamMember])[1]
        save_row(session, lead, TeamMember, rows[TeamMember], {"role": "Lead"}, 3)
    return World(
        OWN,
        programme,
        choice,
        rows,
        stored.upload.id,
        stored.upload.batch,
        renamed.id,
        comment.id,
        then,
        editor.user_id,
    )


def test_every_verb_has_a_case() -> None:
    verbs = {found.__name__ for found in functions() if first_parameters(found) == ["session", "actor"]}
    assert verbs - WRITES_THE_LOG - ONES_OWN == {case.verb.__name__ for case in CASES}


def test_what_asks_nobody_is_known() -> None:
    on_a_session = {found.__name__ for found in functions() if first_parameters(found)[:1] == ["session"]}
    assert on_a_session - {case.verb.__name__ for case in CASES} == UNASKED | WRITES_THE_LOG | ONES_OWN


@pytest.fixture
def written(store: Engine) -> Iterator[list[str]]:
    """The statements that change something."""
    found: list[str] = []

    def note(*asked: object) -> None:
        if str(asked[2]).split()[0] in ("INSERT", "UPDATE", "DELETE"):
            found.append(str(asked[2]))

    event.listen(store, "before_cursor_execute", note)
    yield found
    event.remove(store, "before_cursor_execute", note)


@pytest.mark.parametrize("role", Role)
def test_in_ones_own_trust_the_role_decides(
    role: Role, store: Engine, world: World, people: People, written: list[str]
) -> None:
    for case in CASES:
        written.clear()
        with Session(store.execution_options(writes=True)) as session:
            if case.needs in ALLOWED[role]:
                case.call(session, people[OWN, role], world)
                session.flush()
                quiet = (case.needs == May.READ or case.verb.__name__ in QUIET) and case.verb.__name__ not in NOTES
                assert bool(written) != quiet, case
            else:
                with pytest.raises(NotAllowed):
                    case.call(session, people[OWN, role], world)
                assert written == [], case


@pytest.mark.parametrize("role", Role)
def test_in_another_trust_no_role_does_anything(
    role: Role, store: Engine, world: World, people: People, written: list[str]
) -> None:
    for case in CASES:
        written.clear()
        with Session(store.execution_options(writes=True)) as session:
            with pytest.raises((NotFound, NotAllowed)) as refused:
                case.call(session, people[OTHER, role], world)
            assert _says_nothing(refused.value, world), case
            assert written == [], case


# These need May.WRITE and have nothing to write in this world: one row only, no row or file deleted, a row held.
# An administrator looks at the list.
QUIET = {"move_row", "undo_delete", "find_row", "undo_delete_upload", "undo_delete_batch", "list_members"}


# What one only reads, and where is noted that one was there.
NOTES = {"say_here", "visit"}


def _says_nothing(refusal: Exception, world: World) -> bool:
    """Of another trust one learns nothing: the answer is the one for what does not exist."""
    if isinstance(refusal, NotAllowed):
        return world.trust not in str(refusal)
    return str(refusal) in (
        world.programme,
        *world.rows.values(),
        world.upload,
        world.batch,
        world.change,
        world.comment,
        world.member,
    )


def test_a_role_is_held_by_trust() -> None:
    both = Actor("u", "Consultant midwife", {OWN: Role.VIEWER, OTHER: Role.LEAD})
    assert (both.organisation, both.role) == (OWN, "viewer")
    assert [what for what in May if may(both, what, OWN)] == [May.READ_SUBMITTED, May.READ]
    assert [what for what in May if not may(both, what, OTHER)] == [May.ADMINISTER]
    nobody = Actor("u", "Nobody")
    assert (nobody.organisation, nobody.role) == ("", "")
    assert not any(may(nobody, what, where) for what in May for where in (OWN, ""))


def test_each_role_may_what_the_one_below_may() -> None:
    for lower, higher in zip(list(Role), list(Role)[1:], strict=False):
        assert ALLOWED[lower] <= ALLOWED[higher]
    assert set(ALLOWED) == set(Role)
