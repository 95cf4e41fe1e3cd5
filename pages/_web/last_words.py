"""What is typed goes past Streamlit where no answer is waited for: while one types, and when the page is being left.

/texts/PROGRAMME/BOX takes the last words of a box. The same verb keeps them as keeps all others; what it refuses waits
in the browser as a draft. /drafts takes what is typed in any other form, as its writer's draft.
"""

from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pages._web.actors import actor_of
from pages._web.here import sent_as
from plan_store.base import NotFound
from plan_store.drafts import add_words
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import Actor, NotAllowed
from plan_store.store import writing
from plan_store.texts import TextConflict, TextTooLong, save_text

LONGEST = 65_536  # what browsers let outlive a page


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")
    html: str
    seen_revision: int = Field(ge=0)


class Typed(BaseModel):
    """key: of the draft. words: by field; base: what they grow from (pages/_parts/holding.py)."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(max_length=200, pattern="^(row|month|comment|drivers)/[A-Za-z0-9_/-]+$")
    words: dict[str, str]
    base: dict[str, str | int | None]


async def hold_words(request: Request) -> Response:
    """Hold them for who typed them; 404 in a programme where they may not write."""
    typed = await sent_as(Typed, request, LONGEST)
    return await run_in_threadpool(_hold, actor_of(request), typed)


def _hold(actor: Actor, typed: Typed) -> Response:
    try:
        with writing() as session:
            add_words(session, actor, typed.key, typed.words, typed.base)
    except (NotFound, NotAllowed):
        raise HTTPException(404) from None
    return Response(status_code=204)


async def keep_last_words(request: Request) -> Response:
    """Keep them, merged with what others saved since; 409 where they cannot be kept without asking somebody."""
    sent = await sent_as(Sent, request, LONGEST)
    programme, box = request.path_params["programme_id"], request.path_params["box"]
    return await run_in_threadpool(_keep, actor_of(request), programme, box, sent)


def _keep(actor: Actor, programme_id: str, box: str, sent: Sent) -> Response:
    try:
        with writing() as session:
            save_text(session, actor, programme_id, box, sent.html, sent.seen_revision)
    except (NotFound, NotAllowed):
        raise HTTPException(404) from None
    except (TextConflict, TextTooLong, HoldsNhsNumber):
        return Response(status_code=409)
    return Response(status_code=204)
