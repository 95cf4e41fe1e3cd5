"""A draft of drivers: held for its writer while it is made, then kept as a programme."""

from contextlib import suppress
from copy import deepcopy
from typing import Any

from pages._parts.clicks import pressed
from pages._parts.driver_choice import OWN, WRITTEN, Draft, choice_of, field_key, new_draft
from pages._parts.driver_meeting import met, settle
from pages._parts.holding import hold_typing
from pages._parts.refused import REFUSALS, refusal_words
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.rows import notice
from plan_store import drafts
from plan_store.library import drivers
from plan_store.permissions import Actor, May, NotAllowed, require
from plan_store.programmes import (
    ChangedMeanwhile,
    change_drivers,
    chosen,
    create_programme,
    drivers_seen,
    find_programme,
    require_programme,
)
from plan_store.store import reading, writing
from plan_store.unavailable import StoreUnavailable


class NotKept(Exception):
    """The draft was not kept; the sentence says why and what to do."""


def draft_key(programme_id: str) -> str:
    return f"drivers/{programme_id or drafts.NEW}"


def open_draft(actor: Actor, programme_id: str, step: str) -> dict[str, Any]:
    """What this page holds: the draft, as it was held last, and whether it was begun before.

    Read anew at another step: of one that was left by the browser's Back the last words went past this page. Raises
    NotFound, NotAllowed: at every run, for a role may have been taken away since.
    """
    _require(actor, programme_id)
    if (action := pressed()) and action.name == "begin-again":
        _forget(actor, programme_id)
    held = stay().get("drivers")
    if held is None or (held["step"] != step and held["kept"]):
        draft, start = resume_draft(actor, programme_id), start_draft(actor, programme_id)
        held = {"draft": draft, "before": deepcopy(draft), "begun": held is None and draft != start, "kept": True}
    stay()["drivers"] = held | {"step": step}
    return stay()["drivers"]


def _require(actor: Actor, programme_id: str) -> None:
    """Raises NotFound, NotAllowed."""
    if programme_id:
        with reading() as session:
            require_programme(session, actor, programme_id, May.WRITE)
    else:
        require(actor, May.CREATE, actor.organisation)


def start_draft(actor: Actor, programme_id: str) -> Draft:
    """An empty draft; or what a programme has now, with the revision that was seen. Raises NotFound."""
    if not programme_id:
        return new_draft(None)
    with reading() as session:
        programme = find_programme(session, actor, programme_id)
        return {**new_draft(chosen(session, programme)), "revision": programme.revision, "theirs": {}}


def resume_draft(actor: Actor, programme_id: str) -> Draft:
    """What this person had begun, with what others saved since; a start, where they had not. Raises NotFound."""
    start = start_draft(actor, programme_id)
    with reading() as session:
        held = drafts.read_draft(session, actor, draft_key(programme_id)) or {}
    held = {name: held[name] for name in start if name in held}
    if held.get("driver_key") not in {None, OWN, *(entry.key for entry in drivers())}:
        held["driver_key"] = OWN
    if not held or held.get("revision") == start.get("revision"):
        return {**start, **held}
    draft = _meet(actor, programme_id, held)
    with suppress(StoreUnavailable), writing() as session:
        drafts.keep_draft(session, actor, draft_key(programme_id), draft)
    return draft


def _meet(actor: Actor, programme_id: str, held: Draft) -> Draft:
    """The draft as if it had been begun just now."""
    theirs = start_draft(actor, programme_id)
    with reading() as session:
        choice = drivers_seen(session, actor, programme_id, held.get("revision", 0))
    seen = new_draft(choice) if choice else {}
    return met(seen, {**(seen or theirs), **held}, theirs)


def hold_draft(actor: Actor, programme_id: str, held: dict[str, Any]) -> None:
    """Hold what has changed, so that a reload loses nothing; where the store cannot, the open page still has it."""
    draft, before = held["draft"], held["before"]
    written = {field_key(name): name for name in WRITTEN.values()}
    hold_typing(draft_key(programme_id), written, _base(draft))
    words = {name: value for name, value in draft.items() if value != before.get(name)}
    if not words:
        return
    try:
        with writing() as session:
            drafts.add_words(session, actor, draft_key(programme_id), words, _base(draft))
    except (StoreUnavailable, NotAllowed):
        held["kept"] = False
    else:
        held |= {"before": deepcopy(draft), "kept": True}


def _base(draft: Draft) -> dict[str, Any]:
    """What a draft grows from; a new programme's from nothing."""
    return {name: draft[name] for name in ("revision",) if name in draft}


def choose_part(part: str, keep_theirs: bool) -> None:
    settle(stay()["drivers"]["draft"], part, keep_theirs)
    _other_words()


def _forget(actor: Actor, programme_id: str) -> None:
    with writing() as session:
        drafts.drop_draft(session, actor, draft_key(programme_id))
    stay().pop("drivers", None)
    _other_words()


def say_begun(held: dict[str, Any]) -> None:
    if held["begun"]:
        show(notice("What you had begun and not saved is here again.", "begin-again", "", "Begin again"))


def _other_words() -> None:
    stay()["taken"] = stay().get("taken", 0) + 1


def keep_draft(actor: Actor, programme_id: str, draft: Draft) -> str:
    """Create the programme or change its drivers; the address to go on to. Raises NotKept."""
    if draft.get("theirs"):
        raise NotKept("Choose which to keep first.")
    choice = choice_of(draft)
    try:
        with writing() as session:
            drafts.drop_draft(session, actor, draft_key(programme_id))
            if not programme_id:
                return f"programmes?added={create_programme(session, actor, actor.organisation, choice).id}"
            change_drivers(session, actor, programme_id, choice, draft["revision"])
            return f"general?programme={programme_id}"
    except REFUSALS as refused:
        raise NotKept(refusal_words(refused)) from None
    except ChangedMeanwhile as meanwhile:
        draft.update(_meet(actor, programme_id, draft))
        if draft["theirs"]:
            raise NotKept(f"{meanwhile} Choose which to keep, then save.") from None
    return keep_draft(actor, programme_id, draft)
