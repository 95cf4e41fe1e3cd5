"""What happens once when the server starts: the store made ready, the heavy imports done, their objects set aside."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.concurrency import run_in_threadpool

from plan_store.preparation import prepare
from plan_store.store import engine

# Imported by the first page in any case; here nobody waits for it.
HEAVY = ("PIL.Image", "plotly.tools", "pyarrow", "streamlit.elements.plotly_chart", "streamlit.material_icon_names")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncGenerator[dict[str, Any]]:
    email = await run_in_threadpool(prepare)
    for name in HEAVY:
        import_module(name)
    gc.collect()
    gc.freeze()  # Streamlit collects after every rerun; without this, it walks every imported object each time
    yield {"first_visitor": email}
    engine().dispose()  # the last connection to close writes SQLite's log back into its file
