"""Programmes: a primary driver, an overarching aim, secondary drivers; and the verbs on them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic import Field as Checked
from sqlalchemy import Select, Table, bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Field, Session, col, select

from plan_store.base import Base, NotFound, UtcDateTime, new_id, now, table
from plan_store.changes import as_of, log
from plan_store.clean import KEEPABLE
from plan_store.patients import refuse_nhs_numbers
from plan_store.permissions import Actor, May, require
from plan_store.prepared import Prepared

WORKSTREAM = "Maternity & Neonatal"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), KEEPABLE]
Key = Annotated[str, StringConstraints(max_length=100), KEEPABLE]  # in the driver library
Aim = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), KEEPABLE]


class Programme(Base, table=True):
    id: str = Field(default_factory=new_id, primary_key=True)
    organisation: str = Field(foreign_key="organisation.ods_code", index=True)
    workstream: str = WORKSTREAM
    title: str
    driver_key: str = ""  # in the driver library; empty when the team used its own words
    primary_driver: str
    aim: str
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revision: int = 1


PROGRAMMES = table(Programme)
TRUST = Prepared(select(PROGRAMMES.c.organisation).where(PROGRAMMES.c.id == bindparam("id")))


class ProgrammeDriver(Base, table=True):
    """A secondary driver of a programme."""

    programme_id: str = Field(primary_key=True, foreign_key="programme.id")
    position: int = Field(primary_key=True)
    driver_key: str = ""
    title: str
    short: str = ""


class SecondaryChoice(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    driver_key: Key = ""
    title: Words
    short: Annotated[str, StringConstraints(max_length=300), KEEPABLE] = ""


Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), KEEPABLE]


class DriverChoice(BaseModel):
    """What a team chooses in the two steps; primary driver, aim and title are required."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Title
    driver_key: Key = ""
    primary_driver: Words
    aim: Aim
    secondary: tuple[SecondaryChoice, ...] = Checked(default=(), max_length=20)


class Within(Protocol):
    """What belongs to a programme."""

    @property
    def programme_id(self) -> str: ...


Kind = TypeVar("Kind", bound=Within)


class ChangedMeanwhile(Exception):
    """Somebody saved since this was read; nothing was written."""


def find_programme(session: Session, actor: Actor, programme_id: str, what: May = May.READ) -> Programme:
    """The programme, if the actor may do this to it. Raises NotFound (also for another trust's) or NotAllowed."""
    programme = session.get(Programme, programme_id)
    if programme is None or programme.organisation not in actor.roles:
        raise NotFound(programme_id)
    require(actor, what, programme.organisation)
    session.info[programme_id] = programme.organisation
    return programme


def find_within(session: Session, actor: Actor, kind: type[Kind], key: str, what: May = May.READ) -> Kind:
    """One thing of a programme. Raises NotFound, the same for another trust's as for none, or NotAllowed."""
    found = session.get(kind, key)
    try:
        find_programme(session, actor, found.programme_id if found else "", what)
    except NotFound:
        found = None
    if found is None:
        raise NotFound(key)
    return found


def require_programme(session: Session, actor: Actor, programme_id: str, what: May = May.READ) -> str:
    """The check of find_programme alone, for verbs that need no more than the trust's code, which is returned."""
    trust = session.info.get(programme_id)  # of programmes that this session has asked for: it never changes
    if trust is None:
        found = TRUST.rows(session, id=programme_id)
        session.info[programme_id] = trust = found[0][0] if found else None
    if trust is None or trust not in actor.roles:
        raise NotFound(programme_id)
    require(actor, what, trust)
    return trust


def with_trust(rows: Table) -> Select[Any]:
    """What belongs to a programme, and the code of its trust: one statement for both."""
    here = PROGRAMMES.c.id == rows.c.programme_id
    return select_columns(rows, PROGRAMMES.c.organisation).join(PROGRAMMES, here)


def find_with_trust(session: Session, prepared: Prepared, kind: type[Kind], **key: str) -> Kind | None:
    """What a statement of with_trust finds, of no session. Nothing is asked yet: that is for require_programme."""
    found = prepared.object_and(session, kind, **key)
    if found is None:
        return None
    thing, session.info[thing.programme_id] = found
    return thing


def to_hold(rows: Table) -> Select[Any]:
    """The same of one trust, `of_trust`, held to the transaction's end."""
    return with_trust(rows).where(PROGRAMMES.c.organisation == bindparam("of_trust")).with_for_update(of=rows)


def hold_with_trust(
    session: Session, trusts: Iterable[str], prepared: Prepared, kind: type[Kind], **key: str
) -> Kind | None:
    """What a statement of to_hold finds in these trusts: in which the actor may write, so that nobody holds a row, or
    waits for one, that is not theirs.
    """
    for trust in trusts:
        if found := find_with_trust(session, prepared, kind, of_trust=trust, **key):
            return found
    return None


def hold_programme(session: Session, programme: Programme) -> None:
    """Let nobody else change a programme, or the order of its rows, until the transaction ends."""
    session.refresh(programme, with_for_update={"key_share": True})


def list_programmes(session: Session, actor: Actor, organisation: str, what: May = May.READ) -> list[Programme]:
    """The trust's programmes that are not archived, newest first. Submitted are they alone, not what hangs on them."""
    require(actor, what, organisation)
    here = select(Programme).where(Programme.organisation == organisation, col(Programme.archived_at).is_(None))
    return list(session.exec(here.order_by(col(Programme.id).desc())))


def list_secondary(session: Session, programme: Programme) -> list[ProgrammeDriver]:
    """The secondary drivers of a programme that the actor was already allowed to read."""
    here = select(ProgrammeDriver).where(ProgrammeDriver.programme_id == programme.id)
    return list(session.exec(here.order_by(col(ProgrammeDriver.position))))


def create_programme(session: Session, actor: Actor, organisation: str, choice: DriverChoice) -> Programme:
    require(actor, May.CREATE, organisation)
    _refuse_patients(choice)
    programme = Programme(organisation=organisation, **choice.model_dump(exclude={"secondary"}))
    session.add(programme)
    session.flush()
    add_secondary(session, programme.id, choice)
    _log(session, actor, programme, "created", None, choice)
    return programme


def change_drivers(
    session: Session, actor: Actor, programme_id: str, choice: DriverChoice, seen_revision: int
) -> Programme:
    """Change title, primary driver, aim and secondary drivers together. Raises ChangedMeanwhile."""
    programme = find_programme(session, actor, programme_id, May.WRITE)
    _refuse_patients(choice)
    before = chosen(session, programme)
    wrote = session.exec(
        update(Programme)
        .where(col(Programme.id) == programme_id, col(Programme.revision) == seen_revision)
        .values(revision=seen_revision + 1, **choice.model_dump(exclude={"secondary"}))
        .execution_options(synchronize_session=False)
    )
    if wrote.rowcount != 1:
        raise ChangedMeanwhile("Somebody changed the drivers of this programme while you were choosing.")
    for driver in list_secondary(session, programme):
        session.delete(driver)
    session.flush()
    add_secondary(session, programme_id, choice)
    session.refresh(programme)
    _log(session, actor, programme, "changed", before, choice)
    return programme


def archive_programme(session: Session, actor: Actor, programme_id: str, archived: bool = True) -> Programme:
    """Take a programme off the list, or put it back; nothing in it is deleted."""
    programme = find_programme(session, actor, programme_id, May.ARCHIVE)
    hold_programme(session, programme)
    if (programme.archived_at is not None) == archived:
        return programme
    session.exec(
        update(Programme)
        .where(col(Programme.id) == programme_id)
        .values(archived_at=now() if archived else None, revision=col(Programme.revision) + 1)
        .execution_options(synchronize_session=False)
    )
    session.refresh(programme)
    drivers = chosen(session, programme)
    _log(session, actor, programme, "archived" if archived else "restored", drivers, drivers)
    return programme


def chosen(session: Session, programme: Programme) -> DriverChoice:
    """The programme's present drivers, as a choice that the two steps can start from."""
    secondary = tuple(
        SecondaryChoice(driver_key=driver.driver_key, title=driver.title, short=driver.short)
        for driver in list_secondary(session, programme)
    )
    return DriverChoice(
        title=programme.title,
        driver_key=programme.driver_key,
        primary_driver=programme.primary_driver,
        aim=programme.aim,
        secondary=secondary,
    )


def drivers_seen(session: Session, actor: Actor, programme_id: str, revision: int) -> DriverChoice | None:
    """What the drivers were at a revision that somebody saw; None where the log does not say."""
    find_programme(session, actor, programme_id)
    held = as_of(session, "Programme", programme_id, revision) or {}
    try:
        return DriverChoice.model_validate({name: held[name] for name in DriverChoice.model_fields if name in held})
    except ValidationError:
        return None


def _refuse_patients(choice: DriverChoice) -> None:
    """Raises HoldsNhsNumber."""
    refuse_nhs_numbers(choice.title, choice.primary_driver, choice.aim)
    refuse_nhs_numbers(*(words for driver in choice.secondary for words in (driver.title, driver.short)))


def add_secondary(session: Session, programme_id: str, choice: DriverChoice) -> None:
    for position, driver in enumerate(choice.secondary):
        session.add(ProgrammeDriver(programme_id=programme_id, position=position, **driver.model_dump()))


def _log(
    session: Session,
    actor: Actor,
    programme: Programme,
    action: str,
    before: DriverChoice | None,
    after: DriverChoice | None,
) -> None:
    log(
        session,
        actor,
        organisation=programme.organisation,
        programme_id=programme.id,
        action=action,
        thing="Programme",
        thing_id=programme.id,
        revision=programme.revision,
        before=before and before.model_dump(),
        after=after and after.model_dump(),
    )
