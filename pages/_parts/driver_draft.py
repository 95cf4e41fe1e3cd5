"""A draft of drivers: held for its writer while it is made, then kept as a programme."""

from contextlib import suppress

from pages._parts.driver_choice import OWN, Draft, choice_of, new_draft
from plan_store import drafts
from plan_store.library import drivers
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import Actor, NotAllowed
from plan_store.programmes import ChangedMeanwhile, change_drivers, chosen, create_programme, find_programme
from plan_store.store import reading, writing
from plan_store.unavailable import StoreUnavailable


class NotKept(Exception):
    """The draft was not kept; the sentence says why and what to do."""


def start_draft(actor: Actor, programme_id: str) -> Draft:
    """An empty draft; or what a programme has now, with the revision that was seen. Raises NotFound."""
    if not programme_id:
        return new_draft(None)
    with reading() as session:
        programme = find_programme(session, actor, programme_id)
        return {**new_draft(chosen(session, programme)), "revision": programme.revision}


def _key(programme_id: str) -> str:
    return f"drivers/{programme_id or 'new'}"


def resume_draft(actor: Actor, programme_id: str) -> Draft:
    """What this person had begun; or a start, where they had not, or the programme has moved on. Raises NotFound."""
    start = start_draft(actor, programme_id)
    with reading() as session:
        held = drafts.read_draft(session, actor, _key(programme_id))
    if held is None or _still_fits(held, start):
        return held or start
    with suppress(StoreUnavailable), writing() as session:
        drafts.drop_draft(session, actor, _key(programme_id))
    return start


def _still_fits(held: Draft, start: Draft) -> bool:
    same = held.keys() == start.keys() and held.get("revision") == start.get("revision")
    return same and held["driver_key"] in {None, OWN, *(entry.key for entry in drivers())}


def hold_draft(actor: Actor, programme_id: str, draft: Draft) -> None:
    """Hold what is being made, so that a reload loses nothing; where the store cannot, the open page still has it."""
    with suppress(StoreUnavailable), writing() as session:
        drafts.keep_draft(session, actor, _key(programme_id), draft)


def keep_draft(actor: Actor, programme_id: str, draft: Draft) -> str:
    """Create the programme or change its drivers; the address to go on to. Raises NotKept."""
    choice = choice_of(draft)
    try:
        with writing() as session:
            drafts.drop_draft(session, actor, _key(programme_id))
            if not programme_id:
                return f"programmes?added={create_programme(session, actor, actor.organisation, choice).id}"
            change_drivers(session, actor, programme_id, choice, draft["revision"])
            return f"general?programme={programme_id}"
    except (NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        raise NotKept(str(refused)) from None
    except ChangedMeanwhile as meanwhile:
        draft["revision"] = start_draft(actor, programme_id)["revision"]
        raise NotKept(f"{meanwhile} To keep your choice instead of theirs, save once more.") from None
