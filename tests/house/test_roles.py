"""The README's table of roles is the one that every verb asks."""

import re

from plan_store.permissions import ALLOWED, May, Role
from plan_store.settings import ROOT

MARKS = ("<!-- roles -->", "<!-- /roles -->")


def roles_table() -> str:
    rows = [f"| Role | {' | '.join(what.value.capitalize() for what in May)} |", f"|---|{'---|' * len(May)}"]
    for role in Role:
        cells = " | ".join("yes" if what in ALLOWED[role] else "" for what in May)
        rows.append(f"| {role.value.capitalize()} | {cells} |")
    return "\n".join(rows)


def test_the_readme_says_what_each_role_may() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(f"{MARKS[0]}\n(.*?)\n{MARKS[1]}", readme, re.DOTALL)
    assert found, f"README.md has no table between {MARKS[0]} and {MARKS[1]}"
    assert found[1].strip() == roles_table(), f"The README's table of roles should be:\n\n{roles_table()}"
