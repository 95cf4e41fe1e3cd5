"""What each role is called, and what it may do, for who gives it."""

from plan_store.permissions import Role

MAY = {
    Role.PROGRAMME_READER: "Reads what the trusts of the region submitted: programmes, measures and charts",
    Role.VIEWER: "Reads everything of the trust",
    Role.EDITOR: "Starts programmes, writes plans and enters data",
    Role.LEAD: "As an editor, and takes programmes off the list",
    Role.TRUST_ADMINISTRATOR: "As a lead, and looks after the people",
}
AREA_ADMINISTRATOR = "As a reader, and looks after the region’s readers"


def role_words(role: Role, area: bool) -> str:
    """What a role may do, for who gives it."""
    return AREA_ADMINISTRATOR if area and role == Role.TRUST_ADMINISTRATOR else MAY[role]


def role_title(role: Role, area: bool = False) -> str:
    return "Administrator" if area and role == Role.TRUST_ADMINISTRATOR else role.value.capitalize()
