"""The widgets of a row's form: a field's annotation decides which, its title and description label it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_type_hints

import streamlit as st
from pydantic import StringConstraints

from pages._parts.plain import spoken
from pages._parts.show import show
from pages._render.words import day, text
from plan_store.document import cell_text
from plan_store.plan_rows import PARAGRAPH, PHRASE, PlanRow, choice_words
from plan_store.row_values import shown_fields

WRITTEN = ("line", "phrase", "paragraph", "number")  # with the keyboard, a word at a time
SEGMENTS = 3  # more choices than this are a list


@dataclass(frozen=True)
class RowField:
    """A field as its form needs it: kind is line, phrase (a line shown on two), paragraph, choice, date or number."""

    name: str
    title: str
    hint: str
    kind: str
    choices: tuple[StrEnum, ...] = ()


@cache
def fields_of(row: type[PlanRow]) -> tuple[RowField, ...]:
    hints = get_type_hints(row, include_extras=True)
    return tuple(
        RowField(name, field.title or name, field.description or "", *_kind(hints[name]))
        for name, field in shown_fields(row).items()
    )


def _kind(annotation: Any) -> tuple[str, tuple[StrEnum, ...]]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "choice", tuple(annotation)
    parts = get_args(annotation)
    if date in parts:
        return "date", ()
    longest = next((part.max_length for part in parts if isinstance(part, StringConstraints)), None)
    if longest in (PHRASE, PARAGRAPH):
        return ("phrase" if longest == PHRASE else "paragraph"), ()
    return ("number" if float in get_args(parts[0]) else "line"), ()


def lines_of(row: type[PlanRow]) -> list[list[RowField]]:
    """The form's lines: a paragraph alone, the rest in pairs; of an odd number the first stands alone."""
    lines: list[list[RowField]] = []
    short: list[RowField] = []
    for field in [*fields_of(row), None]:
        if field is not None and field.kind != "paragraph":
            short.append(field)
            continue
        alone = len(short) % 2
        lines += [short[:alone]] if alone else []
        lines += [short[at : at + 2] for at in range(alone, len(short), 2)]
        lines += [[field]] if field else []
        short = []
    return lines


def typed_values(row: PlanRow) -> dict[str, Any]:
    """A row's cells as its widgets hold them."""
    return {
        field.name: cell_text(row, field.name) if field.kind == "number" else getattr(row, field.name)
        for field in fields_of(type(row))
    }


def typed_words(field: RowField, value: Any) -> str:
    """A widget's value as people read it."""
    if isinstance(value, date):
        return day(value)
    return _word(field)(value) if value else ""


def blank_values(row: type[PlanRow], given: Mapping[str, Any]) -> dict[str, Any]:
    """A new row's, with what is already known of it."""
    defaults = {name: field.default for name, field in shown_fields(row).items()}
    return {**{name: "" if value is None else value for name, value in defaults.items()}, **_no_dates(row), **given}


def _no_dates(row: type[PlanRow]) -> dict[str, None]:
    return {field.name: None for field in fields_of(row) if field.kind == "date"}


def field_label(field: RowField, key: str, problem: str, suggestions: Sequence[str]) -> None:
    """The field's name, its hint, what is wrong with it, and what the browser may offer while one types."""
    hint = f'<span class="hint">{text(field.hint)}</span>' if field.hint else ""
    said = f'<span class="cell-problem" role="alert">{text(problem)}</span>' if problem else ""
    show(f'<div class="field-label"><b>{text(field.title)}</b>{hint}{said}</div>{_datalist(key, suggestions)}')


def field_input(field: RowField, key: str, problem: str) -> None:
    """The widget itself; what is written waits in the browser and reruns nothing, what is chosen is held at once."""
    # What a screen reader says of the field: Streamlit gives a widget one label and no description.
    words = spoken(". ".join(part.rstrip(".") for part in (field.title, field.hint, problem) if part))
    chosen: dict[str, Any] = {"key": key, "label_visibility": "collapsed"}
    quiet: dict[str, Any] = {**chosen, "on_change": "ignore"}
    values, worded = [choice.value for choice in field.choices], _word(field)
    if field.kind in ("phrase", "paragraph"):
        st.text_area(words, height=88 if field.kind == "paragraph" else 68, **quiet)
    elif field.kind == "date":
        st.date_input(words, format="DD/MM/YYYY", **chosen)
    elif field.choices and len(field.choices) <= SEGMENTS:
        st.segmented_control(words, values, format_func=worded, width="stretch", required=True, **chosen)
    elif field.choices:
        st.selectbox(words, values, format_func=worded, **chosen)
    else:
        st.text_input(words, live=True, **quiet)


def _datalist(key: str, suggestions: Sequence[str]) -> str:
    """What a browser offers while one types; dialog_keys joins it to its field. Anything else can be typed."""
    options = "".join(f'<option value="{text(words)}"></option>' for words in dict.fromkeys(suggestions) if words)
    return f'<datalist id="{text(key)}_list">{options}</datalist>' if options else ""


def _word(field: RowField) -> Any:
    words = {choice.value: choice_words(choice) for choice in field.choices}
    return lambda value: words.get(value, value)
