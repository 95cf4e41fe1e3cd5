"""What changed since somebody was last here, in one line."""

from datetime import datetime, time
from urllib.parse import urlencode

from charts.numbers import listed
from pages._render.words import HERE, clock, count, day, text
from plan_store.change_names import COMMENT, PROGRAMME, TEXT
from plan_store.sections import KINDS
from plan_store.since import Since

ORDER = (TEXT, *KINDS, PROGRAMME, COMMENT)
NOUNS = {TEXT: ("box", "boxes"), COMMENT: ("comment", "comments")}
NOUNS |= {name: (kind.singular, kind.plural) for name, kind in KINDS.items()}
EDGES = {time.min: "start", time.max: "end"}


def then(at: datetime, now: datetime) -> str:
    """today, 2:14 pm; on 6 November 2026, 2:14 pm; at the start of a day."""
    local, when = at.astimezone(HERE), at.astimezone(HERE).date()
    if local.time() in EDGES:
        return f"at the {EDGES[local.time()]} of {day(when)}"
    return f"{'today' if when == now.astimezone(HERE).date() else f'on {day(when)}'}, {clock(at)}"


def changed_words(since: Since) -> str:
    """4 boxes and 2 measures; empty where nobody else changed anything."""
    parts = [
        "the drivers" if thing == PROGRAMME else count(since.changed[thing], *NOUNS[thing])
        for thing in ORDER
        if since.changed.get(thing)
    ]
    return listed(parts) if parts else ""


def since_address(programme_id: str, at: datetime) -> str:
    return f"history?{urlencode({'programme': programme_id, 'since': at.isoformat()})}"


def since_html(programme_id: str, since: Since, now: datetime) -> str:
    """The quiet line on a plan's tab."""
    words = changed_words(since)
    link = f'<a href="{text(since_address(programme_id, since.at))}" data-go>See what changed</a>'
    said = f"Since you were here {then(since.at, now)}: {words} changed."
    return f'<p class="since paper">{text(said)} {link}</p>' if words else ""


def since_card(programme_id: str, since: Since | None) -> str:
    """The same in short, on a programme's card."""
    words = changed_words(since) if since else ""
    if not words or since is None:
        return ""
    to = text(since_address(programme_id, since.at))
    said = f"{words[:1].upper()}{words[1:]} changed since you were here"
    return f'<p class="since-card"><a href="{to}" data-go>{text(said)}</a></p>'
