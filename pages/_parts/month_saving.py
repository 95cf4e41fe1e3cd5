"""Keeping what a period's dialog says: saved, taken out, put back; theirs and mine where somebody was first."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from pages._parts.month_state import PROVISIONAL, MeasureData, close, fill, typed_as, typed_now
from pages._parts.refused import permitted
from pages._parts.stay import stay
from pages._render.month_words import said_words
from pages._web.identity import require_actor
from plan_store.entries import Entry
from plan_store.monthly import EntryMeanwhile, EntryRefused, remove_period, save_entry
from plan_store.observation_rows import Observation
from plan_store.store import writing

UNKEEPABLE = "This cannot be kept. Use plain words, at most 200 letters."


def save(data: MeasureData) -> None:
    """Keep it and close; stay open, with a sentence beside the field, where it cannot be kept."""
    form, typed = stay()["month"], typed_now()
    if form["theirs"]:
        return
    period = form["period"] or typed["period"]
    if period is None:
        form["problems"] = {"period": f"Choose the {data.name.noun}."}
        return

    def work() -> str:
        entry = Entry(
            period=period,
            provisional=typed["status"] == PROVISIONAL,
            reason=typed.get("reason") or "",
            **{part: typed[part] or "" for part in data.parts},
        )
        with writing() as session:
            kept = save_entry(session, require_actor(), data.measure.id, entry, form["seen"])
        return f"{data.name.name(period)} is saved: {said_words(kept, data.spec)}."

    _keep(data, work)


def take_out(data: MeasureData) -> None:
    form, reason = stay()["month"], typed_now()["reason"] or ""

    def work() -> str:
        with writing() as session:
            remove_period(session, require_actor(), data.measure.id, form["period"], reason, form["seen"])
        return f"{data.name.name(form['period'])} is taken out of the data. Edit brings it back."

    _keep(data, work)


def _keep(data: MeasureData, work: Callable[[], str]) -> None:
    """Do it, close, and say what it says; a refusal stands beside its field and the dialog stays open."""
    form, said = stay()["month"], ""
    try:
        with permitted(form):
            said = work()
    except ValidationError:
        form["problems"] = {"reason": UNKEEPABLE}
    except EntryRefused as refused:
        form["problems"] = dict(refused.problems)
    except EntryMeanwhile as meanwhile:
        _meet(data, meanwhile.theirs)
    else:
        if "refused" not in form:
            stay()["month_said"] = said
            close()


def _meet(data: MeasureData, theirs: Observation | None) -> None:
    """Somebody was first: theirs and mine stand side by side until one is chosen."""
    said = f"{theirs.user_name} saved {said_words(theirs, data.spec)}" if theirs else "Somebody took this number back"
    typed = typed_as(data.parts, theirs)
    stay()["month"] |= {"theirs": {"id": theirs and theirs.id, "who": said, "typed": typed}, "problems": {}}
    if theirs is not None:
        stay()["month"]["period"] = theirs.period  # one that was being added is there now


def choose(parts: tuple[str, ...], keep_theirs: bool) -> None:
    form = stay()["month"]
    theirs, form["theirs"] = form["theirs"], None
    form |= {"seen": theirs["id"], "start": {**form["start"], **theirs["typed"]}, "problems": {}}
    if keep_theirs:
        fill({**theirs["typed"], "reason": ""})


def put_back(typed: dict[str, Any], words: str) -> None:
    """Into the fields; it counts once it is saved, with why."""
    fill(typed)
    stay()["month"]["put_back"] = f"The fields show {words} again. Say why, and save."
