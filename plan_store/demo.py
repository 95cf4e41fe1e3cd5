"""The demonstration trust: three synthetic programmes, put in through the same verbs that people use."""

import tomllib
from math import isnan
from pathlib import Path
from typing import Any

from sqlmodel import Session

from charts.series import read_series
from charts.spec import ChartSpec
from plan_store.library import driver
from plan_store.observations import save_chart, save_observations
from plan_store.organisations import open_organisation
from plan_store.people import Membership, Organisation, User
from plan_store.permissions import Actor, Role
from plan_store.plan_rows import CommunicationAction, Measure, TeamMember
from plan_store.programmes import DriverChoice, SecondaryChoice, create_programme
from plan_store.rows import add_row
from plan_store.texts import mark_completed, save_text

DATA = Path(__file__).parent / "library" / "demonstration.toml"
FIRST_VISITOR = "lead.midwife@northdale.example"
PEOPLE = {
    "Neonatal nurse": ("neonatal.nurse@northdale.example", Role.EDITOR),
    "QI lead": ("qi.lead@northdale.example", Role.EDITOR),
    "Lead midwife": (FIRST_VISITOR, Role.LEAD),
    "Board member": ("board.member@northdale.example", Role.VIEWER),
    "Trust administrator": ("administrator@northdale.example", Role.TRUST_ADMINISTRATOR),
}
REGION, READER = "ZZY", ("Programme reader", "reader@region.example")


def fill(session: Session) -> str:
    """Fill a store that has no demonstration trust yet; the email address of its first visitor."""
    held = tomllib.loads(DATA.read_text(encoding="utf-8"))
    trust = held["organisation"]
    if session.get(Organisation, trust["ods_code"]) is None:
        session.add(Organisation(**trust))
        actors = _people(session, trust["ods_code"])
        for programme, who in zip(reversed(held["programmes"]), PEOPLE, strict=False):
            _programme(session, actors[who], trust["ods_code"], programme)
        _reader(session)
    return FIRST_VISITOR


def _people(session: Session, trust: str) -> dict[str, Actor]:
    users = {name: User(name=name, email=email) for name, (email, _role) in PEOPLE.items()}
    session.add_all(users.values())
    session.flush()
    for name, (_email, role) in PEOPLE.items():
        session.add(Membership(user_id=users[name].id, organisation=trust, role=role.value))
    session.flush()
    return {name: Actor(user.id, name, {trust: PEOPLE[name][1]}) for name, user in users.items()}


def _reader(session: Session) -> None:
    """Somebody of the trust's region."""
    open_organisation(session, REGION)
    user = User(name=READER[0], email=READER[1])
    session.add(user)
    session.flush()
    session.add(Membership(user_id=user.id, organisation=REGION, role=Role.PROGRAMME_READER.value))
    session.flush()


def _programme(session: Session, actor: Actor, trust: str, held: dict[str, Any]) -> None:
    entry = driver(held["driver"])
    chosen = [entry.secondary_named(key) for key in held["secondary"]]
    choice = DriverChoice(
        title=held["title"],
        driver_key=entry.key,
        primary_driver=entry.title,
        aim=held["aim"],
        secondary=tuple(SecondaryChoice(driver_key=d.key, title=d.title, short=d.short) for d in chosen if d),
    )
    programme = create_programme(session, actor, trust, choice)
    shorts = {d.key: d.short for d in chosen if d}
    measures = {row["name"]: _measure(session, actor, programme.id, row, shorts) for row in held["measures"]}
    for kind, key in ((CommunicationAction, "actions"), (TeamMember, "people")):
        for row in held.get(key, []):
            add_row(session, actor, programme.id, kind, row)
    for box, html in held["texts"].items():
        for name, measure_id in measures.items():
            html = html.replace(f"MEASURE:{name}", measure_id)
        save_text(session, actor, programme.id, box, html.strip().replace("\n", ""), 0)
    for box in held["completed_boxes"]:
        mark_completed(session, actor, programme.id, box, True)


def _measure(session: Session, actor: Actor, programme_id: str, row: dict[str, Any], shorts: dict[str, str]) -> str:
    cells = {name: value for name, value in row.items() if name not in ("series", "chart", "secondary")}
    cells["secondary_driver"] = shorts.get(row["secondary"], "")
    measure = add_row(session, actor, programme_id, Measure, cells).row
    if "series" in row:
        content = _csv(row["series"])
        file = read_series(content, f"{row['name']} (demonstration).csv")
        save_observations(session, actor, measure.id, file, content)
    save_chart(session, actor, measure.id, ChartSpec.model_validate(row.get("chart", {})), ChartSpec())
    return measure.id


def _csv(series: dict[str, Any]) -> bytes:
    """The monthly file that a team would have sent."""
    year, month = (int(part) for part in series["start"].split("-"))
    lines = ["Month,Numerator,Denominator"]
    pairs = zip(series["numerators"], series["denominators"], strict=True)
    for step, (top, bottom) in enumerate(pairs):
        at = f"{(month - 1 + step) % 12 + 1:02d}/{year + (month - 1 + step) // 12}"
        hidden = "*" if isnan(top) else top
        lines.append(f"01/{at},{hidden},{'' if isnan(bottom) else bottom}")
    return "\n".join(lines).encode()
