"""The addresses that are not Streamlit pages: one list, in order."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from pages._web.addresses import ASK_LINK, BACK_FROM_PROVIDER, PROVIDER, SESSION, SIGN_IN, SIGN_OUT
from pages._web.ask_link import ask_link
from pages._web.downloads import send_data, send_file
from pages._web.exporting import send_export
from pages._web.here import tell
from pages._web.last_words import hold_words, keep_last_words
from pages._web.metrics import show_metrics
from pages._web.printing import show_print
from pages._web.session_end import show_end, stay_signed_in
from pages._web.sign_in import show_sign_in, use_link
from pages._web.sign_out import show_sign_out, sign_out
from plan_store.health import store_answers
from plan_store.settings import settings

ASSETS = Path(__file__).parent / "assets"
EDITOR = Path(__file__).parent.parent / "_editor" / "dist"


async def health(_request: Request) -> JSONResponse:
    answers = await run_in_threadpool(store_answers)
    return JSONResponse({"status": "ok" if answers else "store unavailable"}, 200 if answers else 503)


async def nothing_here(_request: Request) -> Response:
    return PlainTextResponse("There is no such page.", status_code=404)


def _provider_routes() -> list[BaseRoute]:
    """Its library takes a third of a second to import; a portal without a provider does without."""
    if not settings().oidc_metadata_url:
        return []
    from pages._web.provider import come_back, go_to_provider

    return [Route(PROVIDER, go_to_provider), Route(BACK_FROM_PROVIDER, come_back)]


class Assets(StaticFiles):
    """Files that may be kept for a year when their address carries a content hash (?v=...)."""

    def file_response(self, full_path, stat_result, scope: Scope, status_code: int = 200) -> Response:  # noqa: ANN001
        response = super().file_response(full_path, stat_result, scope, status_code)
        lasting = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


def all_routes() -> list[BaseRoute]:
    editor = [Mount("/assets/editor", Assets(directory=EDITOR))] if EDITOR.is_dir() else []
    return [
        Route("/health", health),
        Route("/metrics", show_metrics),
        Route(SIGN_IN, show_sign_in),
        Route(SIGN_IN, use_link, methods=["POST"]),
        Route(ASK_LINK, ask_link, methods=["POST"]),
        *_provider_routes(),
        Route(f"{SIGN_IN}/{{rest:path}}", nothing_here, methods=["GET", "POST"]),
        Route(SESSION, show_end),
        Route(SESSION, stay_signed_in, methods=["POST"]),
        Route(SIGN_OUT, show_sign_out),
        Route(SIGN_OUT, sign_out, methods=["POST"]),
        Route("/print/{programme_id}", show_print),
        Route("/files/{upload_id}", send_file),
        Route("/data/{measure_id}.csv", send_data),
        Route("/export/{programme_id}", send_export),
        Route("/here", tell, methods=["POST"]),
        Route("/texts/{programme_id}/{box}", keep_last_words, methods=["POST"]),
        Route("/drafts", hold_words, methods=["POST"]),
        *editor,
        Mount("/assets", Assets(directory=ASSETS)),
    ]
