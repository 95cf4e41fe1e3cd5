"""What is due in the trust, as a strip over the programme list; nothing due, no strip."""

from collections.abc import Sequence
from datetime import date

from charts.numbers import MONTH_NAMES
from pages._render.due_words import measures_words, months_words, short_day
from pages._render.icons import icon
from pages._render.words import count, text
from plan_store.due import Due, DueList
from plan_store.plan_rows import CommunicationAction
from plan_store.programmes import Programme

LONGEST = 40  # characters of an action that has no channel
Overdue = Sequence[tuple[Programme, Sequence[CommunicationAction]]]


def due_strip(due: DueList, overdue: Overdue, today: date, may_write: bool) -> str:
    """The month, the numbers that are left, and the actions whose day has passed."""
    cells = [_numbers(due.entries, may_write)] if due.entries else []
    cells += [_actions(programme, actions) for programme, actions in overdue]
    if not cells:
        return ""
    head = f"<b>Due in {MONTH_NAMES[today.month - 1]}</b><span>Today: {short_day(today)}</span>"
    return (
        '<section class="card due due-strip paper" aria-label="What is due">'
        f"<div>{head}</div>{''.join(cells)}</section>"
    )


def _numbers(entries: Sequence[Due], may_write: bool) -> str:
    late = [entry for entry in entries if entry.late]
    asked = late or entries
    said = f"{measures_words(asked)} {'late, due since' if late else 'left, by'} {short_day(min(e.by for e in asked))}"
    words = f"{'Enter ' if may_write else ''}{months_words(asked)}’s data"
    return _cell("calendar", words, "monthly_data", said, late=bool(late))


def _actions(programme: Programme, actions: Sequence[CommunicationAction]) -> str:
    first = actions[0]
    words = f"{count(len(actions), 'action')} {'is' if len(actions) == 1 else 'are'} overdue"
    what = first.channel or first.message
    what = what if len(what) <= LONGEST else f"{what[:LONGEST].rsplit(' ', 1)[0]}…"
    since = f"{what} was due {short_day(first.due)}" if first.due else what
    return _cell("error", words, f"communications_plan?programme={programme.id}", since, late=True)


def _cell(sign: str, words: str, to: str, said: str, late: bool) -> str:
    colour = ' class="late"' if late else ""
    return (
        f"<div{colour}>{icon('error' if late else sign, 24)}<span>"
        f'<a href="{text(to)}" data-go><b>{text(words)}</b></a><span>{text(said)}</span></span></div>'
    )
