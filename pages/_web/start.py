"""What happens once when the server starts: the store made ready, the heavy imports done, their objects set aside."""

import gc
import logging
import os
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from typing import Any

from starlette.concurrency import run_in_threadpool

from pages._web.log_lines import fault_facts, write_lines
from pages._web.metrics import measure_from_now_on
from pages._web.one_core import cores_in_use
from plan_store.events import say
from plan_store.preparation import prepare
from plan_store.store import PRIVATE, engine

# Imported by the first page in any case; here nobody waits for it.
HEAVY = ("PIL.Image", "plotly.tools", "pyarrow", "streamlit.elements.plotly_chart", "streamlit.material_icon_names")


@contextmanager
def faults_told() -> Generator[None]:
    """A portal that cannot start says why in its log."""
    try:
        yield
    finally:
        if fault := sys.exception():
            say("the portal could not start", logging.ERROR, **fault_facts(fault))


@asynccontextmanager
async def lifespan(_app: object) -> AsyncGenerator[dict[str, Any]]:
    write_lines()
    measure_from_now_on()
    os.umask(PRIVATE)
    with faults_told():
        email = await run_in_threadpool(prepare)
    for name in HEAVY:
        import_module(name)
    gc.collect()
    gc.enable()
    gc.freeze()  # Streamlit collects after every rerun; without this, it walks every imported object each time
    write_lines()  # what was imported since speaks for itself no longer
    say("start", database=engine().dialect.name, cores=cores_in_use())
    yield {"first_visitor": email}
    say("stop")
    engine().dispose()  # the last connection to close writes SQLite's log back into its file
