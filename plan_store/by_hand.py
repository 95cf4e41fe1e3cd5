"""What whoever looks after the portal does by hand: they hold the store itself, so no role is asked of them."""

import json
from pathlib import Path

from sqlmodel import Session

from plan_store.areas import is_area
from plan_store.base import NotFound
from plan_store.bringing_in import import_programme, read_file_of_programme
from plan_store.organisations import NoSuchTrust, open_organisation
from plan_store.people import Organisation
from plan_store.permissions import Actor, Role
from plan_store.programmes import Programme
from plan_store.store import reading, upgrade_schema, writing
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
    """Bring a programme in from a file, also into a store that is new. Raises NotFound, NotAProgramme, TrustClosed."""
    found = read_file_of_programme(file.read_bytes())
    upgrade_schema()
    with writing() as session:
        trust = _trust(session, organisation.upper())
        programme = import_programme(session, _everything(trust), trust, found)
    return f"The programme is here as {programme.id}."


def _trust(session: Session, code: str) -> str:
    """A trust of the store, or else of the library. Raises NotFound, TrustClosed."""
    if is_area(code):
        raise NotFound(f"{code} is no trust. Programmes belong to trusts.")
    try:
        return code if session.get(Organisation, code) else open_organisation(session, code).ods_code
    except NoSuchTrust:
        raise NotFound(f"There is no organisation {code}.") from None


def _everything(organisation: str) -> Actor:
    return Actor("by-hand", NAME, {organisation: Role.TRUST_ADMINISTRATOR})
