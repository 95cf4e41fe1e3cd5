"""Everything that was typed to check, all of it submitted, and what became of it."""

from collections.abc import Sequence

import streamlit as st

from charts import analyse
from charts.findings import finding
from charts.newest import point_finding
from pages._parts.frame import back_link, problem_box, title
from pages._parts.show import show
from pages._parts.stay import stay
from pages._render.due_words import period_words, short_period
from pages._render.entry_chart import position, with_number
from pages._render.icons import icon
from pages._render.monthly_html import address, check_html, left_out_html, saved_html
from pages._render.monthly_words import value_words
from pages._render.words import count, text
from pages._web.identity import require_actor
from plan_store.base import NotFound
from plan_store.monthly import EntryMeanwhile, EntryRefused
from plan_store.observations import measure_spec, observations_of
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.rounds import Item, Round
from plan_store.store import reading, writing
from plan_store.typed import submit_typed
from plan_store.unavailable import StoreUnavailable

HOME = '<a class="green" href="/" data-go>Programmes of my trust</a>'
NOT_YET = "Said not available yet for"
GONE = "This measure is no longer in the plan."


def check_page(whole: Round, programme: str) -> None:
    """Every entry with what it says, and the one button that saves them."""
    refused = stay().pop("refused", [])
    show(f'<div class="paper top-line">{back_link("What is due", address(programme))}</div>')
    title("Check and submit", error=bool(refused))
    if refused:
        show(
            problem_box("There is a problem", refused, "What is listed here is not saved. All that you typed is kept.")
        )
    ready = ready_of(whole)
    show(check_html(whole.typed, {item.key: says(item) for item in ready}, programme))
    if whole.left_out:
        show(left_out_html(whole.left_out, programme))
    if ready:
        with st.container(key="submit"):
            st.button(submit_words(ready), type="primary", on_click=submit, args=(ready,))


def ready_of(whole: Round) -> list[Item]:
    """What can be saved as it is."""
    return [item for item in whole.typed if not item.problems and not item.theirs]


def submit_words(ready: Sequence[Item]) -> str:
    numbers = sum(not item.typed.not_yet for item in ready)
    return f"Submit {count(numbers, 'number')}" if numbers else "Submit"


def says(item: Item) -> str:
    """What the point says on its chart."""
    numbers = item.numbers
    if item.withheld:
        return "It is withheld, so the chart has a gap, never zero."
    if numbers.get("value") is None:
        return "It stays on the list of what is due." if item.typed.not_yet else ""
    result = analyse(with_number(item.drawn, item.period, numbers, "final"), measure_spec(item.measure))
    return point_finding(result, position(result, item.period), short_period(item.measure, item.period))


def submit(ready: Sequence[Item]) -> None:
    """Save each in its own transaction, in order; what could not be saved stays and is said."""
    actor, saved, refused = require_actor(), [], []
    for item in ready:
        # what stood there when this was shown was seen, also where it says nothing or the same
        seen = item.present.id if item.present else None
        where = f"{item.measure.name}, {period_words(item.measure, item.period)}"
        try:
            with writing() as session:
                submit_typed(session, actor, item.measure.id, item.period, item.typed.model_copy(update={"seen": seen}))
        except EntryRefused as problem:
            refused.append((where, " ".join(problem.problems.values())))
        except EntryMeanwhile:
            refused.append((where, "Somebody entered it meanwhile. Press Change to see both and choose."))
        except NotFound:
            refused.append((where, GONE))
        except (NotAllowed, HoldsNhsNumber, StoreUnavailable) as problem:
            refused.append((where, str(problem)))
        else:
            value = "Suppressed" if item.withheld else value_words(item.measure, item.numbers)
            what = f"{value} for" if value else NOT_YET
            saved.append((item.measure.id, f"{what} {period_words(item.measure, item.period)}."))
    stay()["saved"] = [*stay().get("saved", []), *saved]
    stay()["refused"] = refused
    if not refused:
        st.query_params["step"] = "saved"


def saved_page(whole: Round, programme: str) -> None:
    """What was saved, what each chart says now, and where to go on."""
    saved = stay()["saved"]
    title("Saved")
    show(f'<p class="paper saved-line" role="status">{icon("saved", 22)} <b>{text(saved_words(saved))}</b></p>')
    measures = {measure.id: measure for _, measure in whole.due.measures}
    with reading() as session:
        data = observations_of(session, [measure_id for measure_id, _ in saved if measure_id in measures])
    lines = [
        (measures[one], said, finding(analyse(data[one], measure_spec(measures[one])), measures[one].name))
        for one, said in saved
        if one in measures
    ]
    show(saved_html(lines))
    plans = {owner.id: owner.title for owner, measure in whole.due.measures if measure.id in dict(saved)}
    links = [f'<a href="measurement_plan?programme={plan}" data-go>{text(name)}</a>' for plan, name in plans.items()]
    if whole.walk:
        links.insert(
            0, f'<a href="{text(address(programme))}" data-go>{count(len(whole.walk), "number")} still due</a>'
        )
    show(f'<p class="paper onward">{" ".join([HOME, *links])}</p>')


def saved_words(saved: Sequence[tuple[str, str]]) -> str:
    numbers = sum(not said.startswith(NOT_YET) for _, said in saved)
    if not numbers:
        return "Saved. You will be asked again until the number is there."
    them = "it" if numbers == 1 else "them"
    return f"{count(numbers, 'number')} saved. Every chart that shows {them} is up to date."
