"""/files/UPLOAD and /data/MEASURE.csv: what somebody brought, as it came, and a measure's data to take away."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pages._render.data_csv import data_csv
from pages._web.actors import actor_of, answered
from plan_store.base import NotFound
from plan_store.months import read_months
from plan_store.observations import measure_spec, read_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure
from plan_store.rows import find_row
from plan_store.store import reading
from plan_store.uploads import read_file

RAW = "application/octet-stream"  # whatever it is, no browser draws it
LONGEST = 120


async def send_file(request: Request) -> Response:
    """The file of an upload, byte for byte."""
    return await run_in_threadpool(_file, actor_of(request), request.path_params["upload_id"])


async def send_data(request: Request) -> Response:
    """A measure's data with limits, flags and sources."""
    return await run_in_threadpool(_data, actor_of(request), request.path_params["measure_id"])


def _file(actor: Actor, upload_id: str) -> Response:
    with answered("There is no such file here."), reading() as session:
        upload, content = read_file(session, actor, upload_id)
    return attachment(content, upload.file_name, RAW)


def _data(actor: Actor, measure_id: str) -> Response:
    with answered("There is no such measure here."), reading() as session:
        measure = find_row(session, actor, Measure, measure_id)
        if measure.deleted_at is not None:
            raise NotFound(measure_id)
        observations = read_observations(session, actor, measure_id)
        months = read_months(session, actor, measure_id)
    if observations.empty:
        raise HTTPException(404, "This measure has no data yet.")
    content = data_csv(measure, measure_spec(measure), observations, months)
    return attachment(content, f"{measure.name}.csv", "text/csv; charset=utf-8")


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A download that keeps its own name, in any letters; never shown by the browser itself."""
    headers = {"Content-Disposition": disposition(name), "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type, headers=headers)


def disposition(name: str) -> str:
    """RFC 6266: the name in ASCII for old browsers, and whole as RFC 5987 has it."""
    stem, dot, kind = name.rpartition(".") if "." in name else (name, "", "")
    safe = "".join(" " if letter in '\\/:*?"<>|' or not letter.isprintable() else letter for letter in stem)
    whole = f"{' '.join(safe.split())[:LONGEST] or 'data'}{dot}{''.join(filter(str.isalnum, kind))[:10]}"
    plain = whole.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"
