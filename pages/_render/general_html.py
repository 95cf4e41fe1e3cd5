"""General as HTML: the nine boxes as a task list, and what stands round each editor."""

from collections.abc import Mapping

from pages._render.icons import icon
from pages._render.words import text
from plan_store.sections import BOXES, Box

COMPLETED, STARTED = "Completed", "In progress"


def state_tag(state: str) -> str:
    if state == COMPLETED:
        return f'<span class="tag none">{icon("tick", 16)} {COMPLETED}</span>'
    return f'<span class="tag{"" if state == STARTED else " pale"}">{state}</span>'


def task_list(states: Mapping[str, str]) -> str:
    """Where the team is, and the next box to write in."""
    done = sum(state == COMPLETED for state in states.values())
    started = sum(state == STARTED for state in states.values())
    upcoming = next((place for place, box in enumerate(BOXES) if states[box.key] == "Not yet started"), None)
    onward = ""
    if upcoming is not None:
        box = BOXES[upcoming]
        onward = f'<span>Next: <a href="#{box.key}" data-jump>{upcoming + 1} {text(box.short)}</a></span>'
    items = "".join(
        f'<li><span><span class="number">{number}</span><a href="#{box.key}" data-jump>{text(box.short)}</a></span>'
        f"{state_tag(states[box.key])}</li>"
        for number, box in enumerate(BOXES, start=1)
    )
    return (
        f'<div class="card paper tasks-card"><div class="top-line"><b>{done} of {len(BOXES)} boxes completed, '
        f'{started} in progress</b>{onward}</div><ul class="tasks">{items}</ul></div>'
    )


def heading(number: int, box: Box, state: str) -> str:
    return (
        f'<div class="paper box-head" id="{box.key}"><div><h2><span>{number}</span> {text(box.title)}</h2>'
        f'<p class="box-question">{text(box.question)}</p></div><div class="box-state">'
        f'<span class="writing" data-here-box="{box.key}" hidden>{icon("pen", 16)} <span data-words></span></span>'
        f"{state_tag(state)}</div></div>"
    )


def guidance(box: Box, programme_id: str) -> str:
    """What belongs here and an example, beside the editor; folded under it on a phone."""
    hints = "".join(f"<li>{text(hint)}</li>" for hint in box.hints)
    inside = f"<ul>{hints}</ul><b>Example</b><p>{text(box.example)}</p>"
    if box.baseline:
        address = f"baseline_data?programme={text(programme_id)}"
        inside += (
            f'<div class="slot"><b>Charts for this box</b><br><a href="{address}" data-go>Upload baseline data</a>'
        )
        inside += "</div>"
    return (
        f'<div class="guidance wide-only paper"><b>{text(box.hints_title)}</b>{inside}</div>'
        f'<details class="guidance phone-only paper"><summary>{text(box.hints_title)}</summary>{inside}</details>'
    )
