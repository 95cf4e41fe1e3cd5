"""What people write where there is no number: each is a gap with a status, never zero."""

import re
from functools import lru_cache
from typing import Literal

GapStatus = Literal["suppressed", "missing"]

# fmt: off
SUPPRESSED = frozenset((
    "*", "**", "***", "~", "c", "s", "[c]", "[s]", "[low]", "supp", "supp.", "suppressed", "redacted", "withheld",
    "disclosive", "low dq", "lowdq", "dq", "low data quality", "low number", "low numbers", "small number",
    "small numbers",
))
MISSING = frozenset((
    "-", "--", "---", "–", "—", ".", "..", "...", "…", ":", "?", "/", "n/a", "na", "n.a.", "n\\a", "nan", "nil", "null",
    "none", "blank", "x", "[x]", "[z]", "[u]", "dns", "dnr", "tbc", "tba", "missing", "pending", "did not submit",
    "not submitted", "no data", "no return", "not available", "not applicable", "not recorded", "not known", "unknown",
    "unavailable", "awaited", "awaiting", "awaiting data", "to follow", "not yet available", "#div/0!", "#n/a",
    "#value!",    "#ref!", "#name?", "#null!", "#num!", "#getting_data", "#spill!", "#calc!", "#error!",
))
# fmt: on
SMALL = re.compile(r"(?:<|≤|<=|less than|fewer than|under) ?[0-9]{1,3} ?%?|[0-9] to [0-9]|[0-9]{1,2} or (?:less|fewer)")


@lru_cache(maxsize=20_000)
def gap_status(text: str) -> GapStatus | None:
    """Suppressed when a number exists and is withheld, missing when there is none; None when it is not a gap."""
    word = " ".join(text.lower().split())
    if not word or word in MISSING:
        return "missing"
    if word in SUPPRESSED or SMALL.fullmatch(word):
        return "suppressed"
    return None
