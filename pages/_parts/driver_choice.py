"""The two steps of choosing drivers, and the check before anything is kept.

The draft is a plain dict, so that it can be held and going back and forth loses nothing; widgets only edit it.
"""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.words import identity, text
from plan_store.library import PrimaryDriver, SecondaryDriver, driver, drivers
from plan_store.patients import faulty
from plan_store.programmes import DriverChoice, SecondaryChoice

OWN = "own"
Draft = dict[str, Any]
TOO_LONG = {
    "title": ("Programme title", "This is too long. Keep it to 120 characters."),
    "primary_driver": ("Primary driver, in your own words", "This is too long. Keep it to 300 characters."),
    "aim": ("Overarching programme aim", "This is too long. Keep it to 1,000 characters."),
    "secondary": ("Your own secondary drivers", "Keep each to 300 characters, and 20 in all."),
}
WRITTEN = {"title": "title", "primary_driver": "primary_driver", "aim": "aim", "secondary": "own"}  # in the draft
NEEDED = {
    "driver_key": ("Primary driver", "Choose a primary driver, or choose to use your own words."),
    "primary_driver": ("Primary driver, in your own words", "Enter the primary driver."),
    "aim": ("Overarching programme aim", "Enter the aim, or take the one that is offered."),
    "title": ("Programme title", "Enter a title, so that your colleagues find it in the list."),
}


def new_draft(choice: DriverChoice | None) -> Draft:
    """An empty draft, or one that starts from what a programme has now."""
    if choice is None:
        return {"driver_key": None, "primary_driver": "", "title": "", "aim": "", "secondary": [], "own": ""}
    offered = {entry.title for entry in offered_secondary(choice.driver_key)}
    return {
        "driver_key": choice.driver_key or OWN,
        "primary_driver": choice.primary_driver,
        "title": choice.title,
        "aim": choice.aim,
        "secondary": [entry.title for entry in choice.secondary if entry.title in offered],
        "own": "\n".join(entry.title for entry in choice.secondary if entry.title not in offered),
    }


def offered_secondary(driver_key: str | None) -> tuple[SecondaryDriver, ...]:
    return driver(driver_key).secondary if driver_key and driver_key != OWN else ()


def missing(draft: Draft) -> list[tuple[str, str]]:
    """What step 1 still needs, as (where, sentence)."""
    asked = ["driver_key", *(["primary_driver"] if draft["driver_key"] == OWN else []), "aim", "title"]
    return [NEEDED[name] for name in asked if not str(draft[name] or "").strip()]


def choice_of(draft: Draft) -> DriverChoice:
    """The draft as what will be kept. Raises ValidationError where something is missing or too long."""
    key = "" if draft["driver_key"] == OWN else draft["driver_key"]
    chosen = [entry for entry in offered_secondary(key) if entry.title in draft["secondary"]]
    own = [line.strip() for line in draft["own"].splitlines() if line.strip()]
    return DriverChoice(
        title=draft["title"],
        driver_key=key,
        primary_driver=driver(key).title if key else draft["primary_driver"],
        aim=draft["aim"],
        secondary=(
            *(SecondaryChoice(driver_key=entry.key, title=entry.title, short=entry.short) for entry in chosen),
            *(SecondaryChoice(title=line) for line in own),
        ),
    )


def field_key(name: str) -> str:
    """The widget's; a new one where other words are put into the draft, for the browser still holds the old ones."""
    return f"choice{stay().get('taken', '')}_{name}"


def choose_primary(draft: Draft) -> None:
    """Step 1: the primary driver, the aim that belongs to it, and the programme's title."""
    keys = [entry.key for entry in drivers()]
    draft["driver_key"] = st.radio(
        "Primary driver",
        [*keys, OWN],
        index=None if draft["driver_key"] is None else [*keys, OWN].index(draft["driver_key"]),
        format_func=lambda key: "Our own words" if key == OWN else driver(key).title,
        captions=[*(_caption(entry) for entry in drivers()), "A driver that is not in the library"],
        key=field_key("driver"),
        on_change=_offer,
        args=(draft,),
    )
    if draft["driver_key"] == OWN:
        draft["primary_driver"] = st.text_input(
            "Primary driver, in your own words", draft["primary_driver"], key=field_key("primary_driver")
        )
    if draft["driver_key"] is not None:
        show("<h2>Aim and title</h2>")
        _offered_aims(draft)
        for name in ("aim", "title"):
            st.session_state.setdefault(field_key(name), draft[name])
        draft["aim"] = st.text_area("Overarching programme aim", key=field_key("aim"), height=100)
        draft["title"] = st.text_input("Programme title", key=field_key("title"))
        show(identity())


def _caption(entry: PrimaryDriver) -> str:
    first = entry.why.split(". ")[0].rstrip(".")
    return f"{entry.kind.capitalize()} driver. {first}."


def _offer(draft: Draft) -> None:
    """A new driver offers its own aim and title; what the team wrote itself stays."""
    key, before = st.session_state[field_key("driver")], draft["driver_key"]
    offered = {aim.text for entry in drivers() for aim in entry.aims} | {""}
    if draft["aim"] in offered:
        draft["aim"] = st.session_state[field_key("aim")] = driver(key).aims[0].text if key != OWN else ""
    if draft["title"] in {entry.short for entry in drivers()} | {""}:
        draft["title"] = st.session_state[field_key("title")] = driver(key).short if key != OWN else ""
    if before != key:
        draft["secondary"] = []


def _offered_aims(draft: Draft) -> None:
    """The library's aims, each with a button that puts it into the field."""
    if draft["driver_key"] == OWN:
        return
    st.caption("Offered from the library. Use one and change it to fit your trust.")
    for place, aim in enumerate(driver(draft["driver_key"]).aims):
        button, words = st.columns([0.2, 0.8], vertical_alignment="center")
        button.button("Use this aim", key=f"use_aim_{place}", on_click=_use_aim, args=(draft, aim.text))
        with words:
            show(f"<div>{text(aim.text)}<div class='secondary'>{text(aim.source.words)}</div></div>")


def _use_aim(draft: Draft, aim: str) -> None:
    draft["aim"] = st.session_state[field_key("aim")] = aim


def choose_secondary(draft: Draft) -> None:
    """Step 2: the secondary drivers that the library offers for the primary one, and the team's own."""
    picked = []
    for entry in offered_secondary(draft["driver_key"]):
        if st.checkbox(entry.title, entry.title in draft["secondary"], key=field_key(entry.key)):
            picked.append(entry.title)
        show(_about(entry))
    draft["secondary"] = picked
    draft["own"] = st.text_area("Your own secondary drivers", draft["own"], key=field_key("own"))
    more = " Leave this empty if the ones above are enough." if offered_secondary(draft["driver_key"]) else ""
    st.caption(f"One on each line.{more}")
    show(identity())


def _about(entry: SecondaryDriver) -> str:
    ideas = "".join(f"<li>{text(idea)}</li>" for idea in entry.change_ideas)
    return (
        f'<div class="under-choice secondary">{text(entry.sentence)}'
        f"<details><summary>Change ideas</summary><ul>{ideas}</ul>Source: {text(entry.source.words)}</details></div>"
    )


def check_table(choice: DriverChoice, address: str) -> str:
    """What will be kept, each line with a way back to it."""
    secondary = "<br>".join(text(entry.title) for entry in choice.secondary) or "None chosen yet"
    rows = (
        ("Primary driver", text(choice.primary_driver), 1),
        ("Overarching aim", text(choice.aim), 1),
        ("Programme title", text(choice.title), 1),
        ("Secondary drivers", secondary, 2),
    )
    lines = "".join(
        f'<tr><th scope="row">{name}</th><td>{value}</td>'
        f'<td><a href="{address}step={step}" data-go>Change<span class="sr-only"> {name.lower()}</span></a></td></tr>'
        for name, value, step in rows
    )
    return f'<table class="facts paper">{lines}</table>'


def unusable(draft: Draft) -> list[tuple[str, str]]:
    """What keeps a draft from being created, as (where, sentence): what is missing, too long, or a patient's."""
    patients = faulty((TOO_LONG[name][0], draft[held]) for name, held in WRITTEN.items())
    if patients:
        return list(patients.items())
    try:
        if not missing(draft):
            choice_of(draft)
        return missing(draft)
    except ValidationError as error:
        return list(dict.fromkeys(TOO_LONG[str(fault["loc"][0])] for fault in error.errors()))
