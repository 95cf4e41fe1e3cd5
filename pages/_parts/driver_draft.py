"""A draft of drivers, read from the store and kept in it."""

from pages._parts.driver_choice import Draft, choice_of, new_draft
from plan_store.permissions import Actor, NotAllowed
from plan_store.programmes import ChangedMeanwhile, change_drivers, chosen, create_programme, find_programme
from plan_store.store import reading, writing


class NotKept(Exception):
    """The draft was not kept; the sentence says why and what to do."""


def start_draft(actor: Actor, programme_id: str) -> Draft:
    """An empty draft; or what a programme has now, with the revision that was seen. Raises NotFound."""
    if not programme_id:
        return new_draft(None)
    with reading() as session:
        programme = find_programme(session, actor, programme_id)
        return {**new_draft(chosen(session, programme)), "revision": programme.revision}


def keep_draft(actor: Actor, programme_id: str, draft: Draft) -> str:
    """Create the programme or change its drivers; the address to go on to. Raises NotKept."""
    choice = choice_of(draft)
    try:
        with writing() as session:
            if not programme_id:
                return f"programmes?added={create_programme(session, actor, actor.organisation, choice).id}"
            change_drivers(session, actor, programme_id, choice, draft["revision"])
            return f"general?programme={programme_id}"
    except NotAllowed as refused:
        raise NotKept(str(refused)) from None
    except ChangedMeanwhile as meanwhile:
        draft["revision"] = start_draft(actor, programme_id)["revision"]
        raise NotKept(f"{meanwhile} To keep your choice instead of theirs, save once more.") from None
