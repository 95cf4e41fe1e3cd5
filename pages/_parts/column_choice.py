"""Saying which columns and which rows of a file are meant, where the file does not say it itself."""

from collections.abc import Callable, Sequence

import streamlit as st

from charts.series import SHEET, SeriesFile, series_keys
from pages._parts.frame import problem_box, problem_in_tab
from pages._parts.plain import spoken
from pages._parts.show import show
from pages._parts.stay import stay
from pages._parts.upload import Chosen, forget_file, picked
from pages._render.fault_html import sample_html
from pages._render.words import text
from plan_store.library.trusts import organisations
from plan_store.permissions import Actor

NEEDED = ("numerator", "denominator", "value")
PARTS = ("Month", "Numerator", "Denominator", "Value")
CHOOSE, QUARTERS_ASKED = "Choose the columns", "the quarters"
COUNTS, VALUE = "Two columns", "One column"
QUARTERS = {
    "financial": "Financial (April to June is Q1)",
    "calendar": "Calendar (January to March is Q1)",
}


def choose_columns(chosen: Chosen, actor: Actor) -> None:
    """Ask for everything that the file leaves open, and read it again when all is said."""
    whole, known = chosen.whole, chosen.series
    problems = st.container()
    show(f'<div class="paper lead">{text(_question(whole))}</div>')
    if SHEET in whole.series_names:
        return _choose_sheet(whole, actor)
    with st.container(key="card_choose"):
        filters = _filters(whole, actor)
        numbers = _numbers(whole, known)
        quarters = _quarters(whole)
        answers = _month(whole) | _sheet(whole) | {"quarters": quarters}
        month = {"Month": answers["date"]} if whole.choose_date else {}
        open_still = [label for label, said in {**filters, **month, **numbers}.items() if said is None]
        open_still += [QUARTERS_ASKED] if whole.ask_quarters and not quarters else []
        read = answers | {label.lower(): said for label, said in numbers.items()}
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button("Use these columns", type="primary"):
                if open_still:
                    stay()["open"] = True
                    st.rerun()
                else:
                    stay().update(choosing=False, open=False, chose=True, recalled=None)
                    picked().clear()
                    picked().update(read, filters=filters)
                    st.rerun()
            if whole.series_names:
                found = {name: role.title for name, role in whole.roles.items()}
                said = {label.lower(): title for label, title in numbers.items()}
                same = not whole.choose_from and all(found.get(name) == title for name, title in said.items())
                _import_all(whole, actor, answers if same else read)
            asks = known.series_names or known.choose_from or known.ask_quarters
            if not asks and st.button("Cancel", type="tertiary"):
                stay()["choosing"] = False
                st.rerun()
            st.button("Choose a different file", type="tertiary", on_click=forget_file)
    if open_still and stay().get("open"):
        problem_in_tab(CHOOSE)
        with problems, st.container(key="table_problems"):
            show(problem_box("There is a problem", [("", asked(label)) for label in open_still]))
    if sample := sample_html(whole):
        with st.container(key="card_sample"):
            show(f'<div class="paper"><h3>How the file begins</h3></div>{sample}')


def _choose_sheet(whole: SeriesFile, actor: Actor) -> None:
    """Several sheets hold months: which one, before anything is asked about its columns; or all of them."""
    with st.container(key="card_choose"):
        _select("Sheet", whole.series_names[SHEET], None, "sheet", on_change=_other_sheet)
        with st.container(horizontal=True, vertical_alignment="center"):
            _import_all(whole, actor, {})
            st.button("Choose a different file", type="tertiary", on_click=forget_file)


def _import_all(whole: SeriesFile, actor: Actor, read: dict[str, str | None]) -> None:
    """Beside choosing one series, all of them at once; their own columns are found where the file says which."""
    many = len(series_keys(whole, tuple(actor.roles)))
    if many > 1 and st.button(f"Import all {many} {'sheets' if SHEET in whole.series_names else 'series'}"):
        open_still = any(label in read and read[label] is None for label in NEEDED)
        open_still |= whole.ask_quarters and not read["quarters"]
        stay().update(open=open_still, every=not open_still)
        if not open_still:
            picked().clear()
            picked().update(read)
        st.rerun()


def _question(whole: SeriesFile) -> str:
    if SHEET in whole.series_names:
        return f"{whole.filename} has several sheets with months. Choose the one that your measure is about."
    if whole.series_names:
        return f"{whole.filename} holds several series. Choose the one that your measure is about, and its columns."
    if whole.ask_quarters and not whole.choose_from:
        return f"{whole.filename} has quarters such as Q1, and nothing in it says which months they are. Choose below."
    return f"Choose which columns of {whole.filename} your measure is about."


def _quarters(whole: SeriesFile) -> str | None:
    """Which months Q1 is, where the file does not say it."""
    if not whole.ask_quarters:
        return None
    present = picked().get("quarters")
    said = st.segmented_control(
        "The quarters are",
        list(QUARTERS),
        default=present,
        format_func=lambda kind: QUARTERS[kind],
        key="column_quarters",
    )
    _ask(QUARTERS_ASKED, said)
    return said


def asked(label: str) -> str:
    """What to do about a field that is still empty."""
    return f"Choose {label if label == QUARTERS_ASKED else f'the {label.lower()}' if label in PARTS else f'“{label}”'}."


def _ask(label: str, said: str | None) -> None:
    """Beside a field that is still empty once the button was pressed, what to do."""
    if not said and stay().get("open"):
        show(f'<p class="cell-problem" role="alert">{text(asked(label))}</p>')


def _sheet(whole: SeriesFile) -> dict[str, str | None]:
    if len(whole.sheets) < 2:
        return {}
    return {"sheet": _select("Sheet", whole.sheets, whole.sheet, "sheet", on_change=_other_sheet)}


def _other_sheet() -> None:
    """Another sheet has other columns: read it before asking about them."""
    picked().clear()
    picked()["sheet"] = st.session_state["column_sheet"]
    stay().update(chose=True, recalled=None)


def _month(whole: SeriesFile) -> dict[str, str | None]:
    if whole.across or not whole.columns:
        return {}
    present = whole.roles["date"].title if "date" in whole.roles and not whole.choose_date else None
    return {"date": _select("Month", whole.choose_date or whole.columns, present, "date")}


def _filters(whole: SeriesFile, actor: Actor) -> dict[str, str | None]:
    """For each column that splits the file, the value that is meant: the user's own trust where it is there."""
    said = {}
    with st.container(horizontal=True):
        for title, values in whole.series_names.items():
            ours = next((code for code in actor.roles if code in values), None)
            present = (picked().get("filters") or {}).get(title, ours)
            with st.container(gap=None):
                show(f'<div class="field-label"><b>{text(title)}</b></div>')
                said[title] = _select(title, values, present, f"filter_{title}", names=_trusts(values), labelled=True)
    return said


def _trusts(values: Sequence[str]) -> dict[str, str]:
    """Names to show beside organisation codes."""
    names = {trust.ods_code: trust.name for trust in organisations()}
    return {value: f"{value}, {names[value]}" for value in values if value in names}


def _numbers(whole: SeriesFile, known: SeriesFile) -> dict[str, str | None]:
    """The columns that the numbers are in: two counts, or one value."""
    roles = {name: role.title for name, role in known.roles.items()}
    options = whole.number_columns or known.number_columns
    if len(options) > 1:
        first = VALUE if "value" in roles and "numerator" not in roles else COUNTS
        how = st.segmented_control(
            "The measure is made from", [COUNTS, VALUE], default=first, required=True, key="column_how"
        )
    else:
        how = VALUE
    parts = ("Numerator", "Denominator") if how == COUNTS else ("Value",)
    with st.container(horizontal=True):
        return {part: _select(part, options, roles.get(part.lower()), part.lower()) for part in parts}


def _select(
    label: str,
    options: Sequence[str],
    present: str | None,
    key: str,
    names: dict[str, str] | None = None,
    on_change: Callable[[], None] | None = None,
    labelled: bool = False,
) -> str | None:
    """labelled: the words stand above it already."""
    index = options.index(present) if present in options else None
    with st.container(gap=None):
        said = st.selectbox(
            spoken(label),
            options,
            index=index,
            key=f"column_{key}",
            label_visibility="collapsed" if labelled else "visible",
            format_func=lambda option: (names or {}).get(option, option),
            placeholder="\u00a0",
            on_change=on_change,
        )
        _ask(label, said)
    return said
