"""/print/PROGRAMME: the whole plan as an A4 document, without the portal round it."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pages._render.chart_html import print_chart_html
from pages._render.html import print_html
from pages._web.actors import actor_of, answered
from plan_store.document import Document, read_document
from plan_store.permissions import Actor
from plan_store.store import reading


async def show_print(request: Request) -> HTMLResponse:
    document = await run_in_threadpool(_document, actor_of(request), request.path_params["programme_id"])
    page = await run_in_threadpool(print_html, document, print_chart_html, datetime.now(UTC))
    return HTMLResponse(page)


def _document(actor: Actor, programme_id: str) -> Document:
    with answered("There is no such programme here."), reading() as session:
        return read_document(session, actor, programme_id)
