"""Every kind of change in one plain sentence: who did what, without a key, an id or a form of data."""

from collections.abc import Mapping
from typing import Any

from pages._render.change_cells import called, cut, described, differing, field_words
from pages._render.number_changes import numbers_did
from plan_store.change_names import COMMENT, NUMBERS, PROGRAMME, TEXT, Names, RowName
from plan_store.change_shapes import MEMBER, states_of
from plan_store.changes import Change
from plan_store.clean import CHARTS, chart_ids, is_empty
from plan_store.plan_rows import CommunicationAction, PlanRow, TeamMember
from plan_store.sections import BOXES, KINDS

SHORTS = {box.key: box.short for box in BOXES}
GONE = RowName("a measure that is no longer here")
LISTS = {kind: f"the list of {kind.plural}" for kind in KINDS.values()}
FROM_FILE = "The file that was brought in says so"
State = Mapping[str, Any]


def sentence(change: Change, names: Names) -> str:
    """Lead midwife wrote in Project aims. names: what plan_store.change_names.names_of finds for the changes."""
    return f"{change.user_name} {did(change, names)}."


def did(change: Change, names: Names) -> str:
    """What was done, to stand after somebody's name; no full stop."""
    states = states_of(change)
    if states is None:
        return "made a change that this portal cannot read"
    before, after = states
    known = {
        TEXT: lambda: _text(change.thing_id.rpartition("/")[2], before or {}, after or {}, names),
        PROGRAMME: lambda: _programme(change.action, before or {}, after or {}),
        NUMBERS: lambda: numbers_did(change.action, before, after or {}, names.get(change.thing_id, GONE)),
        COMMENT: lambda: _comment(change.action, after or {}, names),
        MEMBER: lambda: _member(change, before or {}, after or {}, names),
    }
    if change.thing in KINDS:
        return _row(KINDS[change.thing], change.action, before or {}, after or {})
    return known[change.thing]()


def box_words(key: str) -> str:
    """A box as it is called in a sentence."""
    return SHORTS.get(key, "a box that the plan no longer has")


def _text(box: str, before: State, after: State, names: Names) -> str:
    old, new, name = before.get("html", ""), after.get("html", ""), box_words(box)
    if before == after:
        return f"changed {name} and changed it back"
    if old == new:
        done = after.get("completed")
        return f"marked {name} as completed" if done else f"said that {name} is not completed after all"
    if is_empty(new):
        return f"emptied {name}"
    added, gone = _charts(new, old, names), _charts(old, new, names)
    if CHARTS.sub("", old) == CHARTS.sub("", new) and bool(added) != bool(gone):
        return f"put the chart of {added} in {name}" if added else f"took the chart of {gone} out of {name}"
    return f"wrote in {name}"


def _charts(there: str, not_in: str, names: Names) -> str:
    found = [names.get(key, GONE).title for key in chart_ids(there) if key not in chart_ids(not_in)]
    return " and ".join(found)


def _row(kind: type[PlanRow], action: str, before: State, after: State) -> str:
    what = described(kind, after or before)
    if action == "added":
        return f"added {what} to the team" if kind is TeamMember else f"added {what}"
    if action == "deleted":
        return f"took {what} out of the team" if kind is TeamMember else f"deleted {what}"
    if action == "restored":
        return f"put {what} back"
    if action == "moved":
        return f"moved {called(kind, after)} in {LISTS[kind]}"
    return _cells(kind, before, after)


def _cells(kind: type[PlanRow], before: State, after: State) -> str:
    changed = differing(kind, before, after)
    if not changed:
        return f"changed {described(kind, after)} and changed it back"
    name, old, new = changed[0]
    if len(changed) == 1 and name == kind.title_field and kind is not CommunicationAction:
        return f"renamed {described(kind, before)} to {called(kind, after)}"
    whose = called(kind, after if name == kind.title_field else before)
    if len(changed) > 1:
        return f"changed {_listed([f'the {field_words(kind, name)}' for name, _old, _new in changed])} of {whose}"
    field = f"the {field_words(kind, name)} of {whose}"
    if old and new:
        return f"changed {field}{f' from {old} to {new}' if _short(old, new) else ''}"
    if new:
        return f"set {field} to {new}" if _short(new) else f"wrote {field}"
    return f"took out {field}{f' (it was {old})' if _short(old) else ''}"


def _short(*words: str) -> bool:
    return all(len(one) <= 60 and "\n" not in one for one in words)


def _programme(action: str, before: State, after: State) -> str:
    title = cut(str((after or before).get("title", "")), 120)
    simple = {
        "created": f"started the programme {title}",
        "archived": f"took the programme {title} off the list",
        "restored": f"put the programme {title} back on the list",
        "imported": f"brought the programme {title} in from {cut(str(after.get('from', 'another portal')), 120)}",
    }
    if action in simple:
        return simple[action]
    named = {"title": "title", "primary_driver": "primary driver", "aim": "overarching aim"}
    parts = [f"the {words}" for key, words in named.items() if before.get(key) != after.get(key)]
    said = f"changed {_listed(parts)} of the programme" if parts else ""
    return " and ".join(filter(None, (said, _secondary(before, after)))) or "changed the drivers and changed them back"


def _secondary(before: State, after: State) -> str:
    old, new = ([driver["title"] for driver in held.get("secondary", ())] for held in (before, after))
    added = _listed([cut(title) for title in new if title not in old])
    gone = _listed([cut(title) for title in old if title not in new])
    drivers = "secondary drivers" if len(set(old) ^ set(new)) > 1 else "secondary driver"
    if added and gone:
        return f"changed the secondary drivers: added {added}, took out {gone}"
    if added or gone:
        return f"added the {drivers} {added}" if added else f"took out the {drivers} {gone}"
    return "changed the order of the secondary drivers" if old != new else ""


def _comment(action: str, after: State, names: Names) -> str:
    where, words = _place(after, names), f"“{cut(str(after.get('text', '')), 120)}”"
    return {
        "commented": f"commented on {where}: {words}",
        "resolved": f"resolved a comment on {where}: {words}",
        "opened again": f"opened a comment on {where} again: {words}",
        "deleted": f"deleted their comment on {where}: {words}",
    }.get(action, f"changed a comment on {where}")


def _place(after: State, names: Names) -> str:
    if after.get("place") == "box":
        return box_words(after.get("place_id", ""))
    name = names.get(after.get("place_id", ""))
    if after.get("place") == "chart":
        return f"the chart of {(name or GONE).title}"
    return f"“{cut(name.title)}”" if name else "a row that is no longer here"


def _member(change: Change, before: State, after: State, names: Names) -> str:
    """Who belongs to the trust, by the name that the names have for the person's id, else by the change's own."""
    known, said = names.get(change.thing_id), {**before, **after}
    whom = cut(known.title if known else str(said.get("name") or said.get("email") or "somebody"), 120)
    return {
        "invited": f"invited {whom} as {after.get('role', 'a member')}",
        "changed role": f"changed the role of {whom} from {before.get('role', 'none')} to {after.get('role', 'none')}",
        "removed": f"took {whom} out of the trust",
        "made a sign-in link": f"made a sign-in link for {whom}",
    }.get(change.action, f"changed the membership of {whom}")


def _listed(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
