"""What people write where there is no number: each is a gap with a status, never zero."""

import re
from functools import lru_cache
from typing import Literal

GapStatus = Literal["suppressed", "missing"]

# fmt: off
SUPPRESSED = frozenset((
    "*", "**", "***", "~", "#", "##", "c", "s", "[c]", "[s]", "[low]", "supp", "supp.", "suppressed", "redacted",
    "withheld", "disclosive", "disclosure control", "low dq", "lowdq", "dq", "low data quality", "poor data quality",
    "low", "low number", "low numbers", "small number", "small numbers", "sdc", "hidden",
))
MISSING = frozenset((
    "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", ":", "?", "??", "/", "\\", "_", "n/a", "na", "n.a.", "n.a",
    "n\\a", "#na", "nan", "nil", "nil return", "null", "none", "blank", "empty", "x", "xx", "z", "u", "[x]", "[z]",
    "[u]", "[w]", "dns", "dnr", "nr", "n/r", "nk", "n/k", "nd", "n/d", "nya", "tbc", "tba", "t.b.c.", "missing",
    "pending", "did not submit", "did not return", "not submitted", "not supplied", "not provided", "not returned",
    "not reported", "not collected", "not recorded", "not known", "not applicable", "not available", "not audited",
    "not yet available", "not yet known", "not yet submitted", "not measured", "no data", "no data available",
    "no data submitted", "no data collected", "no data yet", "no return", "no submission", "no audit", "unknown",
    "unavailable", "data unavailable", "data not available", "data not collected", "data not submitted",
    "data missing", "missing data", "data awaited", "data pending", "incomplete", "to be confirmed", "awaited",
    "awaiting", "awaiting data", "awaiting validation", "to follow", "system down", "#div/0!", "#n/a", "#value!",
    "#ref!", "#name?", "#null!", "#num!", "#getting_data", "#spill!", "#calc!", "#error!", "#field!", "#blocked!",
    "#unknown!", "#busy!", "#connect!",
))
# fmt: on
SMALL = re.compile(
    r"(?:<|≤|<=|=<|&lt;|less than|fewer than|under|below|up to) ?[0-9]{1,3}(?:\.[0-9]{1,3})? ?%?"
    r"|(?:>|≥|>=|more than|over|above) ?[0-9]{1,3}(?:\.[0-9]{1,3})? ?%"
    r"|[0-9] ?(?:to|-|–) ?[0-9]|[0-9]{1,2} or (?:less|fewer)"
)
LONGEST = 40


def gap_status(text: str) -> GapStatus | None:
    """Suppressed when a number exists and is withheld, missing when there is none; None when it is not a gap."""
    return found_status(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=20_000)
def found_status(text: str) -> GapStatus | None:
    """The status by the word, with or without brackets and a full stop round it."""
    word = " ".join(text.lower().split())
    for said in (word, word.strip("() .'\"")):
        if not said:
            continue
        if said in MISSING:
            return "missing"
        if said in SUPPRESSED or SMALL.fullmatch(said):
            return "suppressed"
    return None if word else "missing"


def may_be_zero(text: str) -> bool:
    """A word that one person writes for 0 and another for no number."""
    return text.lower() in ("nil", "nil return", "none")
