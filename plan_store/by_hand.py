"""What whoever looks after the portal does by hand: they hold the store itself, so no role is asked of them."""

import json
from pathlib import Path

from plan_store.base import NotFound
from plan_store.bringing_in import import_programme, read_file_of_programme
from plan_store.people import Organisation
from plan_store.permissions import Actor, Role
from plan_store.programmes import Programme
from plan_store.store import reading, writing
from plan_store.transfer import export_programme

NAME = "Whoever looks after the portal"


def export_to(file: Path, programme_id: str) -> str:
    """Write a programme into a file. Raises NotFound."""
    with reading() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            raise NotFound(f"There is no programme {programme_id}.")
        found = export_programme(session, _everything(programme.organisation), programme_id)
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return f"{file} has the programme whole, with {len(found['changes'])} changes."


def import_from(file: Path, organisation: str) -> str:
    """Bring a programme in from a file. Raises NotFound, NotAProgramme."""
    with writing() as session:
        if session.get(Organisation, organisation) is None:
            raise NotFound(f"There is no organisation {organisation}.")
        found = read_file_of_programme(file.read_bytes())
        programme = import_programme(session, _everything(organisation), organisation, found)
    return f"The programme is here as {programme.id}."


def _everything(organisation: str) -> Actor:
    return Actor("by-hand", NAME, {organisation: Role.TRUST_ADMINISTRATOR})
