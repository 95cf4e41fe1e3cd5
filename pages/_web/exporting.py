"""/export/PROGRAMME: the whole programme as one JSON file, with its data, files and history."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pages._web.actors import actor_of, answered
from plan_store.permissions import Actor
from plan_store.store import reading
from plan_store.transfer import export_name, export_programme


async def send_export(request: Request) -> Response:
    found = await run_in_threadpool(_exported, actor_of(request), request.path_params["programme_id"])
    content = await run_in_threadpool(json.dumps, found, ensure_ascii=False)
    name = export_name(found["drivers"]["title"])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode(), media_type="application/json", headers=headers)


def _exported(actor: Actor, programme_id: str) -> dict[str, Any]:
    with answered("There is no such programme here."), reading() as session:
        return export_programme(session, actor, programme_id)
