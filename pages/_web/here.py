"""/here: an open page of a plan says where its reader is, and learns who else is here and what has changed.

Asked every few seconds by each open page, so it goes past Streamlit: a run of a page's script costs twenty times more.
"""

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pages._web.actors import actor_of
from pages._web.addresses import from_own_page
from plan_store.base import NotFound
from plan_store.news import read_news
from plan_store.permissions import Actor, NotAllowed
from plan_store.presence import say_here, say_left, who_is_here
from plan_store.store import reading, writing

LONGEST = 1000
Sent = TypeVar("Sent", bound=BaseModel)


class Asked(BaseModel):
    """say: tell the others that this reader is here, in this box; left: no longer. after: the newest change seen."""

    model_config = ConfigDict(extra="forbid")
    programme: str = Field(max_length=40)
    after: str = Field(default="", max_length=40)
    place: str = Field(default="", max_length=40)
    say: bool = False
    left: bool = False


async def tell(request: Request) -> Response:
    """Who is here, and the news; nothing for a page that is being left."""
    asked = await sent_as(Asked, request, LONGEST)
    return JSONResponse(await run_in_threadpool(_answer, actor_of(request), asked))


async def sent_as(kind: type[Sent], request: Request, longest: int) -> Sent:
    """What one of our own pages sent, if it is no longer than this and is of this kind."""
    if not from_own_page(request.headers):
        raise HTTPException(403)
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > longest:
        raise HTTPException(413)
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError:
        raise HTTPException(400) from None


def _answer(actor: Actor, asked: Asked) -> dict[str, Any]:
    try:
        if asked.say or asked.left:
            with writing() as session:
                if asked.left:
                    say_left(session, actor, asked.programme)
                    return {}
                say_here(session, actor, asked.programme, asked.place)
        with reading() as session:
            here = who_is_here(session, actor, asked.programme)
            news = read_news(session, actor, asked.programme, asked.after)
    except (NotFound, NotAllowed):
        raise HTTPException(404) from None
    return {
        "here": [{"name": other.user_name, "place": other.place} for other in here],
        "news": [
            {
                "id": one.id,
                "by": "" if one.user_id == actor.user_id else one.user_name,
                "thing": one.thing,
                "thing_id": one.thing_id,
                "revision": one.revision,
            }
            for one in news
        ],
    }
