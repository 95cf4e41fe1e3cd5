"""What could not be done, told where it was asked for: a right taken away, a full disk."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from pages._parts.show import show
from pages._render.words import text
from plan_store.base import NotFound
from plan_store.patients import HoldsNhsNumber
from plan_store.permissions import NotAllowed
from plan_store.unavailable import StoreUnavailable

REFUSALS = (NotAllowed, NotFound, HoldsNhsNumber, StoreUnavailable)


@contextmanager
def permitted(told: dict[str, Any]) -> Generator[None]:
    """A refusal is told where the button was pressed: say_refused shows it there."""
    try:
        yield
    except REFUSALS as refusal:
        told["refused"] = refusal_words(refusal)


def refusal_words(refusal: Exception) -> str:
    return "This is no longer here." if isinstance(refusal, NotFound) else str(refusal)


def say_refused(told: dict[str, Any], look: str = "cell-problem") -> None:
    """The sentence, once."""
    if words := told.pop("refused", ""):
        show(f'<div class="{look}" role="alert">{text(words)}</div>')
