"""Drivers that two people changed: what each of them changed is kept, and where both did, the writer chooses."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages._parts.driver_choice import OWN, Draft, offered_secondary
from pages._parts.show import show
from pages._render.words import text
from plan_store.library import driver

# What is kept or given up as one, by its name for people and its fields in the draft.
PARTS = {
    "primary_driver": ("primary driver", ("driver_key", "primary_driver")),
    "aim": ("overarching aim", ("aim",)),
    "title": ("programme title", ("title",)),
    "secondary": ("secondary drivers", ("secondary", "own")),
}


def met(seen: Mapping[str, Any], mine: Draft, theirs: Draft) -> Draft:
    """Theirs with what I changed since I saw it; what they changed too stays mine, and theirs waits under "theirs"."""
    found, waiting = dict(theirs), {}
    for part, (_, fields) in PARTS.items():
        here, there = _said(mine, part), _said(theirs, part)
        before = _said(seen, part) if seen else None
        if here in (there, before) and part not in mine.get("theirs", {}):
            continue
        found |= {name: mine[name] for name in fields}
        if here != there and (there != before or part in mine.get("theirs", {})):
            waiting[part] = {name: theirs[name] for name in fields}
    return {**_with_offered(found), "theirs": waiting}


def settle(draft: Draft, part: str, keep_theirs: bool) -> None:
    theirs = draft["theirs"].pop(part)
    if keep_theirs:
        draft.update(_with_offered(draft | theirs))


def show_meeting(draft: Draft, chosen: Any) -> None:
    """What both changed, side by side; chosen is called with the part and whether theirs is kept."""
    for part, theirs in draft.get("theirs", {}).items():
        name = PARTS[part][0]
        show(
            f'<div class="clash" role="alert">Somebody else changed the {name} while you were choosing.'
            f'<div class="two-sides"><div><b>Yours</b>{_html(draft, part)}</div>'
            f"<div><b>Theirs</b>{_html(draft | theirs, part)}</div></div></div>"
        )
        with st.container(horizontal=True, gap="small"):
            for label, keep in (("Keep mine", False), ("Keep theirs", True)):
                st.button(label, key=f"meeting_{part}_{keep}", on_click=chosen, args=(part, keep))


def _said(draft: Mapping[str, Any], part: str) -> Any:
    """What a part says, whatever its order and blanks."""
    if part == "primary_driver":
        own = draft["driver_key"] == OWN
        return (draft["driver_key"], draft["primary_driver"].strip() if own else "")
    return frozenset(_secondary(draft)) if part == "secondary" else draft[part].strip()


def _secondary(draft: Mapping[str, Any]) -> list[str]:
    return [*draft["secondary"], *filter(None, (line.strip() for line in draft["own"].splitlines()))]


def _with_offered(draft: Draft) -> Draft:
    """Of another primary driver: what it does not offer goes on as the team's own words."""
    offered = {entry.title for entry in offered_secondary(draft["driver_key"])}
    every = _secondary(draft)
    if set(draft["secondary"]) == offered & set(every):
        return draft
    own = [title for title in _secondary({**draft, "secondary": []}) + draft["secondary"] if title not in offered]
    return {**draft, "secondary": [title for title in every if title in offered], "own": "\n".join(own)}


def _html(draft: Draft, part: str) -> str:
    if part == "secondary":
        lines = _secondary(draft)
    elif part == "primary_driver":
        lines = [draft["primary_driver"] if draft["driver_key"] == OWN else driver(draft["driver_key"]).title]
    else:
        lines = [draft[part]]
    return f"<p>{'<br>'.join(text(line) for line in lines if line) or 'Nothing'}</p>"
