"""Who asks for a route of ours."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from plan_store.permissions import Actor

KEPT = "The trust keeps this to itself. You can read its programmes, measures and charts."


def actor_of(request: Request) -> Actor:
    """The person signed in; the gate has looked them up for this very request."""
    found = request.state.signed_in
    if found is None:
        raise HTTPException(401)
    return found.actor
