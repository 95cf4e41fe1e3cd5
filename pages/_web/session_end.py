"""When the sign-in of this browser ends, asked and answered without counting as something a person did."""

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from pages._web.addresses import from_own_page
from pages._web.gate import look_up, noted
from plan_store.base import now
from plan_store.sign_in import SignedIn


async def show_end(request: Request) -> JSONResponse:
    return JSONResponse(described(request.state.signed_in))


async def stay_signed_in(request: Request) -> JSONResponse:
    """A person did something on a page: an administrator's idle time starts anew."""
    if not from_own_page(request.headers):
        raise HTTPException(403)
    await noted(request.state.signed_in)
    found = await run_in_threadpool(look_up, request.state.signed_in.session_hash)
    if found is None:
        raise HTTPException(401)
    return JSONResponse(described(found))


def described(found: SignedIn) -> dict[str, float | bool]:
    """Seconds until the end, and whether doing something would put it off."""
    return {"left": (found.ends - now()).total_seconds(), "idle": found.ends < found.expires}
