"""The people of a trust as a table, and what each role may do in words."""

from collections.abc import Sequence
from datetime import datetime

from pages._render.words import text, when
from plan_store.members import Member
from plan_store.role_words import role_title


def people_table(people: Sequence[Member], now: datetime, area: bool) -> str:
    """One row a person, each with one Edit."""
    heads = "".join(
        f'<th scope="col" role="columnheader">{words}</th>'
        for words in ("Name and email", "Role", "Last seen", "Signs in with")
    )
    rows = "".join(_row(person, now, area) for person in people)
    return (
        '<table class="rows blocks people" role="table"><caption class="sr-only">People</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}<th scope="col" role="columnheader">'
        f'<span class="sr-only">Change</span></th></tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
    )


def _row(person: Member, now: datetime, area: bool) -> str:
    name = text(person.name)
    edit = f'Edit<span class="sr-only"> {name}</span>'
    return (
        f'<tr role="row"><td role="cell" class="name"><b>{name}</b>'
        f'<span class="second">{text(person.email)}</span></td>'
        f'<td role="cell" data-label="Role">{role_title(person.role, area)}</td>'
        f'<td role="cell" data-label="Last seen">{_seen(person, now)}</td>'
        f'<td role="cell" data-label="Signs in with">{_way_in(person)}</td>'
        '<td role="cell" class="actions"><button type="button" class="plain" data-action="edit-person" '
        f'data-id="{text(person.user_id)}">{edit}</button></td></tr>'
    )


def _seen(person: Member, now: datetime) -> str:
    if person.seen_at is not None:
        seen = when(person.seen_at, now)
        return seen[:1].upper() + seen[1:]
    invited = f'<span class="second">Invited {when(person.invited_at, now)}</span>' if person.invited_at else ""
    return f"Not yet{invited}"


def _way_in(person: Member) -> str:
    if person.email_only:
        return "A link by email only"
    return "Their own account" if person.own_account else "A link"
