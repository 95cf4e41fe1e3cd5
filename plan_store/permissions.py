"""Who may do what: one table of role by verb, and the check that every verb makes."""

from dataclasses import dataclass, field
from enum import StrEnum


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


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, with a role in each of their organisations (by ODS code)."""

    user_id: str
    name: str
    roles: dict[str, Role] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """The actor's own trust: the first they belong to."""
        return next(iter(self.roles), "")

    @property
    def role(self) -> str:
        return self.roles[self.organisation].value if self.roles else ""


class NotAllowed(Exception):
    """The actor's role does not include this."""


def may(actor: Actor, what: May, organisation: str) -> bool:
    role = actor.roles.get(organisation)
    return role is not None and what in ALLOWED[role]


def administers(actor: Actor) -> bool:
    """Whether somebody looks after the people of any trust: their sign-in ends sooner when idle."""
    return any(may(actor, May.ADMINISTER, organisation) for organisation in actor.roles)


def require(actor: Actor, what: May, organisation: str) -> None:
    if not may(actor, what, organisation):
        raise NotAllowed(f"Your role does not let you {what.value} here. Ask your trust’s administrator.")
