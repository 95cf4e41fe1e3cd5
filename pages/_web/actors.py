"""Who asks for a route of ours, and what a route answers where the store says no."""

from collections.abc import Generator
from contextlib import contextmanager

from starlette.exceptions import HTTPException
from starlette.requests import Request

from plan_store.base import NotFound
from plan_store.permissions import Actor, NotAllowed

KEPT = "The trust keeps this to itself. You can read its programmes, measures and charts."


def actor_of(request: Request) -> Actor:
    """The person signed in; the gate has looked them up for this very request."""
    found = request.state.signed_in
    if found is None:
        raise HTTPException(401)
    return found.actor


@contextmanager
def answered(missing: str) -> Generator[None]:
    """NotFound becomes 404 with this sentence, NotAllowed 403."""
    try:
        yield
    except NotFound:
        raise HTTPException(404, missing) from None
    except NotAllowed:
        raise HTTPException(403, KEPT) from None
