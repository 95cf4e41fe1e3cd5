"""A programme brought in from its file: checked whole, then stored whole, or not at all."""

import json
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from plan_store.base import new_id
from plan_store.change_names import TEXT
from plan_store.changes import Change, log
from plan_store.clean import CHART_ID, clean_html, plain_text, too_deep
from plan_store.comments import Comment
from plan_store.library import drivers
from plan_store.observation_rows import Observation
from plan_store.observations import measure_spec
from plan_store.patients import HoldsNhsNumber, refuse_in_html
from plan_store.permissions import Actor, May, require
from plan_store.plan_rows import Measure, PlanRow
from plan_store.portable import FORMAT, ChangePart, Portable, RowPart
from plan_store.portable_patients import find_patients
from plan_store.programmes import DriverChoice, Programme, add_secondary
from plan_store.row_values import check, required_fields
from plan_store.texts import MAX_CHARACTERS, PlanText
from plan_store.transfer import TABLES
from plan_store.uploads import StoredFile, Upload

NOT_ONE = "This is not a programme’s file, or it is not whole, so nothing was stored"
PATIENT = "This file holds what looks like a patient’s NHS number, so nothing was stored"
KEYS: dict[str, type[Any]] = {
    "programme": Programme,
    "uploads": Upload,
    "observations": Observation,
    "comments": Comment,
    "changes": Change,
    **TABLES,
}
DEEPEST = 30  # things within things; a plan's own history has five
A_FEW = 500  # ids asked for at once


class NotAProgramme(Exception):
    """What was brought is no programme's file, or not a whole one; nothing was stored."""


def read_file_of_programme(content: bytes) -> dict[str, Any]:
    """The JSON in a file. Raises NotAProgramme."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise NotAProgramme(f"{NOT_ONE}: it is no JSON.") from None
    if not isinstance(found, dict):
        raise NotAProgramme(f"{NOT_ONE}.")
    return found


def import_programme(session: Session, actor: Actor, organisation: str, data: dict[str, Any]) -> Programme:
    """Store a programme that export_programme gave, in this trust; with new ids where one is taken or later than now.

    History keeps its names and times, and one more change says that it was brought in. Raises NotAProgramme.
    """
    require(actor, May.CREATE, organisation)
    whole = _read(data)
    if where := find_patients(whole):  # before the transaction begins: SQLite's other writers would wait for it
        raise _holds_patient(where)
    if whole.has_later_ids or _taken(session, whole):
        whole = _renumbered(whole, data)
    programme = _programme(session, organisation, whole)
    _content(session, organisation, whole)
    _history(session, programme, whole)
    log(
        session,
        actor,
        organisation=organisation,
        programme_id=programme.id,
        action="imported",
        thing="Programme",
        thing_id=programme.id,
        revision=programme.revision,
        after={**_drivers(whole).model_dump(mode="json"), "from": whole.organisation},
    )
    session.flush()
    return programme


def _read(data: dict[str, Any]) -> Portable:
    if data.get("format") != FORMAT or _nested_too_deep(data):
        raise NotAProgramme(f"{NOT_ONE}.")
    try:
        whole = Portable.model_validate(data)
    except ValidationError as fault:
        raise NotAProgramme(f"{NOT_ONE}: {_first(fault)}.") from None
    if set(whole.ids()) - set(KEYS):
        raise NotAProgramme(f"{NOT_ONE}: it has a table that this portal does not know.")
    return whole


def _holds_patient(where: str) -> NotAProgramme:
    todo = "Take it out of the plan that the file came from, and download that again."
    if where.startswith("changes"):
        todo = "The plan’s history has it: ask whoever looks after the portal to take it out of the file."
    return NotAProgramme(f"{PATIENT}: look at {where}. {todo}")


def _nested_too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(DEEPEST):
        inner = [found.values() if isinstance(found, dict) else found for found in level]
        level = [one for found in inner for one in found if isinstance(one, dict | list)]
        if not level:
            return False
    return True


def _first(fault: ValidationError) -> str:
    """Where the first fault is, in the file's own names; what stands there may be anything, so it is not repeated."""
    first = fault.errors(include_input=False, include_url=False)[0]
    where = " ".join(str(step) for step in first["loc"][:3])[:80]
    said = [str(first["ctx"]["error"])] if first["type"] == "value_error" else []
    return "; ".join([*said, *([f"look at {plain_text(where)}"] if where else [])])


def _taken(session: Session, whole: Portable) -> bool:
    for name, ids in whole.ids().items():
        kind = KEYS[name]
        for start in range(0, len(ids), A_FEW):
            if session.exec(select(kind.id).where(col(kind.id).in_(ids[start : start + A_FEW])).limit(1)).first():
                return True
    return False


def _renumbered(whole: Portable, data: dict[str, Any]) -> Portable:
    """The same with an id of its own for everything, wherever it stands: in texts and in the history too."""
    fresh = {one: new_id() for ids in whole.ids().values() for one in ids}
    fresh |= {upload.batch: new_id() for upload in whole.uploads}
    words = json.dumps(data, ensure_ascii=False)
    return _read(json.loads(CHART_ID.sub(lambda found: fresh.get(found[0], found[0]), words)))


def _programme(session: Session, organisation: str, whole: Portable) -> Programme:
    choice = _drivers(whole)
    programme = Programme(
        id=whole.id,
        organisation=organisation,
        archived_at=whole.archived_at,
        revision=whole.revision,
        **choice.model_dump(exclude={"secondary"}),
    )
    session.add(programme)
    session.flush()
    add_secondary(session, programme.id, choice)
    return programme


def _drivers(whole: Portable) -> DriverChoice:
    """Keys that this portal's library does not have are the team's own words here."""
    known = {entry.key: {below.key for below in entry.secondary} for entry in drivers()}
    below = known.get(whole.drivers.driver_key, set())
    secondary = (
        one if one.driver_key in below else one.model_copy(update={"driver_key": ""}) for one in whole.drivers.secondary
    )
    key = whole.drivers.driver_key if whole.drivers.driver_key in known else ""
    return whole.drivers.model_copy(update={"driver_key": key, "secondary": tuple(secondary)})


def _content(session: Session, organisation: str, whole: Portable) -> None:
    """In the order in which one refers to the other."""
    for text in whole.texts:
        session.add(PlanText(programme_id=whole.id, **text.model_dump(exclude={"html"}), html=_clean(text.html)))
    session.add_all(_row(TABLES[name], whole.id, row) for name, rows in whole.rows.items() for row in rows)
    for digest in whole.files:
        if session.get(StoredFile, (organisation, digest)) is None:
            session.add(StoredFile(organisation=organisation, sha256=digest, content=whole.content(digest)))
    session.flush()
    session.add_all(Upload(organisation=organisation, user_id="", **one.model_dump()) for one in whole.uploads)
    session.flush()
    session.add_all(Observation(**one.model_dump()) for one in whole.observations)
    for one in sorted(whole.comments, key=lambda comment: comment.answers is not None):
        session.add(Comment(programme_id=whole.id, user_id="", **one.model_dump()))
        session.flush()


def _row(kind: type[PlanRow], programme_id: str, part: RowPart) -> PlanRow:
    try:
        cells, problems = check(kind, {**dict.fromkeys(required_fields(kind), ""), **part.cells})
        row = kind(programme_id=programme_id, **part.model_dump(exclude={"cells", "chart"}), **cells)
        if isinstance(row, Measure):
            row.chart = part.chart
            measure_spec(row)
    except (KeyError, ValidationError):
        problems = {"chart": ""}
    if problems:
        raise NotAProgramme(f"{NOT_ONE}: look at {', '.join(problems)} in a row of its tables.")
    return row


def _clean(html: str) -> str:
    """What a file brings is as hostile as what a browser sends."""
    if len(html) > MAX_CHARACTERS or too_deep(html):
        raise NotAProgramme(f"{NOT_ONE}: a text is longer than a box can hold.")
    cleaned = clean_html(html)
    try:
        refuse_in_html(cleaned)
    except HoldsNhsNumber:
        raise _holds_patient("its texts") from None
    return cleaned


def _history(session: Session, programme: Programme, whole: Portable) -> None:
    """Changes of things that are not in the file get ids that are nobody's: as if of what is gone for good."""
    own = {programme.id, *(one for ids in whole.ids().values() for one in ids)}
    own |= {f"{programme.id}/{text.box}" for text in whole.texts}
    strange: dict[str, str] = {}
    for part in whole.changes:
        thing_id = part.thing_id if part.thing_id in own else strange.setdefault(part.thing_id, new_id())
        session.add(
            Change(
                **part.model_dump(exclude={"thing_id", "before", "after"}),
                organisation=programme.organisation,
                programme_id=programme.id,
                user_id="",
                thing_id=thing_id,
                before=_state(part, part.before),
                after=_state(part, part.after),
            )
        )


def _state(part: ChangePart, state: Any) -> str:
    if part.thing == TEXT and state:
        state = {**state, "html": _clean(state["html"])}
    return plain_text(json.dumps(state, ensure_ascii=False, separators=(",", ":")))
