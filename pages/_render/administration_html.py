"""An organisation, its changes and the portal's settings, to read."""

from collections.abc import Sequence
from datetime import datetime

from pages._render.change_words import FROM_FILE, sentence
from pages._render.words import moment, text
from plan_store.areas import NATIONAL, areas
from plan_store.change_names import Names
from plan_store.changes import Change
from plan_store.people import Organisation
from plan_store.settings import Shown

KINDS = {
    "": "Everything",
    "PlanText": "Texts",
    "Measure": "Measures",
    "Measure data": "Numbers and charts",
    "CommunicationAction": "Communications",
    "TeamMember": "Team",
    "Programme": "Programmes",
    "Comment": "Comments",
    "member": "People",
}


NOT_SET = '<span class="secondary">Not set</span>'


def organisation_html(held: Organisation) -> str:
    """What the library says of it."""
    if held.ods_code in areas():
        reads = "Every trust" if held.ods_code == NATIONAL else f"The trusts of {held.region}"
        return _facts({"Name": held.name, "ODS code": held.ods_code, "Reads what was submitted by": reads})
    return _facts(
        {
            "Name": held.name,
            "ODS code": held.ods_code,
            "Region": held.region,
            "Comparator group": held.comparator_group,
            "Closed": f"{held.closed.day} {held.closed:%B %Y}" if held.closed else "",
            "Successor": held.successor,
        }
    )


def _facts(rows: dict[str, str]) -> str:
    lines = "".join(f'<tr><th scope="row">{name}</th><td>{text(said)}</td></tr>' for name, said in rows.items() if said)
    return f'<table class="facts">{lines}</table>'


def settings_html(shown: Sequence[Shown]) -> str:
    """Name, value and what it does; nothing to press."""
    rows = "".join(
        f'<tr><th scope="row"><code>{one.name}</code></th><td>{text(one.value) or NOT_SET}'
        f'<span class="second">{text(one.description)}</span></td></tr>'
        for one in shown
    )
    return f'<table class="facts settings">{rows}</table>'


def changes_html(changes: Sequence[Change], names: Names, plans: dict[str, str]) -> str:
    """The newest first; plans: the programmes' titles by id."""
    lines = "".join(
        f'<li>{text(sentence(change, names))}<span class="second">{text(_under(change, plans))}</span></li>'
        for change in changes
    )
    return f'<ul class="said-list audit">{lines}</ul>'


def _under(change: Change, plans: dict[str, str]) -> str:
    at: datetime = change.at
    told = FROM_FILE if change.brought_in else ""
    return " · ".join(filter(None, (moment(at), plans.get(change.programme_id, ""), told)))
