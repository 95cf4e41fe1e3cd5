"""Who may do what: one table of role by verb, and the check that every verb makes."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from plan_store.areas import is_area


class Role(StrEnum):
    """A programme reader is regional or national staff: reads what trusts submitted, in every trust of the region."""

    PROGRAMME_READER = "programme reader"
    VIEWER = "viewer"
    EDITOR = "editor"
    LEAD = "lead"
    TRUST_ADMINISTRATOR = "trust administrator"


class May(StrEnum):
    READ_SUBMITTED = "read what was submitted"
    READ = "read"
    WRITE = "write"
    CREATE = "create programmes"
    ARCHIVE = "archive programmes"
    ADMINISTER = "look after people"


ALLOWED: dict[Role, frozenset[May]] = {
    Role.PROGRAMME_READER: frozenset({May.READ_SUBMITTED}),
    Role.VIEWER: frozenset({May.READ_SUBMITTED, May.READ}),
    Role.EDITOR: frozenset({May.READ_SUBMITTED, May.READ, May.WRITE, May.CREATE}),
    Role.LEAD: frozenset({May.READ_SUBMITTED, May.READ, May.WRITE, May.CREATE, May.ARCHIVE}),
    Role.TRUST_ADMINISTRATOR: frozenset(May),
}


# A region, or England, has people and reads; programmes and their plans belong to trusts alone.
OF_AREAS = frozenset({May.READ_SUBMITTED, May.ADMINISTER})


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, with a role in each of their organisations (by ODS code); `here` is the one they look at."""

    user_id: str
    name: str
    roles: dict[str, Role] = field(default_factory=dict)
    here: str = field(default="", compare=False)

    @property
    def organisation(self) -> str:
        """The trust that the actor looks at: the first they belong to, unless they chose another of theirs."""
        return self.here or next(iter(self.roles), "")

    def at(self, organisation: str) -> Self:
        """The actor looking at another trust of theirs; anywhere else, nothing changes."""
        return replace(self, here=organisation) if organisation in self.trusts else self

    @property
    def trusts(self) -> list[str]:
        """Where the actor has a role, without regions."""
        return [code for code in self.roles if not is_area(code)]

    @property
    def role(self) -> str:
        role = self.roles.get(self.organisation)
        return role.value if role else ""


class NotAllowed(Exception):
    """The actor's role does not include this."""


def may(actor: Actor, what: May, organisation: str) -> bool:
    role = actor.roles.get(organisation)
    return role is not None and what in ALLOWED[role] and (what in OF_AREAS or not is_area(organisation))


def writable(actor: Actor) -> list[str]:
    """The trusts in whose plans somebody may write."""
    return [organisation for organisation in actor.roles if may(actor, May.WRITE, organisation)]


def administers(actor: Actor) -> bool:
    """Whether somebody looks after the people of any trust: their sign-in ends sooner when idle."""
    return any(may(actor, May.ADMINISTER, organisation) for organisation in actor.roles)


def require(actor: Actor, what: May, organisation: str) -> None:
    if not may(actor, what, organisation):
        raise NotAllowed(f"Your role does not let you {what.value} here. Ask your trust’s administrator.")
