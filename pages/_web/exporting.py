"""/export/PROGRAMME: the whole programme as one JSON file, with its data, files and history."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pages._web.actors import KEPT, actor_of
from plan_store.base import NotFound
from plan_store.permissions import Actor, NotAllowed
from plan_store.store import reading
from plan_store.transfer import export_name, export_programme


async def send_export(request: Request) -> Response:
    found = await run_in_threadpool(_exported, actor_of(request), request.path_params["programme_id"])
    content = await run_in_threadpool(json.dumps, found, ensure_ascii=False)
    name = export_name(found["drivers"]["title"])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode(), media_type="application/json", headers=headers)


def _exported(actor: Actor, programme_id: str) -> dict[str, Any]:
    try:
        with reading() as session:
            return export_programme(session, actor, programme_id)
    except NotFound:
        raise HTTPException(404, "There is no such programme here.") from None
    except NotAllowed:
        raise HTTPException(403, KEPT) from None
