"""The words on the buttons and in the cells of a choice."""

from pages._render.icons import icon
from plan_store.plan_rows import Better, Status, choice_words

ARROWS = {Better.HIGHER: "up", Better.LOWER: "down", Better.NEITHER: "level"}
TAGS = {Status.NOT_STARTED: "tag pale", Status.IN_PROGRESS: "tag", Status.DONE: "tag none"}


def better_words(value: str) -> str:
    """An arrow and its word, as safe HTML."""
    better = Better(value)
    return f'<span class="with-icon">{icon(ARROWS[better], 18)} {choice_words(better)}</span>'


def status_tag(value: str) -> str:
    """A status as safe HTML: pale, outlined, or a tick and plain text."""
    status = Status(value)
    tick = f"{icon('tick', 16)} " if status == Status.DONE else ""
    return f'<span class="{TAGS[status]}">{tick}{choice_words(status)}</span>'
