"""Comments as HTML: a conversation at its place, the list of what is open, and the strip of what mentions somebody."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pages._render.icons import icon
from pages._render.words import count, text, when
from plan_store.comments import Comment, Thread, mention
from plan_store.programmes import Programme


@dataclass(frozen=True)
class Reader:
    """Who reads: their id, whether they may write here, the names that can be mentioned, and the time now."""

    user_id: str
    may_write: bool
    names: Sequence[str]
    now: datetime


@dataclass(frozen=True)
class Spot:
    """A place as people know it, and where it is opened with its comments."""

    title: str
    tab: str
    address: str


def initials(name: str) -> str:
    """Two letters for a small circle: QI for "QI lead", NN for "Neonatal nurse"."""
    first, *rest = name.split() or ["?"]
    if re.fullmatch("[A-Z]{2,3}", first):
        return first
    return (first[:1] + (rest[0][:1] if rest else "")).upper()


def thread_list(threads: Sequence[Thread], reader: Reader) -> str:
    """The conversations of one place: the open ones, and the resolved ones folded away."""
    open_ = [thread for thread in threads if thread.comment.resolved_at is None]
    shut = [thread for thread in threads if thread.comment.resolved_at is not None]
    shown = f'<ol class="thread">{"".join(_thread(one, reader) for one in open_)}</ol>' if open_ else ""
    if not shut:
        return f'<div class="paper comments">{shown}</div>' if shown else ""
    folded = "".join(_thread(one, reader) for one in shut)
    return (
        f'<div class="paper comments">{shown}<details><summary>Resolved comments ({len(shut)})</summary>'
        f'<ol class="thread">{folded}</ol></details></div>'
    )


def _thread(thread: Thread, reader: Reader) -> str:
    answers = "".join(f"<li>{_said(answer, reader, _own(answer, reader))}</li>" for answer in thread.answers)
    under = f"<ol>{answers}</ol>" if answers else ""
    return f"<li>{_said(thread.comment, reader, _actions(thread.comment, reader))}{under}</li>"


def _said(comment: Comment, reader: Reader, actions: str) -> str:
    at = when(comment.at, reader.now)
    settled = f" · Resolved by {text(comment.resolved_by)}" if comment.resolved_at else ""
    return (
        f'<div class="comment"><i class="initials" aria-hidden="true">{text(initials(comment.user_name))}</i><div>'
        f'<p><b>{text(comment.user_name)}</b> <span class="secondary">{at}{settled}</span></p>'
        f"<p>{words(comment.text, reader.names)}</p>{actions}</div></div>"
    )


def words(said: str, names: Sequence[str]) -> str:
    """A comment's text, escaped, its lines kept, and who it mentions in bold."""
    safe = text(said).replace("\n", "<br>")
    for name in sorted(names, key=len, reverse=True):
        safe = re.sub(f"{mention(text(name))}(?![^<]*</b>)", lambda found: f"<b>{found[0]}</b>", safe, flags=re.I)
    return safe


def _actions(comment: Comment, reader: Reader) -> str:
    if not reader.may_write:
        return ""
    if comment.resolved_at is not None:
        return f'<p class="comment-actions">{_button("Open again", "comment-open", comment)}</p>'
    own = _button("Delete", "comment-delete", comment) if comment.user_id == reader.user_id else ""
    first = _button("Answer", "comment-answer", comment) + _button("Resolve", "comment-resolve", comment)
    return f'<p class="comment-actions">{first}{own}</p>'


def _own(comment: Comment, reader: Reader) -> str:
    if not reader.may_write or comment.user_id != reader.user_id:
        return ""
    return f'<p class="comment-actions">{_button("Delete", "comment-delete", comment)}</p>'


def _button(label: str, action: str, comment: Comment) -> str:
    whose = f'<span class="sr-only"> the comment of {text(comment.user_name)}</span>'
    what = f'data-action="{action}" data-id="{text(comment.id)}"'
    return f'<button type="button" class="plain" {what}>{label}{whose}</button>'


def mark(number: int, row_id: str, title: str) -> str:
    """The small mark of a row that has open comments; pressing it shows them."""
    if not number:
        return ""
    spoken = f'<span class="sr-only"> on {text(title)}</span>'
    return (
        f'<button type="button" class="plain comment-mark" data-action="comments" data-id="{text(row_id)}">'
        f'{icon("comment", 16)} {number}<span class="sr-only"> open {"comment" if number == 1 else "comments"}</span>'
        f"{spoken}</button>"
    )


def open_list(threads: Sequence[Thread], spot: Callable[[Comment], Spot], reader: Reader) -> str:
    """What is open, by place in the plan's order, each place a link to it."""
    groups: dict[tuple[str, str], list[Thread]] = {}
    for thread in threads:
        groups.setdefault((thread.comment.place, thread.comment.place_id), []).append(thread)
    cards = []
    for held in groups.values():
        where = spot(held[0].comment)
        cards.append(
            f'<section class="card paper comments"><p class="secondary">{text(where.tab)}</p>'
            f'<h2><a href="{text(where.address)}" data-go>{text(where.title)}</a></h2>'
            f'<ol class="thread">{"".join(_thread(one, _looking(reader)) for one in held)}</ol>'
            f'<a href="{text(where.address)}" data-go>Answer or resolve'
            f'<span class="sr-only"> at {text(where.title)}</span></a></section>'
        )
    return "".join(cards)


def _looking(reader: Reader) -> Reader:
    """In the list one reads; one answers at the place itself."""
    return Reader(reader.user_id, False, reader.names, reader.now)


def mention_strip(mentions: Sequence[Comment], programmes: Mapping[str, Programme]) -> str:
    """Above the programmes: in how many open comments the reader is mentioned, and where."""
    here = [comment for comment in mentions if comment.programme_id in programmes]
    if not here:
        return ""
    links = []
    for programme_id in dict.fromkeys(comment.programme_id for comment in here):
        number = sum(comment.programme_id == programme_id for comment in here)
        more = f" ({number})" if len(here) > number else ""
        address = f"comments?programme={programme_id}&show=mine"
        links.append(f'<a href="{text(address)}" data-go>{text(programmes[programme_id].title)}</a>{more}')
    return (
        f'<div class="card paper mentions">{icon("comment")} <span><b>You are mentioned in '
        f"{count(len(here), 'comment')}:</b> {', '.join(links)}</span></div>"
    )
