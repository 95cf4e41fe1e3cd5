"""The log: one line of JSON for each thing that happened, whoever said it; of a fault its type and place, no values."""

import json
import linecache
import logging
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Any

from plan_store.events import say
from plan_store.settings import ROOT, settings

OTHERS = ("streamlit", "uvicorn", "websockets", "alembic", "sqlalchemy", "py.warnings", "asyncio", "concurrent")
DEEPEST = 12  # steps of a fault's way that are shown, the last ones


class JsonLines(logging.Formatter):
    """A record as JSON. Our own say what they say in facts; of others' only what stands in their program."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        facts = getattr(record, "facts", None)
        if facts is None:
            line |= {"event": said_by_program(record), "logger": record.name, "line": _place(record)}
        else:
            line |= {"event": record.msg, **facts}
        if record.exc_info and record.exc_info[1]:
            line |= fault_facts(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def said_by_program(record: logging.LogRecord) -> str:
    """The words before values were put in; nothing where that cannot be told."""
    words = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if record.args or not isinstance(record.msg, str):
        return words
    return words if words.strip() in "".join(linecache.getlines(record.pathname)) else ""


def fault_facts(fault: BaseException) -> dict[str, Any]:
    """What kind of fault, what it came from, and where; its message may hold what somebody typed."""
    before = fault.__cause__ or fault.__context__
    facts: dict[str, Any] = {"fault": type(fault).__name__, "where": _way(fault.__traceback__)}
    return facts | ({"cause": type(before).__name__} if before else {})


def _way(trace: TracebackType | None) -> list[str]:
    return [f"{_short(step.filename)}:{step.lineno} {step.name}" for step in extract_tb(trace)[-DEEPEST:]]


def _place(record: logging.LogRecord) -> str:
    return f"{_short(record.pathname)}:{record.lineno}"


def _short(path: str) -> str:
    """Within the project, or within its package."""
    here = Path(path)
    if "site-packages" in here.parts:
        return "/".join(here.parts[here.parts.index("site-packages") + 1 :])
    return here.relative_to(ROOT).as_posix() if here.is_relative_to(ROOT) else here.name


def _crashed(kind: type[BaseException], fault: BaseException | None, _trace: TracebackType | None) -> None:
    if fault is not None and not issubclass(kind, KeyboardInterrupt):
        say("fault", logging.ERROR, **fault_facts(fault))


def write_lines() -> None:
    """Everything goes to stderr as JSON from now on, at LOG_LEVEL and above; others' from warnings upwards."""
    handler = next((known for known in logging.root.handlers if isinstance(known.formatter, JsonLines)), None)
    if handler is None:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logging.root.addHandler(handler)
    handler.setLevel(settings().log_level.upper())
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    threading.excepthook = lambda crash: _crashed(crash.exc_type, crash.exc_value, crash.exc_traceback)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(OTHERS):
            logger = logging.getLogger(name)
            logger.handlers.clear()
            logger.propagate = True
