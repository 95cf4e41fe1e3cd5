"""Files as they came: who brought them, for which measure, how they were read; taken back and put back whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, update
from sqlmodel import Field, Session, col, select

from charts.series import SeriesFile
from plan_store.base import Base, NotFound, UtcDateTime, add_first, new_id, now
from plan_store.measure_changes import log_measure
from plan_store.observation_rows import Observation, settle
from plan_store.permissions import Actor, May, require
from plan_store.plan_rows import Measure
from plan_store.programmes import Programme, require_programme
from plan_store.rows import find_row, hold_rows


class StoredFile(Base, table=True):
    """The bytes of a file, once in each trust whatever they were read for."""

    __tablename__ = "stored_file"

    organisation: str = Field(primary_key=True, foreign_key="organisation.ods_code")
    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Upload(Base, table=True):
    """A file as it was read for one measure. Files for several measures make one upload each, of one batch."""

    __table_args__ = (Index("ix_upload_file", "organisation", "sha256"),)

    id: str = Field(default_factory=new_id, primary_key=True)
    measure_id: str = Field(foreign_key="measure.id", index=True)
    organisation: str
    batch: str = Field(default_factory=new_id, index=True)
    file_name: str
    sha256: str
    user_id: str
    user_name: str
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    read_as: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True)
class Earlier:
    """An upload of the very same file, and the measure and programme that it was read for."""

    upload: Upload
    measure: Measure
    programme: Programme


def list_uploads(session: Session, actor: Actor, measure_id: str) -> list[Upload]:
    """A measure's files, the newest first, those taken back too."""
    measure = find_row(session, actor, Measure, measure_id, May.READ)
    here = select(Upload).where(Upload.measure_id == measure.id)
    return list(session.exec(here.order_by(col(Upload.id).desc())))


def find_same_file(session: Session, actor: Actor, organisation: str, content: bytes) -> list[Earlier]:
    """Where this very file is already, in this trust, the newest first; what was taken back is not there."""
    require(actor, May.READ, organisation)
    here = (
        select(Upload, Measure, Programme)
        .join(Measure, col(Upload.measure_id) == col(Measure.id))
        .join(Programme, col(Measure.programme_id) == col(Programme.id))
        .where(Upload.organisation == organisation, Upload.sha256 == sha256(content).hexdigest())
        .where(col(Upload.deleted_at).is_(None), col(Measure.deleted_at).is_(None))
    )
    return [Earlier(*found) for found in session.exec(here.order_by(col(Upload.id).desc()))]


def read_file(session: Session, actor: Actor, upload_id: str) -> tuple[Upload, bytes]:
    """An upload and the file exactly as it came. Raises NotFound."""
    upload = _find_upload(session, actor, upload_id, May.READ)
    return upload, session.get_one(StoredFile, (upload.organisation, upload.sha256)).content


def delete_upload(session: Session, actor: Actor, upload_id: str) -> Upload:
    """Take a file back: what it replaced stands again. undo_delete_upload puts it back."""
    return _set_deleted(session, actor, upload_id, now())


def undo_delete_upload(session: Session, actor: Actor, upload_id: str) -> Upload:
    """Put a file back; where something newer was said since, that stays."""
    return _set_deleted(session, actor, upload_id, None)


def delete_batch(session: Session, actor: Actor, batch: str) -> list[Upload]:
    """Take back all that one file brought to several measures."""
    return [delete_upload(session, actor, found) for found in _batch(session, actor, batch)]


def undo_delete_batch(session: Session, actor: Actor, batch: str) -> list[Upload]:
    return [undo_delete_upload(session, actor, found) for found in _batch(session, actor, batch)]


def keep_file(
    session: Session, actor: Actor, measure: Measure, series: SeriesFile, content: bytes, batch: str
) -> Upload:
    """Keep the file for a measure that the actor was already allowed to write."""
    organisation = require_programme(session, actor, measure.programme_id, May.WRITE)
    digest = sha256(content).hexdigest()
    if session.get(StoredFile, (organisation, digest)) is None:
        add_first(session, StoredFile(organisation=organisation, sha256=digest, content=content))
    upload = Upload(
        measure_id=measure.id,
        organisation=organisation,
        batch=batch,
        file_name=series.filename,
        sha256=digest,
        user_id=actor.user_id,
        user_name=actor.name,
        read_as=_read_as(series),
    )
    session.add(upload)
    session.flush()
    return upload


def _read_as(series: SeriesFile) -> dict[str, str]:
    """How the file was read: its columns by their roles; the sheet, the rows and the quarters where it has several."""
    found = {role: f"{found.title} ({found.letter})" for role, found in series.roles.items()}
    if series.sheet and len(series.sheets) > 1:
        found["sheet"] = series.sheet
    if series.filters:
        found["rows"] = ", ".join(f"{title} “{value}”" for title, value in series.filters.items())
    if series.quarters:
        found["quarters"] = series.quarters
    return found


def kept_file(session: Session, measure_id: str, content: bytes) -> Upload | None:
    """The measure's newest upload of this very file that was not taken back."""
    here = select(Upload).where(Upload.measure_id == measure_id, Upload.sha256 == sha256(content).hexdigest())
    return session.exec(here.where(col(Upload.deleted_at).is_(None)).order_by(col(Upload.id).desc())).first()


def _find_upload(session: Session, actor: Actor, upload_id: str, what: May) -> Upload:
    upload = session.get(Upload, upload_id)
    try:
        find_row(session, actor, Measure, upload.measure_id if upload else "", what)
    except NotFound:
        upload = None
    if upload is None:
        raise NotFound(upload_id)
    return upload


def _batch(session: Session, actor: Actor, batch: str) -> Iterable[str]:
    """The uploads of a batch, with all their measures held; all of it is one trust's."""
    found = list(session.exec(select(Upload.id, Upload.measure_id, Upload.organisation).where(Upload.batch == batch)))
    if not found or any(organisation not in actor.roles for _, _, organisation in found):
        raise NotFound(batch)
    hold_rows(session, actor, Measure, (measure_id for _, measure_id, _ in found))
    return sorted(upload_id for upload_id, _, _ in found)


def _set_deleted(session: Session, actor: Actor, upload_id: str, at: datetime | None) -> Upload:
    upload = _find_upload(session, actor, upload_id, May.WRITE)
    session.refresh(upload)  # the measure is held now: nobody else takes the file back meanwhile
    if (upload.deleted_at is None) == (at is None):
        return upload
    session.exec(
        update(Upload)
        .where(col(Upload.id) == upload_id)
        .values(deleted_at=at)
        .execution_options(synchronize_session=False)
    )
    session.refresh(upload)
    periods = set(session.exec(select(col(Observation.period)).where(Observation.upload_id == upload_id)))
    settle(session, upload.measure_id, periods, _gone(session, upload.measure_id))
    measure = find_row(session, actor, Measure, upload.measure_id)
    said = {"file": upload.file_name, "periods": len(periods)}
    log_measure(session, actor, measure, "file taken back" if at else "file put back", said)
    return upload


def _gone(session: Session, measure_id: str) -> set[str]:
    here = select(Upload.id).where(Upload.measure_id == measure_id, col(Upload.deleted_at).is_not(None))
    return set(session.exec(here))
