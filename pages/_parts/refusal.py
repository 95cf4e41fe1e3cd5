"""A right that was taken away, or a thing that is gone, while somebody had it open: told where they pressed."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from plan_store.base import NotFound
from plan_store.permissions import NotAllowed


@contextmanager
def permitted(told: dict[str, Any]) -> Generator[None]:
    """A right that was taken away meanwhile is told where the button was pressed."""
    try:
        yield
    except (NotAllowed, NotFound) as refusal:
        told["refused"] = refusal_words(refusal)


def refusal_words(refusal: NotAllowed | NotFound) -> str:
    return str(refusal) if isinstance(refusal, NotAllowed) else "This is no longer here."
