"""A programme taken out whole, with its data and its history, and brought in elsewhere."""

import json
from base64 import b64encode
from typing import Any

from sqlmodel import Session, col, select

from plan_store.base import now
from plan_store.changes import Change
from plan_store.comments import Comment
from plan_store.observation_rows import Observation
from plan_store.people import organisation
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure, PlanRow
from plan_store.portable import FORMAT, VERSION
from plan_store.programmes import chosen, find_programme
from plan_store.row_values import values_of
from plan_store.sections import SECTIONS, Table
from plan_store.texts import PlanText
from plan_store.uploads import StoredFile, Upload

TABLES: dict[str, type[PlanRow]] = {
    part.row.__name__: part.row for section in SECTIONS for part in section.parts if isinstance(part, Table)
}
UNTOLD = {"user_id", "programme_id", "organisation", "mentions"}  # who somebody is here says nothing elsewhere


def export_programme(session: Session, actor: Actor, programme_id: str) -> dict[str, Any]:
    """The programme as plain JSON: everything in it and every change, with people's names and nothing else of them."""
    programme = find_programme(session, actor, programme_id)
    rows = {name: _all(session, kind, programme_id) for name, kind in TABLES.items()}
    measures = [row.id for row in rows[Measure.__name__]]
    uploads = _of_measures(session, Upload, measures)
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": now().isoformat(),
        "organisation": organisation(session, actor, programme.organisation).name,
        "id": programme.id,
        "revision": programme.revision,
        "archived_at": programme.archived_at and programme.archived_at.isoformat(),
        "drivers": chosen(session, programme).model_dump(mode="json"),
        "texts": [_plain(text) for text in _all(session, PlanText, programme_id)],
        "rows": {name: [_row(row) for row in found] for name, found in rows.items()},
        "uploads": [_plain(upload) for upload in uploads],
        "files": _files(session, programme.organisation, {upload.sha256 for upload in uploads}),
        "observations": [_plain(row) for row in _of_measures(session, Observation, measures)],
        "comments": [_plain(comment) for comment in _all(session, Comment, programme_id)],
        "changes": [_change(change) for change in _all(session, Change, programme_id)],
    }


def export_name(title: str) -> str:
    """A file's name for a programme."""
    kept = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in title)
    return f"{'-'.join(kept.lower().split())[:60] or 'programme'}.json"


def _all(session: Session, kind: type[Any], programme_id: str) -> list[Any]:
    """Deleted ones too, in the order that they came."""
    key = kind.box if kind is PlanText else kind.id
    return list(session.exec(select(kind).where(kind.programme_id == programme_id).order_by(key)))


def _of_measures(session: Session, kind: type[Any], measures: list[str]) -> list[Any]:
    return list(session.exec(select(kind).where(col(kind.measure_id).in_(measures)).order_by(kind.id)))


def _plain(thing: Any) -> dict[str, Any]:
    return thing.model_dump(mode="json", exclude=UNTOLD)


def _row(row: PlanRow) -> dict[str, Any]:
    held = {name: getattr(row, name) for name in ("id", "position", "revision")}
    gone = row.deleted_at and row.deleted_at.isoformat()
    return {**held, "deleted_at": gone, "cells": values_of(row), "chart": getattr(row, "chart", {})}


def _files(session: Session, trust: str, digests: set[str]) -> dict[str, str]:
    found = select(StoredFile).where(StoredFile.organisation == trust, col(StoredFile.sha256).in_(sorted(digests)))
    return {file.sha256: b64encode(file.content).decode() for file in session.exec(found)}


def _change(change: Change) -> dict[str, Any]:
    return {**_plain(change), "before": json.loads(change.before), "after": json.loads(change.after)}
