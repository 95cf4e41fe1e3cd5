"""/metrics: figures for monitoring, in Prometheus' text format; counted from the log's own lines."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import inf
from secrets import compare_digest
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from plan_store.events import LOG
from plan_store.health import process_figures, store_figures
from plan_store.settings import settings

STEPS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
Labels = tuple[tuple[str, str], ...]


class Meter(logging.Handler):
    """Counts what the log tells, whether or not it is printed."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.counts: defaultdict[tuple[str, Labels], float] = defaultdict(float)
        self.open_websockets = 0
        self._turn = Lock()

    def emit(self, record: logging.LogRecord) -> None:
        facts: dict[str, Any] = getattr(record, "facts", {})
        with self._turn:
            if record.msg == "request":
                self._request(facts)
            elif record.msg == "websocket opened":
                self.open_websockets += 1
            elif record.msg == "verb":
                kind = (("verb", facts["verb"]), ("thing", facts["thing"]))
                self.counts["portal_writes_total", kind] += facts["changes"]
            elif record.msg == "store unavailable":
                self.counts["portal_store_unavailable_total", (("why", facts["why"]),)] += 1

    def _request(self, facts: dict[str, Any]) -> None:
        kind = (("method", facts["method"]), ("path", facts["path"]))
        self.counts["portal_requests_total", (*kind, ("status", str(facts["status"])))] += 1
        if facts["method"] == "WEBSOCKET":
            self.open_websockets -= "accepted" in facts
            return
        seconds = facts["ms"] / 1000
        for step in (*STEPS, inf):
            le = ("le", "+Inf" if step == inf else f"{step:g}")
            self.counts["portal_request_seconds_bucket", (*kind, le)] += seconds <= step
        self.counts["portal_request_seconds_sum", kind] += seconds
        self.counts["portal_request_seconds_count", kind] += 1

    def read(self) -> list[tuple[str, Labels, float]]:
        with self._turn:
            return [(name, labels, count) for (name, labels), count in self.counts.items()]


METER = Meter()
KINDS = {
    "portal_requests_total": "counter",
    "portal_request_seconds": "histogram",
    "portal_writes_total": "counter",
    "portal_store_unavailable_total": "counter",
    "portal_websockets_open": "gauge",
    "portal_store_up": "gauge",
    "portal_sign_ins_live": "gauge",
    "portal_store_bytes": "gauge",
    "portal_last_backup_timestamp_seconds": "gauge",
    "process_resident_memory_bytes": "gauge",
}


def measure_from_now_on() -> None:
    if METER not in LOG.handlers:
        LOG.addHandler(METER)


async def show_metrics(request: Request) -> PlainTextResponse:
    """For whoever has the token; without the setting there is no such address."""
    token = settings().metrics_token.get_secret_value()
    if not token:
        raise HTTPException(404)
    sent = request.headers.get("authorization", "").encode()
    if not compare_digest(sent, f"Bearer {token}".encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    figures = await run_in_threadpool(store_figures)
    figures |= {"portal_websockets_open": METER.open_websockets} | process_figures()
    now = [(name, (), value) for name, value in figures.items()]
    return PlainTextResponse(exposition([*METER.read(), *now]), media_type="text/plain; version=0.0.4")


def exposition(samples: Iterable[tuple[str, Labels, float]]) -> str:
    """Samples by family, each with its kind."""
    held = sorted(samples, key=_order)
    return "".join(f"{line}\n" for line in _lines(held))


def _order(sample: tuple[str, Labels, float]) -> tuple[str, Labels, float]:
    """Buckets by their size, not by its digits."""
    name, labels, _value = sample
    return (name, labels[:-1], float(labels[-1][1])) if name.endswith("_bucket") else (name, labels, 0)


def _lines(samples: list[tuple[str, Labels, float]]) -> Iterator[str]:
    for family, kind in KINDS.items():
        names = {family} if kind != "histogram" else {f"{family}_{end}" for end in ("bucket", "sum", "count")}
        found = [sample for sample in samples if sample[0] in names]
        if found:
            yield f"# TYPE {family} {kind}"
        for name, labels, value in found:
            said = ",".join(f'{label}="{_escaped(words)}"' for label, words in labels)
            yield f"{name}{{{said}}} {value:.16g}" if said else f"{name} {value:.16g}"


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
