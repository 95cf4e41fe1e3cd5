"""One measure's number for one period: the fields, the chart as it will be, what was unusual, and on to the next."""

from dataclasses import replace
from functools import partial

import streamlit as st

from charts import analyse
from pages._parts.clicks import go
from pages._parts.frame import problem_in_tab, title
from pages._parts.plain import spoken
from pages._parts.show import show
from pages._render.entry_chart import entry_chart, series_of
from pages._render.monthly_html import address, field_html, meanwhile_html, place_html, value_html
from pages._render.monthly_words import about, field_words, hint, look_outs
from pages._render.words import text
from pages._web.identity import require_actor
from plan_store import typed as store
from plan_store.observations import measure_spec
from plan_store.rounds import Item, Round
from plan_store.store import writing
from plan_store.typed import LONGEST_NOTE, LONGEST_NUMBER, NO, NOT_SURE, YES, Typed

UNUSUAL = {NO: "No", YES: "Yes, add a note", NOT_SURE: "Not sure"}
IDENTITY = "No names, NHS numbers or anything that identifies a person."
SMALL = "Too small to share? Write * or <5."
PAUSE = "400ms"  # after the last key, what was typed is taken over
WIDGETS = ("numerator", "denominator", "value", "unusual", "note", "provisional", "why")


def entry_page(whole: Round, item: Item, programme: str) -> None:
    """The head of the page, what somebody else did meanwhile, and the form."""
    back, onward = _ways(whole, item, programme)
    show(place_html(whole.walk, item, back))
    title(item.measure.name)
    if said := about(item.measure):
        show(f'<div class="paper about">{text(said)}</div>')
    with st.container(key="card_entry"):
        if item.theirs:
            _choose(item)
        _form(item, onward)


def _ways(whole: Round, item: Item, programme: str) -> tuple[str, str]:
    """Back, and on: one goes through what is due; who came from the check returns to it."""
    check = address(programme, step="check")
    if st.query_params.get("from") == "check":
        return check, check
    after = whole.next_after(item)
    return address(programme, whole.before(item)), address(programme, after) if after else check


def _choose(item: Item) -> None:
    """Theirs beside mine; nothing is decided for the writer."""
    if item.theirs is not None:
        show(meanwhile_html(item.measure, item.theirs, item.numbers, item.typed.not_yet))
    with st.container(horizontal=True, gap="small"):
        st.button("Keep theirs", on_click=_keep_theirs, args=(item,), key=f"theirs_{item.key}")
        if not item.typed.not_yet:
            st.button("Use mine instead", on_click=_use_mine, args=(item,), key=f"mine_{item.key}")


def _keep_theirs(item: Item) -> None:
    _write(partial(store.drop_typed, key=item.key))
    for name in WIDGETS:
        st.session_state.pop(_key(item, name), None)


def _use_mine(item: Item) -> None:
    """The other number was seen and is to give way; that needs a reason, which is asked for below."""
    seen = item.present.id if item.present else None
    _write(partial(store.keep_typed, key=item.key, typed=item.typed.model_copy(update={"seen": seen})))


def _write(do: partial[None]) -> None:
    actor = require_actor()
    with writing() as session:
        do(session, actor)


@st.fragment
def _form(item: Item, onward: str) -> None:
    """Runs alone while one types, so that it is quick; what was typed is kept each time."""
    typed = _typed(item)
    _keep(item, typed)
    item = replace(item, typed=typed)
    pressed = bool(st.session_state.get(_key(item, "pressed")))
    told = {name: said for name, said in item.problems.items() if pressed or str(getattr(typed, name, "")).strip()}
    if pressed and told:
        problem_in_tab(item.measure.name)
    with st.container(key="entry"):
        with st.container(key="entry_fields"):
            _numbers(item, told)
        with st.container(key="entry_chart"):
            status = item.checked.status(typed.provisional)
            show(entry_chart(item.measure, item.drawn, item.period, item.numbers, status))
        with st.container(key="entry_more"):
            _more(item, told)
            _buttons(item, told if pressed else {}, onward)


def _typed(item: Item) -> Typed:
    """What the widgets hold; before they are drawn for the first time, what was kept."""
    held = {name: st.session_state.setdefault(_key(item, name), getattr(item.typed, name)) for name in WIDGETS}
    number = any(str(held[name]).strip() for name in item.parts)
    held |= {"unusual": held["unusual"] or NO, "not_yet": item.typed.not_yet and not number}
    return item.typed.model_copy(update=held)


def _keep(item: Item, typed: Typed) -> None:
    """What has changed since it was last kept; nothing is kept for somebody who only looks."""
    if typed == st.session_state.get(_key(item, "kept"), item.typed):
        return
    if typed.says_something:
        _write(partial(store.keep_typed, key=item.key, typed=typed))
    else:
        _write(partial(store.drop_typed, key=item.key))
    st.session_state[_key(item, "kept")] = typed


def _numbers(item: Item, told: dict[str, str]) -> None:
    held = analyse(series_of(item.drawn, without=item.period), measure_spec(item.measure))
    looks = look_outs(item.measure, item.numbers, item.before, held)
    for part in item.parts:
        words, problem = field_words(item.measure, part), told.get(part, "")
        was = hint(item.measure, part, item.before, item.period)
        last = part == item.parts[-1]
        show(field_html(words, was, problem))
        with st.container(horizontal=True, vertical_alignment="center", key=f"number_{part}", gap="medium"):
            _line(item, part, ". ".join(filter(None, (words.rstrip("."), was, problem))), LONGEST_NUMBER)
            if last:
                show(value_html(item.measure, item.numbers, item.withheld))
        said = looks.get(part) or (looks.get("value") if last else "")
        if said and not problem:
            show(f'<p class="look-out waits" role="status">{text(said)}</p>')
    show(f'<p class="secondary withheld">{text(SMALL)}</p>')


def _more(item: Item, told: dict[str, str]) -> None:
    st.segmented_control(
        "Anything unusual this month?",
        list(UNUSUAL),
        format_func=UNUSUAL.__getitem__,
        required=True,
        key=_key(item, "unusual"),
    )
    if item.typed.unusual == YES:
        _words(item, "note", "What happened?", f"It is marked on the chart. {IDENTITY}", told)
    st.checkbox("This number may still change", key=_key(item, "provisional"))
    if item.corrects and not item.theirs:
        _words(item, "why", "Why does the number change?", f"It stays in the history. {IDENTITY}", told)


def _words(item: Item, name: str, words: str, under: str, told: dict[str, str]) -> None:
    problem = told.get(name, "")
    show(field_html(words, under, problem))
    _line(item, name, ". ".join(filter(None, (words, under.rstrip("."), problem))), LONGEST_NOTE)


def _line(item: Item, name: str, words: str, longest: int) -> None:
    """Streamlit gives a widget one label and no description, so the label says all of it to a screen reader."""
    st.text_input(
        spoken(words),
        key=_key(item, name),
        label_visibility="collapsed",
        live=PAUSE,
        max_chars=longest,
        autocomplete="off",
    )


def _buttons(item: Item, told: dict[str, str], onward: str) -> None:
    if told:  # on a phone the field may be out of sight
        show(f'<p class="cell-problem" role="alert">{text(next(iter(told.values())))}</p>')
    if st.button("Continue", type="primary", width="stretch"):
        if item.problems and not item.theirs:
            st.session_state[_key(item, "pressed")] = True
            st.rerun()
        _write(partial(store.keep_typed, key=item.key, typed=item.typed.model_copy(update={"done": True})))
        go(onward)
    if st.button("I do not have this number yet", type="tertiary", width="stretch"):
        nothing = Typed(seen=item.typed.seen, not_yet=True, done=True)
        _write(partial(store.keep_typed, key=item.key, typed=nothing))
        go(onward)


def _key(item: Item, name: str) -> str:
    return f"{name}_{item.key}"
