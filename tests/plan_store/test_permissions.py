"""Every verb x every role x own and other trust; a new verb without a case fails here."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from charts.series import read_series
from plan_store import prepared
from plan_store.base import NotFound, new_id, now
from plan_store.comments import add_comment
from plan_store.due import read_due
from plan_store.history import list_changes
from plan_store.members import list_members
from plan_store.observations import read_observations, save_observations
from plan_store.permissions import ALLOWED, Actor, May, NotAllowed, Role, may
from plan_store.plan_rows import Measure, TeamMember
from plan_store.prepared import on_driver
from plan_store.programmes import DriverChoice, create_programme, list_programmes
from plan_store.progress import read_cards
from plan_store.read_choices import remember_choice
from plan_store.rows import add_row, delete_row, find_row, save_row
from plan_store.store import writing
from plan_store.transfer import export_programme
from tests.plan_store.conftest import ENGLAND, OTHER, OTHER_REGION, OWN, REGION, People
from tests.plan_store.verbs import CASES, KEPT, LEAST, World, first_parameters, functions

# Functions on a session that ask nobody: what they get was checked by their caller, or nobody is signed in yet.
UNASKED = {
    "as_of", "last_changes", "observations_of", "list_secondary", "chosen", "actor_for", "make_link", "redeem_link",
    "signed_in", "end_session", "present_rows", "add_rows", "settle", "kept_file", "user_with", "start_session",
    "note_seen", "end_all_sessions", "just_left", "check_attempts", "note_attempt", "invited_user", "admit",
    "open_organisation", "names_of", "add_secondary", "add_first", "hold_programme", "one_at_a_time",
    "read_state", "newest_change", "row_of_period", "newest_number", "arrivals", "end_handed_over", "typed_of",
    "find_with_trust", "hold_with_trust",
}  # fmt: skip
# For England's administrators, whatever trust is asked about: test_administration holds it.
FOR_ENGLAND = {"open_trust"}
WRITES_THE_LOG = {"log", "log_measure", "log_chart", "keep_file"}
# One's own in every role, and in no trust: test_drafts, test_presence and test_comments hold that.
ONES_OWN = {
    "keep_draft", "read_draft", "read_drafts", "drop_draft", "keep_typed", "read_typed", "drop_typed", "say_left",
    "delete_comment", "begun_comments", "list_organisations", "list_administered",
}  # fmt: skip


@pytest.fixture
def world(lead: Actor, editor: Actor, programme: str, choice: DriverChoice) -> World:
    with writing() as session:
        rows = {kind: add_row(session, lead, programme, kind, cells).row.id for kind, cells in LEAST.items()}
        stored = save_observations(session, lead, rows[Measure], read_series(KEPT, "kept.csv"), KEPT)
        remember_choice(session, lead, OWN, "kept", {"value": "Rate"})
        comment = add_comment(session, lead, programme, "box", "aims", "Is this in reach?")
        exported = export_programme(session, lead, programme)
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
        exported,
    )


def test_every_verb_has_a_case() -> None:
    verbs = {found.__name__ for found in functions() if first_parameters(found) == ["session", "actor"]}
    assert verbs - WRITES_THE_LOG - ONES_OWN - FOR_ENGLAND == {case.verb.__name__ for case in CASES}


def test_what_asks_nobody_is_known() -> None:
    on_a_session = {found.__name__ for found in functions() if first_parameters(found)[:1] == ["session"]}
    assert on_a_session - {case.verb.__name__ for case in CASES} == UNASKED | WRITES_THE_LOG | ONES_OWN | FOR_ENGLAND


@pytest.fixture
def written(store: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that change something, through SQLAlchemy or straight to the driver."""
    found: list[str] = []

    def note(*asked: object) -> None:
        if str(asked[2]).split()[0] in ("INSERT", "UPDATE", "DELETE"):
            found.append(str(asked[2]))

    def noted(connection: Connection, sql: str, *more: Any, **named: Any) -> Any:
        note(None, None, sql)
        return on_driver(connection, sql, *more, **named)

    monkeypatch.setattr(prepared, "on_driver", noted)
    event.listen(store, "before_cursor_execute", note)
    yield found
    event.remove(store, "before_cursor_execute", note)


@pytest.mark.parametrize("role", Role)
def test_in_ones_own_trust_the_role_decides(
    role: Role, store: Engine, world: World, people: People, written: list[str]
) -> None:
    _walk(store, people[OWN, role], ALLOWED[role], world, written)


def _walk(store: Engine, actor: Actor, allowed: frozenset[May], world: World, written: list[str]) -> None:
    """Every verb: what is allowed is done, and writes where it should; all else is refused, and writes nothing."""
    for case in CASES:
        written.clear()
        with Session(store.execution_options(writes=True)) as session:
            if case.needs in allowed:
                case.call(session, actor, world)
                session.flush()
                name = case.verb.__name__
                quiet = (case.needs in READS or name in QUIET) and name not in NOTES
                assert bool(written) != quiet, case
            else:
                with pytest.raises(NotAllowed):
                    case.call(session, actor, world)
                assert written == [], case


@pytest.mark.parametrize("role", Role)
def test_in_another_trust_no_role_does_anything(
    role: Role, store: Engine, world: World, people: People, written: list[str]
) -> None:
    _walk_in_vain(store, people[OTHER, role], world, written)


def _walk_in_vain(store: Engine, actor: Actor, world: World, written: list[str]) -> None:
    """Of another trust one learns nothing: each answer is the one for what does not exist."""
    nowhere = World(
        trust="R99",
        programme=new_id(),
        choice=world.choice,
        rows={kind: new_id() for kind in world.rows},
        upload=new_id(),
        batch=new_id(),
        change=new_id(),
        comment=new_id(),
        then=world.then,
        member=new_id(),
        exported=world.exported,
    )
    named = {there: nowhere.rows[kind] for kind, there in world.rows.items()}
    for name in ("programme", "upload", "batch", "change", "comment", "member"):
        named[getattr(world, name)] = getattr(nowhere, name)
    for case in CASES:
        written.clear()
        with Session(store.execution_options(writes=True)) as session:
            with pytest.raises((NotFound, NotAllowed)) as refused:
                case.call(session, actor, world)
            with pytest.raises((NotFound, NotAllowed)) as unknown:
                case.call(session, actor, nowhere)
        assert type(refused.value) is type(unknown.value), case
        said = str(refused.value)
        assert named.get(said, said) == str(unknown.value), case
        assert world.trust not in said, case
        assert written == [], case


@pytest.mark.parametrize("role", [Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR])
@pytest.mark.parametrize("area", [REGION, ENGLAND])
def test_whoever_belongs_to_the_region_reads_what_was_submitted(
    area: str, role: Role, store: Engine, world: World, wide: People, written: list[str]
) -> None:
    """Its administrators too: they look after the region's people, and not after a trust's."""
    _walk(store, wide[area, role], ALLOWED[Role.PROGRAMME_READER], world, written)


@pytest.mark.parametrize("role", [Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR])
def test_another_region_reads_nothing(
    role: Role, store: Engine, world: World, wide: People, written: list[str]
) -> None:
    _walk_in_vain(store, wide[OTHER_REGION, role], world, written)


@pytest.mark.parametrize("area", [REGION, ENGLAND])
def test_a_region_has_people_and_no_programmes(
    area: str, store: Engine, world: World, wide: People, written: list[str]
) -> None:
    """The same verbs in the region itself: its administrators reach its people alone."""
    actor = wide[area, Role.TRUST_ADMINISTRATOR]
    with Session(store.execution_options(writes=True)) as session:
        with pytest.raises(NotAllowed):
            create_programme(session, actor, area, world.choice)
        assert list_programmes(session, actor, area, May.READ_SUBMITTED) == []
        assert [one.role for one in list_members(session, actor, area)] == [
            Role.PROGRAMME_READER, Role.TRUST_ADMINISTRATOR,
        ]  # fmt: skip
        with pytest.raises(NotAllowed):
            list_members(session, wide[area, Role.PROGRAMME_READER], area)


def test_a_reader_sees_neither_progress_nor_people(store: Engine, world: World, wide: People) -> None:
    reader = wide[REGION, Role.PROGRAMME_READER]
    with Session(store) as session:
        (card,) = read_cards(session, reader, OWN)
        assert (card.programme.title, card.tabs, card.changed_by, card.changed_at) == (
            "Smoke-free pregnancies", (), "", None,
        )  # fmt: skip
        assert card.main_measure is not None
        due = read_due(session, reader, OWN, date(2025, 7, 9))
        assert [(one.period, one.before and one.before.value) for one in due.entries] == [
            (date(2025, 4, 1), 90.0), (date(2025, 5, 1), 90.0), (date(2025, 6, 1), 90.0),
        ]  # fmt: skip
        assert {
            (one.before.user_name, one.before.user_id, one.before.upload_id) for one in due.entries if one.before
        } == {("", "", None)}


def test_a_measure_that_was_taken_out_is_no_longer_submitted(
    store: Engine, world: World, wide: People, lead: Actor
) -> None:
    with writing() as session:
        delete_row(session, lead, Measure, world.measure)
    with Session(store) as session:
        assert find_row(session, lead, Measure, world.measure).name == "a"
        for verb in (find_row, lambda s, a, _kind, row: read_observations(s, a, row)):
            with pytest.raises(NotFound):
                verb(session, wide[REGION, Role.PROGRAMME_READER], Measure, world.measure)


# These need May.WRITE and have nothing to write in this world: one row only, no row or file deleted, a row held.
# An administrator looks at the list.
QUIET = {"move_row", "hold_rows", "undo_delete", "find_row", "undo_delete_upload", "undo_delete_batch"}
QUIET |= {"list_members", "search_audit", "list_actors"}


READS = {May.READ, May.READ_SUBMITTED}
# What one only reads, and where is noted that one was there.
NOTES = {"say_here", "visit"}


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
