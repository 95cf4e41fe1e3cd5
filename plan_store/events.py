"""What happened, told to the log: names of things, ids and durations. Nobody's words, names, files or addresses."""

import logging
from collections.abc import Iterable
from time import time
from typing import Any

Kept = tuple[str, str, str, str]  # a change in short: action, thing, programme, user
LOG = logging.getLogger("portal")
BLANK = vars(logging.LogRecord(LOG.name, logging.INFO, "", 0, "", (), None))
LOG.addHandler(logging.NullHandler())  # whoever runs the portal says where the lines go
LOG.setLevel(logging.INFO)  # the figures are counted from every line, whichever are printed


def say(event: str, level: int = logging.INFO, **facts: Any) -> None:
    if LOG.isEnabledFor(level):  # where in the code it was said is of no use, and would cost half of a line
        LOG.handle(_record(event, level, facts))


def _record(event: str, level: int, facts: dict[str, Any]) -> logging.LogRecord:
    """As logging makes one, which looks up the thread and the process too: most of what a line costs."""
    record, moment = logging.LogRecord.__new__(logging.LogRecord), time()
    level_name, ms = logging.getLevelName(level), moment % 1 * 1000
    said = {"msg": event, "levelno": level, "levelname": level_name, "created": moment, "msecs": ms, "facts": facts}
    record.__dict__ = BLANK | said
    return record


def say_kept(changes: Iterable[Kept], seconds: float) -> None:
    """One line for each kind of change that one transaction kept, and how long it took, waiting included."""
    ms, counts = round(seconds * 1000, 1), dict[Kept, int]()
    for kept in changes:
        counts[kept] = counts.get(kept, 0) + 1
    for (action, thing, programme_id, user_id), count in counts.items():
        say("verb", verb=action, thing=thing, programme=programme_id, user=user_id, changes=count, ms=ms)
