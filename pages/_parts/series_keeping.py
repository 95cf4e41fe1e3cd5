"""Keeping many series at once, and what the page says afterwards: each chart in a sentence, and the way back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from charts import analyse
from pages._parts.measure_choice import NEW, NEW_FIELDS
from pages._parts.reason import MEANWHILE
from pages._parts.series_state import OUT, Into, Row, put_name
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import forget_file, picked
from pages._render.icons import icon
from pages._render.measure_rows import data_page
from pages._render.series_table_html import amount_words, kept_html
from pages._render.words import count, text
from plan_store.base import NotFound
from plan_store.data_files import Brought, Notes, save_data_file, set_notes
from plan_store.observations import FileNotClean, NumbersMeanwhile, measure_spec
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import Actor, NotAllowed
from plan_store.plan_rows import Measure
from plan_store.read_choices import remember_choice
from plan_store.rows import RowIncomplete, add_row, delete_row, undo_delete
from plan_store.series_changes import Seen
from plan_store.store import writing
from plan_store.unavailable import StoreUnavailable
from plan_store.uploads import delete_batch, undo_delete_batch

GONE = "One of these measures is no longer in the plan. Choose another one for its series."


def keep_every(into: Into, rows: Sequence[Row], content: bytes, filename: str, reason: str) -> list[str]:
    """Save the numbers and the notes, all or nothing; the page then says what was saved, else why nothing was."""
    seen: Mapping[str, Seen] = stay().get("seen", {})
    parts: dict[str, Brought] = {}
    new: list[str] = []
    to: dict[str, str] = dict(stay().get("to", {}))
    try:
        with writing() as session:
            for row in rows:
                measure_id = row.target
                if not row.saves:
                    _put(to, row, measure_id)
                    continue
                if row.measure and measure_id == NEW:
                    values = row.measure.model_dump(include=NEW_FIELDS)
                    measure_id = add_row(session, into.actor, into.programme_id, Measure, values).row.id
                    new.append(measure_id)
                _put(to, row, measure_id)
                if row.changes:
                    parts[measure_id] = Brought(row.changes.series, row.notes, seen.get(row.target, {}))
            batch, before = save_data_file(session, into.actor, parts, content, reason)
            choice = {**picked(), **({"every": True} if stay().get("every") else {}), **({"to": to} if to else {})}
            if to or stay().get("every"):
                remember_choice(session, into.actor, into.organisation, stay()["shape"], choice)
    except (FileNotClean, NotAllowed, HoldsNhsNumber, StoreUnavailable) as refused:
        return [str(refused)]
    except NumbersMeanwhile:
        return [MEANWHILE]
    except NotFound:
        return [GONE]
    except RowIncomplete as incomplete:
        return [next(iter(incomplete.problems.values()))]
    forget_file()
    stay()["kept"] = {
        "file": filename,
        "batch": batch,
        "numbers": {measure_id: len(part.series.observations) for measure_id, part in parts.items()},
        "new": new,
        "before": {measure_id: _plain(notes) for measure_id, notes in before.items()},
        "brought": {measure_id: _plain(part.notes) for measure_id, part in parts.items()},
        "back": False,
    }
    st.rerun()


def _put(to: dict[str, str], row: Row, measure_id: str) -> None:
    """Remember where a series went, where that is not what the page would have said by itself."""
    usual = row.matched or (NEW if stay().get("every") else OUT)
    told = row.target == NEW or row.target != usual or put_name(row.one) in to
    if told and measure_id != NEW:
        to[put_name(row.one)] = measure_id


def kept_page(into: Into) -> None:
    """What was saved, with each chart's sentence; the whole file can be taken back and put back."""
    held = stay()["kept"]
    with st.container(key="card_kept"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            show(_saved_line(held))
            if st.button("Put it back" if held["back"] else "Undo", type="tertiary"):
                _turn(into.actor, held)
                st.rerun()
        measures = [measure for measure in into.measures if measure.id in held["numbers"]]
        lines = [
            (measure.name, _under(into, held, measure), data_page(measure), _result(into, measure))
            for measure in measures
        ]
        show(kept_html(lines))
        if st.button("Choose another file", type="secondary"):
            stay().pop("kept")
            st.rerun()


def _saved_line(held: Mapping[str, Any]) -> str:
    if held["back"]:
        words = f"{text(held['file'])} is taken back: what it replaced stands again."
        return f'<div class="paper" role="status">{words}</div>'
    numbers, notes = sum(held["numbers"].values()), sum(len(notes) for notes in held["brought"].values())
    said = amount_words(numbers, notes, len(held["numbers"]))
    are = "is" if numbers + notes == 1 else "are"
    return f'<div class="paper saved-line" role="status">{icon("saved")} <b>{said} {are} saved.</b></div>'


def _under(into: Into, held: Mapping[str, Any], measure: Measure) -> str:
    many = held["numbers"][measure.id]
    said = [into.programmes[measure.programme_id]] if into.whole_trust else []
    if not held["back"]:
        said.append(f"{count(many, 'number')} saved" if many else "Note saved")
    return ". ".join(said)


def _result(into: Into, measure: Measure) -> Any:
    return analyse(into.data[measure.id], measure_spec(measure))


def _turn(actor: Actor, held: dict[str, Any]) -> None:
    """Take everything that the file brought back, or put it back."""
    back = not held["back"]
    there, fresh = (held["brought"], held["before"]) if back else (held["before"], held["brought"])
    with writing() as session:
        for measure_id in () if back else held["new"]:
            undo_delete(session, actor, Measure, measure_id)
        if held["batch"]:
            (delete_batch if back else undo_delete_batch)(session, actor, held["batch"])
        for measure_id, notes in fresh.items():
            set_notes(session, actor, measure_id, _dated(notes), _dated(there[measure_id]))
        for measure_id in held["new"] if back else ():
            delete_row(session, actor, Measure, measure_id)
    held["back"] = back


def _plain(notes: Notes) -> dict[str, str]:
    return {when.isoformat(): words for when, words in notes.items()}


def _dated(notes: Mapping[str, str]) -> Notes:
    return {date.fromisoformat(when): words for when, words in notes.items()}
